import VyaCore

/// A type of PostgreSQL with how its values are drawn, in the words that its input function takes.
struct PostgreSQLType: Sendable {
    /// The type's name in SQL.
    let sql: String
    /// Whether a btree takes it.
    let isOrdered: Bool
    /// What separates the elements of its arrays.
    let delimiter: String
    /// Draws a value; nil is NULL.
    let draw: @Sendable (inout Dice) -> String?

    init(
        _ sql: String, isOrdered: Bool = true, delimiter: String = ",",
        draw: @escaping @Sendable (inout Dice) -> String?
    ) {
        (self.sql, self.isOrdered, self.delimiter, self.draw) = (sql, isOrdered, delimiter, draw)
    }

    init(_ sql: String, _ values: [String], isOrdered: Bool = true, delimiter: String = ",") {
        self.init(sql, isOrdered: isOrdered, delimiter: delimiter) { dice in dice.one(values) }
    }

    /// A value as SQL wants it.
    func literal(_ dice: inout Dice, isRequired: Bool = false) -> String {
        guard isRequired || !dice.chance(8), let value = draw(&dice) else { return "NULL" }
        return PostgreSQLType.quoted(value)
    }

    /// A text in quotes.
    static func quoted(_ text: String) -> String { "E'" + text.escaping(["'": "''", "\\": "\\\\"]) + "'" }

    /// The array type of this one, of one or two dimensions, some of which do not begin with 1.
    var array: PostgreSQLType {
        PostgreSQLType(sql + "[]", isOrdered: isOrdered) { dice in
            func row(_ count: Int) -> String {
                let elements = (0..<count).map { _ in
                    dice.chance(15) ? "NULL" : draw(&dice).map(PostgreSQLType.inner) ?? "NULL"
                }
                return "{" + elements.joined(separator: delimiter) + "}"
            }
            if dice.chance(15) { return "{}" }
            let count = dice.number(1...3)
            if dice.chance(20) { return "[-2:\(count - 3)]=" + row(count) }
            return dice.chance(20)
                ? "{" + [row(count), row(count)].joined(separator: delimiter) + "}" : row(count)
        }
    }

    /// A type of rows of such columns.
    static func composite(_ sql: String, of parts: [PostgreSQLType]) -> PostgreSQLType {
        PostgreSQLType(sql, isOrdered: parts.allSatisfy(\.isOrdered)) { dice in
            "(" + parts.map { dice.chance(20) ? "" : $0.draw(&dice).map(inner) ?? "" }.joined(separator: ",")
                + ")"
        }
    }

    /// A type of ranges of values that ascend as they stand.
    static func range(_ sql: String, _ ascending: [String], multirange: Bool = false) -> PostgreSQLType {
        PostgreSQLType(sql) { dice in
            func one(from first: Int, to last: Int) -> String {
                let lower = dice.chance(15) ? "" : inner(ascending[first])
                let upper = dice.chance(15) ? "" : inner(ascending[last])
                return dice.one(["[", "("]) + lower + "," + upper + dice.one(["]", ")"])
            }
            if dice.chance(10) { return multirange ? "{}" : "empty" }
            let middle = dice.number(0...ascending.count - 1)
            let first = one(from: dice.number(0...middle), to: middle)
            guard multirange else { return first }
            return "{" + first + (dice.chance(50) ? "," + one(from: middle, to: ascending.count - 1) : "")
                + "}"
        }
    }

    private static func inner(_ value: String) -> String {
        "\"" + value.escaping(["\\": "\\\\", "\"": "\\\""]) + "\""
    }

