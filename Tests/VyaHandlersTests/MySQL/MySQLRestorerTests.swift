import Foundation
import Testing
import VyaCore
import VyaPlugins
import VyaTestSupport

@testable import VyaHandlers

/// What restores of the tests have in common.
enum Restores {
    static func restorer(_ dbms: String) throws -> any Restorer {
        let plugin = try #require(try PluginCatalog.load(folder: nil).plugin(named: dbms))
        switch dbms {
        case "sqlite": return SQLiteRestorer(plugin: plugin, home: "/root")
        default: return MySQLRestorer(plugin: plugin, home: "/root")
        }
    }

    static let mark = mark("restore")

    static func mark(_ purpose: String, secret: String = "secret", process: Int32 = 1) -> ScratchMark {
        ScratchMark(
            purpose, host: "h", secret: Array(secret.utf8), process: process, since: "2024-01-02T03:04:05Z")
    }

    static func manifest(
        _ database: ExactName, create: JSONValue? = nil, version: String = "10.11.6-MariaDB"
    ) -> Manifest {
        Manifest(
            runID: "r", host: "h", entry: EntryID(1), dbms: "mysql", database: database, kind: .dump,
            file: "x.sql.gz", startedAt: "", finishedAt: "",
            provenance: Provenance(serverVersion: version, create: create), arguments: [], rawBytes: 1,
            bytes: 1, sha256: "0", encoding: "gzip", proof: Manifest.Proof())
    }

    static let create = JSONValue.object([
        .init("character_set", .string("utf8mb4")), .init("collation", .string("utf8mb4_general_ci")),
    ])
}

@Suite("Plans for restoring MySQL and MariaDB", .ownThread)
struct MySQLRestorePlanTests {
    static let help = "  --sandbox           Disallow commands that access the file system\n"

    private func server(
        databases: [String] = [], marks: [String: String] = [:], grants: [String] = Servers.everything,
        settings: String = "settings\t0\tOFF\t/data\n", accounts: String = "account\troot\tlocalhost\tN\n",
        version: String = "10.11.6-MariaDB", help: String = MySQLRestorePlanTests.help,
        more: [FakeHostProbe.Answer] = [], freeBytes: Int? = nil
    ) -> FakeHostProbe {
        let catalog = (databases + Array(marks.keys)).map {
            "database\t\($0)\tutf8mb4\tutf8mb4_general_ci\t\n"
        }.joined()
        let marked = marks.map { "marked\t\($0.key)\t\($0.value)\n" }.joined()
        return FakeHostProbe(
            tools: [("/usr/bin/mariadb", "mariadb  Ver 15.1 Distrib \(version)")],
            answers: more + [
                .ok("REFERENTIAL_CONSTRAINTS", "schema\tshop\tutf8mb4_general_ci\t\nend\t\t\n"),
                .ok(
                    "CURRENT_USER",
                    "server\t\(version)\tc\troot@localhost\n" + grants.joined(separator: "\n") + "\n"),
                .ok("CURRENT_ROLE", "role\tNONE\n"), .ok("SCHEMATA", catalog),
                .ok("lower_case_table_names", settings + "collation\tutf8mb4_general_ci\n" + marked),
                .ok("mysql.user", accounts), .ok("--no-defaults --help", help),
            ],
            files: ["/data"], freeBytes: freeBytes)
    }

    private func plan(
        _ server: FakeHostProbe, _ purpose: RestoreRequest.Purpose = .database(replacing: false),
        target: ExactName = "shop", password: Secret? = Secret("S3CR3T"),
        _ change: (inout RestoreRequest) -> Void = { _ in }
    ) throws -> RestorePlan {
        var request = RestoreRequest(
            entry: Entry(id: EntryID(1), dbms: "mysql", host: "db1", username: "root"), password: password,
            purpose: purpose, target: target, scratch: "vya_restore_1", mark: Restores.mark,
            manifest: Restores.manifest("shop", create: Restores.create),
            summary: StreamSummary(tables: [TableRows("`t`", 2)], objects: ["tables": 1]), rawBytes: 100)
        change(&request)
        return try Restores.restorer("mysql").plan(request, asking: server)
    }

    private func script(_ step: RestoreStep) -> String {
        if case .run(_, let input) = step.action { String(decoding: input, as: UTF8.self) } else { "" }
    }

    /// The notes but the one about the room on a server that is elsewhere.
    private func notes(_ plan: RestorePlan) -> [String] {
        plan.notes.english.filter { !$0.hasPrefix("nobody here knows how much room") }
    }

