import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("PostgreSQL that does not answer as it should", .ownThread)
struct PostgreSQLFaultTests {
    @Test(
        "P3 what is written in another encoding costs itself, and no backup of the server",
        arguments: ["SQL_ASCII", "WIN1252"])
    func otherEncodings(ofPostgres encoding: String) throws {
        let server = try PrivatePostgreSQL()
        func create(_ name: String, _ encoding: String) -> String {
            "CREATE DATABASE \(name) TEMPLATE template0 ENCODING '\(encoding)' LC_COLLATE 'C' LC_CTYPE 'C'"
        }
        try server.execute("DROP DATABASE postgres", in: "template1")
        for (name, encoding) in [("postgres", encoding), ("latin", "LATIN1"), ("plain", "UTF8")] {
            try server.execute(create(name, encoding), in: "template1")
        }
        try server.execute("SET client_encoding TO UTF8; COMMENT ON DATABASE latin IS 'café'", in: "latin")
        // Its second byte means nothing in WIN1252.
        try server.execute("SET client_encoding TO UTF8; COMMENT ON DATABASE plain IS 'Índice'", in: "plain")
        let night = try Night(entries: [Night.entry(server)])
        let result = try night.run("run", "--all", "--json")
        #expect(result.status == 0, "\(result)")
        let backups = try result.json()["entries"]?.arrayValue?.first?["backups"]?.arrayValue ?? []
        func warnings(_ name: String) -> String {
            backups.first { $0["database"]?.stringValue == name }?["warnings"]?.serialized() ?? "none"
        }
        #expect(warnings("latin").contains("not in UTF-8 and is left out: comment"), "\(result)")
        #expect(warnings("plain") == "[]", "\(result)")
        let manifest = try JSONValue(
            parsing: Data(contentsOf: URL(fileURLWithPath: night.artifact(of: "plain") + ".json")))
        #expect(manifest["create"]?["comment"]?.stringValue == "Índice")

        // A name that cannot be said is that database's failure.
        try server.execute("SET client_encoding TO UTF8; " + create("\"salão\"", "LATIN1"), in: "latin")
        let named = try night.run("run", "--all")
        #expect(named.status == 1 && named.errors.contains("is not in UTF-8"), "\(named)")
        // Not by name: what is made within one second is told apart by a number behind the database.
        let made = try night.artifacts().map {
            try Oracle.manifest(of: night.output + "/" + $0)["database"]?.stringValue
        }
        for name in ["latin", "plain"] {
            #expect(made.count { $0 == name } == 2, "\(night.artifacts())")
        }
    }

    /// Has the server refuse everybody in the databases that are asked first.
    private func refuse(_ databases: String..., on server: PrivatePostgreSQL) throws {
        let path = server.socketFolder + "/data/pg_hba.conf"
        let lines = databases.map { "local \($0) all reject\nhost \($0) all all reject\n" }.joined()
        let before = try String(contentsOfFile: path, encoding: .utf8)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.write(contentsOf: Data((lines + before).utf8))
        try handle.close()
        try server.execute("SELECT pg_reload_conf()", in: "app")
    }

    @Test(
        "S11 a server that refuses the usual databases is reached by another, whatever language it speaks",
        arguments: [[], ["-c", "lc_messages=es_ES.UTF-8"], ["-c", "lc_messages=de_DE.UTF-8"]])
    func otherDatabases(options: [String]) throws {
        let server = try PrivatePostgreSQL(options: options)
        try server.createDatabase("app")
        try server.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (7); CREATE TABLE e ()", in: "app")
        try refuse("postgres", "template1", on: server)
        try waitUntil("the server refuses", within: 20) { (try? server.query("SELECT 1")) == nil }
        let night = try Night(entries: [Night.entry(server, databases: ["app"])])
        let run = try night.run("run", "--all")
        #expect(run.status == 0, "\(run.errors)")
        let artifact = try night.artifact(of: "app")
        let copy = try night.restore(artifact, "--target", "copy")
        #expect(copy.status == 0, "\(copy.errors)")

        // K11: what such a server says of a row stays with it.
        try Forgery.change(artifact) { $0.replacingOccurrences(of: "\n7\n", with: "\nS3CRET\n") }
        let failed = try night.restore(artifact, "--target", "other")
        #expect(failed.status == 2, "\(failed.errors)")
        for language in ["es", "de"] where options.last?.contains("=\(language)_") == true {
            #expect(failed.errors.contains(language == "es" ? "integer" : "FEHLER"), "\(failed.errors)")
        }
        #expect(!(failed.text + failed.errors + (try night.log())).contains("S3CRET"), "\(failed.errors)")

        try night.configure([Night.entry(server, databases: ["app"], host: "127.0.0.1", password: "wrong")])
        let begin = ContinuousClock.now
        let wrong = try night.run("run", "--all")
        #expect(wrong.status == 2 && ContinuousClock.now - begin < .seconds(30), "\(wrong.errors)")
    }