    private static let words: @Sendable (inout Dice) -> String? = { dice in
        dice.chance(3) ? String(repeating: dice.text() + "x", count: dice.number(1...3000)) : dice.text()
    }
    private static let bits: @Sendable (inout Dice) -> String? = { dice in
        String((0..<dice.number(0...70)).map { _ in dice.chance(50) ? "1" : "0" })
    }
    private static let whole = ["-32768", "-1", "0", "1", "7", "32767"]
    private static let moments = [
        "-infinity", "4714-11-24 00:00:00 BC", "0001-12-31 23:59:59.999999 BC", "1582-10-15",
        "1969-12-31 23:59:59.999999",
        "2000-02-29 12:00:00.000001", "2038-01-19 03:14:08", "9999-12-31", "294276-12-31 23:59:59",
        "infinity",
    ]
    private static let days = [
        "-infinity", "4713-01-01 BC", "0001-01-01", "1999-12-31", "2024-02-29", "5874897-12-31", "infinity",
    ]
    private static let floats = [
        "-Infinity", "-1e30", "-0", "0", "1.1754944e-38", "0.1", "1", "3.4028235e38", "Infinity", "NaN",
    ]
    private static let numerics = [
        "-Infinity", "-12345678901234567890.0123456789", "-0.00", "0", "0.1000", "1e-100", "7", "1e200",
        "Infinity", "NaN",
    ]

