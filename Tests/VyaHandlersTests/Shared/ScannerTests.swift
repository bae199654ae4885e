import Testing
import VyaCore
import VyaPlugins
import VyaTestSupport

@testable import VyaHandlers

/// What is expected of a dump that a real tool wrote.
struct ScannerSample: Sendable, CustomTestStringConvertible {
    let file: String
    let marker: String
    let make: @Sendable () -> any StreamScanner
    let tables: [TableRows]
    let objects: [String: Int]
    var testDescription: String { file }

    static let all: [ScannerSample] = [
        ScannerSample(
            file: "postgresql.sql", marker: "-- PostgreSQL database dump complete",
            make: { PostgreSQLScanner(marker: "-- PostgreSQL database dump complete") },
            tables: [
                TableRows("public.\"T able\"", 4), TableRows("public.d", 0), TableRows("public.empty", 0),
                TableRows("public.ins", 3), TableRows("public.nocol", 2), TableRows("public.weird", 0),
                TableRows("public.\"x FROM stdin;\nCOPY y\"", 1),
            ],
            objects: [
                "blob": 1, "comment": 2, "function": 6, "rule": 1, "sequence": 1, "sequence set": 1,
                "table": 7,
                "trigger": 1, "view": 2,
            ]),
        ScannerSample(
            file: "postgresql-inserts.sql", marker: "-- PostgreSQL database dump complete",
            make: { PostgreSQLScanner(marker: "-- PostgreSQL database dump complete") },
            tables: [TableRows("public.ins", 3), TableRows("public.nocol", 2)],
            objects: ["comment": 1, "rule": 1, "table": 4]),
        ScannerSample(
            file: "postgresql-single-inserts.sql", marker: "-- PostgreSQL database dump complete",
            make: { PostgreSQLScanner(marker: "-- PostgreSQL database dump complete") },
            tables: [
                TableRows("public.\"T able\"", 4), TableRows("public.ins", 3), TableRows("public.nocol", 2),
            ],
            objects: ["rule": 1, "sequence": 1, "sequence set": 1, "table": 3]),
        ScannerSample(
            file: "postgresql-globals.sql", marker: "-- PostgreSQL database cluster dump complete",
            make: { PostgreSQLScanner(marker: "-- PostgreSQL database cluster dump complete") },
            tables: [], objects: [:]),
        ScannerSample(
            file: "mariadb.sql", marker: "-- Dump completed on 2026-11-23  9:14:05",
            make: { MySQLScanner(marker: "-- Dump completed") },
            tables: [TableRows("`empty`", 0), TableRows("`m``y;(`", 3), TableRows("`t`", 3)],
            objects: [
                "events": 1, "functions": 1, "procedures": 2, "sequences": 1, "tables": 3, "triggers": 1,
                "views": 1,
            ]),
        ScannerSample(
            file: "sqlite.sql", marker: "COMMIT;", make: { PlainScanner(marker: .line("COMMIT;")) },
            tables: [],
            objects: [:]),
    ]
}

@Suite("Scanners of real dumps", .ownThread)
struct ScannerTests {
    @Test(
        "O6 the definers of a MySQL dump are read, with every quote, and no word of SQL SECURITY is one",
        arguments: [1, 7, 4096])
    func definers(block: Int) {
        let dump = """
            CREATE TABLE `t` (`DEFINER` int);
            INSERT INTO `t` VALUES ('CREATE DEFINER=`no`@`body` VIEW');
            /*!50001 CREATE ALGORITHM=UNDEFINED */
            /*!50013 DEFINER=`it``s`@`%` SQL SECURITY DEFINER */
            /*!50001 VIEW `v` AS select `DEFINER`@`x` */;
            DELIMITER ;;
            /*!50003 CREATE*/ /*!50017 DEFINER=`a@b`@`localhost`*/ /*!50003 TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @x = 1 */;;
            CREATE DEFINER=`role` PROCEDURE `p`() SELECT `DEFINER`, `x`@`y` ;;
            CREATE FUNCTION `f`() RETURNS int SQL SECURITY DEFINER RETURN 1 ;;
            DELIMITER ;
            -- Dump completed

            """
        let summary = Samples.summary(
            Array(dump.utf8), by: MySQLScanner(marker: "-- Dump completed"), block: block)
        #expect(summary.definers == ["it`s@%", "a@b@localhost"])
        #expect(summary.objects == ["views": 1, "triggers": 1, "procedures": 1, "functions": 1, "tables": 1])
        #expect(summary.marker == "-- Dump completed")
    }

