import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("Where texts and statements end in a dump of MySQL", .ownThread)
struct MySQLReadingTests {
    private static func refusals(_ bytes: [UInt8], block: Int = 1 << 20) -> [DumpTraits.Command] {
        MySQLInspectorTests.traits(bytes, block: block).commands
    }

    private static func refusals(_ text: String) -> [DumpTraits.Command] { refusals(Array(text.utf8)) }

    private static func summary(_ text: String, block: Int = 1 << 20) -> StreamSummary {
        Samples.summary(Array(text.utf8), by: MySQLScanner(marker: "-- Dump completed"), block: block)
    }

    /// A table, and a row in which a backslash may be the second half of a character.
    private static let half =
        Array("CREATE TABLE t (a text, b text);\nINSERT INTO t VALUES ('x".utf8) + [0x81]
        + Array("\\',' ');\n".utf8)

    @Test("K7 half of a character is seen at the end of a block as well")
    func border() {
        let bytes = Array("SET NAMES gbk;\n".utf8) + Self.half
        let whole = Self.refusals(bytes)
        #expect(whole.map(\.text).contains("half of a character"))
        for block in 1...bytes.count {
            #expect(Self.refusals(bytes, block: block) == whole, "blocks of \(block)")
        }
    }
}
