import Testing
import VyaCore
import VyaEngine
import VyaTestSupport

@Suite("What a schedule follows from", .ownThread)
struct ScheduleTests {
    /// The text of one unit, for a reach.
    private func unit(
        _ name: String, _ reach: ScheduleReach?, time: ScheduledTime = ScheduledTime(),
        hasUploader: Bool = true
    ) throws -> [Substring] {
        let facts = ScheduleFacts(
            program: "/usr/bin/vya-backup", time: time, reach: reach, hasUploader: hasUploader)
        let file = try #require(try SystemdUnits.files(facts).first { $0.name == name })
        return file.text.split(separator: "\n")
    }

    @Test(
        "PrivateTmp stands where nothing that is read or written touches a folder for temporary files",
        arguments: [
            (["/backup"], ["/srv/**", "/etc"], true), (["/tmp/bkpsql"], [], false),
            (["/var/tmp/x"], [], false), (["/backup"], ["/tmp/mysql.sock"], false),
            (["/backup"], ["/"], false),
            (["/backup"], ["/var"], false), (["/tmporary"], ["/var/tmp2"], true),
        ])
    func temporary(writes: [String], reads: [String], isPrivate: Bool) throws {
        let reach = ScheduleReach(writes: writes, reads: reads.map(ScheduleReach.beginning))
        for name in ["vya-backup.service", "vya-backup-check.service", "vya-backup-failed@.service"] {
            #expect(try unit(name, reach).contains("PrivateTmp=yes") == isPrivate, "\(name)")
        }
    }

    @Test("a folder below /tmp opens all of /tmp, and only the others are made before")
    func opened() throws {
        let lines = try unit(
            "vya-backup.service",
            ScheduleReach(
                writes: ["/tmp/bkpsql", "/tmp/bkpzip", "/srv/a b$c"],
                writesOfOthers: ["/var/lib/node exporter"]))
        #expect(lines.contains(#"ReadWritePaths=/tmp "/srv/a b$c" "-/var/lib/node exporter""#), "\(lines)")
        #expect(lines.contains(#"ExecStartPre=+/bin/mkdir -p "/srv/a b$$c""#), "\(lines)")
    }

    @Test("where a pattern begins is known up to its first wildcard")
    func beginnings() {
        for (pattern, beginning) in [
            ("/docker/volumes/**/*", "/docker/volumes"), ("/opt/app/config/*.yaml", "/opt/app/config"),
            ("/etc/hosts", "/etc/hosts"), ("/{a,b}/c", "/"), ("/srv/[ab]/x", "/srv"), ("/srv/!(x)", "/srv"),
            ("/srv/a?", "/srv"), ("/*", "/"),
        ] {
            #expect(ScheduleReach.beginning(ofPattern: pattern) == beginning)
        }
    }