    @Test("a database that is not there is created as it was, loaded in the sandbox, compared and unmarked")
    func fresh() throws {
        let plan = try plan(server())
        #expect(plan.obstacles.isEmpty && notes(plan).isEmpty)
        #expect(plan.destination == "MariaDB 10.11.6 at db1:3306, database \"shop\"")
        let stage = try #require(plan.stages.first)
        #expect(plan.stages.count == 1 && !stage.needsSafetyBackup && stage.pieces == nil)
        #expect(
            script(stage.prepare[0]).contains(
                "CREATE DATABASE `shop` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;"))
        #expect(
            stage.load?.redactedArguments == [
                "--defaults-file=********", "--batch", "--binary-mode", "--comments",
                "--default-character-set=utf8mb4",
                "--max-allowed-packet=1G", "--connect-timeout=15", "--protocol=tcp", "--host=db1",
                "--port=3306", "--user=root", "--sandbox", MySQLClient.unlimited, "--database=shop",
            ])
        #expect(stage.load?.secret == Secret("[client]\npassword=\"S3CR3T\"\n"))
        #expect(script(stage.finish[0]).contains("DROP TABLE `shop`.`vya_backup_restore`"))
        let input = String(decoding: stage.comparison?.input ?? [], as: UTF8.self)
        let count = MySQLText("\(value: "SELECT 'rows', 0, COUNT(*) FROM `shop`.`t`")").text
        #expect(
            input.contains(
                "SET @step = IF(@there > 0, CONCAT(\(count), IF(@all > 0, ' FOR SYSTEM_TIME ALL', '')), 'DO 0');"
            ))
        let words = stage.comparison?.invocation.arguments ?? []
        #expect(words.contains("--sandbox") && words.contains("--binary-mode") && !words.contains("--force"))
    }

    @Test(
        "K2 a client that reads a script of ours obeys no command of its own, and ends at the first error",
        arguments: [
            (help, "--sandbox"),
            ("  --system-command    Enable or disable the system command.\n", "--skip-system-command"),
        ])
    func ownCommands(help: String, flag: String) throws {
        let stage = try #require(try plan(server(help: help)).stages.first)
        let scripts = (stage.prepare + stage.finish + stage.discard).compactMap { step in
            if case .run(let invocation, _) = step.action { invocation } else { nil }
        }
        #expect(scripts.count >= 3)
        for invocation in scripts + [try #require(stage.comparison).invocation, try #require(stage.load)] {
            let words = invocation.redactedArguments
            #expect(
                words.contains(flag) && words.contains("--binary-mode") && !words.contains("--force"),
                "\(words)")
        }
    }

    @Test("F10 F20 a database that is there is left alone unless it is to be replaced")
    func exists() throws {
        let refused = try plan(server(databases: ["shop"]))
        #expect(refused.obstacles.map(\.code) == ["restore.exists"])
        #expect(refused.stages.isEmpty)
        let replaced = try plan(server(databases: ["shop"]), .database(replacing: true))
        #expect(replaced.stages.map(\.needsSafetyBackup) == [false])
        #expect(script(replaced.stages[0].prepare[0]).contains("CREATE DATABASE `vya_restore_1`"))
        #expect(replaced.actions.contains { $0.contains("\"shop_replaced_20240102030405\"") })
        #expect(replaced.stages[0].discard.count == 3)
        #expect(try plan(server(), .database(replacing: true)).stages.count == 1)
    }

    @Test(
        "F21 what an interrupted restore of this host left behind is dropped first, what another's did is not"
    )
    func interrupted() throws {
        let mine = Restores.mark("restore", process: 7)
        let plan = try plan(
            server(databases: ["shop"], marks: ["vya_restore_1": mine.text(on: "vya_restore_1")]),
            .database(replacing: true))
        #expect(plan.obstacles.isEmpty)
        #expect(notes(plan).first?.contains("interrupted") == true)
        #expect(script(plan.stages[0].prepare[0]).contains("PREPARE step FROM @step"))
        // Under its own name it is somebody's database.
        #expect(
            try self.plan(server(marks: ["shop": mine.text(on: "shop")])).obstacles.map(\.code) == [
                "restore.exists"
            ])
        let other = Restores.mark("restore", secret: "another").text(on: "shop")
        #expect(
            Set(try self.plan(server(marks: ["shop": other])).obstacles.map(\.code)) == [
                "restore.busy", "restore.exists",
            ])
    }

    @Test("F16 F17 F22 what stands in the way is said before anything is done")
    func obstacles() throws {
        func codes(
            _ server: FakeHostProbe, _ change: @escaping (inout RestoreRequest) -> Void
        ) throws -> [String] {
            let plan = try plan(server, .database(replacing: false), change)
            #expect(plan.stages.isEmpty)
            return plan.obstacles.map(\.code.rawValue)
        }
        #expect(
            try codes(server()) { $0.traits.commands = [.init(offset: 3, text: "\\!")] } == [
                "dump.command"
            ])
        #expect(
            try codes(server()) {
                $0.traits.needs = [.definer("a@%")]
                $0.manifest = Restores.manifest("s")
                $0.manifest?.globals = "globals.sql.gz"
            } == ["restore.missing-definer"])
        #expect(
            try codes(server(grants: [Self.ofDatabases])) { $0.traits.needs = [.definer("a@%")] }
                == ["restore.missing-definer"])
        #expect(
            try codes(server()) { $0.manifest = Restores.manifest("s", version: "11.4.2-MariaDB") } == [
                "restore.older-server"
            ])
        #expect(
            try codes(server()) {
                $0.manifest = Restores.manifest(
                    "s", create: .object([.init("collation", .string("utf8mb4_0900_ai_ci"))]),
                    version: "8.0.36")
            } == ["restore.collation"])
        #expect(
            try codes(server(grants: ["GRANT SELECT ON *.* TO `root`@`localhost`"])) { _ in }
                == ["restore.missing-privilege"])
        #expect(
            try codes(server(freeBytes: 50)) { $0.entry.host = "localhost" } == ["restore.no-space"])
        #expect(try codes(server()) { $0.target = "mysql" } == ["restore.system-database"])
        #expect(
            try codes(server(settings: "settings\t1\tOFF\t/data\n")) {
                $0.summary.tables = [TableRows("`A`", 1), TableRows("`a`", 1)]
            } == ["restore.case"])
        // Users that come with the backup are not missing.
        #expect(
            try plan(server()) {
                $0.traits.needs = [.definer("a@%")]
                $0.globals = Array("CREATE USER IF NOT EXISTS `a`@`%` IDENTIFIED BY 'it''s;';\n".utf8)
            }.obstacles.isEmpty)
        #expect(try plan(server(), .drill) { $0.traits.needs = [.definer("a@%")] }.obstacles.isEmpty)
    }

    /// Every privilege but those on the server itself.
    private static let ofDatabases =
        "GRANT SELECT, INSERT, CREATE, DROP, ALTER, INDEX, LOCK TABLES, TRIGGER, CREATE VIEW, SHOW VIEW, EVENT,"
        + " CREATE ROUTINE, ALTER ROUTINE, EXECUTE, REFERENCES, UPDATE, DELETE, CREATE TEMPORARY TABLES"
        + " ON *.* TO `root`@`localhost`"

    @Test("O6 definers that no backup brings are a note, with the statement that makes them")
    func goneDefiners() throws {
        for globals in [nil, Array("CREATE USER IF NOT EXISTS `b`@`%`;\n".utf8)] {
            let plan = try plan(server()) {
                $0.traits.needs = [.definer("it's@%")]
                $0.globals = globals
            }
            #expect(plan.obstacles.isEmpty)
            #expect(
                notes(plan).last?.contains("CREATE USER `it's`@`%` ACCOUNT LOCK;") == true, "\(notes(plan))")
        }
    }

    @Test("events do not come alive in a scratch database, and the dumped database is not altered from it")
    func events() throws {
        let running = server(settings: "settings\t0\tON\t/data\n")
        let change: (inout RestoreRequest) -> Void = {
            $0.summary.objects["events"] = 2
            $0.traits.omissions = [0..<10]
            $0.traits.items = [
                .init(kind: "events", table: nil, bytes: 40..<60),
                .init(kind: "alter database", table: nil, bytes: 70..<80),
            ]
        }
        let drill = try plan(running, .drill, change)
        #expect(drill.stages.first?.pieces == [10..<40, 60..<70, 80..<100])
        #expect(notes(drill).count == 2)
        #expect(try plan(running, .database(replacing: false), change).stages.first?.pieces == [10..<100])
        #expect(try plan(server(), .drill, change).stages.first?.pieces == [10..<70, 80..<100])
    }

    @Test("O1 without a password the connection part of the client's own file serves a restore, too")
    func noPassword() throws {
        let plan = try plan(server(), password: nil)
        #expect(plan.stages[0].load?.arguments.first == .secretFile(prefix: "--defaults-file="))
        #expect(notes(plan) == [])
    }

    @Test("a table that the dump does not hold is an error that names the nearest")
    func unknownTable() throws {
        let error = try #require(throws: UsageError.self) { try plan(server(), .tables(["u"])) }
        #expect(error.explanation.code == "restore.no-such-table")
    }

    @Test("R6 the card calls the client that belongs to the server, and hides no failure")
    func cardClients() throws {
        let restorer = try Restores.restorer("mysql")
        for (version, client) in [
            ("9.7.4", "mysql"), ("8.0.46-0ubuntu0.22.04.1", "mysql"), ("10.11.6-MariaDB", "mariadb"),
            ("5.5.68-MariaDB", "mariadb"), ("11.8.3", "mariadb"),
        ] {
            var manifest = Restores.manifest("shop", version: version)
            for kind in [ArtifactKind.dump, .globals] {
                manifest.kind = kind
                let lines = restorer.cardCommands(for: manifest).filter { !$0.hasPrefix("#") }
                let calls = lines.filter { $0.contains("mysql ") || $0.contains("mariadb ") }
                #expect(
                    !calls.isEmpty
                        && calls.allSatisfy { $0.hasPrefix(client + " ") || $0.contains("| \(client) ") },
                    "\(lines)")
                #expect(!lines.contains { $0.contains("|| true") }, "\(lines)")
            }
        }
    }

    @Test("the commands of the card quote what a shell would take apart")
    func card() throws {
        var manifest = Restores.manifest("it's `x`", create: Restores.create)
        manifest.globals = "g.sql.gz"
        let lines = try Restores.restorer("mysql").cardCommands(for: manifest)
        #expect(
            lines.contains(
                "mariadb -e 'CREATE DATABASE `it'\\''s ``x``` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci'"
            ))
        #expect(lines.contains { $0.hasPrefix("zcat x.sql.gz | mariadb --binary-mode") })
    }
}

