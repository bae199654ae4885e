import Testing
import VyaCore
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
        #expect(ToolHints.remarks(lines) == ToolRemarks(shortfalls: [lost, "pg_dump: hint: of that"]))
        #expect(ToolHints.remarks([]) == ToolRemarks())
        let server = [
            "WARNING:  database \"a\" has a collation version mismatch", "DETAIL:  …", "HINT:  …",
        ]
        #expect(ToolHints.remarks(server + [lost]) == ToolRemarks(shortfalls: [lost], warnings: server))
    }
}