    @Test("S15 a standby is no place for a restore, and the plan says so")
    func standby() throws {
        let server = try PrivatePostgreSQL(options: ["-c", "wal_level=replica"])
        try server.createDatabase("app")
        try server.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (7)", in: "app")
        let night = try Night(entries: [Night.entry(server, databases: ["app"])])
        #expect(try night.runAll().status == 0)
        try server.becomeStandby()
        for words in [["--target", "copy"], ["--replace"], ["--target", "copy", "--table", "t"]] {
            let plan = try night.program.run(
                ["restore", night.artifact(of: "app"), "--plan", "--config", night.folder("config.json")]
                    + words)
            #expect(
                plan.status == 2 && plan.errors.contains("is a standby, which takes no writes"),
                "\(plan)")
        }
        let drill = try night.run("verify", night.artifact(of: "app"), "--restore")
        #expect(drill.status != 0 && drill.text.contains("is a standby"), "\(drill.text)")
    }

    @Test("A14 a wrong password fails within seconds, without a prompt, and stays out of the message")
    func wrongPassword() throws {
        let server = try PrivatePostgreSQL.shared()
        let night = try Night(entries: [Night.entry(server, host: "127.0.0.1", password: "S3CR3T_wrong")])
        let begin = ContinuousClock.now
        let result = try night.runAll(within: 30)
        #expect(result.status == 2, "\(result)")
        #expect(ContinuousClock.now - begin < .seconds(30))
        #expect(result.errors.contains("password authentication failed"), "\(result)")
        #expect(result.errors.contains("hint: "), "\(result)")
        #expect(!"\(result)\(try night.log())".contains("S3CR3T"))
    }

    @Test("A15 an unknown database fails by name, the others are backed up")
    func unknownDatabase() throws {
        let server = try PrivatePostgreSQL.shared()
        try server.createDatabase("known_a15")
        defer { try? server.dropDatabase("known_a15") }
        let night = try Night(entries: [Night.entry(server, databases: ["known_a15", "nosuch_a15"])])
        let result = try night.runAll()
        #expect(result.status == 1, "\(result)")
        #expect(
            result.text.contains("FAILED 1 postgresql nosuch_a15") && result.errors.contains("nosuch_a15"),
            "\(result)")
        #expect(night.artifacts().contains { $0.contains("known_a15") })
        #expect(try night.problems() == [])
    }

    @Test("A15 an unknown port and an unknown host fail with the tool's own words, other entries go on")
    func unknownServer() throws {
        let server = try PrivatePostgreSQL.shared()
        let night = try Night(entries: [])
        try night.configure([
            Night.entry(server, host: "127.0.0.1", port: 1), try night.fakeEntry(2, databases: ["good"]),
        ])
        let result = try night.runAll(within: 60)
        #expect(result.status == 1, "\(result)")
        #expect(result.errors.contains("Connection refused"), "\(result)")
        #expect(night.artifacts().count == 1)
    }

    @Test("A16 a server newer than every client fails with the hint to install one")
    func newerServer() throws {
        let server = try PrivatePostgreSQL.shared()
        // An older pg_dump, as far as it says itself.
        let night = try Night(entries: [])
        let tool = night.folder("old-pg_dump")
        try Command("/bin/cp", "-p", Repository.fixture("fake-tools/fakedump"), tool).check()
        try night.folder.write("FD_VERSION=pg_dump (PostgreSQL) 14.1\n", to: "old-pg_dump.mode")
        try night.configure([
            Night.entry(server, databases: ["postgres"], more: #", "tools": {"pg_dump": "\#(tool)"}"#)
        ])
        let result = try night.runAll()
        #expect(result.status == 2, "\(result)")
        #expect(result.errors.contains("14") && result.errors.contains("15"), "\(result)")
        #expect(result.errors.contains("hint: "), "\(result)")
        #expect(night.artifacts().filter { !$0.contains("globals") } == [])
    }

    @Test("A20 row-level security that hides rows is a failure, not a smaller dump")
    func rowLevelSecurity() throws {
        let server = try PrivatePostgreSQL.shared()
        try server.execute(
            "CREATE ROLE rls_reader LOGIN PASSWORD 'rls'; CREATE DATABASE rls_db OWNER rls_reader TEMPLATE template0"
        )
        defer {
            try? server.dropDatabase("rls_db")
            try? server.execute("DROP ROLE rls_reader")
        }
        try server.execute(
            """
            CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 20);
            ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (id < 10);
            GRANT SELECT ON t TO rls_reader;
            """, in: "rls_db")
        let night = try Night(entries: [
            Night.entry(server, databases: ["rls_db"], host: "127.0.0.1", user: "rls_reader", password: "rls")
        ])
        let result = try night.runAll()
        #expect(result.status != 0, "\(result)")
        #expect(
            result.errors.contains("row-level security") || result.errors.contains("row security"),
            "\(result)")
        #expect(night.artifacts().filter { $0.contains("rls_db") } == [])
    }

    @Test("an account that is no superuser gets its database, and is told what the globals lack")
    func noSuperuser() throws {
        let server = try PrivatePostgreSQL.shared()
        try server.execute(
            "CREATE ROLE plain_owner LOGIN PASSWORD 'plain'; CREATE DATABASE plain_db OWNER plain_owner TEMPLATE template0"
        )
        defer {
            try? server.dropDatabase("plain_db")
            try? server.execute("DROP ROLE plain_owner")
        }
        let night = try Night(entries: [
            Night.entry(
                server, databases: ["plain_db"], host: "127.0.0.1", user: "plain_owner", password: "plain")
        ])
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("password"), "\(result)")
        let globals = try #require(night.artifacts().first { $0.contains("globals") })
        let text = try Command("/bin/zcat", night.output + "/" + globals).check().text
        #expect(text.contains("CREATE ROLE plain_owner") && !text.contains("SCRAM-SHA-256"))
    }

    @Test("A26 hostile variables of the environment reach no tool")
    func environment() throws {
        let server = try PrivatePostgreSQL.shared()
        var night = try Night(entries: [Night.entry(server, databases: ["postgres"])])
        night.program.environment.merge([
            "PGOPTIONS": "-c default_transaction_read_only=nonsense", "PGSERVICE": "nowhere",
            "PGDATABASE": "nosuch",
            "PGSSLMODE": "nonsense", "PGHOST": "/nowhere", "PSQLRC": "/dev/full", "LC_ALL": "xx_XX.nonsense",
        ]) { $1 }
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
    }

    @Test("LEGACY 12 a dry run connects and lists, and changes and sends nothing")
    func dryRun() throws {
        let server = try PrivatePostgreSQL.shared()
        let night = try Night(entries: [Night.entry(server, databases: ["postgres"])])
        let result = try night.run("run", "--all", "--dry-run", "--json")
        #expect(result.status == 0, "\(result)")
        let json = try result.json()
        #expect(json["outcome"]?.stringValue == "planned")
        let backups = json["entries"]?.arrayValue?.first?["backups"]?.arrayValue ?? []
        #expect(backups.map { $0["database"]?.stringValue } == ["postgres", "globals"])
        let command = backups.first?["command"]?.stringValue ?? ""
        #expect(command.contains("pg_dump") && !command.contains(server.password))
        #expect((backups.first?["estimated_bytes"]?.intValue ?? 0) > 1_000_000)
        // Alone it lists every enabled entry; without it a run is told what to back up.
        let alone = try night.run("run", "--dry-run", "--json")
        #expect(alone.status == 0, "\(alone)")
        #expect(
            try alone.json()["entries"]?.arrayValue?.first?["backups"]?.arrayValue?.map { $0["database"] }
                == backups.map { $0["database"] })
        #expect(try night.run("run").status == 64)
        #expect(access(night.output, F_OK) != 0)
        #expect(access(night.folder("log"), F_OK) != 0)
        #expect(try night.folder.names(in: "state") == [])
        #expect(try night.secretFiles() == [])
    }
}