    /// The types that a server has by itself.
    ///
    /// Left out are values that no dump brings back: bytes above 127 of "char", which pg_dump 15 writes as they are, and names
    /// of indexes and the like in regclass, which are not there yet when rows are loaded.
    static let builtIn: [PostgreSQLType] = [
        .init("boolean", ["t", "f"]), .init("smallint", whole),
        .init("integer", whole + ["-2147483648", "2147483647"]),
        .init("bigint", whole + ["-9223372036854775808", "9223372036854775807"]),
        .init("numeric", numerics), .init("numeric(1000,500)", ["1e-500", "-1e499", "0", "NaN"]),
        .init("numeric(3,-5)", ["99900000", "-100000", "0"]), .init("numeric(2,5)", ["0.00099", "NaN"]),
        .init("numeric") { dice in
            String(repeating: dice.one(["9", "10", "123456789"]), count: dice.number(1...900)) + ".000"
        },
        .init("real", floats + ["1.4e-45"]),
        .init("double precision", floats + ["4.9e-324", "1.7976931348623157e308"]),
        .init("money", ["-92233720368547758.08", "92233720368547758.07", "0", "-0.01"]),
        .init("text", draw: words), .init("text", draw: words), .init("varchar", draw: words),
        .init("varchar(20)") { dice in String(dice.text().unicodeScalars.prefix(20).map(Character.init)) },
        .init("char(12)") { dice in String(dice.text().unicodeScalars.prefix(12).map(Character.init)) },
        .init("bpchar", draw: words), .init("\"char\"", ["", "\\", "'", "\n", "a", "\t"]),
        .init("name") { dice in dice.text(upTo: 63) },
        .init("text COLLATE \"C\"", draw: words), .init("text COLLATE \"POSIX\"", draw: words),
        .init("bytea") { dice in
            let bytes = (0..<dice.number(0...40)).map { _ in
                dice.one(["00", "0a", "0d", "5c", "27", "ff", "7f", "22"])
            }
            return "\\x" + bytes.joined()
        },
        .init("timestamp", moments), .init("timestamp(0)", moments),
        .init("timestamp with time zone", moments),
        .init("timestamptz(3)", moments), .init("date", days),
        .init("time", ["00:00", "24:00:00", "23:59:59.999999"]), .init("time(2)", ["12:34:56.78"]),
        .init("timetz", ["24:00:00-15:59:59", "00:00:00+15:59:59", "12:00:00.5+02"]),
        .init(
            "interval",
            [
                "178000000 years", "-178000000 years", "1 mon -1 day +00:00:00.000001", "-2147483648 days",
                "0",
                "-1 year 2 mons -3 days 04:05:06.789", "2562047788 hours",
            ]),
        .init("interval day to second(3)", ["3 days 04:05:06.789", "-1 day"]),
        .init("interval year to month", ["3 years 2 mons", "-1 mon"]),
        .init("uuid", ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"]),
        .init(
            "inet", ["0.0.0.0/0", "255.255.255.255", "::/0", "::ffff:1.2.3.4/96", "fe80::1/64", "10.1.2.3/8"]),
        .init("cidr", ["0.0.0.0/0", "10.0.0.0/8", "::/0", "fe80::/10"]),
        .init("macaddr", ["00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"]),
        .init("macaddr8", ["08:00:2b:01:02:03:04:05"]),
        .init("json", isOrdered: false) { dice in
            dice.one([
                "null", " { \"a\" : 1, \"a\":2 } ", "[]", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "1e400", "-0",
                "\n[\n1,\t2]\n",
                "{\"\\\\.\": \"\\n\\\\.\\n\"}",
            ])
        },
        .init(
            "jsonb",
            [
                "null", "{\"a\": 1, \"b\": [true, null, {}]}", "1e400", "\"\\\\.\"", "-0.000",
                "{\"\": \"\\t'\"}",
            ]),
        .init(
            "jsonpath",
            ["$", "$.\"a b\"[*] ? (@ > 1 && @.x like_regex \"^a\" flag \"i\")", "lax $.a.size()"],
            isOrdered: false),
        .init(
            "xml", ["", "<a b='\"'>;&amp;<![CDATA[]]]]></a>", "text <b/> text", "<?x y?>", "<!-- c -->"],
            isOrdered: false),
        .init("point", ["(NaN,-Infinity)", "(1e300,-1e-300)", "(0,0)"], isOrdered: false),
        .init("line", ["{1,-1,0}", "{0,1,2.5}"], isOrdered: false),
        .init("lseg", ["[(1,2),(3,4)]"], isOrdered: false),
        .init("box", ["(Infinity,3),(1,2)", "(1,1),(0,0)"], isOrdered: false, delimiter: ";"),
        .init("path", ["[(1,2),(3,4)]", "((1,2),(3,4),(5,6))"], isOrdered: false),
        .init("polygon", ["((0,0),(1,1),(2,0))"], isOrdered: false),
        .init("circle", ["<(1,2),0>", "<(0,0),Infinity>"], isOrdered: false),
        .init("bit(7)", ["0000000", "1010101", "1111111"]), .init("bit varying", draw: bits),
        .init("varbit(70)", draw: bits),
        .init("tsvector", ["", "'a':1A,2B 'it''s':3", "'\\\\':16383D", "'a' 'b c'"]),
        .init("tsquery", ["'a' & !'b' | 'c' <2> 'd':*AB", "'it''s'", ""]),
        .init("oid", ["0", "4294967295"]), .init("xid", ["0", "4294967295"], isOrdered: false),
        .init("xid8", ["18446744073709551615"]),
        .init("cid", ["7"], isOrdered: false), .init("tid", ["(4294967295,65535)", "(0,0)"]),
        .init("pg_lsn", ["0/0", "FFFFFFFF/FFFFFFFF"]),
        .init("pg_snapshot", ["10:20:10,14,15"], isOrdered: false),
        .init("txid_snapshot", ["10:20:10,14,15"], isOrdered: false),
        .init("oidvector", ["1 2 4294967295", ""]),
        .init("int2vector", ["-32768 0 32767"], isOrdered: false),
        .init("regtype", ["integer", "text[]", "pg_class"]),
        .init("regclass", ["pg_class", "-", "4294967295"]),
        .init("regproc", ["now", "-"]), .init("regprocedure", ["abs(integer)"]), .init("regoper", ["||/"]),
        .init("regnamespace", ["pg_catalog"]), .init("regconfig", ["simple"]),
        .init("regcollation", ["\"C\""]), .init("refcursor", ["it's"], isOrdered: false),
        .init("public.hstore", ["", "\"a\"=>\"it's\", \"b\\\\\"=>NULL", "\"\"=>\"\\n\""]),
        .init("public.citext", draw: words),
        .range("int4range", ["-2147483648", "0", "5", "2147483646"]),
        .range("int8range", ["-9223372036854775808", "0", "7"]),
        .range("numrange", ["-Infinity", "-0.10", "0", "1e50", "Infinity"]), .range("tsrange", moments),
        .range("tstzrange", moments),
        .range("daterange", ["4713-01-01 BC", "0001-01-01", "2024-02-29", "infinity"]),
        .range("int4multirange", ["-5", "0", "9", "20"], multirange: true),
        .range("datemultirange", ["1999-12-31", "2000-01-02", "2024-02-29"], multirange: true),
        .range("nummultirange", ["-1.5", "0", "1e9"], multirange: true),
        .range("tstzmultirange", moments, multirange: true),
    ]
}
