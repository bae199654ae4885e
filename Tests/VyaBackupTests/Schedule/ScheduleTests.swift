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
        func names() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: units).sorted()
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

    /// One with folders outside of those for temporary files, and a name that needs care.
    private static let strict = """
        { "db_config": [ { "id_dbms": 3, "dbms": "files", "db_list": ["/srv/www/**"], "enabled": true } ],
          "bkp_system": { "path_files": "/backup/a 100% \\"b\\"" },
          "schedule_settings": { "enabled": true, "days_of_week": [5, 1], "time": "22:05" },
          "timeouts": { "total_seconds": 7200 } }
        """

    /// To record the texts anew: VYA_RECORD=1 swift test --filter ScheduleTests; that run fails.
    @Test(
        "the printed files are what the golden files say",
        arguments: [
            ("schedule-systemd-production.txt", "systemd", production),
            ("schedule-systemd-strict.txt", "systemd", strict),
            ("schedule-cron-production.txt", "cron", production),
            ("schedule-cron-strict.txt", "cron", strict),
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
        "systemd finds nothing wrong with any unit, and their exposure is below the threshold",
        arguments: [("", 31), (production, 27), (strict, 27)])
    func analysis(configuration: String, threshold: Int) throws {
        let host = try Host(configuration.isEmpty ? nil : configuration)
        let installed =
            configuration.isEmpty
            ? try host.program.run(
                "schedule", "systemd", "--install", "--generic", "--root", host.root, "--program",
                Program.built)
            : try host.install()
        #expect(installed.status == 0, "\(installed)")
        let names = try host.names()
        #expect(names.count == (configuration == Self.production ? 9 : 7), "\(names)")
        let verdict = try Command(
            "/usr/bin/systemd-analyze", ["verify", "--man=no"] + names.map { host.units + "/" + $0 }
        ).run()
        #expect(verdict.status == 0 && verdict.errors.isEmpty && verdict.text.isEmpty, "\(verdict)")
        for name in names where name.hasSuffix(".service") {
            let security = try Command(
                "/usr/bin/systemd-analyze", "security", "--no-pager", "--offline=yes",
                "--threshold=\(threshold)",
                host.units + "/" + name
            ).run()
            #expect(security.status == 0, "\(name): \(security.text.suffix(100))")
        }
        for name in names where name.hasSuffix(".timer") {
            for time in try UnitFile(host.units + "/" + name).values("OnCalendar") {
                try Command("/usr/bin/systemd-analyze", "calendar", time).check()
            }
        }
    }

    @Test("a unit that systemd or the threshold refuses is noticed by these tests")
    func control() throws {
        let host = try Host(Self.strict)
        #expect(try host.install().status == 0)
        let path = host.units + "/vya-backup.service"
        let loose = try host.text("vya-backup.service").replacing("ProtectSystem=strict", with: "Nonsense=1")
            .replacing("SystemCallFilter=@system-service\n", with: "")
        try Data(loose.utf8).write(to: URL(fileURLWithPath: path))
        let verdict = try Command("/usr/bin/systemd-analyze", "verify", "--man=no", path).run()
        #expect(verdict.errors.contains("Nonsense"), "\(verdict)")
        let security = try Command(
            "/usr/bin/systemd-analyze", "security", "--no-pager", "--offline=yes", "--threshold=27", path
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
        #expect(
            try Command("/usr/bin/stat", ["-c", "%a"] + before.map { host.units + "/" + $0 }).check().text
                == String(repeating: "644\n", count: 9))
        let inode = try Command("/usr/bin/stat", "-c", "%i", host.units + "/vya-backup.service").check().text
        let again = try host.install()
        #expect(again.text.split(separator: "\n").allSatisfy { $0.hasPrefix("same  ") }, "\(again)")
        #expect(
            try Command("/usr/bin/stat", "-c", "%i", host.units + "/vya-backup.service").check().text == inode
        )

        // Without an uploader nothing is to be cleaned any more.
        try host.folder.write(
            Self.production.replacing(#""uploader": { "watches": ["/tmp/bkpzip"] },"#, with: "")
                .replacing(#""/docker/volumes/**/*""#, with: #""/docker/volumes/**/*", "/lib/modules/*""#),
            to: "config.json")
        let changed = try host.install()
        #expect(changed.status == 0 && changed.errors.contains("no cleanup"), "\(changed)")
        #expect(changed.text.contains("changed  \(host.units)/vya-backup.service\n"), "\(changed)")
        #expect(changed.text.contains("\n  -ProtectKernelModules=yes\n"), "\(changed)")
        #expect(changed.text.contains("removed  \(host.units)/vya-backup-cleanup.timer\n"), "\(changed)")
        #expect(try host.names() == before.filter { !$0.contains("cleanup") })

        let json = try host.run("systemd", "--remove", "--dry-run", "--json", "--root", host.root).json()
        #expect(
            json["files"]?.arrayValue?.compactMap { $0["state"]?.stringValue }
                == Array(repeating: "removed", count: 7))
        #expect(try host.names().count == 7)
        let removed = try host.run("systemd", "--remove", "--root", host.root)
        #expect(removed.status == 0 && removed.text.contains("  -[Unit]"), "\(removed)")
        #expect(try host.names() == [])
        let nothing = try host.run("systemd", "--remove", "--root", host.root)
        #expect(nothing.status == 0 && nothing.text.contains("nothing of this program"), "\(nothing)")
    }

    @Test("what somebody has changed or made stays, whole, until --force; what others made is never removed")
    func edited() throws {
        let host = try Host(Self.strict)
        #expect(try host.install().status == 0)
        let edited = try host.text("vya-backup.timer").replacing("22:05", with: "23:05")
        try Data(edited.utf8).write(to: URL(fileURLWithPath: host.units + "/vya-backup.timer"))
        try Data("[Timer]\n".utf8).write(
            to: URL(fileURLWithPath: host.units + "/vya-backup-cleanup.timer"))
        try host.folder.write(Self.strict.replacing("7200", with: "7300"), to: "config.json")
        let before = try host.names().map(host.text)

        let refused = try host.install()
        #expect(refused.status == 2 && refused.errors.contains("hint:"), "\(refused)")
        #expect(refused.text.contains("edited  \(host.units)/vya-backup.timer"), "\(refused)")
        #expect(refused.text.contains("  -OnCalendar=Mon,Fri *-*-* 23:05:00"), "\(refused)")
        #expect(refused.text.contains("foreign  \(host.units)/vya-backup-cleanup.timer"), "\(refused)")
        #expect(try host.names().map(host.text) == before)

        let removal = try host.run("systemd", "--remove", "--root", host.root)
        #expect(removal.status == 1 && removal.errors.contains("--force"), "\(removal)")
        #expect(try host.names() == ["vya-backup-cleanup.timer", "vya-backup.timer"])
        #expect(try host.install("systemd", "--force").status == 0)
        #expect(try host.text("vya-backup.timer").contains("22:05"))
        let last = try host.run("systemd", "--remove", "--force", "--root", host.root)
        #expect(last.status == 1 && last.errors.contains("did not write it"), "\(last)")
        #expect(try host.names() == ["vya-backup-cleanup.timer"])
    }

    @Test("nothing is written or removed through a link, nor in the place of a unit that is masked")
    func links() throws {
        let host = try Host(Self.strict)
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
            let host = try Host(Self.strict.replacing(#""time": "22:05""#, with: part))
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
                "vya-backup-check.service", "vya-backup-check.timer", "vya-backup-drill.service",
                "vya-backup-drill.timer", "vya-backup-failed@.service", "vya-backup.service",
                "vya-backup.timer",
            ])
        let unit = try UnitFile(folder("usr/lib/systemd/system/vya-backup.service"))
        #expect(unit.values("ExecStart") == ["/usr/bin/vya-backup run --all"])
        #expect(try folder.names(in: "usr/share/doc/vya-backup").contains("vya-backup"))
    }
}
