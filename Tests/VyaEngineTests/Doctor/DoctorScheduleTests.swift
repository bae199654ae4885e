import Testing
import VyaCore
import VyaTestSupport

@testable import VyaEngine

@Suite("What doctor says of schedules", .ownThread)
struct DoctorScheduleTests {
    private static let folders = ["/tmp/bkpsql", "/tmp/bkpzip"]

    private func judge(_ crontab: String, units: HostUnits? = nil, hours: Int = 4) -> [DoctorFinding] {
        let jobs =
            CrontabReader.jobs(crontab, path: "/etc/crontab", hasUsers: true) + (units?.jobs ?? [])
        return ScheduleDiagnosis(jobs: jobs, folders: Self.folders, uploadHours: hours).judge()
    }

    private func codes(_ findings: [DoctorFinding]) -> [String] {
        findings.filter { $0.severity != .ok }.map(\.code.rawValue)
    }

    @Test(
        "the times of a crontab are those that cron makes of them",
        arguments: [
            ("30 0 * * *", [30]), ("*/10 * * * *", Array(stride(from: 0, to: 1440, by: 10))),
            ("0,15-17 5 * * mon-fri", [300, 315, 316, 317]), ("0 1-5/2 1 jan *", [60, 180, 300]),
            ("5 23 * * 7", [1385]), ("0-59/30 12 * * *", [720, 750]),
        ])
    func times(fields: String, minutes: [Int]) {
        #expect(CronTime(fields: fields.split(separator: " "))?.minutesOfDay == minutes)
    }

    @Test(
        "what cron itself would refuse is no time",
        arguments: [
            "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "*/0 * * * *", "5-1 * * * *",
            "a * * * *", "1- * * * *", "1,, * * * *", "* * * *", "+5 * * * *", "1/2/3 * * * *",
        ])
    func noTimes(fields: String) {
        #expect(CronTime(fields: fields.split(separator: " ")) == nil)
    }

    @Test("nicknames of cron", arguments: [("@daily", [0]), ("@midnight", [0]), ("@reboot", [])])
    func nicknames(name: String, minutes: [Int]) {
        #expect(CronTime(nickname: name)?.minutesOfDay == minutes)
        #expect(CronTime(nickname: "@often") == nil)
    }

    @Test(
        "the times of a timer are those that systemd makes of them",
        arguments: [
            ("daily", [0]), ("*-*-* 00:30:00", [30]), ("Mon..Fri 05:00", [300]),
            ("Mon,Fri *-*-* 22:05:00", [1325]), ("*-*-* 0/6:15:00", [15, 375, 735, 1095]),
            ("Sat", [0]), ("*-*-01 01,13:00", [60, 780]), ("*-*-* 00:30:00 Europe/Lisbon", [30]),
        ])
    func calendar(text: String, minutes: [Int]) {
        #expect(CalendarTime.minutesOfDay(text) == minutes)
    }

    @Test(
        "a calendar that is not understood has no times", arguments: ["", "someday", "*-*-* 25:00", "12:xx"])
    func noCalendar(text: String) {
        #expect(CalendarTime.minutesOfDay(text) == nil)
    }

