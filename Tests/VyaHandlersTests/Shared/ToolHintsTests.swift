import Testing
import VyaCore
import VyaPlugins
import VyaTestSupport

@testable import VyaHandlers

@Suite("What a dump tool says though it succeeds", .ownThread)
struct ToolHintsTests {
    @Test("S3 what is known to be harmless is left out with its details, and nothing else")
    func remarks() {
        let lost = "pg_dump: warning: subscriptions not dumped because current user is not a superuser"
        let lines = [
            "pg_dump: warning: there are circular foreign-key constraints on this table:",
            "pg_dump: detail: a",
            "pg_dump: hint: You might not be able to restore the dump without using --disable-triggers.",
            "pg_dump: hint: Consider using a full dump instead of a --data-only dump to avoid this problem.",
            lost, "pg_dump: hint: of that",
            "mysqldump: Deprecated program name. It will be removed in a future release, use 'mariadb-dump' instead",
        ]
        #expect(
            ToolHints.remarks(lines, of: .postgresql)
                == ToolRemarks(shortfalls: ["\(lost)", "pg_dump: hint: of that"]))
        #expect(ToolHints.remarks([], of: .mysql) == ToolRemarks())
        let abbreviated = "Info: Using unique option prefix '…' instead."
        #expect(ToolHints.remarks([abbreviated], of: .mysql) == ToolRemarks())
        let server = [
            "WARNING:  database \"a\" has a collation version mismatch", "DETAIL:  …", "HINT:  …",
        ]
        let foreign = ["AVISO:  a base de dados tem outra versão de ordenação", "DETALHE:  …"]
        #expect(ToolHints.remarks(foreign, of: .postgresql) == ToolRemarks(warnings: .verbatim(foreign)))
        let progress = ["-- Connecting to localhost...", "-- Retrieving table structure for table t..."]
        let left = "-- Warning: Skipping the data of table mysql.event."
        #expect(
            ToolHints.remarks(progress + [left], of: .mysql, isVerbose: true)
                == ToolRemarks(shortfalls: ["\(left)"]))
        #expect(ToolHints.remarks(progress, of: .mysql).shortfalls.english == progress)
        #expect(
            ToolHints.remarks(server + [lost], of: .postgresql)
                == ToolRemarks(shortfalls: ["\(lost)"], warnings: .verbatim(server)))
    }

    @Test(
        "Q8 what a server refuses is told with what mends it, and words of a repeated statement tell nothing",
        arguments: [
            (
                #"psql: error: connection to server on socket "/run/postgresql/.s.PGSQL.5432" failed: FATAL:  Peer authentication failed for user "backup""#,
                "scram-sha-256"
            ),
            (
                "psql: error: connection to server at \"db\" failed: received invalid response to SSL negotiation: J",
                "no PostgreSQL"
            ),
            (
                "ERROR 2013 (HY000): Lost connection to server at 'handshake: reading initial communication packet', system error: 0",
                "MySQL's is 3306"
            ),
            (
                "ERROR 1698 (28000): Access denied for user 'root'@'localhost' (using password: NO)",
                "\"password\""
            ),
            ("ERROR at line 1: Unknown command '\\-'.", "older than the dump"),
            ("psql: error: SSL error: certificate verify failed", "\"ssl\""),
            ("ERROR 2026 (HY000): TLS/SSL error: self-signed certificate", "\"ssl\""),
        ])
    func refusals(line: String, words: String) {
        let hints = ToolHints.hints(
            for: [line], entry: Entry(id: EntryID(1), dbms: "postgresql", username: "backup"))
        #expect(hints.count == 1 && hints.first?.contains(words) == true, "\(hints)")
    }

    @Test(
        "Q8 the statement that an error repeats is no message",
        arguments: [
            [
                "mysqldump: Couldn't execute 'SELECT ssl_type, certificate FROM t WHERE a = 'access denied for user'': Table 'a.t' doesn't exist (1146)"
            ],
            [
                "psql: error: ERROR:  relation \"t\" does not exist",
                "LINE 1: SELECT ssl, certificate, 'connection refused' FROM t",
            ],
            ["pg_dump: error: query failed: ERROR:  x", "STATEMENT:  SELECT 'timeout expired', tls"],
        ])
    func repeated(lines: [String]) {
        #expect(ToolHints.hints(for: lines, entry: Entry(id: EntryID(1), dbms: "mysql")) == [])
    }
}
