import VyaCore

/// Decides what becomes of the users, roles and grants of a backup on a server: each account is made whole or not at all.
///
/// An account that exists is compared with the backup, and left alone. Grants on tables and routines need these to exist, so
/// that they can be run only behind the dump; then the accounts exist, too, and get them when they are otherwise what the
/// backup says.
struct MySQLGlobalsPlan {
    private let session: MySQLSession
    private let target: MySQLTarget
    private let globals: MySQLGlobals
    private var objects: Set<ExactName> = []
    private var takesRevokes = false

    private(set) var parts: [RestorePart] = []
    private(set) var created: [ExactName] = []
    /// The accounts that are what the backup says.
    private(set) var same: [ExactName] = []
    /// Grants whose table or routine is not there.
    private(set) var waiting: [String] = []
    /// How many grants go to accounts that exist.
    private(set) var completed = 0
    /// What does not come back, in words.
    private(set) var missing: [Message] = []
    private(set) var notes: [Message] = []

    /// Decides, asking the server for the objects that are granted and for what its accounts are.
    init(_ globals: MySQLGlobals, target: MySQLTarget, asking session: MySQLSession) throws {
        (self.globals, self.target, self.session) = (globals, target, session)
        objects = try grantedObjects()
        takesRevokes = try asksForRevokes()
        var wanted: [ExactName: [Statement]] = [:]
        for statement in globals.statements {
            if let account = statement.account {
                wanted[account, default: []].append(statement)
            } else if !MySQLGlobalsPlan.isSetting(statement) {
                let words = statement.tokens.prefix(2).map(\.text).joined(separator: " ")
                missing.append(
                    "a statement of the backup that is about no account was left out: \(words.printable)")
            }
        }
        let existing = (target.accounts ?? []).intersection(wanted.keys)
        let current = try statements(of: existing)
        let order = DependencyOrder.groups(of: wanted.mapValues { Set($0.flatMap(\.roles)) }).joined()
        for name in order {
            let statements = wanted[name] ?? []
            if existing.contains(name) {
                compare(name, statements, with: current[name])
            } else {
                make(name, statements)
            }
        }
        created.sort()
        same.sort()
    }

    /// The script sets its own character set, and what is granted holds at once.
    private static func isSetting(_ statement: Statement) -> Bool {
        statement.tokens.first.map { $0.isWord("SET") || $0.isWord("FLUSH") } ?? true
    }

    // MARK: One account

    private mutating func make(_ name: ExactName, _ statements: [Statement]) {
        if !takesRevokes, statements.contains(where: { $0.tokens.first?.isWord("REVOKE") == true }) {
            missing.append(
                "the user \(name.text.printable) was not created, because the backup takes some privileges of it back, which a server without partial_revokes cannot do; turn partial_revokes on, if this server has it, and restore the globals again"
            )
            return
        }
        let creations = statements.filter(\.creates)
        var grants: [String] = []
        for statement in statements where !statement.creates {
            guard let object = statement.object, !objects.contains(key(object)) else {
                grants.append(statement.text)
                continue
            }
            waiting.append(statement.text)
        }
        guard !creations.isEmpty || !grants.isEmpty else { return }
        created.append(name)
        let words: Message = "create \(name.text.printable)"
        let all: [(title: Message, statements: [String])] = [
            (words, creations.map(\.strict)), ("\(words), with its grants", grants),
        ]
        let steps = all.filter { !$0.statements.isEmpty }.map { step($0.title, judged($0.statements)) }
        let account = MySQLAccounts.Account(named: name)
        let undo: MySQLText =
            account.isRole ? "DROP ROLE \(account.quoted)" : "DROP USER \(account.quoted)"
        var back = step("remove \(name.text.printable) again", [undo])
        back.remedy = "\(undo.text)"
        parts.append(
            RestorePart(
                steps, undo: creations.isEmpty ? nil : back, quoteMark: MySQLGlobalsPlan.quoteMark))
    }

