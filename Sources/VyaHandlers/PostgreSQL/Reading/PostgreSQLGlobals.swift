import VyaCore

/// The roles and tablespaces that `pg_dumpall --globals-only` wrote, statement by statement.
struct PostgreSQLGlobals {
    private let text: [UInt8]
    private let pieces: [PostgreSQLInspection.Piece]

    /// Takes the text apart.
    init(text: [UInt8]) {
        self.text = text
        var scanner = PostgreSQLScanner(
            marker: "", inspection: PostgreSQLInspection(isOfDatabase: false, keepsPieces: true))
        text.withUnsafeBytes { scanner.observe($0) }
        _ = scanner.finish()
        pieces = scanner.inspection?.pieces ?? []
    }

    /// The roles that it makes.
    var roles: Set<ExactName> { made("ROLE") }
    /// The tablespaces that it makes.
    var tablespaces: Set<ExactName> { made("TABLESPACE") }

    private func made(_ noun: String) -> Set<ExactName> {
        Set(pieces.filter { $0.tokens.begins("CREATE", noun) }.map { PostgreSQLGlobals.name($0.tokens[2]) })
    }

    private static func name(_ word: String) -> ExactName { ExactName(PostgreSQLName.unquoted(word)) }

    /// The statements about one role or tablespace, as they are written.
    typealias Statements = [ExactName: [String]]

    /// All statements by what they are about.
    struct Selection {
        /// The statements about roles.
        var roles: Statements = [:]
        /// The roles that have to be there before each: those that it becomes a member of, and those that made it one.
        var needs: [ExactName: Set<ExactName>] = [:]
        /// The statements about tablespaces, which no transaction can hold.
        var tablespaces: Statements = [:]
        /// The place of each statement about a role in the text.
        var places: [String: Int] = [:]
        /// The roles that are made with more rights than only a superuser may give.
        var powerful: Set<ExactName> = []
        /// Statements that are none of these.
        var strangers: [String] = []
    }

    /// Sorts the statements by what they are about.
    var selection: Selection {
        var selection = Selection()
        for (place, piece) in pieces.enumerated() {
            let tokens = piece.tokens
            let statement = String(decoding: text[piece.bytes], as: UTF8.self)
            switch PostgreSQLGlobals.subject(of: tokens) {
            case .setting: continue
            case .role(let name):
                selection.roles[name, default: []].append(statement)
                selection.places[statement] = place
                selection.needs[name, default: []].formUnion(PostgreSQLGlobals.needs(tokens))
                let strong: Set = ["SUPERUSER", "REPLICATION", "BYPASSRLS"]
                if tokens.begins("ALTER", "ROLE"), tokens.words.contains(where: strong.contains) {
                    selection.powerful.insert(name)
                }
            case .tablespace(let name): selection.tablespaces[name, default: []].append(statement)
            case .database: continue
            case .stranger: selection.strangers.append(tokens.words.prefix(6).joined(separator: " "))
            }
        }
        return selection
    }

    /// The roles that the statement takes for granted.
    private static func needs(_ tokens: PostgreSQLTokens) -> Set<ExactName> {
        guard tokens[0] == "GRANT", tokens.place(of: "ON") == nil else { return [] }
        var needs: Set = [name(tokens[1])]
        if let place = tokens.lastPlace(of: "GRANTED"), tokens[place + 1] == "BY" {
            needs.insert(name(tokens[place + 2]))
        }
        return needs
    }

    /// A statement about a role without its password, which not every account may read.
    static func withoutPassword(_ statement: String) -> String {
        var words = PostgreSQLTokens(Array(statement.utf8)).words
        if let place = words.firstIndex(of: "PASSWORD"), words.first == "ALTER" {
            words.removeSubrange(place..<min(place + 2, words.count))
        }
        let end = words.last
        if end == ";" { words.removeLast() }
        return words.joined(separator: " ")
    }

    /// True when the backup has passwords.
    var hasPasswords: Bool {
        pieces.contains { $0.tokens.begins("ALTER", "ROLE") && $0.tokens.place(of: "PASSWORD") != nil }
    }

    private enum Subject { case setting, role(ExactName), tablespace(ExactName), database, stranger }

    private static func subject(of tokens: PostgreSQLTokens) -> Subject {
        if tokens.begins("ALTER", "ROLE"), tokens[3] == "IN" { return .database }
        switch tokens[0] {
        case "SET": return .setting
        case "SELECT" where tokens.place(of: "'search_path'") != nil: return .setting
        case "CREATE", "ALTER":
            if tokens[1] == "ROLE" { return .role(name(tokens[2])) }
            if tokens[1] == "TABLESPACE" { return .tablespace(name(tokens[2])) }
            return tokens[1] == "DATABASE" ? .database : .stranger
        case "COMMENT" where tokens[1] == "ON":
            if tokens[2] == "ROLE" { return .role(name(tokens[3])) }
            return tokens[2] == "TABLESPACE" ? .tablespace(name(tokens[3])) : .stranger
        case "SECURITY":
            guard let place = tokens.place(of: "ON") else { return .stranger }
            return tokens[place + 1] == "ROLE" ? .role(name(tokens[place + 2])) : .stranger
        case "GRANT", "REVOKE":
            if let place = tokens.place(of: "ON") {
                if tokens[place + 1] == "TABLESPACE" { return .tablespace(name(tokens[place + 2])) }
                if tokens[place + 1] != "PARAMETER" { return .stranger }
            }
            guard let place = tokens.lastPlace(of: tokens[0] == "GRANT" ? "TO" : "FROM") else {
                return .stranger
            }
            return .role(name(tokens[place + 1]))
        default: return .stranger
        }
    }
}
