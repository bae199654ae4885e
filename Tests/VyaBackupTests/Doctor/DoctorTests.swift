import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("doctor on a host", .ownThread)
struct DoctorTests {
    private func files(_ pattern: String, id: Int = 1) -> String {
        #"{ "id_dbms": \#(id), "dbms": "files", "db_list": ["\#(pattern)"] }"#
    }

    /// A host that backs up one folder with a file.
    private func host(watches: String? = nil, settings: String = "") throws -> DoctorHost {
        let host = try DoctorHost(entries: [], watches: watches, settings: settings)
        mkdir(host.night.folder("source"), 0o700)
        try host.night.folder.write("content", to: "source/file")
        try host.night.configure([files(host.night.folder("source"))])
        return host
    }

    @Test(
        "H11 a host on which all is well is told so, but that nobody hears of its failures or takes its backups away; exit 0 with both"
    )
    func well() throws {
        let host = try host()
        #expect(
            try host.alarms(keepsAll: true) == ["WARNING doctor.same-file-system", "WARNING doctor.telling"])
        #expect(try host.night.run("doctor").status == 1)
        let server = try SMTPServer("plain")
        let mailing = try self.host(watches: "/", settings: mail(port: server.port))
        let result = try mailing.night.run("doctor")
        #expect(result.status == 0 && !result.text.contains("fix: "), "\(result)")
        #expect(try mailing.night.run("doctor", "--quiet").text.isEmpty)
        #expect(try server.mails().isEmpty)
    }

    private func mail(port: Int) -> String {
        #"""
        , "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \#(port),
          "from_email": "a@example.com", "success_recipients": ["b@example.com"],
          "failure_recipients": ["b@example.com"] }
        """#
    }

    @Test("H1 H4 a mail server that cannot be reached is critical before the night, and nothing is sent")
    func mailUnreachable() throws {
        #expect(
            try host(settings: mail(port: try closedLoopbackPort())).alarms() == ["CRITICAL mail.unreachable"]
        )
    }

    @Test("H11 a heartbeat and a webhook are reached without being told anything")
    func services() throws {
        let server = try WebServer("ok")
        let url = "http://127.0.0.1:\(server.port)/ping/abcdef"
        func settings(_ url: String) -> String {
            #", "heartbeat": { "url": "\#(url)" }, "webhooks": [{ "name": "chat", "url": "\#(url)" }]"#
        }
        #expect(try host(settings: settings(url)).alarms() == [])
        #expect(try server.requests().isEmpty)
        let closed = try host(settings: settings("http://127.0.0.1:\(try closedLoopbackPort())/ping"))
        #expect(try closed.alarms() == ["CRITICAL web.unreachable", "CRITICAL web.unreachable"])
    }

    @Test("D21 A22 a glob that matches nothing and a dump tool that is missing are critical")
    func sources() throws {
        let host = try DoctorHost(entries: [files("/nowhere/at/all/*.yaml")])
        let alarms = try host.alarms()
        #expect(alarms.count == 1 && alarms[0].hasPrefix("CRITICAL "), "\(alarms)")
        try host.night.configure([
            #"{ "id_dbms": 1, "dbms": "fake", "db_list": ["a"], "tools": { "fakedump": "/nowhere/fakedump" } }"#
        ])
        #expect(try host.alarms() == ["CRITICAL tool.not-found"])
    }

    @Test(
        "the uploader's hole: a folder that is not watched is critical until the line that doctor shows is taken over"
    )
    func hole() throws {
        let watched = try TemporaryFolder("watched")
        let host = try host(watches: watched.path)
        #expect(try host.alarms() == ["CRITICAL doctor.uploader-hole"])
        let line = try #require(try host.remedies(of: "doctor.uploader-hole").first)
        #expect(line.hasSuffix(#""bkp_system": { "path_files": "\#(watched.path)" }"#), "\(line)")
        var mended = host
        mended.night.output = watched.path
        try mended.night.configure([files(mended.night.folder("source"))])
        #expect(try mended.alarms() == [])
    }

    @Test(
        "where the IDrive client lies, its customary folder counts as watched",
        arguments: [
            "opt/IDriveForLinux/bin", "etc/systemd/system/idrivecron.service",
        ])
    func idrive(trace: String) throws {
        let host = try host()
        try host.write("", to: trace)
        let codes = try host.alarms()
        #expect(codes.contains("CRITICAL doctor.uploader-hole"), "\(codes)")
    }

    @Test(
        "the list of the IDrive client itself says what it looks into, whatever the configuration says of it")
    func watchList() throws {
        let host = try DoctorHost(entries: [], watches: "/nowhere")
        try host.night.configure([files(host.night.folder("source"))])
        let list =
            "opt/IDriveForLinux/idriveIt/user_profile/root/account/Backup/DefaultBackupSet/BackupsetFile.txt"
        try host.write("/etc/\r\n/tmp/bkpzip/\n", to: list)
        #expect(try host.alarms().contains("CRITICAL doctor.uploader-hole"))
        let shown = try host.night.run("doctor").text
        #expect(shown.contains("BackupsetFile.txt") && shown.contains("/etc, /tmp/bkpzip"), "\(shown)")
        try host.write("/etc/\n\(host.night.output)/\n", to: list)
        #expect(try !host.alarms().contains("CRITICAL doctor.uploader-hole"))
    }

    @Test("J19 I4 crontabs, files that cron passes over, and timers are read")
    func schedules() throws {
        let host = try host()
        try host.write("#\n", to: "etc/crontab")
        #expect(try host.alarms() == ["WARNING doctor.schedule-none"])
        try host.write("30 0 * * * root vya-backup run --all\n", to: "etc/cron.d/backup.cron")
        #expect(
            try host.alarms().sorted() == [
                "WARNING doctor.schedule-inactive", "WARNING doctor.schedule-none",
            ])
        try host.write("30 0 * * * python3 /opt/vya_backupbd.py -b\n", to: "var/spool/cron/crontabs/root")
        #expect(try host.alarms().contains("CRITICAL doctor.predecessor"))
        unlink(host.night.folder("root/etc/cron.d/backup.cron"))
        unlink(host.night.folder("root/var/spool/cron/crontabs/root"))
        try host.write("[Timer]\nOnCalendar=*-*-* 00:30:00\n", to: "etc/systemd/system/vya-backup.timer")
        try host.write(
            "[Service]\nExecStart=/usr/bin/vya-backup run --all\n",
            to: "lib/systemd/system/vya-backup.service")
        try host.write("", to: "etc/systemd/system/timers.target.wants/vya-backup.timer")
        #expect(try host.alarms() == [])
        try host.write("0 2 * * * root rm -rf \(host.night.output)/*\n", to: "etc/cron.d/clean")
        #expect(try host.alarms() == ["CRITICAL doctor.cleaning-early"])
    }

    @Test(
        "H11 what `schedule` installs is what doctor misses, once its timers are enabled",
        arguments: ["cron", "systemd"])
    func installed(kind: String) throws {
        let host = try host()
        try host.write("#\n", to: "etc/crontab")
        #expect(try host.alarms() == ["WARNING doctor.schedule-none"])
        let result = try host.night.run("schedule", kind, "--install", "--root", host.night.folder("root"))
        #expect(result.status == 0, "\(result)")
        if kind == "systemd" {
            // It tells systemd only where this is the host itself.
            #expect(try host.alarms() == ["WARNING doctor.schedule-none"])
            let wants = "etc/systemd/system/timers.target.wants/vya-backup"
            try host.write("", to: wants + ".timer")
            #expect(try host.alarms() == ["WARNING doctor.schedule-inactive"])
            #expect(
                try host.remedies(of: "doctor.schedule-inactive") == ["vya-backup schedule systemd --install"]
            )
            for name in ["check", "drill"] { try host.write("", to: wants + "-\(name).timer") }
        }
        #expect(try host.alarms() == [])
    }

    @Test(
        "E9 E1 I8 B10 folders: listable, another user's, read-only, and one of the system, which the configuration may not name"
    )
    func folders() throws {
        var host = try host()
        chmod(host.night.output, 0o755)
        #expect(try host.alarms() == ["WARNING doctor.folder-mode"])
        chmod(host.night.output, 0o700)
        chown(host.night.output, 65534, 65534)
        #expect(try host.alarms() == ["CRITICAL doctor.folder"])
        chown(host.night.output, 0, 0)
        let entry = files(host.night.folder("source"))
        let own = host.night.output
        host.night.output = "/etc"
        try host.night.configure([entry])
        let refused = try host.night.run("doctor")
        #expect(refused.status == 3 && refused.errors.contains("/etc belongs to the system"), "\(refused)")
        host.night.output = own
        try host.night.configure([entry])
        let mount = try Mount("tmpfs", at: own, options: "ro,size=1m,mode=0700")
        #expect(try host.alarms() == ["CRITICAL doctor.folder"])
        withExtendedLifetime(mount) {}
    }

    @Test("what is asked changes nothing: no catalog, no state, no folder, no log, no file is made")
    func harmless() throws {
        let host = try host()
        #expect(try host.night.runAll().status == 0)
        let before = try snapshot(host.night)
        #expect(try host.night.run("doctor").status == 1)
        #expect(try snapshot(host.night) == before)
        let fresh = try self.host()
        rmdir(fresh.night.output)
        let empty = try snapshot(fresh.night)
        #expect(try fresh.night.run("doctor").status == 1)
        #expect(try snapshot(fresh.night) == empty)
        #expect(try fresh.night.secretFiles().isEmpty)
    }

    /// Every file and folder with its size and the times of its last changes.
    private func snapshot(_ night: Night) throws -> [String] {
        try Command(
            "/usr/bin/find", night.folder.path, "-printf", "%P %s %m %C@ %T@\n"
        ).check().text.split(separator: "\n").map(String.init).sorted()
    }

    @Test(
        "what was backed up and is taken out of the list is told; an unknown id and no configuration are unknown"
    )
    func scope() throws {
        let host = try host()
        #expect(try host.night.runAll().status == 0)
        mkdir(host.night.folder("other"), 0o700)
        try host.night.folder.write("content", to: "other/file")
        try host.night.configure([files(host.night.folder("other"))])
        #expect(try host.alarms() == ["WARNING doctor.scope"])
        #expect(try host.night.run("doctor", "--id", "7").status == 3)
        #expect(
            try host.night.program.run("doctor", "--config", host.night.folder("nowhere.json")).status == 3)
    }

    @Test(
        "Q9 Q4 passwords that every user can read are critical, and a second configuration is told by every command"
    )
    func configuration() throws {
        let host = try host(settings: #", "email_settings": { "enabled": false, "smtp_password": "S3CR3T" }"#)
        #expect(try host.alarms() == [])
        chmod(host.night.folder("config.json"), 0o644)
        #expect(try host.alarms() == ["CRITICAL doctor.secret-readable"])
        let remedy = try #require(try host.remedies(of: "doctor.secret-readable").first)
        try Command("/bin/sh", "-c", remedy).check()
        #expect(try host.alarms() == [])

        // Two that are found by themselves, in the current folder.
        let text = try String(contentsOfFile: host.night.folder("config.json"), encoding: .utf8)
        for name in ["python_backup.json", "vya_backupbd.json"] {
            try host.night.folder.write(text, to: name)
        }
        for (words, isTold) in [
            ("run --dry-run", true), ("list", true), ("check", true), ("run --dry-run --quiet", false),
        ] {
            var shell = Command(
                "/bin/sh", "-c", "cd '\(host.night.folder.path)' && exec '\(Program.built)' \(words)")
            shell.environment = host.night.program.environment
            let result = try shell.run()
            #expect(result.errors.contains("vya_backupbd.json is not read") == isTold, "\(words): \(result)")
        }
        var shell = Command(
            "/bin/sh", "-c", "cd '\(host.night.folder.path)' && exec '\(Program.built)' doctor --json")
        shell.environment = host.night.program.environment
        #expect(try shell.run().text.contains("doctor.configuration-shadowed"))
    }

    @Test("Q4 Q9 a configuration that is made is its owner's, in a folder that is made for it")
    func newConfiguration() throws {
        let folder = try TemporaryFolder("new")
        let program = try Program(in: folder)
        let made = try program.run("config", "init", folder("etc/vya-backup.json"))
        #expect(made.status == 0, "\(made)")
        try folder.write("databases:\n  - id: 1\n", to: "old.yaml")
        let converted = try program.run(
            "config", "convert", folder("old.yaml"), "--output", folder("conf/config.json"))
        #expect(converted.status == 0 && converted.text.isEmpty, "\(converted)")
        for (path, mode) in [
            ("etc", "700"), ("etc/vya-backup.json", "600"), ("conf", "700"), ("conf/config.json", "600"),
        ] {
            #expect(try Command("/usr/bin/stat", "-c", "%a", folder(path)).check().text == mode + "\n")
        }
        #expect(try program.run("config", "init", folder("etc/vya-backup.json")).status == 64)
    }

    @Test("C9 a clock that went back behind the newest backup is critical")
    func clock() throws {
        var host = try host()
        #expect(try host.night.runAll().status == 0)
        try host.fakeClock("-2d")
        #expect(try host.alarms().contains("CRITICAL doctor.clock-back"))
    }

    @Test("the text fits 80 columns but for what is to be pasted")
    func text() throws {
        let host = try host(watches: "/nowhere/that/is/watched/by/anybody/at/all")
        let lines = try host.night.run("doctor").text.split(separator: "\n")
        // A path without blanks cannot be broken.
        let long = lines.filter { line in
            let words = (line.hasPrefix("ok ") ? line.dropFirst(2) : line).drop { $0 == " " }
            return line.count > 80 && !line.hasPrefix("  fix: ") && words.contains(" ")
        }
        #expect(long.isEmpty)
        #expect(lines.contains { $0.hasPrefix("CRITICAL /") })
        #expect(lines.contains { $0.hasPrefix("  why: ") } && lines.contains { $0.hasPrefix("  fix: ") })
    }
}
