import VyaCore

/// Knows which statements pg_dump writes at the top level of a dump, and which of them ask for more than an account that
/// owns the database has.
///
/// The statements are those of `pg_dump.c` and `pg_backup_archiver.c` of versions 8.4 to 18. A dump that holds another was
/// not written by pg_dump, and nothing of it is sent to a server.
enum PostgreSQLDumpPolicy {
    /// What of a statement asks for more rights than the owner of a database has.
    enum Demand: Equatable {
        /// It can be left out, and nothing else of the dump needs it; with the word for it.
        case side(String)
        /// An extension, which somebody else can make before.
        case serverExtension
        /// Only a superuser can run it, and something else may need what it makes; with the word for it.
        case superuser(String)
    }

    // MARK: What is written

    /// True for a statement that pg_dump writes, and that does nothing but make what the dump is of.
    static func writes(_ tokens: PostgreSQLTokens) -> Bool {
        let second = tokens[1].uppercased()
        switch tokens[0].uppercased() {
        case "SET":
            let words = tokens.words.dropFirst().prefix(2).map { $0.lowercased() }
            return !words.contains { word in
                ["preload_libraries", "dynamic_library_path", "session_replication_role"]
                    .contains { word.holds($0) } || word == "role" || word == "local"
            }
        case "RESET": return true
        case "SELECT": return isCall(tokens)
        case "CREATE":
            if second == "USER" { return tokens[2].uppercased() == "MAPPING" }
            return !["ROLE", "GROUP", "TABLESPACE"].has(second)
                && !(second == "TABLE" && tokens[3].uppercased() == "AS")
        case "ALTER":
            if second == "USER" { return tokens[2].uppercased() == "MAPPING" }
            return !["SYSTEM", "ROLE", "GROUP", "TABLESPACE"].has(second)
        case "DROP":
            if second == "USER" { return tokens[2].uppercased() == "MAPPING" }
            return !["DATABASE", "ROLE", "GROUP", "TABLESPACE", "OWNED", "SUBSCRIPTION"].has(second)
        case "GRANT", "REVOKE": return tokens.place(of: "ON") != nil
        case "INSERT": return second == "INTO"
        case "COMMENT", "SECURITY", "REFRESH", "BEGIN", "COMMIT", "COPY": return true
        default: return false
        }
    }

    /// True for a statement that pg_dump is not known to write, but that is about tables of the database alone, and runs
    /// nobody's code with the rights of whoever restores.
    static func isMerelyUnknown(_ tokens: PostgreSQLTokens) -> Bool {
        let harmless: Set = ["ANALYZE", "CLUSTER", "REINDEX", "LOCK"]
        return harmless.contains(tokens[0].uppercased())
    }

    private static let calls: Set = [
        "set_config", "setval", "lo_create", "lo_open", "lowrite", "lo_close", "lo_unlink",
        "pg_restore_relation_stats", "pg_restore_attribute_stats",
    ]

    /// `SELECT pg_catalog.setval('s', 3, true)`: one function of PostgreSQL's own, given constants.
    private static func isCall(_ tokens: PostgreSQLTokens) -> Bool {
        var words = tokens.words.dropFirst()
        if words.prefix(2).elementsEqual(["*", "FROM"]) { words = words.dropFirst(2) }
        guard let name = words.popFirst(), words.popFirst() == "(", words.popLast() == ")" else {
            return false
        }
        let plain = name.dropping(prefix: "pg_catalog.") ?? Substring(name)
        guard calls.contains(plain.lowercased()) else { return false }
        if plain.lowercased() == "set_config", words.first != "'search_path'" { return false }
        var isType = false
        for (index, word) in zip(words.indices, words) {
            switch word {
            case ",", "-", "[", "]": isType = false
            case ":": isType = words.index(after: index) < words.endIndex
            case _ where isType, "true", "false", "NULL", "'", "ARRAY": isType = false
            case _ where word.utf8.first == Byte.quote: break
            case _ where word.utf8.allSatisfy { Byte.isDigit($0) || $0 == Byte.dot }: break
            default: return false
            }
        }
        return true
    }

    // MARK: What it asks for

    /// What a statement asks for beyond the rights of a database's owner; nil for most.
    static func demand(_ tokens: PostgreSQLTokens) -> Demand? {
        let first = tokens[0].uppercased()
        switch first {
        case "GRANT", "REVOKE": return .side("privileges")
        case "SECURITY": return .side("security labels")
        case "SET" where tokens.begins("SET", "SESSION", "AUTHORIZATION"): return .side("owners")
        case "ALTER" where tokens.begins("ALTER", "DEFAULT", "PRIVILEGES"): return .side("privileges")
        case "ALTER" where isOwner(tokens):
            return .side(tokens[1].uppercased() == "SUBSCRIPTION" ? "owners of subscriptions" : "owners")
        case "CREATE", "ALTER", "COMMENT":
            let start = first == "COMMENT" ? 2 : tokens.begins("CREATE", "OR", "REPLACE") ? 3 : 1
            return object(tokens, at: start, isNew: first == "CREATE")
        default: return nil
        }
    }

    /// True for a cast of a type that the dump may have made, by a function; the owner of the type may make it.
    private static func isOwnCast(_ tokens: PostgreSQLTokens) -> Bool {
        guard let with = tokens.place(of: "WITH") else { return false }
        // pg_dump writes the names of the server's own types without a schema.
        return tokens.words[..<with].contains { $0.holds(".") }
    }

    private static func isOwner(_ tokens: PostgreSQLTokens) -> Bool {
        let count = tokens.words.count
        return count >= 3 && tokens[count - 3] == "OWNER" && tokens[count - 2] == "TO"
    }

    private static func object(_ tokens: PostgreSQLTokens, at start: Int, isNew: Bool) -> Demand? {
        let (kind, next) = (tokens[start].uppercased(), tokens[start + 1].uppercased())
        switch (kind, next) {
        case ("EVENT", "TRIGGER"): return .side("event triggers")
        case ("SUBSCRIPTION", _): return .side("subscriptions")
        case ("PUBLICATION", _): return .side("publications")
        case ("EXTENSION", _): return isNew ? .serverExtension : .side("comments on extensions")
        case ("OPERATOR", "CLASS"), ("OPERATOR", "FAMILY"): return .superuser("operator classes")
        case ("ACCESS", "METHOD"): return .superuser("access methods")
        case ("FOREIGN", "DATA"): return .superuser("foreign data wrappers")
        case ("CAST", _): return isNew && !isOwnCast(tokens) ? .superuser("casts") : nil
        case ("TRANSFORM", _): return .superuser("transforms")
        case ("LANGUAGE", _), ("PROCEDURAL", _), ("TRUSTED", _): return .superuser("languages")
        case ("TEXT", "SEARCH"):
            let what = tokens[start + 2].uppercased()
            return what == "PARSER" || what == "TEMPLATE" ? .superuser("text search parsers") : nil
        case ("TYPE", _) where isNew && tokens.place(of: "INPUT") != nil: return .superuser("base types")
        case ("FUNCTION", _), ("PROCEDURE", _):
            guard isNew else { return nil }
            if tokens.place(of: "LEAKPROOF") != nil { return .superuser("leakproof functions") }
            guard let place = tokens.place(of: "LANGUAGE") else { return nil }
            let language = PostgreSQLName.unquoted(tokens[place + 1])
            let isTrusted = !["c", "internal"].has(language) && !language.ends(with: "u")
            return isTrusted ? nil : .superuser("functions in the language \(language.printable)")
        default: return nil
        }
    }
}
