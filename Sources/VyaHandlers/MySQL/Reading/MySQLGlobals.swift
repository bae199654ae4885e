import VyaCore

/// Reads what was composed of `SHOW CREATE USER` and `SHOW GRANTS`, statement by statement.
struct MySQLGlobals {
    struct Statement: Equatable {
        let text: String
        let tokens: [MySQLToken]

        /// True when it creates an account.
        var creates: Bool { tokens.first?.isWord("CREATE") == true }

        /// The account that it is about, as `name@host`, a role without a host; nil if it is about none.
        var account: ExactName? {
            let start: Int?
            switch tokens.first?.text {
            case "CREATE": start = tokens.firstIndex { $0.isWord("EXISTS") } ?? 1
            case "ALTER": start = 1
            case "GRANT": start = tokens.lastIndex { $0.isWord("TO") }
            case "REVOKE": start = tokens.lastIndex { $0.isWord("FROM") }
            case "SET": start = tokens.lastIndex { $0.isWord("FOR") }
            default: start = nil
            }
            guard let start, tokens.count > start + 1 else { return nil }
            let name = tokens[start + 1].name
            guard tokens.count > start + 3, tokens[start + 2].isSign("@") else { return ExactName(name) }
            return ExactName(name + "@" + tokens[start + 3].name)
        }

        /// The roles that have to be there before: those that it grants, and those that an account is to begin with.
        var roles: [ExactName] {
            var place: Int? = nil
            if tokens.first?.isWord("GRANT") == true, !tokens.contains(where: { $0.isWord("ON") }) {
                place = 1
            } else if let role = tokens.indices.dropFirst().first(where: {
                tokens[$0].isWord("ROLE") && tokens[$0 - 1].isWord("DEFAULT")
            }) {
                place = role + 1
            }
            guard var place else { return [] }
            var names: [ExactName] = []
            while place < tokens.count {
                var name = tokens[place].name
                if place + 2 < tokens.count, tokens[place + 1].isSign("@") {
                    name += "@" + tokens[place + 2].name
                    place += 2
                }
                names.append(ExactName(name))
                guard place + 1 < tokens.count, tokens[place + 1].isSign(",") else { break }
                place += 2
            }
            return names
        }

        /// The statement that fails when it creates what is there.
        var strict: String {
            for verb in ["CREATE USER ", "CREATE ROLE "] {
                if let rest = text.dropping(prefix: verb + "IF NOT EXISTS ") { return verb + rest }
            }
            return text
        }

        /// The table or routine that a grant is about, and which of the two it is.
        var object: (isRoutine: Bool, database: String, name: String)? {
            guard tokens.first?.isWord("GRANT") == true, MySQLPrivileges.needsObject(text),
                let on = tokens.firstIndex(where: { $0.isWord("ON") }),
                let dot = tokens[on...].firstIndex(where: { $0.isSign(".") }), dot > on + 1,
                tokens.count > dot + 1
            else { return nil }
            let isRoutine = ["PROCEDURE", "FUNCTION", "PACKAGE"].contains { tokens[on + 1].isWord($0) }
            return (isRoutine, tokens[dot - 1].name, tokens[dot + 1].name)
        }
    }

    let statements: [Statement]

    /// Reads a script.
    init(_ bytes: [UInt8]) {
        var scanner = Scanner(bytes)
        var statements: [Statement] = []
        while let statement = scanner.next() { statements.append(statement) }
        self.statements = statements
    }

    /// The accounts that the script creates.
    var created: Set<ExactName> { Set(statements.filter(\.creates).compactMap(\.account)) }

    /// Splits a script at the semicolons outside of quotes and comments.
    private struct Scanner {
        private let all: [UInt8]
        private var tokenizer: MySQLTokenizer

        init(_ bytes: [UInt8]) {
            all = bytes
            tokenizer = MySQLTokenizer(bytes)
        }

        mutating func next() -> Statement? {
            tokenizer.skipComments(keepingVersions: true)
            let start = tokenizer.place
            var tokens: [MySQLToken] = []
            while let token = tokenizer.next() {
                if token.isSign(";") {
                    let text = String(decoding: all[start..<token.bytes.lowerBound], as: UTF8.self)
                    return Statement(text: text, tokens: tokens)
                }
                tokens.append(token)
            }
            return nil
        }
    }
}