    @Test("H11 a host that starts no run is told so, one whose crontab does is well")
    func none() {
        #expect(
            codes(judge("# 30 0 * * * root vya-backup run --all\nMAILTO=root\n")) == ["doctor.schedule-none"])
        let well = judge("30 0 * * * root /usr/bin/vya-backup run --all --quiet\n")
        #expect(codes(well) == [])
        #expect(well.first?.subject == "/etc/crontab:1")
        #expect(well.first?.message == "starts a run, 00:30")
        // The check is no run.
        #expect(codes(judge("15 * * * * root vya-backup check --notify\n")) == ["doctor.schedule-none"])
    }

    @Test(
        "J19 Q3 the Python program is known by its names, and not by its configuration",
        arguments: [
            ("python3 /opt/vya/vya_backupbd.py -b", true),
            ("cd /opt/vya && python3 -m python_backup.cli backup", true),
            ("/opt/venv/bin/python -m python_backup", true), ("/opt/python_backup/cli.py -b", true),
            ("sh /usr/local/bin/enterprise/python_backup/python_backup.sh", true),
            ("/usr/local/bin/py_venv/python_backup/bin/python3 /opt/python_backup.py -b", true),
            ("vya-backup run --all --config /etc/vya_backupdb/python_backup.json", false),
            ("cp /etc/vya_backupdb/vya_backupbd.json /root", false),
        ])
    func predecessor(command: String, isIt: Bool) {
        let findings = judge("30 0 * * * root \(command)\n").filter { $0.code == "doctor.predecessor" }
        #expect(findings.isEmpty == !isIt)
        if isIt {
            #expect(findings.first?.severity == .critical)
            #expect(findings.first?.remedies.first == "sed -i '1s/^/#/' /etc/crontab")
        }
    }

    @Test(
        "I4 a cleaning job that runs before the uploader can be done is critical, a later one a warning",
        arguments: [
            ("0 2 * * *", 4, "doctor.cleaning-early"), ("0 5 * * *", 4, "doctor.cleaning"),
            ("0 5 * * *", 5, "doctor.cleaning-early"), ("29 0 * * *", 4, "doctor.cleaning"),
            ("*/10 * * * *", 4, "doctor.cleaning-early"),
        ])
    func cleaning(time: String, hours: Int, code: String) throws {
        let findings = judge(
            "30 0 * * * root vya-backup run --all\n\(time) root rm -rf /tmp/bkpzip/*\n", hours: hours)
        let finding = try #require(findings.first { $0.severity != .ok })
        #expect(finding.code == code)
        #expect(finding.subject == "/etc/crontab:2")
        #expect(finding.severity == (code == "doctor.cleaning" ? .warning : .critical))
        #expect(finding.remedies.first == "sed -i '2s/^/#/' /etc/crontab")
    }

    @Test(
        "I4 what removes backups is known whatever it names: the folder, one above it, what is in it",
        arguments: [
            ("rm -rf /tmp/bkpzip/*", true), ("/bin/rm -f \"/tmp/bkpsql\"/*.gz", true),
            ("rm -rf /tmp/*", true),
            ("rm -rf /tmp/bkp*", true), ("find /tmp -mtime +1 -delete", true),
            ("find /tmp/bkpzip -type f -delete", true), ("cd /tmp/bkpsql && rm -f *", true),
            ("find /tmp/bkpzip -type f -exec rm {} +", true), ("tmpreaper 1d /tmp", true),
            ("rm -rf /tmp/bkpzipped/*", false), ("rm -f /tmp/other*", false),
            ("find /tmp/bkpzip -mtime +1", false),
            ("rm -rf /var/cache/x", false), ("tar cf /root/x.tar /tmp/bkpzip", false),
        ])
    func removal(command: String, isIt: Bool) {
        let job = ScheduledJob(place: "x:1", command: command, minutesOfDay: [300])
        #expect((job.purpose(touching: Self.folders) == .removal) == isIt)
    }

    @Test("I4 while the Python program makes the backups, it is what the cleaning comes after")
    func cleaningAfterPredecessor() {
        let findings = judge("30 0 * * * root vya_backupbd.py -b\n0 2 * * * root rm -rf /tmp/bkpzip/*\n")
        #expect(codes(findings) == ["doctor.predecessor", "doctor.cleaning-early"])
    }

    @Test(
        "G9 a command is not repeated, because it can hold a password, and a user's crontab is left to crontab(1)"
    )
    func secrets() throws {
        let jobs = CrontabReader.jobs(
            "0 5 * * * mysqldump -pS3CR3T x > /tmp/bkpsql/x && rm -f /tmp/bkpsql/*.old\n",
            path: "/var/spool/cron/crontabs/ana", hasUsers: false, user: "ana")
        let findings = ScheduleDiagnosis(jobs: jobs, folders: Self.folders, uploadHours: 4).judge()
        let cleaning = try #require(findings.first { $0.code == "doctor.cleaning" })
        #expect(cleaning.remedies.first == "crontab -u ana -e    # line 1")
        #expect(!findings.contains { $0.json.serialized().contains("S3CR3T") })
    }

    @Test("two schedules that start the same at the same time are told of")
    func twice() {
        let line = "30 0 * * * root vya-backup run --all\n"
        #expect(codes(judge(line + line)) == ["doctor.schedule-twice"])
        #expect(codes(judge(line + "30 12 * * * root vya-backup run --all\n")) == [])
    }

    private static let timer = HostUnits.File(
        path: "/etc/systemd/system/vya-backup.timer", text: "[Timer]\nOnCalendar=*-*-* 00:30:00\n")

    private static func service(_ more: String = "") -> HostUnits.File {
        HostUnits.File(
            path: "/usr/lib/systemd/system/vya-backup.service",
            text: "[Service]\n# ExecStart=/bin/false\nExecStart=-/usr/bin/vya-backup \\\n  run --all\n\(more)"
        )
    }

    @Test("a timer counts when it is enabled, and else is told how to be")
    func timers() {
        let enabled = HostUnits([Self.timer, Self.service()], wanted: ["vya-backup.timer"])
        #expect(codes(judge("", units: enabled)) == [])
        let idle = judge("", units: HostUnits([Self.timer, Self.service()], wanted: []))
        #expect(codes(idle) == ["doctor.schedule-none"])
        #expect(idle.first?.remedies == ["vya-backup schedule systemd --install"])
        // The drill's is one more matter of the same kind, unless cron makes the night.
        let drill = HostUnits.File(
            path: "/usr/lib/systemd/system/vya-backup-drill.timer", text: "[Timer]\nOnCalendar=Sun\n")
        let drills = HostUnits.File(
            path: "/usr/lib/systemd/system/vya-backup-drill.service",
            text: "[Service]\nExecStart=/usr/bin/vya-backup verify --latest --restore\n")
        let half = judge(
            "", units: HostUnits([Self.timer, Self.service(), drill, drills], wanted: ["vya-backup.timer"]))
        #expect(codes(half) == ["doctor.schedule-inactive"])
        #expect(half.first { $0.severity != .ok }?.subject == "vya-backup-drill.timer")
        let cron = judge(
            "30 0 * * * root vya-backup run --all\n",
            units: HostUnits([Self.timer, Self.service(), drill, drills], wanted: []))
        #expect(codes(cron) == [])
    }

    @Test("a timer that is enabled and was never started, or was stopped, starts nothing")
    func stopped() {
        func judged(_ started: Set<String>?) -> [DoctorFinding] {
            judge(
                "",
                units: HostUnits(
                    [Self.timer, Self.service()], wanted: ["vya-backup.timer"], started: started))
        }
        #expect(codes(judged(nil)) == [])
        #expect(codes(judged(["vya-backup.timer", "other.timer"])) == [])
        #expect(codes(judged([])) == ["doctor.schedule-none"])
        #expect(codes(judged(["other.timer"])) == ["doctor.schedule-none"])
    }

    @Test(
        "Q3 Q17 the production crontab is one finding for each matter, the first of which is two programs at 00:30"
    )
    func production() throws {
        let findings = judge(
            """
            */10 * * * * root systemctl start idrivecron
            30 0 * * * root sh /usr/local/bin/enterprise/python_backup/python_backup.sh
            0 5 * * * root /usr/bin/rm -f /tmp/bkpsql/*
            0 5 * * * root /usr/bin/rm -f /tmp/bkpzip/*
            30 0 * * * root /usr/bin/vya-backup run --all --quiet

            """)
        #expect(codes(findings) == ["doctor.predecessor", "doctor.cleaning"])
        let alarms = findings.filter { $0.severity != .ok }
        #expect(alarms.first?.severity == .critical)
        #expect(alarms.first?.reason.contains("two programs") == true)
        #expect(alarms.last?.subject == "/etc/crontab:3, /etc/crontab:4")
        #expect(alarms.last?.remedies.first == "sed -i '3s/^/#/; 4s/^/#/' /etc/crontab")
    }

    @Test(
        "the first unit of a name counts, a drop-in adds to it or takes back, a template serves its instances"
    )
    func precedence() {
        let dropIn = HostUnits.File(
            path: "/etc/systemd/system/vya-backup.timer.d/night.conf",
            text: "[Timer]\nOnCalendar=\nOnCalendar=03:15\n")
        let shadowed = HostUnits.File(
            path: "/lib/systemd/system/vya-backup.timer", text: "[Timer]\nOnCalendar=12:00\n")
        let units = HostUnits(
            [Self.timer, dropIn, shadowed, Self.service()], wanted: ["vya-backup.timer"])
        #expect(units.jobs.map(\.minutesOfDay) == [[195]])
        let template = HostUnits(
            [
                HostUnits.File(path: "/etc/systemd/system/b@.timer", text: "[Timer]\nOnCalendar=daily\n"),
                HostUnits.File(
                    path: "/etc/systemd/system/b@.service",
                    text: "[Service]\nExecStart=/usr/bin/vya-backup run\n"),
            ], wanted: ["b@2.timer"])
        #expect(template.jobs.map(\.command) == ["/usr/bin/vya-backup run"])
    }

    @Test("a place that could not be read is unknown, not well")
    func unreadable() {
        let findings = ScheduleDiagnosis(
            jobs: [], folders: [], uploadHours: 4, unreadable: ["/var/spool/cron/crontabs"]
        ).judge()
        #expect(findings.first?.severity == .unknown)
    }
}
