import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("The schedule", .ownThread)
struct ScheduleTests {
    /// A host whose configuration is written to a temporary folder, and the program that writes its schedule.
    private struct Host {
        let folder: TemporaryFolder
        let program: Program
        let root: String

        init(_ configuration: String? = nil) throws {
            folder = try TemporaryFolder("schedule")
            program = try Program(in: folder)
            root = folder("root")
            if let configuration { try folder.write(configuration, to: "config.json") }
        }

        func run(_ words: String...) throws -> Program.Result {
            try program.run(["schedule"] + words + ["--config", folder("config.json")])
        }

        func install(_ kind: String = "systemd", _ words: String...) throws -> Program.Result {
            try program.run(
                ["schedule", kind, "--install", "--root", root, "--program", Program.built] + words
                    + ["--config", folder("config.json")])
        }

        var units: String { root + "/etc/systemd/system" }
        /// All files, those in folders of drop-ins with their folder.
        func names() throws -> [String] {
            try FileManager.default.subpathsOfDirectory(atPath: units).filter { !$0.hasSuffix(".d") }.sorted()
        }
        func text(_ name: String) throws -> String {
            try String(contentsOfFile: units + "/" + name, encoding: .utf8)
        }
    }

    /// The production file, with an uploader declared.
    private static let production = """
        { "db_config": [
            { "id_dbms": 1, "dbms": "postgresql", "host": "192.168.40.134", "port": 5432, "username": "postgres",
              "password": {"credential": "pg.main"}, "db_list": ["chatwoot_db"], "enabled": true },
            { "id_dbms": 3, "dbms": "files", "db_list": ["/docker/volumes/**/*"], "enabled": true } ],
          "bkp_system": { "path_pgsql": "/tmp/bkpsql", "path_files": "/tmp/bkpzip" },
          "uploader": { "watches": ["/tmp/bkpzip"] },
          "email_settings": { "enabled": true, "smtp_host": "mail.example.org", "smtp_port": 465, "use_ssl": true,
            "smtp_user": "backup", "smtp_password": {"credential": "smtp"}, "from_email": "backup@example.org",
            "failure_recipients": ["bad@example.org"] } }
        """

    /// One with a time of its own.
    private static let timed = """
        { "db_config": [ { "id_dbms": 3, "dbms": "files", "db_list": ["/srv/www/**"], "enabled": true } ],
          "bkp_system": { "path_files": "/backup/a 100% \\"b\\"" },
          "schedule_settings": { "enabled": true, "days_of_week": [5, 1], "time": "22:05" },
          "timeouts": { "total_seconds": 7200 } }
        """

    /// The exposure that no unit exceeds, in tenths.
    private static let threshold = 34