@Suite("Restores into a real MariaDB", .ownThread)
struct MySQLRestoreTests {
    private var server: PrivateMariaDB
    private let restorer: any Restorer
    private let driver: MySQLRestoreDriver

    init() throws {
        server = try PrivateMariaDB.shared()
        restorer = try Restores.restorer("mysql")
        driver = try MySQLRestoreDriver()
    }

    private func request(
        _ dump: Data, _ purpose: RestoreRequest.Purpose, target: ExactName, database: ExactName,
        scratch: ExactName = "vya_unused"
    ) -> RestoreRequest {
        let isTables = if case .tables = purpose { true } else { false }
        let (summary, traits) = MySQLRestoreDriver.inspect(dump, by: restorer, forTables: isTables)
        return RestoreRequest(
            entry: Entry(id: EntryID(1), dbms: "mysql", host: server.socket, username: server.user),
            password: Secret(server.password), purpose: purpose, target: target, scratch: scratch,
            mark: Restores.mark,
            manifest: Restores.manifest(
                database,
                create: .object([
                    .init("character_set", .string("utf8mb4")),
                    .init("collation", .string("utf8mb4_unicode_ci")),
                    .init("comment", .string("it's \\ a `c`")),
                ]), version: "10.11.1-MariaDB"), summary: summary, traits: traits, rawBytes: dump.count)
    }