    @Test("K1 a schema whose name says what pg_dump says of kinds hides no object")
    func kindInName() {
        let dump = """
            --
            -- Name: t; Type: TABLE; Schema: a; Type: VIEWb; Owner: postgres
            --
            CREATE TABLE "a; Type: VIEWb".t (n integer);
            --
            -- Name: v; Type: TABLE; Type: VIEW; Schema: public; Owner: postgres
            --
            CREATE VIEW public."v; Type: TABLE" AS SELECT 1 AS n;

            """
        let scanner = PostgreSQLScanner(marker: "-- PostgreSQL database dump complete")
        let summary = Samples.summary(Array(dump.utf8), by: scanner, block: 4096)
        #expect(summary.objects == ["table": 1, "view": 1])
    }

    @Test("rows, objects and end marker are what the server had", arguments: ScannerSample.all)
    func whole(_ sample: ScannerSample) throws {
        let bytes = try Samples.bytes(sample.file)
        let summary = Samples.summary(bytes, by: sample.make(), block: bytes.count)
        #expect(summary.marker == sample.marker)
        #expect(summary.tables == sample.tables)
        #expect(summary.objects == sample.objects)
    }

    @Test("the testimony is the same for every split", arguments: ScannerSample.all)
    func splits(_ sample: ScannerSample) throws {
        let bytes = try Samples.bytes(sample.file)
        let whole = Samples.summary(bytes, by: sample.make(), block: bytes.count)
        for block in [1, 2, 3, 7, 31, 32, 33, 64, 1000, 4096] {
            #expect(Samples.summary(bytes, by: sample.make(), block: block) == whole, "blocks of \(block)")
        }
    }

