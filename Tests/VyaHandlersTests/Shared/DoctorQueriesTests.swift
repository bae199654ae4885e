import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("What a server is asked for doctor alone", .ownThread)
struct DoctorQueriesTests {
    /// A PostgreSQL 13 or 15 whose account lacks things in the database `app`; `passwords` is what reading those of the
    /// roles comes to for an account that has the privilege.
    private func plan(
        number: Int, examines: Bool = true, passwords: FakeHostProbe.Answer? = nil
    ) throws -> EntryPlan {
        let server = """
            {"version": "x", "number": \(number), "account": "backup", "superuser": false,
            "reads_passwords": \(passwords != nil), "databases": [
            {"name": "app", "accepts_connections": true, "invalid": false, "create": {}}]}
            """
        let lacks = """
            {"schemas": ["\\"My Schema\\""], "relations": ["public.t"], "places": ["public"],
            "guarded": ["public.secured"], "objects": 2}
            """
        let tools = ["pg_dump", "psql", "pg_dumpall"].map {
            ("/usr/lib/postgresql/15/bin/\($0)", "\($0) (PostgreSQL) 15.4")
        }
        return try Servers.plan(
            "postgresql",
            FakeHostProbe(
                tools: tools,
                answers: [
                    .ok("server_version_num", server),
                    .ok("clock_timestamp", #"{"clock": 0, "data": "/data"}"#),
                    .ok("row_security_active", lacks),
                ] + [passwords].compactMap(\.self)), examines: examines)
    }

    @Test("A19 A20 a server from 14 on needs one role, an older one a grant for each schema in its database")
    func grants() throws {
        let new = try #require(try plan(number: 150_000).jobs.last)
        #expect(new.shortfalls.count == 3)
        let rest = [
            #"ALTER ROLE "backup" BYPASSRLS"#, #"\connect "app""#,
        ]
        #expect(Array(new.grants.dropLast()) == [#"GRANT pg_read_all_data TO "backup""#] + rest)
        #expect(new.grants.last?.contains("GRANT SELECT ON LARGE OBJECT") == true)
        let old = try #require(try plan(number: 130_000).jobs.last)
        #expect(
            Array(old.grants.dropLast()) == rest + [
                #"GRANT USAGE ON SCHEMA "My Schema" TO "backup""#,
                #"GRANT SELECT ON ALL TABLES IN SCHEMA public TO "backup""#,
                #"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO "backup""#,
            ])
    }

    @Test("the passwords of roles are a grant away, which before 14 holds in the database that is asked")
    func passwords() throws {
        #expect(try plan(number: 150_000).jobs.first?.grants == [#"GRANT pg_read_all_data TO "backup""#])
        #expect(
            try plan(number: 130_000).jobs.first?.grants == [
                #"\connect "postgres""#, #"GRANT SELECT ON pg_catalog.pg_authid TO "backup""#,
            ])
    }

    @Test("a server that refuses the passwords in spite of the privilege has its roles saved without them")
    func refusedPasswords() throws {
        let refused = FakeHostProbe.Answer.failure("rolpassword", "ERROR:  permission denied for pg_authid")
        for (answer, isWithout) in [(refused, true), (.ok("rolpassword", "3\n"), false)] {
            let globals = try #require(try plan(number: 150_000, passwords: answer).jobs.first)
            #expect(globals.arguments.contains("--no-role-passwords") == isWithout)
            #expect(globals.warnings.isEmpty != isWithout)
        }
    }

    @Test("a backup asks none of it")
    func backups() throws {
        let plan = try plan(number: 150_000, examines: false)
        #expect(plan.jobs.last?.shortfalls == [] && plan.server?.clockOffset == nil)
        #expect(plan.server?.databases == ["app"])
    }

    @Test("C9 a server's clock is told as what it is ahead of this host's")
    func clock() throws {
        let facts = try #require(try plan(number: 150_000).server)
        #expect(abs(try #require(facts.clockOffset) + Moment.now().unixSeconds) < 60)
        #expect(facts.dataFolder == "/data")
    }

    @Test("a MySQL's own tables are known, and others in its database are told")
    func strays() {
        var facts = ServerFacts(version: "x", account: "a", databases: [])
        let names = ["user", "time_zone_name", "innodb_index_stats", "notes", "global_priv", "Help_Topic"]
        let answer = "clock\t0\ndata\t/var/lib/mysql/\n" + names.map { "table\t\($0)\n" }.joined()
        MySQLDoctorQueries.complete(
            &facts, from: ToolAnswer(ending: .exited(0), output: Array(answer.utf8)))
        #expect(facts.strays.map(\.tables) == [["`notes`"]])
        #expect(facts.dataFolder == "/var/lib/mysql/")
    }

    @Test(
        "an account sees every database by SHOW DATABASES or by what it may do in all of them",
        arguments: [
            ("GRANT USAGE ON *.* TO `b`@`%`", false), ("GRANT SELECT ON `app`.* TO `b`@`%`", false),
            ("GRANT PROCESS ON *.* TO `b`@`%`", false), ("GRANT SHOW DATABASES ON *.* TO `b`@`%`", true),
            ("GRANT SELECT, RELOAD ON *.* TO `b`@`%`", true),
            ("GRANT ALL PRIVILEGES ON *.* TO `b`@`%`", true),
        ])
    func seesAll(line: String, sees: Bool) {
        #expect(MySQLPrivileges(lines: [line]).seesEveryDatabase == sees)
    }
}
