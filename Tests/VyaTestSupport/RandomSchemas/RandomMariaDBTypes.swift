import VyaCore

/// A type of MariaDB with how its values are drawn, as SQL.
struct MariaDBType: Sendable {
    /// What keys, defaults and engines make of it.
    enum Kind { case number, text, moment, long, longText, shape }

    let sql: String
    let kind: Kind
    /// Draws a value as SQL, NULL never.
    let draw: @Sendable (inout Dice) -> String

    init(_ sql: String, _ kind: Kind, draw: @escaping @Sendable (inout Dice) -> String) {
        (self.sql, self.kind, self.draw) = (sql, kind, draw)
    }

    init(_ sql: String, _ kind: Kind, _ values: [String]) {
        self.init(sql, kind) { dice in dice.one(values) }
    }

    /// A value as SQL wants it.
    func literal(_ dice: inout Dice, required: Bool = false) -> String {
        !required && dice.chance(10) ? "NULL" : draw(&dice)
    }

    /// A text in quotes.
    static func quoted(_ text: String) -> String { "'" + text.escaping(["'": "''", "\\": "\\\\"]) + "'" }

    private static let words: @Sendable (inout Dice) -> String = { dice in
        dice.chance(3)
            ? "REPEAT(\(quoted(dice.text() + "x")), \(dice.number(1...2000)))" : quoted(dice.text())
    }
    private static let bytes: @Sendable (inout Dice) -> String = { dice in
        "x'"
            + (0..<dice.number(0...30)).map { _ in
                dice.one(["00", "0a", "0d", "5c", "27", "ff", "1a", "22", "60"])
            }.joined() + "'"
    }
    private static let whole = ["-1", "0", "1", "127", "255"]
    private static let days = [
        "'0000-00-00'", "'1000-01-01'", "'2024-02-29'", "'9999-12-31'", "'2000-00-00'",
    ]
    private static let moments = [
        "'0000-00-00 00:00:00'", "'1000-01-01 00:00:00.000001'", "'9999-12-31 23:59:59.999999'",
        "'2024-02-29 12:34:56.5'",
    ]
    private static let stamps = [
        "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07.999999'", "'2024-03-31 01:30:00.25'", "0",
    ]
    private static let times = [
        "'-838:59:59.999999'", "'838:59:59.999999'", "'00:00:00.000001'", "'-00:00:01'", "0",
    ]