    private mutating func compare(_ name: ExactName, _ wanted: [Statement], with current: [Statement]?) {
        let words: Message = "\(name.text.printable) exists"
        guard let current else {
            missing.append("\(words) and was left alone, but it could not be compared with the backup")
            return
        }
        func texts(_ statements: [Statement]) -> Set<ExactName> { Set(statements.map { ExactName($0.text) }) }
        let (have, want) = (texts(current), texts(wanted))
        let lacks = wanted.filter { $0.object == nil && !have.contains(ExactName($0.text)) }
        let exceeds = current.filter { !want.contains(ExactName($0.text)) }
        guard lacks.isEmpty, exceeds.isEmpty else {
            let difference: Message = """
                \(words), differs from the backup and was left alone: \
                \(MySQLGlobalsPlan.words(lacks: lacks, exceeds: exceeds))
                """
            if name == ExactName(target.server.account) {
                notes.append("\(difference); it is the account of this restore")
            } else {
                let account = MySQLAccounts.Account(named: name)
                let statement = (account.isRole ? "DROP ROLE " : "DROP USER ") + account.quoted.text.printable
                missing.append(
                    """
                    \(difference); to have it as in the backup, run \(statement) and restore the globals \
                    again
                    """)
            }
            return
        }
        same.append(name)
        var grants: [String] = []
        for statement in wanted {
            guard let object = statement.object, !have.contains(ExactName(statement.text)) else { continue }
            if objects.contains(key(object)) {
                grants.append(statement.text)
            } else {
                waiting.append(statement.text)
            }
        }
        guard !grants.isEmpty else { return }
        completed += grants.count
        parts.append(
            RestorePart(
                [step("give \(name.text.printable) its grants on tables and routines", judged(grants))],
                quoteMark: MySQLGlobalsPlan.quoteMark))
    }

    /// In what two accounts differ; nothing that has a password's hash is told.
    private static func words(lacks: [Statement], exceeds: [Statement]) -> Message {
        func told(_ statements: [Statement]) -> [Message] {
            var seen: Set<Message> = []
            return statements.map { statement in
                let isSecret = statement.creates || statement.tokens.contains { $0.isWord("IDENTIFIED") }
                return isSecret ? "its password or settings" : "\(statement.text.printable)"
            }.filter { seen.insert($0).inserted }
        }
        let (lacks, exceeds) = (told(lacks), told(exceeds))
        var parts: [Message] = []
        if !lacks.isEmpty {
            parts.append("in the backup it has \(DatabaseSelection.enumerated(lacks, limit: 5))")
        }
        if !exceeds.isEmpty { parts.append("here it has \(DatabaseSelection.enumerated(exceeds, limit: 5))") }
        return parts.joined(separator: ", ")
    }

    /// Servers quote the statement that they do not understand, which may have a password's hash.
    private static let quoteMark = " near '"

    private func step(_ title: Message, _ statements: [MySQLText]) -> RestoreStep {
        session.step(title, "SET NAMES utf8mb4;\n\(statements.map { "\($0);\n" }.joined())")
    }

    private func judged(_ statements: [String]) -> [MySQLText] {
        // written: the policy has passed the globals, and each statement is about the account that it is planned for
        statements.map { MySQLText(asWritten: $0.utf8) }
    }

    // MARK: Questions

    private func key(_ object: (isRoutine: Bool, database: String, name: String)) -> ExactName {
        let key = object.database + "\u{0}" + object.name
        // Routines' names know no case.
        return ExactName(
            object.isRoutine ? "r" + key.lowercased() : "t" + (target.foldsCase ? key.lowercased() : key))
    }

    private func grantedObjects() throws -> Set<ExactName> {
        let databases = Set(globals.statements.compactMap { $0.object.map { ExactName($0.database) } })
            .sorted()
        guard !databases.isEmpty else { return [] }
        let names = databases.map { MySQLText("\(value: $0.text)") }.joined(separator: ", ")
        let answer = try session.ask(
            """
            SELECT 'table', TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES \
            WHERE TABLE_SCHEMA IN (\(names)); SELECT 'routine', ROUTINE_SCHEMA, ROUTINE_NAME \
            FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA IN (\(names))
            """,
            about: "asking for what is granted")
        return Set(
            MySQLRows.read(answer.output).filter { $0.count == 3 }.map {
                key(($0[0] == "routine", $0[1], $0[2]))
            })
    }

    /// True when the server can take a part of what is granted on everything back.
    private func asksForRevokes() throws -> Bool {
        let hasRevokes = globals.statements.contains { $0.tokens.first?.isWord("REVOKE") == true }
        guard hasRevokes, !target.server.isMariaDB, target.server.isAtLeast(8, 0, 16) else { return false }
        let answer = try session.ask(
            "SELECT 'partial', @@GLOBAL.partial_revokes", about: "asking for partial_revokes")
        return MySQLRows.read(answer.output).contains { $0 == ["partial", "1"] }
    }

    /// What makes accounts what they are, as a backup has it; without those that the server does not show.
    private func statements(of names: Set<ExactName>) throws -> [ExactName: [Statement]] {
        let names = names.sorted()
        let (script, unreadable) = try session.script(
            of: MySQLAccounts(accounts: names.map(MySQLAccounts.Account.init(named:))), on: target.server,
            marker: "")
        var result: [ExactName: [Statement]] = [:]
        for (index, name) in names.enumerated() where unreadable[index] == nil { result[name] = [] }
        for statement in MySQLGlobals(Array(script.text.utf8)).statements {
            if let account = statement.account, result[account] != nil {
                result[account]?.append(statement)
            }
        }
        return result
    }

    private typealias Statement = MySQLGlobals.Statement
}
