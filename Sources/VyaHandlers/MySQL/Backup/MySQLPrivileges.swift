import VyaCore

/// What an account may do, as `SHOW GRANTS` tells it (traps.md T21).
struct MySQLPrivileges: Equatable {
    /// What a grant is about.
    enum Scope: Equatable {
        case global
        /// A database, named by a `LIKE` pattern.
        case database(pattern: [UInt8])
        case table(pattern: [UInt8], table: [UInt8])
    }

    private struct Grant: Equatable {
        let privileges: Set<String>
        let scope: Scope
        let revoked: Bool
        /// True when the account may give to others what it has by this.
        let isGrantable: Bool

        func gives(_ privilege: String) -> Bool {
            privileges.contains(privilege) || privileges.has("ALL PRIVILEGES")
                || privileges.has("ALL")
        }
    }

    private var grants: [Grant] = []
    /// True where databases are named and not meant by patterns (`partial_revokes`).
    private let areLiteral: Bool

    /// Reads the lines of `SHOW GRANTS`; lines about roles, proxies and single columns grant nothing by
    /// themselves.
    init(lines: [String], areLiteral: Bool = false) {
        grants = lines.compactMap(MySQLPrivileges.parse)
        self.areLiteral = areLiteral
    }

    /// Tells whether a privilege holds for the whole of a database, or for the whole server when it is nil.
    func has(_ privilege: String, on database: ExactName? = nil) -> Bool {
        let holds = grants.contains { !$0.revoked && covers($0, privilege, database) }
        let revoked = grants.contains { $0.revoked && $0.scope != .global && covers($0, privilege, database) }
        return holds && !revoked
    }

    /// Tells whether the account may give a privilege on the whole of a database to others.
    func mayGrant(_ privilege: String, on database: ExactName) -> Bool {
        has(privilege, on: database)
            && grants.contains { !$0.revoked && $0.isGrantable && covers($0, privilege, database) }
    }

    /// Tells whether the account sees the name of every database: by `SHOW DATABASES`, or by whatever else it may do in
    /// all of them.
    var seesEveryDatabase: Bool {
        grants.contains { grant in
            !grant.revoked && grant.scope == .global
                && !grant.privileges.isDisjoint(with: MySQLPrivileges.thoseOfAllDatabases)
        }
    }

    private static let thoseOfAllDatabases: Set<String> = [
        "ALL", "ALL PRIVILEGES", "SHOW DATABASES", "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP",
        "REFERENCES", "INDEX", "ALTER", "CREATE TEMPORARY TABLES", "LOCK TABLES", "EXECUTE", "CREATE VIEW",
        "SHOW VIEW", "CREATE ROUTINE", "ALTER ROUTINE", "EVENT", "TRIGGER",
    ]

    /// Tells whether a privilege holds for one table.
    func has(_ privilege: String, on database: ExactName, table: ExactName) -> Bool {
        has(privilege, on: database)
            || grants.contains { grant in
                guard case .table(let pattern, let name) = grant.scope else { return false }
                return !grant.revoked && grant.gives(privilege) && name == Array(table.text.utf8)
                    && isOf(database, pattern)
            }
    }

    private func isOf(_ database: ExactName, _ pattern: [UInt8]) -> Bool {
        let name = Array(database.text.utf8)
        return areLiteral ? pattern == name : MySQLPrivileges.matches(pattern[...], name[...])
    }

    /// Tells whether a grant is about a table or routine, which must exist before it can be run.
    static func needsObject(_ line: String) -> Bool {
        var scanner = GrantScanner(line)
        guard scanner.word() == "GRANT", scanner.privileges() != nil else { return false }
        guard let first = scanner.name(), scanner.skip("."), let second = scanner.name() else { return true }
        if case .text = first, case .text = second { return true }
        return false
    }

    private func covers(_ grant: Grant, _ privilege: String, _ database: ExactName?) -> Bool {
        guard grant.gives(privilege) else { return false }
        switch (grant.scope, database) {
        case (.global, _): return true
        case (.database(let pattern), .some(let name)):
            return isOf(name, pattern)
        default: return false
        }
    }