    @Test("tables begin at the same places for every split", arguments: ScannerSample.all)
    func tableStarts(_ sample: ScannerSample) throws {
        let bytes = try Samples.bytes(sample.file)
        func starts(block: Int) -> [Int] {
            var (scanner, result) = (sample.make(), [Int]())
            for start in stride(from: 0, to: bytes.count, by: block) {
                let end = min(start + block, bytes.count)
                bytes[start..<end].withUnsafeBytes { scanner.observe($0) }
                let places = scanner.takeTableStarts()
                #expect(places.allSatisfy { start <= $0 && $0 <= end })
                result += places
            }
            return result
        }
        let whole = starts(block: bytes.count)
        #expect(whole == whole.sorted())
        for block in [1, 7, 64, 1000] { #expect(starts(block: block) == whole) }
        if sample.file == "postgresql.sql" {
            // Where the rows of COPY begin, at the line end behind the semicolon.
            #expect(whole.count >= 4 && whole.allSatisfy { bytes[$0 - 1] == UInt8(ascii: ";") })
        }
        if sample.file == "mariadb.sql" { #expect(whole.count >= 3) }
    }

    @Test(
        "A2 a dump cut off at any byte before its last line is not taken for whole",
        arguments: ScannerSample.all)
    func truncations(_ sample: ScannerSample) throws {
        var bytes = try Samples.bytes(sample.file)
        // Blank lines at the end may be lost without loss.
        while bytes.suffix(2).elementsEqual([10, 10]) { bytes.removeLast() }
        if sample.file == "postgresql-globals.sql" { #expect(bytes.suffix(3).elementsEqual("--\n".utf8)) }
        var scanner = sample.make()
        for index in bytes.indices {
            var copy = scanner
            #expect(copy.finish().marker == nil, "cut at byte \(index)")
            bytes.withUnsafeBytes { scanner.observe(UnsafeRawBufferPointer(rebasing: $0[index...index])) }
        }
        #expect(scanner.finish().marker == sample.marker)
    }

    @Test("A3 an empty stream has no end marker", arguments: ScannerSample.all)
    func empty(_ sample: ScannerSample) {
        var scanner = sample.make()
        #expect(scanner.finish() == StreamSummary())
    }

    @Test("A5 what follows the end marker takes its meaning away", arguments: ScannerSample.all)
    func afterwards(_ sample: ScannerSample) throws {
        for more in ["DROP TABLE x;\n", "-- more\n", "x"] {
            let bytes = try Samples.bytes(sample.file) + Array(more.utf8)
            #expect(
                Samples.summary(bytes, by: sample.make(), block: 100).marker == nil, "followed by \(more)")
        }
    }

    @Test("the tail shows where a dump was cut off")
    func tail() {
        let summary = Samples.summary(
            Array("COPY public.t (id) FROM stdin;\n1\n\u{7}".utf8), by: PostgreSQLScanner(marker: "-- x"),
            block: 5)
        #expect(summary.tail == "COPY public.t (id) FROM stdin;\\n1\\n\\u{7}")
        #expect(summary.tables == [TableRows("public.t", 1)])
    }

    @Test("the table whose rows are passing is known for progress")
    func progress() {
        var scanner = PostgreSQLScanner(marker: "-- x")
        func feed(_ text: String) { Array(text.utf8).withUnsafeBytes { scanner.observe($0) } }
        #expect(scanner.currentTable == nil)
        feed("COPY public.t (id) FROM stdin;\n1\n")
        #expect(scanner.currentTable == "public.t")
        feed("\\.\n")
        #expect(scanner.currentTable == nil)
    }

    @Test("a tool that writes no end marker leaves the verdict to its exit status")
    func noMarker() {
        let summary = Samples.summary(Array("x".utf8), by: PlainScanner(marker: .none), block: 1)
        #expect(summary.markerUnknown)
        #expect(summary.marker == nil)
    }
}

@Suite("Scanners of dumps that try to fool them", .ownThread)
struct HostileDumpTests {
    private func postgresql(_ text: String) -> StreamSummary {
        Samples.summary(
            Array(text.utf8), by: PostgreSQLScanner(marker: "-- PostgreSQL database dump complete"), block: 3)
    }

    private func mysql(_ text: String) -> StreamSummary {
        Samples.summary(Array(text.utf8), by: MySQLScanner(marker: "-- Dump completed"), block: 3)
    }

    private let end = "--\n-- PostgreSQL database dump complete\n--\n\n"

    @Test("a pg_dump that writes no \\restrict is whole without it; one that does is not")
    func restrict() {
        #expect(postgresql("SELECT 1;\n" + end).marker != nil)
        #expect(postgresql("\\restrict k\nSELECT 1;\n" + end).marker == nil)
        #expect(postgresql("\\restrict k\n" + end + "\\unrestrict other\n").marker == nil)
        #expect(postgresql("\\restrict k\n" + end + "\\unrestrict k\n").marker != nil)
    }

    @Test(
        "an end marker in a string, body, comment or row is none",
        arguments: [
            "SELECT '\n%';\n", "CREATE FUNCTION f() AS $a$\n%\n$a$;\n", "SELECT E'\\'\n%';\n",
            "CREATE VIEW v AS SELECT \"\n%\";\n", "/* \n%\n*/ SELECT 1;\n",
            "COPY t (a) FROM stdin;\n%\n\\.\n", "SELECT 1\n%",
        ])
    func fakeMarker(_ frame: String) {
        for cut in [frame.replacing("%", with: end), String(frame.prefix { $0 != "%" }) + end] {
            #expect(postgresql(cut).marker == nil, "\(cut)")
        }
        #expect(
            postgresql(frame.replacing("%", with: end) + (frame.hasSuffix("%") ? ";\n" : "") + end).marker
                != nil)
    }

    @Test("with standard_conforming_strings off a backslash hides a quote")
    func nonstandardStrings() {
        let text =
            "SET standard_conforming_strings = off;\nSELECT 'a\\'\n;\nCOPY t (a) FROM stdin;\n';\n" + end
        #expect(postgresql(text).tables == [])
        #expect(postgresql(text).marker != nil)
    }

    @Test("a row that looks like the end of COPY is a row")
    func copyRows() {
        let rows = "COPY t (a) FROM stdin;\n\\.x\n\\\\.\n\\\n\\N\n\n\\.\n" + end
        #expect(postgresql(rows).tables == [TableRows("t", 5)])
    }

    @Test("rows of MySQL are counted whatever is in them")
    func mysqlRows() {
        let text = """
            INSERT INTO `a` (`x`,`VALUES (`) VALUES (1,'),('),(2,'\\'),(3'),(3,'it''s'),(-4,_binary '\\\\'),((5),0x2829);
            INSERT  IGNORE INTO `a` VALUES (6,NULL);
            REPLACE INTO plain VALUES(1),(2);
            -- Dump completed

            """
        #expect(mysql(text).tables == [TableRows("`a`", 6), TableRows("plain", 2)])
        #expect(mysql(text).marker == "-- Dump completed")
    }

    @Test(
        "an end marker in a MySQL string, body or comment is none",
        arguments: [
            "SELECT '\n%", "SELECT `\n%", "/* \n%", "DELIMITER ;;\nCREATE PROCEDURE p()\n%",
            "DELIMITER ;;\n%", "SELECT 1\n%",
        ])
    func fakeMySQLMarker(_ frame: String) {
        #expect(mysql(frame.replacing("%", with: "-- Dump completed\n")).marker == nil)
    }

    @Test("a row of many megabytes is not kept")
    func longRow() {
        var scanner = MySQLScanner(marker: "-- Dump completed")
        let block = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
        func feed(_ bytes: [UInt8]) { bytes.withUnsafeBytes { scanner.observe($0) } }
        feed(Array("INSERT INTO `t` VALUES (1,'".utf8))
        for _ in 0..<8 { feed(block) }
        feed(Array("'),(2,'x');\n-- Dump completed\n".utf8))
        #expect(scanner.finish().tables == [TableRows("`t`", 2)])
        #expect(scanner.finish().tail.utf8.count < 200)
    }
}