    /// To record the texts anew: VYA_RECORD=1 swift test --filter ScheduleTests; that run fails.
    @Test(
        "the printed files are what the golden files say",
        arguments: [
            ("schedule-systemd-production.txt", "systemd", production),
            ("schedule-cron-production.txt", "cron", production),
            ("schedule-cron-timed.txt", "cron", timed),
            ("schedule-systemd-generic.txt", "systemd", ""), ("schedule-cron-generic.txt", "cron", ""),
        ])
    func golden(name: String, kind: String, configuration: String) throws {
        let host = try Host(configuration.isEmpty ? nil : configuration)
        let result =
            configuration.isEmpty
            ? try host.program.run("schedule", kind, "--generic", "--program", "/usr/bin/vya-backup")
            : try host.run(kind, "--program", "/usr/bin/vya-backup")
        #expect(result.status == 0, "\(result)")
        // Marks depend on the folder's name; the test of edited files is about them.
        let text = result.text.replacing(host.folder.path, with: "/etc/vya-backup")
            .replacing(#/mark [0-9a-f]{16}/#, with: "mark …")
        let golden = Repository.root + "/Tests/VyaBackupTests/Golden/" + name
        if ProcessInfo.processInfo.environment["VYA_RECORD"] != nil {
            try Data(text.utf8).write(to: URL(fileURLWithPath: golden))
            Issue.record("recorded \(name); run again without VYA_RECORD")
        }
        #expect(text == (try String(contentsOfFile: golden, encoding: .utf8)), "\(name) differs")
    }

    @Test(
        "Q1 systemd finds nothing wrong with any unit, and their exposure is below the threshold",
        arguments: ["", production, timed])
    func analysis(configuration: String) throws {
        let host = try Host(configuration.isEmpty ? nil : configuration)
        let installed =
            configuration.isEmpty
            ? try host.program.run(
                "schedule", "systemd", "--install", "--generic", "--root", host.root, "--program",
                Program.built)
            : try host.install()
        #expect(installed.status == 0, "\(installed)")
        let names = try host.names().filter { !$0.contains("/") }
        #expect(names.count == 9, "\(names)")
        let verdict = try Command(
            "/usr/bin/systemd-analyze", ["verify", "--man=no"] + names.map { host.units + "/" + $0 }
        ).run()
        #expect(verdict.status == 0 && verdict.errors.isEmpty && verdict.text.isEmpty, "\(verdict)")
        for name in names where name.hasSuffix(".service") {
            let security = try Command(
                "/usr/bin/systemd-analyze", "security", "--no-pager", "--offline=yes",
                "--threshold=\(Self.threshold)",
                host.units + "/" + name
            ).run()
            #expect(security.status == 0, "\(name): \(security.text.suffix(100))")
        }
        for name in names where name.hasSuffix(".timer") {
            for time in try UnitFile(host.units + "/" + name).values("OnCalendar") where !time.isEmpty {
                try Command("/usr/bin/systemd-analyze", "calendar", time).check()
            }
        }
    }

    @Test("a unit that systemd or the threshold refuses is noticed by these tests")
    func control() throws {
        let host = try Host(Self.timed)
        #expect(try host.install().status == 0)
        let path = host.units + "/vya-backup.service"
        let loose = try host.text("vya-backup.service").replacing("ProtectSystem=yes", with: "Nonsense=1")
            .replacing("SystemCallFilter=@system-service\n", with: "")
        try Data(loose.utf8).write(to: URL(fileURLWithPath: path))
        let verdict = try Command("/usr/bin/systemd-analyze", "verify", "--man=no", path).run()
        #expect(verdict.errors.contains("Nonsense"), "\(verdict)")
        let security = try Command(
            "/usr/bin/systemd-analyze", "security", "--no-pager", "--offline=yes",
            "--threshold=\(Self.threshold)", path
        ).run()
        #expect(security.status != 0)
    }

    @Test("--install writes, says what differs, and leaves what is the same; --remove takes all of it away")
    func installation() throws {
        let host = try Host(Self.production)
        let dry = try host.install("systemd", "--dry-run")
        #expect(dry.status == 0 && dry.text.contains("+OnCalendar=*-*-* 00:30:00"), "\(dry)")
        #expect(!FileManager.default.fileExists(atPath: host.root))
        let first = try host.install()
        #expect(first.status == 0 && first.text == dry.text, "\(first)")
        let before = try host.names()
        // The configuration lies in no usual place, which the drop-in of each service says.
        #expect(before.count == 14, "\(before)")
        #expect(
            try Command("/usr/bin/stat", ["-c", "%a"] + before.map { host.units + "/" + $0 }).check().text
                == String(repeating: "644\n", count: 14))
        #expect(try host.text("vya-backup.service.d/vya-backup.conf").contains("LoadCredential=pg.main\n"))
        let inode = try Command("/usr/bin/stat", "-c", "%i", host.units + "/vya-backup.service").check().text
        let again = try host.install()
        #expect(again.text.split(separator: "\n").allSatisfy { $0.hasPrefix("same  ") }, "\(again)")
        #expect(
            try Command("/usr/bin/stat", "-c", "%i", host.units + "/vya-backup.service").check().text == inode
        )

