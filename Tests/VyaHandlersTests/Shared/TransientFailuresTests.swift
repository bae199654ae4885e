import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("Failures that may pass", .ownThread)
struct TransientFailuresTests {
    @Test("A18 an altered table is worth one more attempt without being asked, and more if asked")
    func altered() {
        let lines = [
            "mariadb-dump: Error 1412: Table definition has changed, please retry transaction when dumping table"
                + " `b` at row: 0"
        ]
        let other = "mariadb-dump: Couldn't execute 'SELECT * FROM `b`': Table definition has changed (1412)"
        #expect(TransientFailures.mySQL(lines, retries: 0) == RetryRule(repetitions: 1))
        #expect(TransientFailures.mySQL([other], retries: 0) == RetryRule(repetitions: 1))
        #expect(TransientFailures.mySQL(lines, retries: 3) == RetryRule(repetitions: 3))
    }

    @Test(
        "A13 a lost server is tried again only as often as the entry says",
        arguments: [
            "mariadb-dump: Error 2013: Lost connection to server during query when dumping table `t` at row: 5",
            "mysqldump: Got error: 2002: Can't connect to local MySQL server through socket '/x' (2) when trying to connect",
            "mysqldump: Error 1053: Server shutdown in progress when dumping table `t` at row: 9",
            "ERROR 2003 (HY000): Can't connect to MySQL server on 'h' (111)",
            "mariadb-dump: Couldn't execute 'SELECT `id` FROM `t`': Lost connection to server during query (2013)",
            "mysqldump: Couldn't execute 'SHOW TRIGGERS LIKE 't'': MySQL server has gone away (2006)",
            "mariadb-dump: Couldn't execute 'SELECT `id` FROM `t`': TLS/SSL error: unexpected eof while reading (2026)",
            "mariadb-dump: Error 2026: TLS/SSL error: Connection reset by peer when dumping table `t` at row: 5",
        ])
    func lostMySQL(line: String) {
        #expect(TransientFailures.mySQL(["warning", line], retries: 0)?.repetitions == 0)
        #expect(TransientFailures.mySQL(["warning", line], retries: 2)?.repetitions == 2)
    }

    @Test("S13 a standby that ended the dump to follow its primary is asked once more without being told to")
    func recovery() {
        let lines = [
            "pg_dump: error: Dumping the contents of table \"t\" failed: PQgetResult() failed.",
            "pg_dump: detail: Error message from server: ERROR:  canceling statement due to conflict with recovery",
        ]
        let rule = RetryRule(repetitions: 1, pause: TransientFailures.recovery)
        #expect(TransientFailures.postgreSQL(lines, retries: 0) == rule)
        #expect(TransientFailures.postgreSQL(lines, retries: 3)?.repetitions == 3)
        let entry = Entry(id: EntryID(1), dbms: "postgresql")
        #expect(ToolHints.hints(for: lines, entry: entry).first?.contains("hot_standby_feedback") == true)
    }

    @Test(
        "A13 what the server or libpq says of a lost connection is known",
        arguments: [
            "pg_dump: error: Dumping the contents of table \"t\" failed: PQgetCopyData() failed.",
            "pg_dump: detail: Error message from server: FATAL:  terminating connection due to administrator command",
            "server closed the connection unexpectedly",
            "pg_dump: error: connection to server on socket \"/x\" failed: FATAL:  the database system is starting up",
        ])
    func lostPostgreSQL(line: String) {
        let lines = ["pg_dump: error: x", line]
        let isCause = !line.contains("PQgetCopyData")
        #expect((TransientFailures.postgreSQL(lines, retries: 1) != nil) == isCause)
    }

    @Test(
        "what would come again is not tried again",
        arguments: [
            "mariadb-dump: Got error: 1045: \"Access denied for user 'x'@'localhost'\"",
            "mariadb-dump: Couldn't execute 'SHOW FIELDS FROM `v`': View 'd.v' references invalid table (1356)",
            "pg_dump: error: query failed: ERROR:  permission denied for table error 1412x",
            "mariadb-dump: Couldn't execute 'SELECT * FROM `(2013)`': Table 'd.(2013)' is marked as crashed (1194)",
            "mariadb-dump: Couldn't find table: \"x (2013)",
            "mariadb-dump: Got error: 2026: \"TLS/SSL error: Connection reset by peer\" when trying to connect",
            "mariadb-dump: Got error: 2026: \"TLS/SSL error: SSL is required, but the server does not support it\" when trying to connect",
            "pg_dump: error: query failed: ERROR:  canceling statement due to lock timeout",
        ])
    func lasting(line: String) {
        #expect(TransientFailures.mySQL([line], retries: 5) == nil)
        #expect(TransientFailures.postgreSQL([line], retries: 5) == nil)
    }

    @Test("the planned jobs carry the entry's rule, and other dumps none")
    func jobs() throws {
        let maria = try #require(try Servers.plan("mysql", Servers.mariadb()) { $0.retries = 2 }.jobs.last)
        #expect(maria.retry(.exited(2), ["Error 2013: x"])?.repetitions == 2)
        let postgres = try #require(try Servers.plan("postgresql", Servers.postgresql()).jobs.last)
        #expect(postgres.retry(.exited(1), ["server closed the connection unexpectedly"])?.repetitions == 0)
        #expect(postgres.retry(.exited(1), ["Error 1412: x"]) == nil)
    }

    @Test("A17 a lock is waited for five minutes where the tool can be told so")
    func locks() throws {
        let postgres = try #require(try Servers.plan("postgresql", Servers.postgresql()).jobs.last)
        #expect(postgres.arguments.contains("--lock-wait-timeout=300000"))
        let tools = [
            ("/usr/bin/mysql", "mysql  Ver 8.4.0 for Linux"),
            ("/usr/bin/mysqldump", "mysqldump  Ver 8.4.0 for Linux"),
        ]
        let mysql = try #require(
            try Servers.plan(
                "mysql",
                Servers.mariadb(
                    tools: tools, version: "8.4.0", mysqlHelp: Servers.mysqlHelp + "  --init-command=name\n")
            ).jobs.last)
        #expect(mysql.arguments.contains("--init-command=SET SESSION lock_wait_timeout=300"))
        // MariaDB's tool has no such option: the idle deadline ends it (LockedTableTests).
        let maria = try #require(try Servers.plan("mysql", Servers.mariadb()).jobs.last)
        #expect(!maria.arguments.contains { $0.hasPrefix("--init-command") })
    }

    @Test("G12 verify-full reaches every client in its own words, and nothing is demanded by default")
    func encryption() throws {
        let policy = TLSPolicy(mode: .verifyFull, caFile: "/etc/ca.pem")
        let postgres = try #require(
            try Servers.plan("postgresql", Servers.postgresql()) { ($0.host, $0.tls) = ("h", policy) }.jobs
                .last)
        #expect(
            postgres.arguments.contains { $0.contains("sslmode='verify-full' sslrootcert='/etc/ca.pem'") })
        let maria = try #require(
            try Servers.plan("mysql", Servers.mariadb(cipher: "TLS")) { ($0.host, $0.tls) = ("h", policy) }
                .jobs.last)
        for flag in ["--ssl", "--ssl-verify-server-cert", "--ssl-ca=/etc/ca.pem"] {
            #expect(maria.arguments.contains(flag))
        }
        for (dbms, server) in [("postgresql", Servers.postgresql()), ("mysql", Servers.mariadb())] {
            let job = try #require(try Servers.plan(dbms, server) { $0.host = "h" }.jobs.last)
            #expect(!job.arguments.contains { $0.contains("ssl") })
        }
    }
}
