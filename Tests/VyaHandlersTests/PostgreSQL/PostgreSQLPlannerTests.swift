import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("Plans for PostgreSQL", .ownThread)
struct PostgreSQLPlannerTests {
    @Test("every database but the templates, and the roles first")
    func jobs() throws {
        let plan = try Servers.plan("postgresql", Servers.postgresql())
        #expect(plan.jobs.map(\.database) == ["globals", "app", "postgres"])
        #expect(plan.jobs.map(\.kind) == [.globals, .dump, .dump])
        #expect(plan.jobs.map(\.needsGlobals) == [false, true, true])
        #expect(plan.jobs[1].estimatedBytes == 1000)
        #expect(plan.jobs[1].provenance.create?["owner"] == .string("app"))
        #expect(plan.jobs[1].provenance.serverVersion == "15.18")
        #expect(plan.failures.isEmpty && plan.warnings.isEmpty)
    }

    @Test("S14 sizes that a server does not tell in time cost the estimates, and no backup")
    func sizes() throws {
        let plan = try Servers.plan("postgresql", Servers.postgresql(tellsSizes: false))
        #expect(plan.jobs.map(\.database) == ["globals", "app", "postgres"])
        #expect(plan.jobs.allSatisfy { $0.estimatedBytes == nil } && plan.failures.isEmpty)
    }