        // Other hours, no credential, and other folders, which no unit names.
        try host.folder.write(
            Self.production.replacing(#""uploader": { "watches": ["/tmp/bkpzip"] },"#, with: "")
                .replacing("/docker/volumes/**/*", with: "/lib/modules/*")
                .replacing(#"{"credential": "pg.main"}"#, with: #"{"file": "/etc/pg.secret"}"#)
                .replacing(
                    #""email_settings""#, with: #""schedule_settings": { "time": "22:05" }, "email_settings""#
                ),
            to: "config.json")
        let changed = try host.install()
        #expect(changed.status == 0 && changed.errors.contains("no cleanup"), "\(changed)")
        #expect(changed.text.contains("same  \(host.units)/vya-backup.service\n"), "\(changed)")
        #expect(changed.text.contains("\n  -LoadCredential=pg.main\n"), "\(changed)")
        #expect(
            changed.text.contains("new  \(host.units)/vya-backup.timer.d/vya-backup.conf\n"), "\(changed)")
        try host.folder.write(Self.production, to: "config.json")
        #expect(
            try host.install().text.contains("removed  \(host.units)/vya-backup.timer.d/vya-backup.conf\n"))
        #expect(try host.names() == before)

        let json = try host.run("systemd", "--remove", "--dry-run", "--json", "--root", host.root).json()
        #expect(
            json["files"]?.arrayValue?.compactMap { $0["state"]?.stringValue }
                == Array(repeating: "removed", count: 14))
        #expect(try host.names() == before)
        let removed = try host.run("systemd", "--remove", "--root", host.root)
        #expect(removed.status == 0 && removed.text.contains("  -[Unit]"), "\(removed)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: host.units) == [])
        let nothing = try host.run("systemd", "--remove", "--root", host.root)
        #expect(nothing.status == 0 && nothing.text.contains("nothing of this program"), "\(nothing)")
    }

    @Test("Q1 where a package has brought the units, only drop-ins are written, and old copies of units go")
    func packaged() throws {
        let host = try Host(Self.timed)
        // Written by a version that had units of the host's own.
        let copies = try host.install()
        #expect(
            copies.status == 0 && copies.text.contains("new  \(host.units)/vya-backup.service\n"), "\(copies)"
        )
        let generic = try host.program.run(
            "schedule", "systemd", "--install", "--generic", "--root", host.root, "--folder",
            "/usr/lib/systemd/system", "--program", Program.built)
        #expect(generic.status == 0, "\(generic)")
        let installed = try host.install()
        #expect(
            installed.status == 0 && installed.text.contains("removed  \(host.units)/vya-backup.service\n"))
        #expect(try host.names().allSatisfy { $0.hasSuffix(".d/vya-backup.conf") })
        #expect(
            try host.text("vya-backup.timer.d/vya-backup.conf")
                .hasSuffix("[Timer]\nOnCalendar=\nOnCalendar=Mon,Fri *-*-* 22:05:00\n"))
        // What somebody has made of a copy is theirs.
        #expect(try host.install().status == 0)
        try Data("[Service]\n".utf8).write(to: URL(fileURLWithPath: host.units + "/vya-backup.service"))
        let refused = try host.install("systemd", "--dry-run")
        #expect(refused.status == 2 && refused.errors.contains("vya-backup.service"), "\(refused)")
    }

    @Test("what somebody has changed or made stays, whole, until --force; what others made is never removed")
    func edited() throws {
        let host = try Host(Self.timed)
        #expect(try host.install().status == 0)
        let timer = "vya-backup.timer.d/vya-backup.conf"
        let edited = try host.text(timer).replacing("22:05", with: "23:05")
        try Data(edited.utf8).write(to: URL(fileURLWithPath: host.units + "/" + timer))
        try Data("[Timer]\n".utf8).write(
            to: URL(fileURLWithPath: host.units + "/vya-backup-cleanup.timer"))
        try host.folder.write(Self.timed.replacing("22:05", with: "22:06"), to: "config.json")
        let before = try host.names().map(host.text)

        let refused = try host.install()
        #expect(refused.status == 2 && refused.errors.contains("hint:"), "\(refused)")
        #expect(refused.text.contains("edited  \(host.units)/\(timer)"), "\(refused)")
        #expect(refused.text.contains("  -OnCalendar=Mon,Fri *-*-* 23:05:00"), "\(refused)")
        #expect(refused.text.contains("foreign  \(host.units)/vya-backup-cleanup.timer"), "\(refused)")
        #expect(try host.names().map(host.text) == before)

        let removal = try host.run("systemd", "--remove", "--root", host.root)
        #expect(removal.status == 1 && removal.errors.contains("--force"), "\(removal)")
        #expect(try host.names() == ["vya-backup-cleanup.timer", timer])
        #expect(try host.install("systemd", "--force").status == 0)
        #expect(try host.text(timer).contains("22:06"))
        try Data("[Timer]\n".utf8).write(
            to: URL(fileURLWithPath: host.units + "/vya-backup-cleanup.timer"))
        let last = try host.run("systemd", "--remove", "--force", "--root", host.root)
        #expect(last.status == 1 && last.errors.contains("did not write it"), "\(last)")
        #expect(try host.names() == ["vya-backup-cleanup.timer"])
    }

    @Test("nothing is written or removed through a link, nor in the place of a unit that is masked")
    func links() throws {
        let host = try Host(Self.timed)
        try FileManager.default.createDirectory(atPath: host.units, withIntermediateDirectories: true)
        let precious = try host.folder.write("precious", to: "precious")
        for target in [precious, "/dev/null"] {
            let link = host.units + "/vya-backup-drill.timer"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
            for words in [["--install", "--force"], ["--remove", "--force"]] {
                let result = try host.program.run(
                    ["schedule", "systemd", "--root", host.root, "--config", host.folder("config.json")]
                        + words)
                #expect(result.status == 5 && result.errors.contains("is a link"), "\(result)")
            }
            #expect(try host.names() == ["vya-backup-drill.timer"])
            unlink(link)
        }
        #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
    }

    @Test("a zone that no timer knows, and a credential that systemd would not take, are refused with exit 3")
    func refused() throws {
        for (part, word) in [
            (#""timezone": "Amerika/Nowhere""#, "unknown on this host"),
            (#""timezone": "UTC; rm""#, "not the name of a time zone"),
            (#""timezone": "../../etc/passwd""#, "not the name of a time zone"),
        ] {
            let host = try Host(Self.timed.replacing(#""time": "22:05""#, with: part))
            let result = try host.run("systemd")
            #expect(result.status == 3 && result.errors.contains(word), "\(result)")
            #expect(result.text.isEmpty)
        }
        let host = try Host(Self.production.replacing("pg.main", with: "pg main"))
        let result = try host.run("systemd")
        #expect(result.status == 3 && result.errors.contains("credential"), "\(result)")
    }

    @Test("a password in a variable, which no service has, is said")
    func variable() throws {
        let host = try Host(
            Self.production.replacing(#"{"credential": "pg.main"}"#, with: #"{"env": "PG_PASSWORD"}"#))
        let result = try host.run("systemd")
        #expect(result.status == 0 && result.errors.contains("PG_PASSWORD"), "\(result)")
    }

    @Test("make install takes the units from the program, into the folders of packages")
    func makeInstall() throws {
        let folder = try TemporaryFolder("install")
        let old = folder("usr/lib/systemd/system")
        try FileManager.default.createDirectory(atPath: old, withIntermediateDirectories: true)
        // Of an older version, which wrote no mark.
        try folder.write("[Unit]\n", to: "usr/lib/systemd/system/vya-backup.service")
        try Command(
            "/usr/bin/make", "-C", Repository.root, "install", "DESTDIR=\(folder.path)", "PREFIX=/usr",
            "BINARY=\(Program.built)"
        ).check()
        #expect(
            try folder.names(in: "usr/lib/systemd/system") == [
                "vya-backup-check.service", "vya-backup-check.timer", "vya-backup-cleanup.service",
                "vya-backup-cleanup.timer", "vya-backup-drill.service",
                "vya-backup-drill.timer", "vya-backup-failed@.service", "vya-backup.service",
                "vya-backup.timer",
            ])
        let unit = try UnitFile(folder("usr/lib/systemd/system/vya-backup.service"))
        #expect(unit.values("ExecStart") == ["/usr/bin/vya-backup run --all"])
        #expect(try folder.names(in: "usr/share/doc/vya-backup").contains("vya-backup"))
    }
}
