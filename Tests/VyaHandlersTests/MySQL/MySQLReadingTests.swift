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

    @Test(
        "K7 whatever sets the client's characters, half of one hides nothing",
        arguments: [
            "SET character_set_client = 28", "SET character_set_client = 'gb\\k'",
            "SET character_set_client = x'67626b'", "SET character_set_client = 0x67626b",
            "SET character_set_client = 'gb' 'k'", "SET @x = 'gbk';\nSET character_set_client = @x",
            "SET @x = 'gb' 'k', @y = @x;\nSET character_set_client = @y",
            "SET character_set_client = @@character_set_results", "SET NAMES 'gb\\k'",
            "SET CHARACTER SET 'gb\\k'", "/*!90100 SET NAMES gbk */",
            "SET NAMES gbk;\n/*!90100 SET NAMES utf8mb4 */",
            "SET NAMES gbk;\nSET /*!90100 character_set_client = utf8mb4, */ @x = 1",
            "SET NAMES gbk;\nSET SQL_LOG_BIN = 0, character_set_client = utf8mb4",
            "SET NAMES gbk;\nSET NAMES utf8, @x = @@character_set_client;\nSET character_set_client = @x",
            "SET @x = 'gbk';\nSET @x = 'utf8', character_set_client = @x",
            "SET @x = 'utf8';\n/*!90100 SET @y = 'utf8mb4', @x = 'gbk' */;\nSET character_set_client = @x",
            (0..<1001).map { "SET @v\($0) = 'utf8';\n" }.joined()
                + "SET @x = 'gbk';\nSET character_set_client = @x",
        ])
    func characters(_ setting: String) {
        let texts = Self.refusals(Array((setting + ";\n").utf8) + Self.half).map(\.text)
        #expect(texts.contains("half of a character"), "\(texts)")
    }

    @Test("bytes of other sets are no halves of characters")
    func otherCharacters() {
        for setting in [
            "SET NAMES utf8mb4", "/*!50503 SET NAMES utf8mb4 */", "SET character_set_client = 'latin1'",
            "/*!80000 SET NAMES utf8mb4 */", "SET CHARACTER SET utf8", "SET character_set_client = binary",
            "SET @c = @@character_set_client;\nSET NAMES latin1;\nSET character_set_client = @c",
            "SET @c = 'utf8';\nSET character_set_client = @c",
            "SET SQL_LOG_BIN = 0, character_set_client = utf8mb4",
            "SET @c = @@character_set_client, character_set_client = latin1;\nSET character_set_client = @c",
        ] {
            let texts = Self.refusals(Array((setting + ";\n").utf8) + Self.half).map(\.text)
            #expect(!texts.contains("half of a character"), "\(setting)")
        }
    }

    @Test(
        "K7 a mode that some servers do not set, or that is left out, says nothing of where texts end",
        arguments: [
            "/*!90100 SET SQL_MODE='NO_BACKSLASH_ESCAPES' */",
            "SET /*!90100 SQL_MODE='NO_BACKSLASH_ESCAPES', */ @x=1",
            "SET sql_mode='NO_BACKSLASH_ESCAPES' /*!90100 , sql_mode='' */",
            "/*!90100 SET @x='NO_BACKSLASH_ESCAPES' */;\nSET sql_mode=@x",
            "SET @x='';\n/*!90100 SET @x='NO_BACKSLASH_ESCAPES' */;\nSET sql_mode=@x",
            "/*!90100 SET @x=@@sql_mode */;\nSET sql_mode=@x", "/*!90100 SET sql_mode='ANSI' */",
            "SET @@GLOBAL.GTID_PURGED='a-1:1', sql_mode='NO_BACKSLASH_ESCAPES'",
            "SET SQL_LOG_BIN=0, sql_mode='NO_BACKSLASH_ESCAPES'",
            "SET sql_mode='1'", "SET sql_mode='MYSQL41'",
            "SET sql_mode='NO_BACKSLASH_ESCAPES', @x=@@sql_mode;\nSET sql_mode=@x",
            "SET @x='';\nSET @x='NO_BACKSLASH_ESCAPES', sql_mode=@x",
            "SET @x='NO_BACKSLASH_ESCAPES';\nSET @x='', sql_mode=@X",
            "SET @x='NO_BACKSLASH_ESCAPES';\nSET @x='', @y=@x;\nSET sql_mode=@y",
            "SET GLOBAL sql_mode=''", "SET @@global.sql_mode=''", "SET PERSIST sql_mode=''",
            "SET @x=1, GLOBAL sql_mode=''", "SET SQL_LOG_BIN=0, GLOBAL sql_mode=''",
        ])
    func modes(_ setting: String) {
        #expect(!Self.refusals(setting + ";\n").isEmpty)
    }

    @Test("modes that every server sets are followed")
    func knownModes() {
        for setting in [
            "/*!40101 SET SQL_MODE='NO_BACKSLASH_ESCAPES' */", "/*!90100 SET SQL_MODE='STRICT_ALL_TABLES' */",
            "SET sql_mode='MYSQL40,HIGH_NOT_PRECEDENCE'", "SET sql_mode='MYSQL323,HIGH_NOT_PRECEDENCE'",
            "SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO';\nSET SQL_MODE=@OLD_SQL_MODE",
            "SET sql_mode=''", "SET @x=@@sql_mode;\nSET sql_mode='ANSI';\nSET sql_mode=@x",
            "/*M!100616 SET @OLD_NOTE_VERBOSITY=@@NOTE_VERBOSITY, NOTE_VERBOSITY=0 */",
        ] {
            #expect(Self.refusals(setting + ";\n").isEmpty, "\(setting)")
        }
    }

    @Test("VALUE is a name where a table or a column stands, with which rows are counted and taken")
    func value() {
        let columns = (0..<80).map { "c\($0)" }.joined(separator: ", ")
        let heads = [
            "t (id, value) VALUES", "t (value, id) VALUES", "t(value) VALUES", "t (id, value, x) VALUE",
            "t (\(columns), value) VALUES", "t (\(columns), value, x) VALUES", "t (value, \(columns)) VALUE",
            "t VALUE", "t (id) VALUE",
        ]
        for head in heads {
            let text =
                "CREATE TABLE t (id int, value int);\nINSERT INTO \(head) (1,2),(3,4);\nINSERT INTO \(head) (5,6);\n"
            for block in [3, 1 << 20] {
                let summary = Self.summary(text, block: block)
                #expect(summary.tables == [TableRows("t", 3)] && summary.refusals.isEmpty, "\(head)")
            }
            #expect(Self.refusals(text).isEmpty, "\(head)")
        }
        for insert in ["INSERT INTO value VALUES", "INSERT value (value) VALUE", "REPLACE value VALUES"] {
            let text = "CREATE TABLE value (value int);\n\(insert) (1),(2);\n"
            #expect(Self.summary(text).tables == [TableRows("value", 2)], "\(insert)")
            #expect(Self.refusals(text).isEmpty && Self.summary(text).refusals.isEmpty, "\(insert)")
        }
        // What never comes to rows is refused as a whole.
        for insert in [
            "INSERT INTO t (id VALUE (f()))", "INSERT INTO VALUE (f())", "INSERT VALUE SELECT 1",
            "INSERT INTO t /*!90100 (id) */ VALUE (f())", "INSERT INTO t SET id = VALUE",
            "INSERT INTO t (id) SELECT VALUE",
        ] {
            let text = "CREATE TABLE t (id int);\n\(insert);\n"
            #expect(!Self.refusals(text).isEmpty, "\(insert)")
        }
    }

    @Test("only a line that begins with two dashes is the end marker")
    func hash() {
        #expect(Self.summary("#-- Dump completed\n").marker == nil)
        #expect(Self.summary("-- Dump completed\n").marker == "-- Dump completed")
    }

    @Test("a name or text of very many doubled quotes is read as fast as any other")
    func doubledQuotes() {
        let quotes = String(repeating: "''", count: 1 << 20)
        let names = String(repeating: "``", count: 1 << 20)
        for text in ["SET @x = '\(quotes)';\n", "CREATE TABLE `\(names)` (a int);\n"] {
            #expect(Self.refusals(text + "SET @y = 'a''b';\nDROP USER x;\n").map(\.text) == ["DROP USER X"])
            #expect(Self.summary(text + "CREATE TABLE t (a int);\n").tables.last == TableRows("t", 0))
        }
    }

    @Test(
        "rows of defaults are read as fast where many tables take theirs from sequences")
    func defaults() {
        func table(_ number: Int) -> String { "CREATE TABLE d\(number) (a int DEFAULT nextval(x.s));\n" }
        let rows = String(repeating: "(DEFAULT),", count: 1 << 18) + "(DEFAULT);\n"
        let text =
            (0..<2000).map(table).joined() + "INSERT INTO d0 VALUES \(rows)" + table(2000)
            + "INSERT INTO d2000 VALUES (DEFAULT);\n"
        let code = MySQLInspectorTests.traits(text).code
        #expect(code.filter(\.drawsNumbers).map(\.name) == ["d0", "d2000"].map { ExactName($0) })
    }
}
