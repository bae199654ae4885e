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
                == ToolRemarks(shortfalls: [lost, "pg_dump: hint: of that"]))
        #expect(ToolHints.remarks([], of: .mysql) == ToolRemarks())
        let abbreviated = "Info: Using unique option prefix '…' instead."
        #expect(ToolHints.remarks([abbreviated], of: .mysql) == ToolRemarks())
        let server = [
            "WARNING:  database \"a\" has a collation version mismatch", "DETAIL:  …", "HINT:  …",
        ]
        let foreign = ["AVISO:  a base de dados tem outra versão de ordenação", "DETALHE:  …"]
        #expect(ToolHints.remarks(foreign, of: .postgresql) == ToolRemarks(warnings: foreign))
        let progress = ["-- Connecting to localhost...", "-- Retrieving table structure for table t..."]
        let left = "-- Warning: Skipping the data of table mysql.event."
        #expect(
            ToolHints.remarks(progress + [left], of: .mysql, isVerbose: true)
                == ToolRemarks(shortfalls: [left]))
        #expect(ToolHints.remarks(progress, of: .mysql).shortfalls == progress)
        #expect(
            ToolHints.remarks(server + [lost], of: .postgresql)
                == ToolRemarks(shortfalls: [lost], warnings: server))
    }
}