    @discardableResult
    private func restore(
        _ dump: Data, _ request: RestoreRequest, dying: Bool = false
    ) throws -> [RestoredCounts] {
        let plan = try restorer.plan(request, asking: driver.probe)
        return try driver.carryOut(plan, dump: dump, summary: request.summary, dying: dying)
    }

    private func databases() throws -> [String] {
        try server.query("SHOW DATABASES").split(separator: "\n").map(String.init)
    }

    @Test(
        "what comes back under another name is what was dumped, counted alike",
        arguments: [HostileData.Kind.shop, .hostile, .nontransactional],
        ["copy", "it's \"a\" `copy` %"])
    func roundTrip(_ kind: HostileData.Kind, _ copy: String) throws {
        let (name, target) = ("r_\(kind.rawValue)_\(copy.count)", "\(copy) \(kind.rawValue)")
        try HostileData.load(kind, into: server, database: name)
        defer {
            try? server.dropDatabase(name)
            try? server.dropDatabase(target)
        }
        let dump = try server.dump(name)
        let request = request(
            dump, .database(replacing: false), target: ExactName(target), database: ExactName(name))
        let counts = try #require(try restore(dump, request).first)
        #expect(counts.tables == request.summary.tables)
        #expect(counts.objects == request.summary.objects)
        let isHard = target.contains("'")
        let again = try server.dump(target, routines: !isHard)
        let before = isHard ? try server.dump(name, routines: false) : dump
        #expect(ComparableDump(before).difference(from: ComparableDump(again)) == nil)
        let comment = try server.query(
            "SELECT DEFAULT_COLLATION_NAME, SCHEMA_COMMENT FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = "
                + MySQLText("\(value: target)").text)
        #expect(comment == "utf8mb4_unicode_ci\tit's \\\\ a `c`")
    }