    /// The types that the server has.
    ///
    /// Left out are values of FLOAT with more than six digits, which no dump brings back and a run warns of.
    static let all: [MariaDBType] = [
        .init("BIT(1)", .number, ["b'0'", "b'1'"]),
        .init("BIT(64)", .number, ["b'0'", "0xffffffffffffffff", "b'100000000'"]),
        .init("BIT(9)", .number, ["b'101011100'", "92"]), .init("BOOLEAN", .number, ["true", "false"]),
        .init("TINYINT", .number, whole + ["-128"]), .init("TINYINT UNSIGNED", .number, whole),
        .init("SMALLINT", .number, whole + ["-32768"]),
        .init("MEDIUMINT(3) ZEROFILL", .number, whole),
        .init("INT", .number, whole + ["-2147483648", "2147483647"]),
        .init("INT UNSIGNED", .number, ["4294967295", "0"]),
        .init("BIGINT", .number, ["-9223372036854775808", "9223372036854775807"]),
        .init("BIGINT UNSIGNED ZEROFILL", .number, ["18446744073709551615", "1"]),
        .init(
            "DECIMAL(65,30)", .number,
            ["99999999999999999999999999999999999.999999999999999999999999999999", "-1e-30", "0"]),
        .init("DECIMAL(65)", .number, ["-1e64", "7"]),
        .init("DECIMAL(3,3) UNSIGNED", .number, ["0.999", "0"]),
        .init("NUMERIC(10,2) ZEROFILL", .number, ["0.5", "99999999.99"]),
        .init(
            "DOUBLE", .number,
            [
                "1.7976931348623157e308", "2.2250738585072014e-308", "4.9e-324", "0.1", "-0e0", "-1e22",
                "123456789012345678", "0",
            ]),
        .init("DOUBLE(10,3)", .number, ["1234567.891", "-0.001"]),
        .init("DOUBLE UNSIGNED", .number, ["0.3", "1e300"]),
        .init("FLOAT", .number, ["0", "1.5", "-2.25", "1e10"]),
        .init("YEAR", .number, ["0", "1901", "2155"]), .init("DATE", .moment, days),
        .init("TIME", .moment, times), .init("TIME(6)", .moment, times),
        .init("DATETIME", .moment, moments), .init("DATETIME(6)", .moment, moments),
        .init("DATETIME(3)", .moment, moments),
        .init("TIMESTAMP NULL", .moment, stamps), .init("TIMESTAMP(6) NULL", .moment, stamps),
        .init("CHAR(10)", .text, draw: words), .init("CHAR(0)", .text, ["''"]),
        .init("VARCHAR(200)", .text, draw: words),
        .init("VARCHAR(60) CHARACTER SET latin1 COLLATE latin1_german2_ci", .text, draw: words),
        .init("VARCHAR(60) CHARACTER SET utf16", .text, draw: words),
        .init("VARCHAR(60) CHARACTER SET utf32 COLLATE utf32_bin", .text, draw: words),
        .init("VARCHAR(60) CHARACTER SET ucs2", .text, draw: words),
        .init("VARCHAR(60) CHARACTER SET sjis", .text, draw: words),
        .init("VARCHAR(60) CHARACTER SET gbk", .text, draw: words),
        .init("CHAR(9) CHARACTER SET ascii COLLATE ascii_bin", .text, draw: words),
        .init("VARCHAR(60) CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci", .text, draw: words),
        .init("VARCHAR(60) COLLATE utf8mb4_unicode_nopad_ci", .text, draw: words),
        .init("NATIONAL CHAR(5)", .text, draw: words),
        .init("VARCHAR(60) CHARACTER SET cp1251", .text, draw: words),
        .init("VARCHAR(60) CHARACTER SET big5", .text, draw: words),
        .init("TINYTEXT", .longText, draw: words), .init("TEXT", .longText, draw: words),
        .init("MEDIUMTEXT CHARACTER SET latin2", .longText, draw: words),
        .init("LONGTEXT COLLATE utf8mb4_bin", .longText, draw: words),
        .init("TEXT COMPRESSED", .longText, draw: words),
        .init("BINARY(5)", .text, draw: bytes), .init("VARBINARY(90)", .text, draw: bytes),
        .init("BLOB", .long, draw: bytes),
        .init("TINYBLOB", .long, draw: bytes), .init("MEDIUMBLOB COMPRESSED", .long, draw: bytes),
        .init("LONGBLOB", .long) { dice in "REPEAT(\(bytes(&dice)), \(dice.number(0...1500)))" },
        .init(
            "ENUM('','it''s',';','a\\\\b','\n','é','`')", .text,
            ["''", "'it''s'", "';'", "'a\\\\b'", "'\n'", "'é'", "'`'"]),
        .init("ENUM('x','--') CHARACTER SET latin1", .text, ["'x'", "'--'", "'none of them'"]),
        .init("SET('a','it''s','/*',';','\\\\')", .text, ["''", "'a,/*'", "'it''s,;'", "31", "'\\\\'"]),
        .init(
            "JSON", .longText,
            ["'null'", "'{\"a\": \"it''s\\\\n\"}'", "' [1,  2.50] '", "'{\"a\":1,\"a\":2}'"]),
        .init(
            "UUID", .number,
            [
                "'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
                "'123e4567-e89b-12d3-a456-426614174000'",
            ]),
        .init("INET6", .number, ["'::'", "'::ffff:1.2.3.4'", "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'"]),
        .init("INET4", .number, ["'0.0.0.0'", "'255.1.2.3'"]),
        .init("POINT", .shape, ["POINT(1, -2.5)", "POINT(1e300, 1e-300)"]),
        .init("GEOMETRY", .shape, ["ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))')"]),
        .init("LINESTRING", .shape, ["ST_GeomFromText('LINESTRING(0 0, 1 1.1)', 4326)"]),
        .init(
            "GEOMETRYCOLLECTION", .shape,
            ["ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1))')"]),
        .init("MULTIPOINT", .shape, ["ST_GeomFromText('MULTIPOINT(0 0,5 5)')"]),
    ]
}
