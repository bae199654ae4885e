import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// `verify --restore`: a backup that this program calls good comes back.
@Suite("The drill", .ownThread)
struct DrillTests {
    private func fresh(_ name: String) -> String { "\(name)_\(UInt32.random(in: .min ... .max))" }

    private func evidence(of artifact: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: artifact + ".proof.json")))
    }

    @Test("the newest backup of every entry is restored, compared and dropped in one command, with evidence")
    func weekly() throws {
        let postgreSQL = try PrivatePostgreSQL()
        let mariaDB = try PrivateMariaDB()
        try HostileData.load(.hostile, into: postgreSQL, database: "hostile")
        try postgreSQL.createDatabase("empty")
        try HostileData.load(.hostile, into: mariaDB, database: "hostile")
        try mariaDB.createDatabase("empty")
        let night = try Night(entries: [])
        mkdir(night.folder("tree"), 0o700)
        try night.folder.write("content", to: "tree/file")
        try Command("sqlite3", night.folder("app.db"), "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);")
            .check()
        try night.configure([
            Night.entry(postgreSQL), Night.entry(mariaDB),
            #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("tree"))"] }"#,
            #"{ "id_dbms": 4, "dbms": "sqlite", "db_list": ["\#(night.folder("app.db"))"] }"#,
        ])
        #expect(try night.runAll().status == 0)
        let result = try night.run("verify", "--restore", "--latest", within: 300)
        #expect(result.status == 0, "\(result)")
        for artifact in night.artifacts() where !artifact.contains("globals") {
            let proof = try evidence(of: night.output + "/" + artifact)
            #expect(proof["outcome"]?.stringValue == "passed", "\(artifact): \(proof.serialized())")
            for member in ["started_at", "finished_at", "host", "program", "server", "sha256", "compared"] {
                #expect(proof[member] != nil && proof[member] != .null, "\(member)")
            }
        }
        #expect(try postgreSQL.query("SELECT datname FROM pg_database WHERE datname LIKE 'vya%'").isEmpty)
        #expect(try !mariaDB.query("SHOW DATABASES").contains("vya"))
        #expect(try night.folder.names(in: "state").allSatisfy { !$0.hasPrefix("vya_drill") })
        // The evidence of a drill is no backup, and a later drill replaces it.
        #expect(
            try night.run("list", "--json").json()["backups"]?.arrayValue?.count == night.artifacts().count)
        #expect(try night.run("verify", "--restore", "--latest", "--id", "3").status == 0)
    }

    @Test(
        "M3 check tells of a restore that was killed more than a day ago, until a drill has swept its server")
    func interrupted() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = fresh("shop")
        try server.createDatabase(name)
        defer { try? server.dropDatabase(name) }
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        func lock(_ lock: String, hours: Int) throws {
            try night.folder.write("pid 1 since then: vya-backup restore x\n", to: "state/" + lock)
            let then = timeval(tv_sec: time(nil) - hours * 3600, tv_usec: 0)
            utimes(night.folder("state/" + lock), [then, then])
        }
        try lock("restore-1-0123456789abcdef.lock", hours: 23)
        try lock("restore-9-0123456789abcdef.lock", hours: 50)
        try lock("drill.lock", hours: 50)
        try lock("drill-1-fedcba9876543210.lock", hours: 50)
        let holder = try RunningProgram(
            "/usr/bin/flock", [night.folder("state/drill-1-fedcba9876543210.lock"), "sleep", "60"],
            environment: ["PATH": "/usr/bin:/bin"], folder: night.folder.path, output: "/dev/null",
            errors: "/dev/null")
        try waitUntil("the lock is held") {
            try Command(
                "flock", "-n", night.folder("state/drill-1-fedcba9876543210.lock"), "true"
            ).run().status != 0
        }
        #expect(try night.run("check").status == 0)
        holder.killSession()
        let check = try night.run("check")
        #expect(check.status == 1 && check.text.contains("was killed"), "\(check)")
        #expect(
            check.text.contains("vya-backup restore x") && check.text.contains("verify --id 1"), "\(check)")
        // A drill takes away what drills have left, and nothing of a restore's.
        try lock("restore-1-fedcba9876543210.lock", hours: 50)
        #expect(try night.run("verify", "--restore", "--latest").status == 0)
        let rest = try night.run("check")
        #expect(rest.status == 1 && rest.text.contains("same restore again"), "\(rest)")
        unlink(night.folder("state/restore-1-fedcba9876543210.lock"))
        #expect(try night.run("check").status == 0)
    }

    @Test(
        "P6 a drill whose server does not answer says why, calls the file proven, and leaves the last evidence",
        arguments: ["postgresql", "mariadb"])
    func serverDown(dbms: String) throws {
        let night = try Night(entries: [])
        let stop: () -> Void
        if dbms == "mariadb" {
            let server = try PrivateMariaDB()
            try server.createDatabase("shop")
            try server.execute("CREATE TABLE t AS SELECT 1 AS n", in: "shop")
            try night.configure([Night.entry(server, databases: ["shop"])])
            stop = { server.stop() }
        } else {
            let server = try PrivatePostgreSQL()
            try server.createDatabase("shop")
            try server.execute("CREATE TABLE t AS SELECT 1 AS n", in: "shop")
            try night.configure([Night.entry(server, databases: ["shop"])])
            stop = { server.stop() }
        }
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: "shop")
        #expect(try night.run("verify", "--restore", artifact).status == 0)
        stop()
        let result = try night.run("verify", "--restore", artifact)
        #expect(result.status == 2, "\(result)")
        #expect(result.text.contains("proven ") && result.text.contains("; DRILL NOT POSSIBLE"), "\(result)")
        #expect(!result.text.contains("UNREADABLE"), "\(result)")
        #expect(result.text.contains("onnect"), "\(result)")
        let json = try night.run("verify", "--restore", "--json", artifact).json()["backups"]?.arrayValue?
            .first
        #expect(json?["state"]?.stringValue == "proven")
        #expect(json?["drill"]?["error"]?["code"]?.stringValue != nil)
        #expect(try evidence(of: artifact)["outcome"]?.stringValue == "passed")
        // Nor does an entry that is gone make a good file a bad one.
        try night.configure([try night.fakeEntry(7, databases: ["x"])])
        let orphan = try night.run("verify", "--restore", artifact)
        #expect(orphan.status == 2 && orphan.text.contains("proven "), "\(orphan)")
        #expect(orphan.text.contains("no entry of the configuration"), "\(orphan)")
    }

    @Test(
        "M6 the manifest says what the database took with its indexes, and a drill that would fill the disk is not made",
        arguments: ["postgresql", "mariadb"])
    func room(dbms: String) throws {
        let night = try Night(entries: [])
        let name = fresh("indexed")
        let (columns, indexes) = (
            (1...9).map { "c\($0) varchar(200)" }.joined(separator: ", "),
            (1...9).map { "CREATE INDEX i\($0) ON t (c\($0));" }.joined()
        )
        let values = (1...9).map { _ in "repeat(md5('x'), 6)" }.joined(separator: ", ")
        let told: Int
        if dbms == "mariadb" {
            let server = try PrivateMariaDB.shared()
            try server.createDatabase(name)
            try server.execute(
                "CREATE TABLE t (\(columns)); INSERT INTO t SELECT \(values) FROM seq_1_to_2000; \(indexes) ANALYZE TABLE t",
                in: name)
            try night.configure([Night.entry(server, databases: [name])])
            told =
                Int(
                    try server.query(
                        "SELECT SUM(DATA_LENGTH + INDEX_LENGTH) FROM information_schema.TABLES WHERE TABLE_SCHEMA = '\(name)'"
                    )) ?? 0
        } else {
            let server = try PrivatePostgreSQL.shared()
            try server.createDatabase(name)
            try server.execute(
                "CREATE TABLE t (\(columns)); INSERT INTO t SELECT \(values) FROM generate_series(1, 2000); \(indexes)",
                in: name)
            try night.configure([Night.entry(server, databases: [name])])
            told = Int(try server.query("SELECT pg_database_size('\(name)')")) ?? 0
        }
        defer {
            _ =
                try? dbms == "mariadb"
                ? PrivateMariaDB.shared().dropDatabase(name) : PrivatePostgreSQL.shared().dropDatabase(name)
        }
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        let manifest = try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: artifact + ".json")))
        let bytes = manifest["database_bytes"]?.intValue ?? 0
        #expect(bytes > told / 2 && bytes < told * 2 && bytes > 0, "\(bytes), and the server says \(told)")
        #expect(try night.run("verify", "--restore", artifact).status == 0)
        let text = try String(contentsOfFile: artifact + ".json", encoding: .utf8)
        let huge = text.replacingOccurrences(
            of: "\"database_bytes\": \(bytes)", with: "\"database_bytes\": \(1 << 50)")
        try #require(huge != text)
        try huge.write(toFile: artifact + ".json", atomically: false, encoding: .utf8)
        let result = try night.run("verify", "--restore", artifact)
        #expect(result.status == 2 && result.text.contains("DRILL NOT POSSIBLE"), "\(result)")
        #expect(result.text.contains("1.0 PiB") && result.text.contains("a tenth of the disk"), "\(result)")
    }

    /// Forged backups: their checksums are right, what they hold is not what their manifest says.
    private func forged(
        _ change: (String) -> String, of load: (PrivatePostgreSQL, String) throws -> Void
    ) throws
        -> Program.Result
    {
        let server = try PrivatePostgreSQL.shared()
        let name = fresh("forged")
        try load(server, name)
        defer { try? server.dropDatabase(name) }
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        try Forgery.change(artifact, change)
        let result = try night.run("verify", "--restore", artifact)
        return result
    }

    private func load(_ server: PrivatePostgreSQL, _ name: String) throws {
        try server.createDatabase(name)
        try server.execute(
            """
            CREATE TABLE a AS SELECT generate_series(1, 10) AS n; CREATE TABLE b AS SELECT 1 AS n;
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER watch BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
            """, in: name)
    }

    @Test("one missing row is found")
    func row() throws {
        let result = try forged({ $0.replacingOccurrences(of: "\n7\n", with: "\n") }, of: load)
        #expect(result.status == 4, "\(result)")
        #expect(result.text.contains("public.a has 9 rows instead of 10"), "\(result)")
    }

    @Test("a missing table is found")
    func table() throws {
        let result = try forged(
            { text in
                let start = text.range(of: "COPY public.b")
                let end = start.flatMap { text.range(of: "\\.\n", range: $0.upperBound..<text.endIndex) }
                guard let start, let end else { return text }
                return text.replacingCharacters(in: start.lowerBound..<end.upperBound, with: "")
                    .replacingOccurrences(of: "CREATE TABLE public.b (\n    n integer\n);", with: "")
                    .replacingOccurrences(of: "ALTER TABLE public.b OWNER TO postgres;", with: "")
            }, of: load)
        #expect(result.status == 4, "\(result)")
        #expect(result.text.contains("public.b"), "\(result)")
    }

    @Test("a missing trigger is found, though the comment above it is still there")
    func trigger() throws {
        let result = try forged(
            { text in
                text.split(separator: "\n", omittingEmptySubsequences: false)
                    .filter { !$0.hasPrefix("CREATE TRIGGER") }.joined(separator: "\n")
            }, of: load)
        #expect(result.status == 4, "\(result)")
        #expect(result.text.contains("trigger"), "\(result)")
    }

    @Test("a missing index and a missing key are found")
    func indexAndKey() throws {
        for (word, kind) in [("CREATE INDEX", "index"), ("    ADD CONSTRAINT", "constraint")] {
            let result = try forged(
                { text in
                    var lines = text.components(separatedBy: "\n")
                    guard let place = lines.firstIndex(where: { $0.hasPrefix(word) }) else { return text }
                    lines[place] = ""
                    if word.hasPrefix(" ") { lines[place - 1] = "" }
                    return lines.joined(separator: "\n")
                },
                of: { server, name in
                    try server.createDatabase(name)
                    try server.execute(
                        "CREATE TABLE a (n int PRIMARY KEY, m int); CREATE INDEX by_m ON a (m); CREATE TABLE b (t text)",
                        in: name)
                })
            #expect(result.status == 4, "\(result)")
            #expect(result.text.contains("of kind \(kind)"), "\(result)")
        }
    }

    @Test("a named test server takes the drills; one without the roles says which are missing")
    func testServer() throws {
        let source = try PrivatePostgreSQL.shared()
        let target = try PrivatePostgreSQL()
        let name = fresh("elsewhere")
        try HostileData.load(.shop, into: source, database: name)
        defer { try? source.dropDatabase(name) }
        let night = try Night(entries: [])
        try night.configure([
            Night.entry(source, databases: [name], more: #", "drill": { "id_dbms": 9 }"#),
            Night.entry(target, id: 9).replacingOccurrences(
                of: "\"enabled\": true", with: "\"enabled\": false"),
        ])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        let result = try night.run("verify", "--restore", artifact)
        #expect(result.status == 0, "\(result)")
        #expect(try evidence(of: artifact)["server"]?.stringValue?.contains(target.socketFolder) == true)

        let role = fresh("role")
        try source.execute("CREATE ROLE \(role)")
        try source.execute(
            "ALTER DATABASE \(name) OWNER TO \(role); CREATE TABLE owned (); ALTER TABLE owned OWNER TO \(role)",
            in: name)
        defer { try? source.execute("DROP OWNED BY \(role); DROP ROLE \(role)") }
        #expect(try night.run("run", "--id", "1").status == 0)
        let missing = try night.run("verify", "--restore", "--latest", "--id", "1", "--database", name)
        #expect(missing.status == 2, "\(missing)")
        #expect(missing.text.contains(role), "\(missing)")
        try? source.dropDatabase(name)
    }

    @Test("a killed drill's scratch database is swept by the next one, and nobody else's is touched")
    func sweep() throws {
        let server = try PrivatePostgreSQL()
        try server.createDatabase("drilled")
        try server.execute(
            "CREATE TABLE t AS SELECT n, repeat(md5(n::text), 20) AS x FROM generate_series(1, 60000) n",
            in: "drilled")
        try server.createDatabase("vya_drill_0123456789abcdef")
        let night = try Night(entries: [Night.entry(server, databases: ["drilled"])])
        #expect(try night.runAll().status == 0)
        let running = try night.program.start(
            ["verify", "--restore", "--latest", "--config", night.folder("config.json")])
        let scratches = {
            try server.query("SELECT datname FROM pg_database WHERE datname LIKE 'vya_drill_%'")
                .split(separator: "\n").filter { $0 != "vya_drill_0123456789abcdef" }.map(String.init)
        }
        try waitUntil("the scratch database is there") { try !scratches().isEmpty }
        let left = try #require(try scratches().first)
        running.process.send(SIGKILL)
        _ = try running.finish(within: 20)
        try waitUntil("the killed drill's client has gone") {
            try server.query("SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'vya_drill_%'") == "0"
        }
        let result = try night.run("verify", "--restore", "--latest")
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains(left), "\(result)")
        #expect(try scratches().isEmpty)
        #expect(
            try server.query("SELECT count(*) FROM pg_database WHERE datname = 'vya_drill_0123456789abcdef'")
                == "1")
    }

    @Test("in a MariaDB backup a row, a table and a trigger that do not come back are found")
    func mariaDB() throws {
        let server = try PrivateMariaDB.shared()
        for (number, cut) in [
            ("row", "(7),"), ("trigger", "CREATE*/ /*!50017 DEFINER="), ("table", "CREATE TABLE `b`"),
        ].enumerated() {
            let name = fresh("forged\(number)")
            try server.createDatabase(name)
            defer { try? server.dropDatabase(name) }
            try server.execute(
                """
                CREATE TABLE a (n int); INSERT INTO a SELECT seq FROM seq_1_to_10; CREATE TABLE b (n int);
                CREATE TRIGGER watch BEFORE INSERT ON a FOR EACH ROW SET @x = 1;
                """, in: name)
            let night = try Night(entries: [Night.entry(server, databases: [name])])
            #expect(try night.runAll().status == 0)
            let artifact = try night.artifact(of: name)
            try Forgery.change(artifact) { text in
                switch cut.0 {
                case "row": return text.replacingOccurrences(of: cut.1, with: "")
                case "trigger":
                    return text.split(separator: "\n", omittingEmptySubsequences: false)
                        .filter { !$0.contains(cut.1) }.joined(separator: "\n")
                default:
                    return text.replacingOccurrences(
                        of: "(?s)CREATE TABLE `b`.*?;\n", with: "", options: .regularExpression
                    ).replacingOccurrences(of: "(?m)^.*`b`.*$\n", with: "", options: .regularExpression)
                }
            }
            let result = try night.run("verify", "--restore", artifact)
            #expect(result.status == 4, "\(cut.0): \(result)")
        }
    }
}
