import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("Plans for MySQL and MariaDB", .ownThread)
struct MySQLPlannerTests {
    @Test("the whole command line, for a server on another host")
    func commandLine() throws {
        let plan = try Servers.plan("mariadb", Servers.mariadb(), password: "p\"w\\d#") { entry in
            entry.host = "db.example.org"
            entry.username = "backup"
        }
        let job = try #require(plan.jobs.first { $0.database == "app" })
        #expect(
            job.arguments == [
                "--defaults-file=********", "--protocol=tcp", "--host=db.example.org", "--port=3306",
                "--user=backup", "--default-character-set=utf8mb4", "--hex-blob", "--quick", "--comments",
                "--max-allowed-packet=1G", "--single-transaction", "--skip-lock-tables", "--triggers",
                "--events",
                "--routines", "--no-tablespaces", "--", "app",
            ])
        #expect(job.invocation?.secret == Secret("[client]\npassword=\"p\\\"w\\\\d#\"\n"))
        // With a secret, ~/.my.cnf must not take its place.
        #expect(job.invocation?.environment == [:])
    }

    @Test("a socket, localhost and no host are what the clients make of them")
    func sockets() throws {
        let socket = try Servers.plan("mysql", Servers.mariadb()) {
            $0.host = "/run/my.sock"; $0.port = 3306
        }
        #expect(
            socket.jobs[1].arguments.prefix(3) == [
                "--defaults-file=********", "--protocol=socket", "--socket=/run/my.sock",
            ])
        #expect(!socket.jobs[1].arguments.contains { $0.hasPrefix("--port") || $0.hasPrefix("--host") })
        let local = try Servers.plan("mysql", Servers.mariadb()) { $0.host = "localhost" }
        #expect(local.jobs[1].arguments.prefix(2) == ["--defaults-file=********", "--host=localhost"])
        #expect(!local.jobs[1].arguments.contains { $0.hasPrefix("--port") || $0.hasPrefix("--protocol") })
        #expect(local.jobs[1].invocation?.environment == ["HOME": "/root"])
    }

    @Test("flags that only some clients know are asked for first")
    func negotiated() throws {
        let fake = Servers.mariadb(
            tools: [
                ("/usr/bin/mysql", "mysql  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)"),
                (
                    "/usr/bin/mysqldump",
                    "mysqldump  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)"
                ),
            ], version: "8.0.36")
        let plan = try Servers.plan("mysql", fake) {
            $0.host = "h"; $0.tls = TLSPolicy(mode: .verifyFull, caFile: "/ca")
        }
        let job = try #require(plan.jobs.last)
        for flag in [
            "--column-statistics=0", "--set-gtid-purged=OFF", "--ssl-mode=VERIFY_IDENTITY", "--ssl-ca=/ca",
        ] {
            #expect(job.arguments.contains(flag))
        }
        #expect(job.warnings.isEmpty)
        #expect(job.provenance.decisions.contains { $0.hasPrefix("--set-gtid-purged=OFF: ") })
    }

    @Test("the dump tool of the server's own family is preferred")
    func family() throws {
        let tools = [
            ("/usr/bin/mariadb", "mariadb  Ver 15.1 Distrib 10.11.6-MariaDB"),
            ("/usr/bin/mariadb-dump", "mariadb-dump  Ver 10.19 Distrib 10.11.6-MariaDB"),
        ]
        let mysqldump = ("/usr/bin/mysqldump", "mysqldump  Ver 8.0.36 for Linux")
        let both = Servers.mariadb(tools: tools + [mysqldump], version: "8.0.36")
        #expect(try Servers.plan("mysql", both).jobs.last?.provenance.toolPath == "/usr/bin/mysqldump")
        let one = Servers.mariadb(tools: tools, version: "8.0.36")
        #expect(
            try Servers.plan("mysql", one).jobs.last?.warnings.first?.contains("the server is MySQL") == true)
    }

    @Test(
        "T17 MySQL's generated columns, whose values it takes from no dump of MariaDB's tool, are a shortfall"
    )
    func generatedColumns() throws {
        let catalog = [
            ["database", "app", "utf8mb4", "utf8mb4_general_ci", ""], ["generated", "app", "2"],
        ]
        let maria = try Servers.plan("mysql", Servers.mariadb(catalog: catalog, version: "8.4.1"))
        let job = try #require(maria.jobs.first { $0.database == "app" })
        #expect(job.shortfalls.count == 1)
        #expect(job.shortfalls.first?.contains("the rows of tables with generated columns (2)") == true)
        #expect(job.shortfalls.first?.contains("mysql-client") == true)
        let tools = [
            ("/usr/bin/mysql", "mysql  Ver 8.4.1 for Linux"),
            ("/usr/bin/mysqldump", "mysqldump  Ver 8.4.1 for Linux"),
        ]
        let own = try Servers.plan(
            "mysql", Servers.mariadb(catalog: catalog, tools: tools, version: "8.4.1"))
        #expect(own.jobs.first { $0.database == "app" }?.shortfalls == [])
    }

    @Test("R10 an event at which the dump tools never end costs the events, and no backup")
    func endlessEvents() throws {
        let catalog = [
            ["database", "app", "utf8mb4", "c", ""], ["events", "app", "tidy", "0"],
            ["events", "app", "no;end", "1"],
        ]
        let job = try #require(try Servers.plan("mysql", Servers.mariadb(catalog: catalog)).jobs.last)
        #expect(job.arguments.contains("--skip-events") && !job.arguments.contains("--events"))
        #expect(job.shortfalls.count == 1)
        #expect(
            job.shortfalls.first?.contains("the events are missing (2)") == true
                && job.shortfalls.first?.contains("no;end") == true)
    }

    @Test("R10 a folder that the server takes for a database is named, and not dumped")
    func folders() throws {
        let catalog = [
            ["database", "app", "utf8mb4", "c", ""], ["database", "#mysql50#lost+found", "utf8mb4", "c", ""],
            ["database", "#mysql50#a-b", "utf8mb4", "c", ""], ["base", "#mysql50#a-b", "t"],
        ]
        let plan = try Servers.plan("mysql", Servers.mariadb(catalog: catalog))
        #expect(plan.jobs.map(\.database.text) == ["globals", "app"])
        #expect(plan.warnings.count == 1 && plan.warnings.first?.contains("lost+found") == true)
        #expect(plan.failures.map { $0.explanation.code } == ["source.old-folder"])
        #expect(
            plan.failures.first?.explanation.hints.first
                == "run: ALTER DATABASE `#mysql50#a-b` UPGRADE DATA DIRECTORY NAME")
        let ignoring = try Servers.plan("mysql", Servers.mariadb(catalog: catalog)) {
            $0.ignored = ["#mysql50#*"]
        }
        #expect(ignoring.warnings == [] && ignoring.failures.isEmpty)
    }

    @Test("MariaDB's client, which would fall back to plain text, is checked for require")
    func require() throws {
        #expect(throws: SourceError.self) {
            try Servers.plan("mysql", Servers.mariadb()) {
                $0.host = "h"; $0.tls = TLSPolicy(mode: .require)
            }
        }
        let plan = try Servers.plan("mysql", Servers.mariadb(cipher: "TLS_AES_256_GCM_SHA384")) {
            $0.host = "h"; $0.tls = TLSPolicy(mode: .require)
        }
        #expect(plan.jobs.last?.arguments.contains("--ssl") == true)
    }

    @Test("tables without transactions are locked, and named")
    func locking() throws {
        let catalog =
            [["database", "app", "utf8mb4", "c", ""]] + (1...12).map { ["table", "app", "old\($0)"] }
        let job = try #require(try Servers.plan("mysql", Servers.mariadb(catalog: catalog)).jobs.last)
        #expect(job.arguments.contains("--lock-tables"))
        #expect(!job.arguments.contains("--single-transaction"))
        #expect(job.warnings.first?.contains("old1, old2") == true)
        #expect(job.warnings.first?.contains("and 2 more") == true)
        let weak = Servers.mariadb(grants: ["GRANT SELECT ON *.* TO `b`@`%`"], catalog: catalog)
        let careless = try #require(try Servers.plan("mysql", weak).jobs.last)
        #expect(careless.arguments.contains("--single-transaction"))
        #expect(careless.warnings.first?.contains("GRANT LOCK TABLES ON `app`.* TO `backup`@`%`") == true)
    }

    @Test(
        "A19 an account that may only SELECT and LOCK TABLES makes an incomplete backup, and the GRANTs are named"
    )
    func missingPrivileges() throws {
        let fake = Servers.mariadb(
            grants: [
                "GRANT USAGE ON *.* TO `backup`@`%`",
                "GRANT SELECT, LOCK TABLES ON `my\\_app`.* TO `backup`@`%`",
            ],
            catalog: [["database", "my_app", "utf8mb4", "c", ""]],
            globals: [.failure("mysql.user", "ERROR 1142 (42000): SELECT command denied")])
        let plan = try Servers.plan("mysql", fake)
        let job = try #require(plan.jobs.first)
        #expect(plan.jobs.count == 1)
        #expect(job.shortfalls.count == 1)
        #expect(job.shortfalls.first?.hasPrefix("missing TRIGGER, EVENT, SHOW CREATE ROUTINE: ") == true)
        #expect(job.shortfalls.first?.contains("GRANT TRIGGER ON `my\\_app`.* TO `backup`@`%`") == true)
        #expect(job.shortfalls.first?.contains("GRANT SELECT ON `mysql`.`proc` TO `backup`@`%`") == true)
        #expect(job.arguments.contains("--skip-events"))
        #expect(!job.needsGlobals)
        #expect(plan.warnings.first?.contains("SELECT command denied") == true)
    }

    @Test("A19 views that the account may not read are a failure that names the GRANT")
    func views() throws {
        let fake = Servers.mariadb(
            grants: ["GRANT SELECT, TRIGGER, EVENT ON *.* TO `b`@`%`"],
            catalog: [
                ["database", "app", "u", "c", ""], ["database", "b", "u", "c", ""], ["views", "app", "v"],
                ["views", "app", "w"],
            ])
        let plan = try Servers.plan("mysql", fake)
        #expect(plan.failures.map(\.database) == ["app"])
        #expect(plan.failures.first?.explanation.hints == ["run: GRANT SHOW VIEW ON `app`.* TO `backup`@`%`"])
        #expect(plan.jobs.contains { $0.database == "b" })
    }

    @Test("an owner who sees the text of every routine lacks nothing")
    func owner() throws {
        func shortfalls(hidden: String) throws -> [String] {
            let fake = Servers.mariadb(
                grants: ["GRANT ALL PRIVILEGES ON `app`.* TO `b`@`%`"],
                catalog: [["database", "app", "u", "c", ""], ["routines", "app", "p", "PROCEDURE", hidden]])
            return try #require(try Servers.plan("mysql", fake).jobs.last).shortfalls.english
        }
        #expect(try shortfalls(hidden: "0") == [])
        #expect(try shortfalls(hidden: "1").first?.hasPrefix("missing SHOW CREATE ROUTINE") == true)
    }

    @Test("the counts of the catalog are what the stream is compared with")
    func objects() throws {
        let catalog = [
            ["database", "app", "utf8mb4", "utf8mb4_bin", "a comment"], ["triggers", "app", "t"],
            ["triggers", "app", "u"], ["events", "app", "e"],
            ["views", "app", "v"], ["views", "app", "w"], ["routines", "app", "f", "FUNCTION", "0"],
            ["routines", "app", "g", "FUNCTION", "0"], ["bytes", "app", "16384"],
            ["routines", "app", "p", "PACKAGE", "0"], ["routines", "app", "p", "PACKAGE BODY", "0"],
            ["base", "app", "a`b"],
        ]
        let job = try #require(try Servers.plan("mysql", Servers.mariadb(catalog: catalog)).jobs.last)
        #expect(
            job.provenance.create?["objects"]?.serialized(pretty: false)
                == "{\"events\":1,\"functions\":2,\"packages\":2,\"triggers\":2,\"views\":2}")
        #expect(job.provenance.create?["collation"] == .string("utf8mb4_bin"))
        #expect(job.estimatedBytes == 16_384)
        #expect(job.listing?.tables == ["`a``b`"])
        #expect(job.listing?.objects["packages"]?.keys.sorted() == ["p", "p (body)"])
        let chosen = try Servers.plan("mysql", Servers.mariadb(catalog: catalog)) {
            $0.options = ["--ignore-table=app.t"]
        }
        #expect(chosen.jobs.last?.provenance.create?["objects"] == .object([]))
    }

    @Test(
        "a quote in the name, on which MariaDB's tool stumbles, costs no more than it must",
        arguments: ["q'x", "q\"x"])
    func quotes(_ name: String) throws {
        let plain = try #require(
            try Servers.plan("mysql", Servers.mariadb(catalog: [["database", name, "u", "c", ""]])).jobs.last)
        #expect(plain.arguments.contains("--skip-events") && plain.arguments.contains("--skip-routines"))
        #expect(plain.shortfalls.isEmpty)
        let full = [
            ["database", name, "u", "c", ""], ["events", name, "e"], ["events", name, "f"],
            ["routines", name, "g", "FUNCTION", "0"],
        ]
        let job = try #require(try Servers.plan("mysql", Servers.mariadb(catalog: full)).jobs.last)
        #expect(job.arguments.contains("--routines"))
        #expect(job.shortfalls.first?.contains("the events are missing (2)") == true)
    }

    @Test("users and grants are composed so that they can be run twice, and end in their marker")
    func globals() throws {
        let fake = Servers.mariadb(globals: [
            .ok("mysql.user", "account\tmariadb.sys\tlocalhost\tN\naccount\tu'x\t%\tN\naccount\trr\t\tY\n"),
            .ok(
                "SHOW CREATE USER",
                """
                CREATE USER `u'x`@`%` IDENTIFIED BY PASSWORD '*AB\\\\C'
                GRANT SELECT ON `app`.`t` TO `u'x`@`%`
                GRANT `rr` TO `u'x`@`%`
                CREATE ROLE\t`rr`
                GRANT USAGE ON *.* TO `rr`

                """),
        ])
        let job = try #require(try Servers.plan("mysql", fake).jobs.first)
        #expect(job.kind == .globals)
        let text = try #require(job.composed)
        #expect(
            text.split(separator: "\n").dropFirst() == [
                "/*!40101 SET NAMES utf8mb4 */;",
                "CREATE USER IF NOT EXISTS `u'x`@`%` IDENTIFIED BY PASSWORD '*AB\\C';",
                "CREATE ROLE IF NOT EXISTS `rr`;",
                "GRANT `rr` TO `u'x`@`%`;", "GRANT USAGE ON *.* TO `rr`;",
                "GRANT SELECT ON `app`.`t` TO `u'x`@`%`;",
                "FLUSH PRIVILEGES;", "-- vya-backup globals complete",
            ])
        guard case .composed(let bytes, let scanner) = job.source else { return }
        #expect(Samples.summary(bytes, by: scanner(), block: 7).marker == "-- vya-backup globals complete")
        #expect(
            fake.asked.contains {
                $0.description.contains("SHOW CREATE USER `u'\\''x`@`%`; SHOW GRANTS FOR `u'\\''x`@`%`")
            })
    }

    @Test("MySQL 8 is asked for what active roles may do")
    func roles() throws {
        let fake = FakeHostProbe(
            tools: [
                ("/usr/bin/mysql", "mysql  Ver 8.0.36"), ("/usr/bin/mysqldump", "mysqldump  Ver 8.0.36"),
            ],
            answers: [
                .ok("@@version_comment", "server\t8.0.36\tMySQL\tb@%\nGRANT `r`@`%` TO `b`@`%`\n"),
                .ok("CURRENT_ROLE", "role\t`r`@`%`\n"),
                .ok("USING `r`@`%`", "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON *.* TO `b`@`%`\n"),
                .ok("SCHEMATA", "database\tapp\tu\tc\t\n"), .ok("--help", Servers.mysqlHelp),
                .failure("mysql.user", "denied"),
            ])
        #expect(try Servers.plan("mysql", fake).jobs.first?.shortfalls == [])
    }

    @Test("A14 A15 a server that refuses fails with the tool's words and a hint")
    func refused() throws {
        let line = "ERROR 1045 (28000): Access denied for user 'backup'@'localhost' (using password: YES)"
        let fake = FakeHostProbe(
            tools: [("/usr/bin/mariadb", "mariadb  Ver 15.1 Distrib 10.11.6-MariaDB")],
            answers: [.failure("CURRENT_USER", line)])
        let error = try #require(throws: SourceError.self) {
            try Servers.plan("mysql", fake, password: "S3CR3T")
        }
        #expect(error.explanation.details == ["\(line)"])
        #expect(error.explanation.hints.first?.contains("check \"username\" and \"password\"") == true)
        #expect(!error.description.contains("S3CR3T"))
    }
}
