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

    /// What is left when everything that exists is left alone.
    struct Selection {
        /// The statements about roles, which run in one transaction.
        var roles: [String] = []
        /// The statements about tablespaces, which cannot.
        var tablespaces: [String] = []
        /// The roles that exist and are left alone.
        var existing: Set<ExactName> = []
        /// The tablespaces that are made.
        var newTablespaces: Set<ExactName> = []
        /// The roles that are made with more rights than only a superuser may give.
        var powerful: Set<ExactName> = []
        /// Statements that are none of these.
        var strangers: [String] = []
    }

    /// Leaves out what is about roles and tablespaces that exist.
    func selection(on target: PostgreSQLTarget) -> Selection {
        var selection = Selection()
        selection.existing = roles.intersection(target.roles.keys)
        selection.newTablespaces = tablespaces.subtracting(target.tablespaces)
        let new = roles.subtracting(target.roles.keys)
        for piece in pieces {
            let tokens = piece.tokens
            let statement = String(decoding: text[piece.bytes], as: UTF8.self)
            switch PostgreSQLGlobals.subject(of: tokens) {
            case .setting: continue
            case .role(let name):
                guard new.contains(name) else { continue }
                selection.roles.append(statement)
                let strong: Set = ["SUPERUSER", "REPLICATION", "BYPASSRLS"]
                if tokens.begins("ALTER", "ROLE"), tokens.words.contains(where: strong.contains) {
                    selection.powerful.insert(name)
                }
            case .tablespace(let name):
                if selection.newTablespaces.contains(name) { selection.tablespaces.append(statement) }
            case .database: continue
            case .stranger: selection.strangers.append(tokens.words.prefix(6).joined(separator: " "))
            }
        }
        return selection
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

extension PostgreSQLRestorePlanner {
    /// Roles and tablespaces: those that exist are left alone.
    mutating func planGlobals() {
        plan.destination = queries.serverText
        checkDump()
        let selection = globals.selection(on: target)
        if !target.mayCreateRoles {
            let account = target.account.printable
            plan.obstacles.append(
                Explanation(
                    "restore.not-allowed", "the account \(account) may not create roles",
                    hints: ["let it: ALTER ROLE \(account) CREATEROLE, or restore with another account"]))
        } else if !target.isSuperuser, !selection.powerful.isEmpty {
            plan.obstacles.append(
                Explanation(
                    "restore.not-allowed",
                    "only a superuser can make the role \(PostgreSQLRestorePlanner.list(selection.powerful))",
                    hints: ["restore the roles with the account of a superuser"]))
        }
        for name in selection.existing.sorted() {
            plan.notes.append("role \"\(name.text.printable)\" exists and was left alone")
        }
        for name in selection.newTablespaces.sorted() {
            plan.notes.append("tablespace \"\(name.text.printable)\" needs its folder on the server")
        }
        for words in selection.strangers.prefix(10) {
            plan.notes.append(
                "left out, because it makes neither a role nor a tablespace: \(words.printable)")
        }
        guard !selection.roles.isEmpty || !selection.tablespaces.isEmpty else {
            plan.notes.append("there is nothing to restore: all of it exists")
            return
        }
        var stage = RestoreStage()
        let new = globals.roles.subtracting(target.roles.keys)
        let title = "make the roles \(PostgreSQLRestorePlanner.list(new))"
        plan.actions.append(title)
        let body = selection.roles.map { $0 + "\n" }.joined()
        stage.prepare.append(queries.step(title, "BEGIN;\n" + body + "COMMIT;\n"))
        if !selection.tablespaces.isEmpty {
            let title = "make the tablespaces \(PostgreSQLRestorePlanner.list(selection.newTablespaces))"
            plan.actions.append(title)
            stage.prepare.append(
                queries.step(title, selection.tablespaces.map { $0 + "\n" }.joined()))
        }
        plan.stages = [stage]
    }
}
