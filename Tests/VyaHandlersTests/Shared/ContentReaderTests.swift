import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

/// What two dumps of the same content have in common, and two of another content have not.
@Suite("Content of dumps", .ownThread)
struct ContentReaderTests {
    private func content(
        _ text: String, _ reader: any DumpContentReader, block: Int = 1 << 16
    ) -> DumpContent {
        var reader = reader
        Array(text.utf8).withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: block) {
                reader.observe(
                    UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + block, bytes.count)]))
            }
        }
        return reader.finish()
    }

    @Test("a text comes to the same number in whatever pieces, and to another for each other text")
    func hash() {
        let text = Array("the rows of a table, as the dump writes them".utf8)
        for size in 1...text.count {
            var hash = TextHash()
            text.withUnsafeBytes { bytes in
                for start in stride(from: 0, to: bytes.count, by: size) {
                    hash.add(
                        UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + size, bytes.count)]))
                }
            }
            #expect(hash.finish() == TextHash.of(text))
        }
        var seen: Set<UInt64> = []
        for length in 0...64 {
            seen.insert(TextHash.of([UInt8](repeating: 0, count: length)))
            for place in 0..<length {
                for bit in 0..<8 {
                    var bytes = [UInt8](repeating: 0, count: length)
                    bytes[place] = 1 << bit
                    seen.insert(TextHash.of(bytes))
                }
            }
        }
        #expect(seen.count == 65 + 64 * 65 / 2 * 8)
    }

    @Test("content is the same in blocks of any size", arguments: [1, 2, 3, 7, 61, 4096])
    func blocks(block: Int) throws {
        let readers: [(String, any DumpContentReader)] = [
            ("postgresql.sql", PostgreSQLContentReader()),
            ("postgresql-inserts.sql", PostgreSQLContentReader()),
            ("postgresql-single-inserts.sql", PostgreSQLContentReader()),
            ("mariadb.sql", MySQLContentReader()),
            ("sqlite.sql", SQLiteContentReader()),
        ]
        for (file, reader) in readers {
            let text = String(decoding: try Samples.bytes(file), as: UTF8.self)
            let whole = content(text, reader)
            #expect(!whole.rows.isEmpty, "\(file)")
            #expect(content(text, reader, block: block) == whole, "\(file)")
        }
    }

    /// Two dumps whose rows stand in another order, and one with another value in one of them.
    struct Likeness: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let make: @Sendable () -> any DumpContentReader
        let (first, second, other): (String, String, String)
    }

    static let likenesses: [Likeness] = [
        Likeness(
            testDescription: "COPY", make: { PostgreSQLContentReader() },
            first: "COPY public.t (a, b) FROM stdin;\n1\tx\n\\\\.\t\\N\n\\N\t;\n\\.\n\n",
            second: "COPY public.t (a, b) FROM stdin;\n\\N\t;\n1\tx\n\\\\.\t\\N\n\\.\n\n",
            other: "COPY public.t (a, b) FROM stdin;\n\\N\t;\n1\tx\n\\\\,\t\\N\n\\.\n\n"),
        Likeness(
            testDescription: "INSERT of PostgreSQL", make: { PostgreSQLContentReader() },
            first:
                "INSERT INTO public.t VALUES (1, 'x;''');\n\n-- a\nINSERT INTO public.t VALUES (2, NULL);\n",
            second: "INSERT INTO public.t VALUES (2, NULL);\nINSERT INTO public.t VALUES (1, 'x;''');\n",
            other: "INSERT INTO public.t VALUES (2, NULL);\nINSERT INTO public.t VALUES (1, 'y;''');\n"),
        Likeness(
            testDescription: "rows of MySQL", make: { MySQLContentReader() },
            first: "INSERT INTO `t` VALUES (1,'a),(\\'b'),(2,_binary 'x;'),\n(3,NULL);\n",
            second:
                "INSERT INTO `t` VALUES (3,NULL),(1,'a),(\\'b');\nINSERT INTO `t` VALUES (2,_binary 'x;');\n",
            other: "INSERT INTO `t` VALUES (3,NULL),(1,'a),(\\'c'),(2,_binary 'x;');\n"),
        Likeness(
            testDescription: "rows of SQLite", make: { SQLiteContentReader() },
            first:
                "INSERT INTO t VALUES(1,'a;''(');\nINSERT INTO t VALUES(2,replace('x\\n','\\n',char(10)));\n",
            second:
                "INSERT INTO t VALUES(2,replace('x\\n','\\n',char(10)));\nINSERT INTO t VALUES(1,'a;''(');\n",
            other:
                "INSERT INTO t VALUES(2,replace('x\\n','\\n',char(13)));\nINSERT INTO t VALUES(1,'a;''(');\n"),
        Likeness(
            testDescription: "sequences", make: { PostgreSQLContentReader() },
            first:
                "SELECT pg_catalog.setval('public.s', 5, true);\nSELECT pg_catalog.setval('public.\"it''s\"', 1, false);\n",
            second:
                "SELECT pg_catalog.setval('public.\"it''s\"', 1, false);\nSELECT pg_catalog.setval('public.s', 5, true);\n",
            other:
                "SELECT pg_catalog.setval('public.\"it''s\"', 1, false);\nSELECT pg_catalog.setval('public.s', 6, true);\n"
        ),
        Likeness(
            testDescription: "large objects", make: { PostgreSQLContentReader() },
            first: blob(1, "00ff") + blob(2, "aa"), second: blob(2, "aa") + blob(1, "00ff"),
            other: blob(1, "aa") + blob(2, "00ff")),
    ]

    private static func blob(_ number: Int, _ digits: String) -> String {
        "SELECT pg_catalog.lo_open('\(number)', 131072);\nSELECT pg_catalog.lowrite(0, '\\x\(digits)');\n"
            + "SELECT pg_catalog.lo_close(0);\n\n"
    }

    @Test("rows count in whatever order, and one other value is seen", arguments: likenesses)
    func rows(_ likeness: Likeness) {
        let contents = [likeness.first, likeness.second, likeness.other].map { content($0, likeness.make()) }
        #expect(!contents[0].rows.isEmpty)
        #expect(contents[0] == contents[1])
        #expect(contents[0].rows != contents[2].rows)
        #expect(contents[0].rows.mapValues(\.rows) == contents[2].rows.mapValues(\.rows))
    }

    @Test("the order of columns is told apart from the values of rows")
    func columns() {
        let (first, second) = (
            content("COPY public.t (a, b) FROM stdin;\n1\t2\n\\.\n", PostgreSQLContentReader()),
            content("COPY public.t (b, a) FROM stdin;\n2\t1\n\\.\n", PostgreSQLContentReader())
        )
        #expect(first.rows["public.t"]?.columns != second.rows["public.t"]?.columns)
    }

    @Test("objects are told by their names")
    func names() throws {
        let postgreSQL = content(
            """
            -- Name: it; Type: VIEW; Type: FUNCTION; Schema: a; Owner: x; Type: TABLE

            -- Name: v; Type: VIEW; Schema: public; Owner: postgres

            -- Name: public; Type: SCHEMA; Schema: -; Owner: postgres

            -- Name: other; Type: SCHEMA; Schema: -; Owner: postgres

            """, PostgreSQLContentReader())
        // Whether the one of every database is announced depends on its owner.
        #expect(postgreSQL.names["view"] == ["public.v"] && postgreSQL.names["schema"] == ["other"])
        let mariaDB = content(
            String(decoding: try Samples.bytes("mariadb.sql"), as: UTF8.self), MySQLContentReader())
        let scanned = Samples.summary(
            try Samples.bytes("mariadb.sql"), by: MySQLScanner(marker: ""), block: 4096)
        for kind in ["views", "triggers", "functions", "procedures", "events"] {
            #expect(mariaDB.names[kind]?.count == scanned.objects[kind], "\(kind)")
        }
        let sqlite = content(
            "CREATE TABLE [a b] (x);\nCREATE INDEX i ON t(x);\nCREATE VIEW \"v\" AS SELECT 1;\n",
            SQLiteContentReader())
        #expect(sqlite.names == ["tables": ["a b"], "indexes": ["i"], "views": ["v"]])
    }
}
