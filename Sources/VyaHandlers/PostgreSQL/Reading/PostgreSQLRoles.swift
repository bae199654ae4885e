import VyaCore

/// Finds the roles that a statement of a dump names.
enum PostgreSQLRoles {
    /// Words in the place of a role that every server understands.
    private static let everywhere: Set = [
        "PUBLIC", "CURRENT_USER", "CURRENT_ROLE", "SESSION_USER", "DEFAULT",
    ]

    /// True for what is the number of a role rather than its name.
    static func isDropped(_ name: String) -> Bool { !name.isEmpty && name.utf8.allSatisfy(Byte.isDigit) }

    /// The names without quotes; what the server itself stands for is none.
    static func named(in tokens: PostgreSQLTokens) -> [String] {
        switch tokens[0] {
        case "ALTER" where tokens.begins("ALTER", "DEFAULT", "PRIVILEGES"):
            let owner = tokens[3] == "FOR" ? roles(tokens, from: 5) : []
            return owner + grantees(tokens)
        case "ALTER":
            let count = tokens.words.count
            guard count >= 3, tokens[count - 3] == "OWNER", tokens[count - 2] == "TO" else { return [] }
            return roles(tokens, from: count - 1)
        case "GRANT", "REVOKE": return grantees(tokens)
        case "SET" where tokens.begins("SET", "SESSION", "AUTHORIZATION"):
            guard let name = PostgreSQLName.content(ofLiteral: tokens[3]) else {
                return roles(tokens, from: 3)
            }
            return [name]
        case "CREATE" where tokens.begins("CREATE", "SCHEMA"):
            return tokens.place(of: "AUTHORIZATION").map { roles(tokens, from: $0 + 1) } ?? []
        case "CREATE" where tokens.begins("CREATE", "USER", "MAPPING"):
            return tokens[3] == "FOR" ? roles(tokens, from: 4) : []
        case "CREATE" where tokens.begins("CREATE", "POLICY"):
            let end = tokens.words.firstIndex { $0 == "USING" || $0 == "WITH" } ?? tokens.words.count
            return tokens.place(of: "TO", from: 5).map { $0 < end ? roles(tokens, from: $0 + 1) : [] } ?? []
        default: return []
        }
    }

    /// Those behind the last `TO` or `FROM` outside of parentheses, and behind `GRANTED BY`.
    private static func grantees(_ tokens: PostgreSQLTokens) -> [String] {
        let word = tokens[0] == "REVOKE" || tokens.place(of: "REVOKE") != nil ? "FROM" : "TO"
        guard let place = tokens.lastPlace(of: word) else { return [] }
        let grantor = tokens.lastPlace(of: "GRANTED").map { roles(tokens, from: $0 + 2) } ?? []
        return roles(tokens, from: place + 1) + grantor
    }

    /// A list of roles, divided by commas.
    private static func roles(_ tokens: PostgreSQLTokens, from start: Int) -> [String] {
        var (names, index) = ([String](), start)
        while index < tokens.words.count {
            if tokens[index] == "GROUP" { index += 1 }
            let word = tokens[index]
            // No role can have that name; pg_dump writes it so for the mapping of everybody.
            let isEverybody = word.utf8.elementsEqual("public".utf8)
            if !everywhere.contains(word), !isEverybody, PostgreSQLName.parts(word)?.count == 1 {
                names.append(PostgreSQLName.unquoted(word))
            }
            guard tokens[index + 1] == "," else { break }
            index += 2
        }
        return names
    }
}
