import VyaCore

/// Decides which users, roles and grants of a backup are run: those of accounts that the server does not have.
///
/// An account that exists is left alone. Grants on tables and routines need these to exist, so that they can be run only
/// behind the dump; then the accounts exist, too, and get them when they are otherwise what the backup says.
struct MySQLGlobalsPlan {
    private(set) var statements: [String] = []
    private(set) var created: [ExactName] = []
    private(set) var kept: [ExactName] = []
    /// Grants whose table or routine is not there.
    private(set) var waiting: [String] = []
    /// How many grants go to accounts that exist.
    private(set) var completed = 0

    /// Decides, asking the server for the objects that are granted and for what its accounts are.
    init(_ globals: MySQLGlobals, target: MySQLTarget, asking session: MySQLSession) throws {
        let existing = target.accounts ?? []
        let objects = try MySQLGlobalsPlan.objects(of: globals, target, session)
        let same = try MySQLGlobalsPlan.unchanged(globals, existing, target.server, session)
        for statement in globals.statements {
            guard let account = statement.account else {
                statements.append(statement.text)
                continue
            }
            let exists = existing.contains(account)
            if statement.creates { if exists { kept.append(account) } else { created.append(account) } }
            guard let object = statement.object else {
                if !exists { statements.append(statement.text) }
                continue
            }
            if exists, same[account]?.contains(ExactName(statement.text)) ?? true { continue }
            if objects.contains(MySQLGlobalsPlan.key(object, target)) {
                statements.append(statement.text)
                if exists { completed += 1 }
            } else {
                waiting.append(statement.text)
            }
        }
    }

    /// What the client is given.
    var script: [UInt8] { Array(statements.map { $0 + ";\n" }.joined().utf8) }

    private static func key(
        _ object: (isRoutine: Bool, database: String, name: String), _ target: MySQLTarget
    ) -> ExactName {
        let key = object.database + "\u{0}" + object.name
        // Routines' names know no case.
        return ExactName(
            object.isRoutine ? "r" + key.lowercased() : "t" + (target.foldsCase ? key.lowercased() : key))
    }

    private static func objects(
        of globals: MySQLGlobals, _ target: MySQLTarget, _ session: MySQLSession
    ) throws -> Set<ExactName> {
        let databases = Set(globals.statements.compactMap { $0.object.map { ExactName($0.database) } })
            .sorted()
        guard !databases.isEmpty else { return [] }
        let names = databases.map { MySQLQuoting.literal($0.text) }.joined(separator: ", ")
        let answer = try session.ask(
            "SELECT 'table', TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES"
                + " WHERE TABLE_SCHEMA IN (\(names)); SELECT 'routine', ROUTINE_SCHEMA, ROUTINE_NAME"
                + " FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA IN (\(names))",
            about: "asking for what is granted")
        return Set(
            MySQLRows.read(answer.output).filter { $0.count == 3 }.map {
                key(($0[0] == "routine", $0[1], $0[2]), target)
            })
    }

    /// The accounts that are what the backup says but for grants on objects, with the statements that they have.
    private static func unchanged(
        _ globals: MySQLGlobals, _ existing: Set<ExactName>, _ server: MySQLServer, _ session: MySQLSession
    ) throws -> [ExactName: Set<ExactName>] {
        let granted = Set(globals.statements.filter { $0.object != nil }.compactMap(\.account))
            .intersection(existing)
        var result: [ExactName: Set<ExactName>] = [:]
        for name in granted.sorted() {
            let wanted = globals.statements.filter { $0.account == name }
            let text = name.text
            let at = text.lastPlace(of: "@")
            let account = MySQLAccounts.Account(
                user: at.map { String(text[..<$0]) } ?? text,
                host: at.map { String(text[text.index(after: $0)...]) } ?? "", isRole: at == nil)
            var script = MySQLAccounts.Script(server: server, marker: "")
            script.add(try session.ask(about: [account][...], on: server))
            let current = MySQLGlobals(Array(script.text.utf8)).statements.filter { $0.account == name }
            func texts(_ statements: [Statement]) -> Set<ExactName> {
                Set(statements.map { ExactName($0.text) })
            }
            func plain(_ statements: [Statement]) -> Set<ExactName> {
                texts(statements.filter { $0.object == nil })
            }
            if plain(wanted) == plain(current) { result[name] = texts(current) }
        }
        return result
    }

    private typealias Statement = MySQLGlobals.Statement
}
