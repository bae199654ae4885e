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
            let words = tokens.words.dropFirst().prefix(2).map { PostgreSQLName.unquoted($0).lowercased() }
            return !words.contains { word in
                [
                    "preload_libraries", "dynamic_library_path", "session_replication_role",
                    "allow_system_table_mods",
                ]
                .contains { word.holds($0) } || ["role", "session_authorization", "local"].has(word)
            }
        // Whatever else is set back would be another setting than the one that was read.
        case "RESET": return tokens.begins("RESET", "SESSION", "AUTHORIZATION")
        case "SELECT": return isCall(tokens)
        case "CREATE":
            switch second {
            case "USER": return tokens[2].uppercased() == "MAPPING"
            case "SCHEMA": return isPlainSchema(tokens)
            case "EXTENSION": return isPlainExtension(tokens)
            // Without it the server connects at once.
            case "SUBSCRIPTION": return tokens.words.joined(separator: " ").holds("connect = false")
            default: return !["ROLE", "GROUP", "TABLESPACE"].has(second) && !isTableOfQuery(tokens)
            }
        case "ALTER":
            if second == "USER" { return tokens[2].uppercased() == "MAPPING" }
            if second == "SUBSCRIPTION" { return isOwner(tokens) }
            return !["SYSTEM", "ROLE", "GROUP", "TABLESPACE"].has(second)
        case "DROP":
            if second == "USER" { return tokens[2].uppercased() == "MAPPING" }
            return !["DATABASE", "ROLE", "GROUP", "TABLESPACE", "OWNED", "SUBSCRIPTION"].has(second)
        case "GRANT", "REVOKE": return tokens.place(of: "ON").map { !isShared(tokens[$0 + 1]) } ?? false
        case "INSERT":
            return second == "INTO" && isOwnTable(tokens[2])
                && (isHeadOfRows(tokens) || tokens.words.dropFirst(3).elementsEqual(["DEFAULT", "VALUES"]))
        case "COMMENT": return !isShared(tokens[2])
        case "SECURITY":
            return
                !(tokens.words.firstIndex { $0.uppercased() == "ON" }.map { isShared(tokens[$0 + 1]) } ?? true)
        case "REFRESH", "BEGIN", "COMMIT", "COPY": return true
        default: return false
        }
    }

    /// True for the word for something that all databases of a server share, and that is no part of a dump of one.
    private static func isShared(_ word: String) -> Bool {
        ["DATABASE", "ROLE", "TABLESPACE", "PARAMETER"].has(word.uppercased())
    }

    /// True for the name of a table that a dump may hold rows of: none of the server's catalogs, which a name without a schema
    /// could mean as well.
    static func isOwnTable(_ name: String) -> Bool {
        guard let parts = PostgreSQLName.parts(name) else { return false }
        let isCatalog = { (text: String) in
            text.lowercased().begins(with: "pg_") || text.lowercased() == "information_schema"
        }
        return parts.count == 1 ? !isCatalog(parts[0]) : parts.count == 2 && !isCatalog(parts[0])
    }

    /// True for `INSERT INTO t (a, b) OVERRIDING SYSTEM VALUE VALUES`, up to which it is read, or as far as that reaches.
    static func isHeadOfRows(_ tokens: PostgreSQLTokens) -> Bool {
        var rest = tokens.words.dropFirst(3)
        if tokens[3] == "(" {
            rest = rest.drop { ["(", ","].has($0) || PostgreSQLName.parts($0)?.count == 1 }
            guard rest.popFirst() == ")" else { return false }
        }
        if rest.first == "OVERRIDING" { rest = rest.dropFirst(3) }
        return rest.first == "VALUES"
    }

    /// True for `CREATE TABLE … AS`, whose query a server runs.
    private static func isTableOfQuery(_ tokens: PostgreSQLTokens) -> Bool {
        guard tokens.words.prefix(4).contains(where: { $0.uppercased() == "TABLE" }),
            tokens[1].uppercased() != "EVENT"
        else { return false }
        var depth = 0
        return tokens.words.contains { word in
            if word == "(" { depth += 1 }
            if word == ")" { depth -= 1 }
            return depth == 0 && word.uppercased() == "AS"
        }
    }

    /// True for an extension by names alone: a drill has the statement run by the program's account, whose session may read a
    /// literal otherwise than the dump's, up to another end.
    private static func isPlainExtension(_ tokens: PostgreSQLTokens) -> Bool {
        tokens.words.allSatisfy { word in
            if PostgreSQLName.parts(word)?.count == 1 { return true }
            // A version by its digits.
            guard let text = PostgreSQLName.content(ofLiteral: word) else { return false }
            return text.utf8.allSatisfy {
                $0 < 0x80 && (Byte.isIdentifier($0) || $0 == Byte.dot || $0 == Byte.dash)
            }
        }
    }

    /// True for a schema alone, without the objects and grants that a statement may make in it.
    private static func isPlainSchema(_ tokens: PostgreSQLTokens) -> Bool {
        let words = tokens.words.dropFirst(2)
        guard words.allSatisfy({ PostgreSQLName.parts($0)?.count == 1 }) else { return false }
        if words.count == 1 { return true }
        let owner = words.firstIndex { $0.uppercased() == "AUTHORIZATION" }
        return words.count <= 3 && owner == words.endIndex - 2
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