    /// Reads `GRANT a, b (c) ON x.y TO …` and MySQL 8's `REVOKE … FROM …`.
    private static func parse(_ line: String) -> Grant? {
        var scanner = GrantScanner(line)
        let verb = scanner.word()
        guard verb == "GRANT" || verb == "REVOKE", let privileges = scanner.privileges() else { return nil }
        guard let first = scanner.name() else { return nil }
        guard scanner.skip(".") else { return nil }
        guard let second = scanner.name() else { return nil }
        let scope: Scope
        switch (first, second) {
        case (.star, .star): scope = .global
        case (.text(let pattern), .star): scope = .database(pattern: pattern)
        case (.text(let pattern), .text(let table)): scope = .table(pattern: pattern, table: table)
        default: return nil
        }
        // Limits may follow; a name in quotes would end with one.
        let clause = " WITH GRANT OPTION"
        let isGrantable = line.ends(with: clause) || line.holds(clause + " MAX_")
        return Grant(
            privileges: privileges, scope: scope, revoked: verb == "REVOKE",
            isGrantable: verb == "GRANT" && isGrantable)
    }

    /// `LIKE` without regard to anything but bytes: `%` any run, `_` one character, `\` takes the next as it
    /// is.
    static func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        let rest = pattern.dropFirst()
        switch first {
        case UInt8(ascii: "%"):
            return (name.startIndex...name.endIndex).contains { matches(rest, name[$0...]) }
        case UInt8(ascii: "_"):
            guard !name.isEmpty else { return false }
            var after = name.dropFirst()
            while let byte = after.first, byte & 0xC0 == 0x80 { after = after.dropFirst() }
            return matches(rest, after)
        case Byte.backslash where !rest.isEmpty:
            return name.first == rest.first && matches(rest.dropFirst(), name.dropFirst())
        default: return name.first == first && matches(rest, name.dropFirst())
        }
    }
}

/// Reads the words and quoted names of a grant.
private struct GrantScanner {
    enum Name { case star, text([UInt8]) }

    private var rest: ArraySlice<UInt8>

    init(_ line: String) {
        rest = Array(line.utf8)[...]
    }

    private mutating func skipSpaces() { rest = rest.drop { $0 == 0x20 } }

    mutating func skip(_ text: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: text) else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func word() -> String {
        skipSpaces()
        let word = rest.prefix { Byte.isIdentifier($0) }
        rest = rest.dropFirst(word.count)
        return String(decoding: word.map(Byte.uppercased), as: UTF8.self)
    }

    /// The privileges up to `ON`; nil when there is no `ON`, as in the grant of a role.
    mutating func privileges() -> Set<String>? {
        var result: Set<String> = []
        var words: [String] = []
        while true {
            skipSpaces()
            guard let byte = rest.first else { return nil }
            if Byte.isIdentifier(byte) {
                let word = self.word()
                if word == "ON" {
                    result.insert(words.joined(separator: " "))
                    return result
                }
                words.append(word)
            } else if byte == UInt8(ascii: ",") {
                result.insert(words.joined(separator: " "))
                words = []
                rest = rest.dropFirst()
            } else if byte == Byte.open {
                // A privilege on columns does not show the whole table.
                words.append("(COLUMNS)")
                rest = rest.drop { $0 != Byte.close }.dropFirst()
            } else if name() == nil {
                return nil
            }
        }
    }

    /// A quoted name, a bare one, or `*`; nil for anything else, such as `PROCEDURE x`.
    mutating func name() -> Name? {
        skipSpaces()
        if skip("*") { return .star }
        guard let quote = rest.first else { return nil }
        if [Byte.backtick, Byte.quote, Byte.doubleQuote].contains(quote) {
            var bytes: [UInt8] = []
            rest = rest.dropFirst()
            while let byte = rest.first {
                rest = rest.dropFirst()
                if byte == quote {
                    if rest.first != quote { return .text(bytes) }
                    rest = rest.dropFirst()
                }
                bytes.append(byte)
            }
            return nil
        }
        let bare = rest.prefix { Byte.isIdentifier($0) || $0 == Byte.dollar }
        rest = rest.dropFirst(bare.count)
        return bare.isEmpty ? nil : .text(Array(bare))
    }
}