    @Test("the whole command line, for a server on another host")
    func commandLine() throws {
        let plan = try Servers.plan("postgresql", Servers.postgresql(), password: "p:w\\d") { entry in
            entry.host = "db.example.org"
            entry.username = "backup"
            entry.tls = TLSPolicy(mode: .verifyFull, caFile: "/etc/ca.pem")
            entry.options = ["--exclude-table=log_*"]
        }
        let job = try #require(plan.jobs.first { $0.database == "app" })
        #expect(
            job.arguments == [
                "--no-password", "--format=plain", "--lock-wait-timeout=300000", "--encoding=UTF8",
                "--exclude-table=log_*",
                "--dbname=host='db.example.org' port='5432' user='backup' dbname='app' connect_timeout='15' "
                    + "application_name='vya-backup' sslmode='verify-full' sslrootcert='/etc/ca.pem'",
            ])
        #expect(job.invocation?.environment == ["PGPASSFILE": .secretFile(prefix: "")])
        #expect(job.invocation?.secret == Secret("db.example.org:5432:*:backup:p\\:w\\\\d\n"))
    }

    @Test("without a password the tools' own files serve")
    func noPassword() throws {
        let plan = try Servers.plan("postgresql", Servers.postgresql())
        #expect(plan.jobs[1].invocation?.environment == ["HOME": "/root"])
        #expect(plan.jobs[1].invocation?.secret == nil)
    }

    @Test(
        "the lowest pg_dump that is not older than the server is taken",
        arguments: [(130_010, 13), (140_001, 15), (150_018, 15), (90_624, 13), (170_001, 17)])
    func chosenClient(_ server: Int, _ expected: Int) throws {
        let fake = Servers.postgresql(number: server, clients: [17, 13, 15])
        let plan = try Servers.plan("postgresql", fake)
        #expect(
            plan.jobs.allSatisfy {
                $0.provenance.toolPath?.hasPrefix("/usr/lib/postgresql/\(expected)/bin/") == true
            })
        #expect(fake.asked.first?.executable == "/usr/lib/postgresql/17/bin/psql")
    }

    @Test("A16 a server newer than every client fails with the version to install")
    func tooOld() throws {
        let error = try #require(throws: SourceError.self) {
            try Servers.plan("postgresql", Servers.postgresql(number: 180_000, clients: [15, 17]))
        }
        #expect(error.explanation.code == "tool.too-old")
        #expect(error.explanation.hints.first?.contains("postgresql-client-18") == true)
        #expect(error.explanation.details.count == 2)
    }

    @Test("an account that is no superuser gets roles without passwords, and that is said")
    func noSuperuser() throws {
        let plan = try Servers.plan("postgresql", Servers.postgresql(superuser: false))
        let globals = try #require(plan.jobs.first)
        #expect(globals.arguments.contains("--no-role-passwords"))
        #expect(globals.warnings.first?.contains("without their passwords") == true)
        #expect(
            !(try Servers.plan("postgresql", Servers.postgresql())).jobs[0].arguments.contains(
                "--no-role-passwords"))
    }

    @Test("a database that accepts no connections fails alone")
    func noConnections() throws {
        let plan = try Servers.plan("postgresql", Servers.postgresql(refusing: ["app"]))
        #expect(plan.failures.map(\.database) == ["app"])
        #expect(plan.jobs.map(\.database) == ["globals", "postgres"])
    }

    @Test("databases named on the command line come without the roles")
    func only() throws {
        let plan = try Servers.plan("postgresql", Servers.postgresql(), only: ["app", "gone"])
        #expect(plan.jobs.map(\.database) == ["app"])
        #expect(plan.jobs.map(\.needsGlobals) == [false])
        #expect(plan.failures.map(\.database) == ["gone"])
    }

    @Test("a server without the database postgres is asked through template1")
    func doors() throws {
        let missing = "psql: error: connection failed: FATAL:  database \"postgres\" does not exist"
        let fake = FakeHostProbe(
            tools: [
                ("/b/psql", "psql (PostgreSQL) 15.4"), ("/b/pg_dump", "pg_dump (PostgreSQL) 15.4"),
                ("/b/pg_dumpall", "15.4"),
            ],
            answers: [
                .failure("dbname='\\''postgres'\\''", missing),
                .ok(
                    "json_build_object",
                    "{\"version\": \"15.1\", \"number\": 150001, \"databases\": [{\"name\": \"a\", \"accepts_connections\": true}]}"
                ),
            ])
        let plan = try Servers.plan("postgresql", fake)
        #expect(plan.jobs.map(\.database) == ["globals", "a"])
        #expect(plan.jobs[0].arguments.last?.contains("dbname='template1'") == true)
    }

    static let failures = [
        ("FATAL:  password authentication failed for user \"backup\"", "check \"username\" and \"password\""),
        ("fe_sendauth: no password supplied", "~/.pgpass"),
        ("Connection refused", "is the server running"),
        ("could not translate host name \"nosuch\" to address", "cannot be resolved"),
        ("timeout expired", "does not answer"),
    ]

    @Test("A14 A15 a server that refuses fails with the tool's words and a hint", arguments: failures)
    func refused(_ line: String, _ hint: String) throws {
        let fake = FakeHostProbe(
            tools: [("/b/psql", "psql (PostgreSQL) 15.4")],
            answers: [.failure("json_build_object", status: 2, "psql: error: " + line)])
        let error = try #require(throws: SourceError.self) {
            try Servers.plan("postgresql", fake, password: "S3CR3T") { $0.host = "nosuch" }
        }
        #expect(error.explanation.details == ["psql: error: \(line)"])
        #expect(error.explanation.hints.contains { $0.contains(hint) })
        #expect(!error.description.contains("S3CR3T"))
        #expect(fake.asked.count == 1)
    }

    @Test("A20 row-level security fails the dump, and the hint says what to grant")
    func rowSecurity() throws {
        let line =
            "pg_dump: error: query failed: ERROR:  query would be affected by row-level security policy for table \"t\""
        let hints = ToolHints.hints(
            for: [line], entry: Entry(id: EntryID(1), dbms: "postgresql", username: "backup"))
        #expect(hints.first?.contains("ALTER ROLE \"backup\" BYPASSRLS") == true)
        #expect(throws: ConfigurationError.self) {
            try Servers.plan("postgresql", Servers.postgresql()) { $0.options = ["--enable-row-security"] }
        }
    }

    @Test("an answer that is no catalog is an error, not an empty server")
    func nonsense() throws {
        let fake = FakeHostProbe(
            tools: [("/b/psql", "psql (PostgreSQL) 15.4")], answers: [.ok("json", "hello")])
        #expect(throws: SourceError.self) { try Servers.plan("postgresql", fake) }
    }
}