    @Test("a dump that is replaced, drilled, or killed half-way leaves nothing behind")
    func lives() throws {
        try HostileData.load(.shop, into: server, database: "lives")
        let dump = try server.dump("lives")
        defer {
            let kept = ["lives", "lives_copy"].map { $0 + "_replaced_20240102030405" }
            for name in ["lives", "lives_copy", "vya_drill_lives", "vya_unused"] + kept {
                try? server.dropDatabase(name)
            }
        }
        try server.execute("CREATE TABLE extra (a INT)", in: "lives")
        let drill = request(dump, .drill, target: "lives", database: "lives", scratch: "vya_drill_lives")
        #expect(try restore(dump, drill).first?.tables == drill.summary.tables)
        #expect(try !databases().contains("vya_drill_lives"))
        #expect(try server.query("SELECT COUNT(*) FROM extra", in: "lives") == "0")

        let replace = request(
            dump, .database(replacing: true), target: "lives", database: "lives", scratch: "vya_drill_lives")
        #expect(try restore(dump, replace).count == 1)
        #expect(try !databases().contains("vya_drill_lives"))
        #expect(ComparableDump(try server.dump("lives")).difference(from: ComparableDump(dump)) == nil)

        var copy = request(dump, .database(replacing: false), target: "lives_copy", database: "lives")
        #expect(throws: CancellationError.self) { try restore(dump, copy, dying: true) }
        #expect(try databases().contains("lives_copy"))
        copy.mark = Restores.mark("restore", process: 2)
        #expect(throws: MySQLRestoreDriver.Failure.self) { try restore(dump, copy) }
        copy.purpose = .database(replacing: true)
        try restore(dump, copy)
        copy.purpose = .database(replacing: false)
        #expect(ComparableDump(try server.dump("lives_copy")).difference(from: ComparableDump(dump)) == nil)
        #expect(throws: MySQLRestoreDriver.Failure.self) { try restore(dump, copy) }
    }

