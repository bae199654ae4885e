import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("SQL that names and values get into only quoted", .ownThread)
struct SQLTests {
    @Test("K1 a quote that is followed by a combining mark is doubled, in every dialect")
    func combining() {
        let name = "a\"\u{301}`\u{301}'\u{301}"
        #expect(PostgreSQLText("\(name: name)").bytes == Array("\"a\"\"\u{301}`\u{301}'\u{301}\"".utf8))
        #expect(PostgreSQLText("\(value: name)").bytes == Array("'a\"\u{301}`\u{301}''\u{301}'".utf8))
        #expect(MySQLText("\(name: name)").bytes == Array("`a\"\u{301}``\u{301}'\u{301}`".utf8))
        #expect(MySQLText("\(text: name)").bytes == Array("'a\"\u{301}`\u{301}''\u{301}'".utf8))
        #expect(SQLiteText("\(name: name)").bytes == Array("\"a\"\"\u{301}`\u{301}'\u{301}\"".utf8))
        #expect(SQLiteText("\(value: name)").bytes == Array("'a\"\u{301}`\u{301}''\u{301}'".utf8))
    }

    @Test("K1 what is no word is a name, which no server takes for a word")
    func words() {
        #expect(MySQLText("GRANT \(words: "LOCK TABLES") ON x").text == "GRANT LOCK TABLES ON x")
        for hostile in ["", "utf8mb4; DROP", "a'b", "a`b", "é", "a\u{301}", "a\nb", "a-b", "a.b", "--"] {
            let quoted = "`" + hostile.escaping(["`": "``"]) + "`"
            #expect(MySQLText("\(words: hostile)").text == quoted)
        }
        #expect(PostgreSQLText("\(words: "a\"b")").text == "\"a\"\"b\"")
    }

    @Test("K1 SQL within SQL is one value of it")
    func nesting() {
        let inner: PostgreSQLText = "DROP ROLE \(name: "o'b\"x")"
        let body: PostgreSQLText = "BEGIN EXECUTE \(value: inner); END"
        #expect(
            PostgreSQLText("DO \(value: body)").text
                == "DO 'BEGIN EXECUTE ''DROP ROLE \"o''''b\"\"x\"''; END'")
        #expect(MySQLText("\(value: MySQLText("é"))").text == "CONVERT(X'c3a9' USING utf8mb4)")
    }

    @Test("K1 patterns and accounts of GRANT are of one database and one user")
    func grants() {
        #expect(MySQLText("\(pattern: "a_b%\\`")").text == "`a\\_b\\%\\\\```")
        #expect(MySQLText("\(account: "a@b@c`")").text == "`a@b`@`c```")
        #expect(MySQLText("\(account: "role")").text == "`role`")
    }

    @Test("texts are put together in their order")
    func joining() {
        let parts: [SQLiteText] = ["a", "\(2)", "\(value: "c")"]
        #expect(parts.joined(separator: ", ").text == "a, 2, 'c'")
        #expect([SQLiteText]().joined(separator: ", ").isEmpty)
        var text: SQLiteText = "a"
        text += "b"
        #expect((text + "c").text == "abc")
    }
}