    @Test("each right of root's is there for who needs it, and for nobody else")
    func capabilities() throws {
        func set(_ name: String, _ reach: ScheduleReach?) throws -> Set<Substring> {
            let line = try unit(name, reach).first { $0.hasPrefix("CapabilityBoundingSet=") }
            return Set(try #require(line).dropFirst(22).split(separator: " "))
        }
        let plain = ScheduleReach(writes: ["/backup"])
        #expect(try set("vya-backup.service", plain) == ["CAP_DAC_READ_SEARCH"])
        #expect(
            try set("vya-backup.service", ScheduleReach(writes: ["/backup"], givesToGroup: true))
                == ["CAP_DAC_READ_SEARCH", "CAP_CHOWN"])
        #expect(
            try set("vya-backup.service", ScheduleReach(writes: ["/backup"], writesOfOthers: ["/data"]))
                == ["CAP_DAC_READ_SEARCH", "CAP_DAC_OVERRIDE", "CAP_CHOWN"])
        #expect(
            try set("vya-backup-cleanup.service", ScheduleReach(writes: ["/backup"], runsOwnPrograms: true))
                == ["CAP_DAC_READ_SEARCH", "CAP_DAC_OVERRIDE"])
        #expect(
            try set("vya-backup-drill.service", plain)
                == ["CAP_DAC_READ_SEARCH", "CAP_DAC_OVERRIDE", "CAP_CHOWN", "CAP_FOWNER"])
        #expect(try set("vya-backup-failed@.service", plain) == [])
    }

    @Test(
        "programs of the operator's keep their home and may compile as they run; the kernel's modules stay visible"
    )
    func loosened() throws {
        let tight = try unit("vya-backup.service", ScheduleReach(writes: ["/backup"], reads: ["/srv"]))
        for line in ["ProtectHome=read-only", "MemoryDenyWriteExecute=yes", "ProtectKernelModules=yes"] {
            #expect(tight.contains { $0 == line }, "\(line)")
        }
        let loose = try unit(
            "vya-backup.service", ScheduleReach(writes: ["/backup"], reads: ["/usr"], runsOwnPrograms: true))
        for line in ["ProtectHome=read-only", "MemoryDenyWriteExecute=yes", "ProtectKernelModules=yes"] {
            #expect(!loose.contains { $0 == line }, "\(line)")
        }
    }

    @Test("the cleanup and the drill follow the run, past midnight, and keep its zone")
    func times() throws {
        let late = ScheduledTime(weekdays: [1, 5], hour: 23, minute: 40, timeZone: "America/Sao_Paulo")
        let reach = ScheduleReach(writes: ["/backup"])
        for (name, time) in [
            ("vya-backup.timer", "Mon,Fri *-*-* 23:40:00 America/Sao_Paulo"),
            ("vya-backup-cleanup.timer", "*-*-* 04:10:00 America/Sao_Paulo"),
            ("vya-backup-drill.timer", "Sun *-*-* 05:10:00 America/Sao_Paulo"),
            ("vya-backup-check.timer", "*-*-* *:25:00"),
        ] {
            let lines = try unit(name, reach, time: late)
            #expect(lines.contains { $0 == "OnCalendar=" + time }, "\(lines)")
        }
        #expect(late.crontabFields == "40 23 * * 1,5")
    }

    @Test("nothing is cleaned by the clock unless an uploader is declared")
    func cleanup() throws {
        var facts = ScheduleFacts(program: "/usr/bin/vya-backup")
        #expect(try !SystemdUnits.files(facts).contains { $0.name.contains("cleanup") })
        #expect(!Crontab.file(facts).text.contains("cleanup"))
        facts.hasUploader = true
        #expect(try SystemdUnits.files(facts).map(\.name) == SystemdUnits.names)
        #expect(Crontab.file(facts).text.contains("\n0 5 * * *  root  /usr/bin/vya-backup cleanup --quiet\n"))
    }

    @Test("cron's own signs are taken from paths")
    func crontab() {
        let facts = ScheduleFacts(program: "/opt/a b/vya-backup", configuration: "/etc/100%.json")
        #expect(
            Crontab.file(facts).text.contains(
                #"root  '/opt/a b/vya-backup' run --all --quiet --config /etc/100\%.json"#))
    }

    @Test("a change of a single byte of a file is noticed, and so is a mark that fits another text")
    func marks() throws {
        let text = Crontab.file(ScheduleFacts(program: "/usr/bin/vya-backup")).text
        #expect(ScheduledFile.origin(of: text) == .own)
        let bytes = Array(text.utf8)
        let end = try #require(bytes.firstIndex(of: 0x0A))
        for index in bytes.indices where index != end {
            var changed = bytes
            changed[index] = bytes[index] == UInt8(ascii: "#") ? UInt8(ascii: "$") : UInt8(ascii: "#")
            #expect(
                ScheduledFile.origin(of: String(decoding: changed, as: UTF8.self)) != .own, "byte \(index)")
        }
        #expect(ScheduledFile.origin(of: "") == .foreign)
        #expect(ScheduledFile.origin(of: "30 0 * * * root x\n") == .foreign)
    }

    @Test("a difference holds what goes and what comes, in its order, and nothing else")
    func difference() {
        #expect(LineDifference.lines(from: "a\nb\nc\n", to: "a\nx\nc\nd\n") == ["-b", "+x", "+d"])
        #expect(LineDifference.lines(from: "a\n", to: "a\n") == [])
        #expect(LineDifference.lines(from: "", to: "a\u{1b}[1m\n").first == #"+a\u{1b}[1m"#)
    }
}