    @Test("comments in routines come back, wherever they stand and whatever is in them")
    func comments() throws {
        try server.createDatabase("comments")
        defer { for name in ["comments", "comments_copy"] { try? server.dropDatabase(name) } }
        var client = Command(
            "mariadb", "--defaults-file=\(server.optionFile)", "--comments", "--database=comments")
        client.input = Data(
            """
            CREATE TABLE t (a INT);
            DELIMITER $$
            CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW /* it's */ SET NEW.a = 1 $$
            CREATE TRIGGER two BEFORE UPDATE ON t FOR EACH ROW BEGIN /* it's */ SET NEW.a = 1; /* x */
            /* y /* z */ SET NEW.a = 2; # it's
            -- it's
            END $$
            CREATE TRIGGER three BEFORE DELETE ON t FOR EACH ROW FOR i IN 1..2 DO SET @a = 1; END FOR $$
            CREATE TRIGGER four AFTER DELETE ON t FOR EACH ROW SET @a = 2; $$
            CREATE PROCEDURE p() BEGIN /* it's */ SELECT 1; # it's
            SELECT 2; -- it's
            END $$
            CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO BEGIN /* it's; */ SELECT 1; END $$
            DELIMITER ;
            """.utf8)
        try client.check()
        let dump = try server.dump("comments")
        let request = request(
            dump, .database(replacing: false), target: "comments_copy", database: "comments")
        #expect(request.traits.commands == [])
        #expect(try restore(dump, request).first?.objects == request.summary.objects)
        #expect(
            ComparableDump(try server.dump("comments_copy")).difference(from: ComparableDump(dump)) == nil)
    }

    @Test("F19 an error of the server in the middle leaves no database behind")
    func broken() throws {
        let dump = Data(
            "CREATE TABLE a (x INT);\nINSERT INTO a VALUES ('no number', 2);\nCREATE TABLE b (x INT);\n".utf8)
        let request = request(dump, .database(replacing: false), target: "broken", database: "broken")
        #expect(throws: MySQLRestoreDriver.Failure.self) { try restore(dump, request) }
        #expect(try !databases().contains("broken"))
    }

    @Test("a database that is not marked is not dropped by what takes back a restore")
    func notOurs() throws {
        try server.createDatabase("not_ours")
        defer { try? server.dropDatabase("not_ours") }
        try server.execute(
            MySQLScripts.drop("not_ours", markedBy: Restores.mark.text(on: "not_ours")).text)
        try server.execute(
            MySQLScripts.drop("nothing", markedBy: Restores.mark.text(on: "not_ours")).text)
        #expect(try databases().contains("not_ours"))
        try server.execute(
            "CREATE TABLE vya_backup_restore (mark INT) COMMENT '\(Restores.mark.text(on: "another"))'",
            in: "not_ours")
        try server.execute(
            MySQLScripts.drop("not_ours", markedBy: Restores.mark.text(on: "not_ours")).text)
        #expect(try databases().contains("not_ours"))
    }

    @Test("K5 nothing is selected from what a tenant puts under the mark's name")
    func forgedMark() throws {
        let name = "tenant_mark"
        try server.createDatabase(name)
        defer { try? server.dropDatabase(name) }
        // A view is evaluated with the rights of who reads it, which are a superuser's here.
        try server.execute(
            """
            CREATE TABLE ran (n INT) ENGINE=MyISAM;
            DELIMITER //
            CREATE FUNCTION gain() RETURNS VARCHAR(255) SQL SECURITY INVOKER MODIFIES SQL DATA
              BEGIN INSERT INTO ran VALUES (1); RETURN '\(Restores.mark.text(on: ExactName(name)))'; END//
            DELIMITER ;
            CREATE SQL SECURITY INVOKER VIEW vya_backup_restore AS SELECT gain() AS mark
            """, in: name)
        let dump = Data("CREATE TABLE a (x INT);\n".utf8)
        let existing = request(dump, .database(replacing: false), target: ExactName(name), database: "x")
        #expect(try restorer.plan(existing, asking: driver.probe).obstacles.map(\.code) == ["restore.exists"])
        let swept = try restorer.sweep(
            SweepRequest(entry: existing.entry, password: existing.password, mark: Restores.mark),
            asking: driver.probe)
        #expect(!swept.contains { $0.title.contains(name) })
        try server.execute(
            MySQLScripts.drop(ExactName(name), markedBy: ScratchMark.prefix).text)
        #expect(try databases().contains(name))
        #expect(try server.query("SELECT count(*) FROM ran", in: name) == "0")
    }

    @Test("K7 a trigger that was written with its database comes back into the copy, and nowhere else")
    func qualifiedTrigger() throws {
        let names = ["k7 shop", "k7_copy", "k7_scratch"]
        for name in names { try? server.dropDatabase(name) }
        try server.createDatabase(names[0])
        defer { for name in names { try? server.dropDatabase(name) } }
        var client = Command("mariadb", "--defaults-file=\(server.optionFile)", "--comments")
        client.input = Data(
            """
            CREATE TABLE `k7 shop`.t (a INT);
            CREATE TRIGGER `k7 shop` . one BEFORE INSERT ON `k7 shop`.t FOR EACH ROW SET NEW.a = 1;
            CREATE TRIGGER /* it's */ `k7 shop`.two BEFORE UPDATE /* x */ ON `k7 shop`.t FOR EACH ROW SET NEW.a = 2;
            CREATE FUNCTION `k7 shop`.f() RETURNS INT RETURN 1;
            CREATE VIEW `k7 shop`.v AS SELECT a FROM `k7 shop`.t;
            """.utf8)
        try client.check()
        let dump = try server.dump(names[0])
        #expect(String(decoding: dump, as: UTF8.self).contains("TRIGGER `k7 shop` . one"))
        try server.execute("DROP TRIGGER one; DROP TRIGGER two", in: names[0])
        let before = try server.dump(names[0])
        func triggers(_ database: String) throws -> String {
            try server.query(
                "SELECT COUNT(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '\(database)'")
        }
        let copy = request(
            dump, .database(replacing: false), target: ExactName(names[1]), database: ExactName(names[0]))
        #expect(try restore(dump, copy).first?.objects == copy.summary.objects)
        #expect(try triggers(names[1]) == "2")
        let drill = request(
            dump, .drill, target: ExactName(names[0]), database: ExactName(names[0]),
            scratch: ExactName(names[2]))
        #expect(try restore(dump, drill).first?.objects["triggers"] == 2)
        #expect(try triggers(names[0]) == "0")
        #expect(ComparableDump(try server.dump(names[0])).difference(from: ComparableDump(before)) == nil)
    }

    @Test("K9 events of a copy come back disabled, and what reaches out of it is named")
    func copiedEvents() throws {
        let names = ["k9_shop", "k9_copy", "k9_other"]
        for name in names { try? server.dropDatabase(name) }
        for name in [names[0], names[2]] { try server.createDatabase(name) }
        defer { for name in names { try? server.dropDatabase(name) } }
        try server.execute(
            """
            CREATE TABLE k9_other.p (i INT PRIMARY KEY);
            CREATE TABLE t (i INT, FOREIGN KEY (i) REFERENCES k9_other.p (i));
            CREATE EVENT one ON SCHEDULE EVERY 1 DAY COMMENT 'ENABLE' DO UPDATE k9_shop.t SET i = 1;
            CREATE EVENT two ON SCHEDULE EVERY 1 HOUR DISABLE DO SET @a = 1;
            CREATE EVENT `ENABLE` ON SCHEDULE EVERY 1 HOUR DO SET @a = 1;
            CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW INSERT INTO k9_other.p VALUES (1);
            CREATE VIEW v AS SELECT t.i FROM t;
            """, in: names[0])
        let dump = try server.dump(names[0])
        func states(_ database: String) throws -> String {
            try server.query(
                "SELECT EVENT_NAME, STATUS FROM information_schema.EVENTS WHERE EVENT_SCHEMA = '\(database)'"
                    + " ORDER BY 1")
        }
        let copy = request(
            dump, .database(replacing: false), target: ExactName(names[1]), database: ExactName(names[0]))
        let plan = try restorer.plan(copy, asking: driver.probe)
        #expect(
            plan.notes.contains {
                $0.contains("disabled: ENABLE, one") || $0.contains("disabled: one, ENABLE")
            })
        let reach = plan.notes.first { $0.contains("reaches out") } ?? ""
        for word in ["table t (k9_other)", "trigger g (k9_other)", "event one (k9_shop)"] {
            #expect(reach.contains(word), "\(reach)")
        }
        #expect(!reach.contains("view v"))
        try driver.carryOut(plan, dump: dump, summary: copy.summary)
        #expect(try states(names[1]) == "ENABLE\tDISABLED\none\tDISABLED\ntwo\tDISABLED")
        // Back under its own name each is what it was.
        let before = try states(names[0])
        try server.dropDatabase(names[0])
        let back = request(
            dump, .database(replacing: false), target: ExactName(names[0]), database: ExactName(names[0]))
        try restore(dump, back)
        #expect(try states(names[0]) == before)
    }

    @Test("K2 a view that stands where a table was is not evaluated, and a missing table hides no other")
    func countsTablesAlone() throws {
        let name = "k2_counts"
        try? server.dropDatabase(name)
        try server.createDatabase(name)
        defer { try? server.dropDatabase(name) }
        try server.execute(
            """
            CREATE TABLE ran (n INT) ENGINE=MyISAM; CREATE TABLE `a'\u{301} ``b` (n INT);
            INSERT INTO `a'\u{301} ``b` VALUES (1), (2);
            DELIMITER //
            CREATE FUNCTION gain() RETURNS INT MODIFIES SQL DATA BEGIN INSERT INTO ran VALUES (1); RETURN 1; END//
            DELIMITER ;
            CREATE VIEW v AS SELECT gain() AS n;
            """, in: name)
        let tables: [ExactName] = ["`v`", "`missing`", "`a'\u{301} ``b`"]
        let answer = try server.query(
            MySQLScripts.count(tables, objects: false, in: ExactName(name)).text)
        let counts = try MySQLScripts.readCounts(
            ToolAnswer(ending: .exited(0), output: Array(answer.utf8)), of: tables, objects: false)
        #expect(counts.tables == [TableRows(tables[2], 2)])
        #expect(try server.query("SELECT COUNT(*) FROM ran", in: name) == "0")
    }

    @Test("single tables come back into a database that lacks them, with their triggers")
    func tables() throws {
        try HostileData.load(.hostile, into: server, database: "part")
        defer { for name in ["part", "part_new"] { try? server.dropDatabase(name) } }
        let dump = try server.dump("part")
        var request = request(dump, .tables(["MixedCase", "traps", "hen"]), target: "part", database: "part")
        let refused = try restorer.plan(request, asking: driver.probe)
        #expect(refused.obstacles.map(\.code) == ["restore.exists"])
        try server.execute(
            "SET foreign_key_checks = 0; DROP TABLE `MixedCase`, traps, hen; DELETE FROM `snow ☃`", in: "part"
        )
        let counts = try #require(try restore(dump, request).first)
        #expect(Set(counts.tables.map(\.table)) == ["`MixedCase`", "`traps`", "`hen`"])
        #expect(counts.tables.allSatisfy { request.summary.tables.contains($0) })
        #expect(try server.query("SELECT COUNT(*) FROM `snow ☃`", in: "part") == "0")
        request.target = "part_new"
        #expect(try restore(dump, request).first?.tables.count == 3)
        #expect(
            try server.query("SHOW TABLES", in: "part_new").split(separator: "\n").sorted()
                == ["MixedCase", "hen", "traps"])
        #expect(
            try server.query(
                "SELECT COUNT(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = 'part_new'") == "2")
    }

    @Test("users come back once, with the grants on tables when these are there")
    func globals() throws {
        let own = try PrivateMariaDB()
        defer { own.stop() }
        try own.execute(
            """
            CREATE DATABASE g; CREATE TABLE g.t (a INT); CREATE USER 'o''k'@'%' IDENTIFIED BY 'x;y';
            CREATE ROLE r; GRANT SELECT ON g.t TO r; GRANT r TO 'o''k'@'%'; GRANT INSERT ON g.t TO 'o''k'@'%';
            GRANT ALL ON `g`.* TO 'o''k'@'%';
            """)
        let entry = Entry(id: EntryID(1), dbms: "mysql", host: own.socket, username: own.user)
        let plugin = try #require(try PluginCatalog.load(folder: nil).plugin(named: "mysql"))
        let handler = DumpToolHandler(plugin: plugin, home: nil)
        let backup = try handler.plan(
            PlanRequest(entry: entry, password: Secret(own.password)), asking: driver.probe)
        let text = try #require(backup.jobs.first?.composed)
        let bytes = Array(text.utf8)
        let traits = MySQLRestoreDriver.inspect(Data(bytes), by: restorer, kind: .globals)
        #expect(traits.traits.commands == [])
        #expect(traits.summary.marker != nil)
        let grants = try own.query("SHOW GRANTS FOR 'o''k'@'%'; SHOW GRANTS FOR r")
        try own.execute("DROP USER 'o''k'@'%'; DROP ROLE r; DROP DATABASE g")
        let request = RestoreRequest(
            entry: entry, password: Secret(own.password), purpose: .globals, target: "globals",
            scratch: "x", mark: Restores.mark, globals: bytes)
        let first = try restorer.plan(request, asking: driver.probe)
        #expect(first.notes.count == 3 && first.missing == [])
        #expect(first.actions == ["create the users and roles o'k@%, r"])
        try driver.carryOut(first, dump: Data(), summary: StreamSummary())
        let waiting = try restorer.plan(request, asking: driver.probe)
        #expect(waiting.stages.isEmpty)
        try own.execute("CREATE DATABASE g; CREATE TABLE g.t (a INT)")
        let second = try restorer.plan(request, asking: driver.probe)
        #expect(second.actions == ["run 2 grants on tables and routines of users that exist"])
        try driver.carryOut(second, dump: Data(), summary: StreamSummary())
        #expect(try own.query("SHOW GRANTS FOR 'o''k'@'%'; SHOW GRANTS FOR r") == grants)
        #expect(try restorer.plan(request, asking: driver.probe).stages.isEmpty)
    }

    @Test("what killed drills left behind is swept, of this host alone")
    mutating func sweep() throws {
        // What others replace at the same time would be swept, too.
        server = try PrivateMariaDB()
        defer { server.stop() }
        let dump = Data("CREATE TABLE a (x INT);\n".utf8)
        var request = request(dump, .drill, target: "x", database: "x", scratch: "vya_drill_swept")
        request.mark = Restores.mark("sweeping")
        #expect(throws: CancellationError.self) { try restore(dump, request, dying: true) }
        func steps(_ secret: String) throws -> [RestoreStep] {
            try restorer.sweep(
                SweepRequest(
                    entry: request.entry, password: request.password,
                    mark: Restores.mark("sweeping", secret: secret)), asking: driver.probe)
        }
        #expect(try steps("other").isEmpty)
        let found = try steps("secret")
        #expect(found.count == 2)
        var plan = RestorePlan(destination: "")
        plan.stages = [RestoreStage()]
        plan.stages[0].prepare = found
        try driver.carryOut(plan, dump: Data(), summary: StreamSummary())
        #expect(try !databases().contains("vya_drill_swept"))
        #expect(try server.query("SELECT COUNT(*) FROM mysql.user WHERE User = 'vya_drill_swept'") == "0")
    }
}
