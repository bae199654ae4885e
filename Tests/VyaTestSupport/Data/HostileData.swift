/// Data that dumps trip over, from `Fixtures/sql`, for round trips on real servers.
///
///     try HostileData.load(.hostile, into: server, database: "x")      // makes the database
///     for name in HostileData.postgreSQLNames { … }                    // databases that are hard to name
///
/// `hostile` holds names, every byte value, large objects, generated columns, partitions, views on views, triggers,
/// routines, events, and texts that look like the dump's own; `shop` is ordinary; `manyTables` has 1,000 tables and
/// `wideRow` a row of 8 MiB, in the long form of the sweeps 10,000 and 50 MiB; `nontransactional` is MariaDB's alone. An
/// empty database is made by `createDatabase`.
package enum HostileData {
    /// One set of data.
    package enum Kind: String, Sendable, CaseIterable {
        case shop
        case hostile
        case manyTables = "many-tables"
        case wideRow = "wide-row"
        case nontransactional
    }

    /// Makes a database and fills it.
    package static func load(_ kind: Kind, into server: PrivatePostgreSQL, database: String) throws {
        try server.createDatabase(database)
        try server.execute(text(of: kind, for: "postgresql"), in: database)
    }

    /// Makes a database and fills it; for a MySQL there is `hostile` alone.
    package static func load(_ kind: Kind, into server: PrivateMariaDB, database: String) throws {
        try server.createDatabase(database)
        try server.execute(text(of: kind, for: server.isMySQL ? "mysql" : "mariadb"), in: database)
    }

    private static func text(of kind: Kind, for folder: String) throws -> String {
        let file = try Repository.contents(ofFixture: "sql/\(folder)/\(kind.rawValue).sql")
        let text = String(decoding: file, as: UTF8.self)
        // What the files say is the long form.
        return switch kind {
        case .manyTables: text.replacing("10000", with: "\(Adversity.count(1_000, full: 10_000))")
        case .wideRow: text.replacing("1638400", with: "\(Adversity.count(262_144, full: 1_638_400))")
        default: text
        }
    }

    /// Names of databases that PostgreSQL takes, at most 63 bytes each.
    package static let postgreSQLNames =
        commonNames + [
            "emoji 🐘", "postgresql://x", "host=evil dbname=x", "service=x", "back\\slash", "Z̷a̷l̷g̷o̷",
            "trailing space ",
            " leading space", "tab\there", String(repeating: "x", count: 63),
        ]

    /// Names of databases that MariaDB takes; the client tools cannot dump routines or events of those with a quote.
    package static let mariaDBNames =
        commonNames + [
            "snow ☃", "#hash", "back\\slash", "under_score", "underXscore",
            String(repeating: "x", count: 64),
        ]

    /// The letters `é` differ in their normal form, and the first two names in case alone.
    private static let commonNames = [
        "MixedCase", "mixedcase", "with space", "single'quote", "double\"quote", "back`tick", "per%cent",
        "%2F", "equals=sign",
        "-leading", "--file=x", "--all-databases", "-rf", "dollar$(id)", "`id`", "semi;colon", "pipe|id",
        "amp&ersand", "com,ma",
        "dot.dot..", "star*", "[a]", "{a,b}", "!(x)", "sl/ash", "~", "null", "\u{e9}", "e\u{301}",
    ]
}
