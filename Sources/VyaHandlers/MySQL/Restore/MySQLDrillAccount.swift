import VyaCore
import VyaPlugins

/// The account that loads a drill: it has rights on the scratch database alone, and goes with it.
///
/// What a load evaluates may be anybody's code (a view's deterministic functions, for one), and so may be what a dump says
/// besides what it should; whatever it is, it runs with rights that are worth nothing.
struct MySQLDrillAccount {
    /// The session of the account, which loads and counts.
    let session: MySQLSession
    private let quoted: MySQLText
    private let password: Secret

    /// Makes an account of the scratch database's name for the host from which `session` reaches the server.
    init(named scratch: ExactName, by session: MySQLSession, on target: MySQLTarget) {
        var generator = SystemRandomNumberGenerator()
        // Capital, digit and sign are there for servers that ask for them.
        let random = (0..<4).map { _ in String(generator.next() as UInt64, radix: 36) }.joined()
        password = Secret("Vya-1." + random)
        quoted = "\(account: scratch.text + "@" + target.clientHost)"
        var entry = session.context.entry
        entry.username = scratch.text
        self.session = MySQLSession(
            context: DumpContext(
                request: PlanRequest(entry: entry, password: password), plugin: session.context.plugin,
                probe: session.context.probe, home: nil),
            client: session.client)
    }

    /// What says in a statement that creates something that it runs in the name of the account.
    var definer: MySQLText { "DEFINER=\(quoted)" }

    /// What the account gets, as far as the program's account may give it.
    private static let privileges = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "REFERENCES", "INDEX", "ALTER",
        "CREATE TEMPORARY TABLES", "LOCK TABLES", "EXECUTE", "CREATE VIEW", "SHOW VIEW", "CREATE ROUTINE",
        "ALTER ROUTINE", "EVENT", "TRIGGER",
    ]

    /// What the program's account lacks to make one that can do `wanted`; empty when it lacks nothing.
    static func missing(_ wanted: [String], on scratch: ExactName, _ server: MySQLServer) -> [String] {
        let isUserMissing = !server.privileges.has("CREATE USER")
        let isGrantMissing = wanted.contains { !server.privileges.mayGrant($0, on: scratch) }
        return (isUserMissing ? ["CREATE USER"] : []) + (isGrantMissing ? ["GRANT OPTION"] : [])
    }

    /// Makes the account; tables of the dump may refer to those of `referred` databases by foreign keys.
    func creation(
        on scratch: ExactName, referred: [ExactName], of server: MySQLServer, by session: MySQLSession
    ) -> RestoreStep {
        let given = MySQLDrillAccount.privileges.filter { server.privileges.mayGrant($0, on: scratch) }
        let privileges = given.map { MySQLText("\(words: $0)") }.joined(separator: ", ")
        var statements: [MySQLText] = [
            "CREATE USER \(quoted) IDENTIFIED BY \(text: password.exposedPlainText)",
            "GRANT \(privileges) ON \(server.scope(of: scratch.text)) TO \(quoted)",
        ]
        for database in referred where server.privileges.mayGrant("REFERENCES", on: database) {
            statements.append(
                "GRANT REFERENCES ON \(server.scope(of: database.text)) TO \(quoted)")
        }
        return session.step(
            "create the account \"\(scratch.text.printable)\"", MySQLScripts.script(statements))
    }

    /// Removes the account.
    func dropStep(by session: MySQLSession) -> RestoreStep {
        MySQLDrillAccount.dropStep([quoted], by: session)
    }

    /// Removes the accounts that a drill made for a scratch database that was left behind; nil if there are none.
    static func sweepStep(
        of scratch: ExactName, on target: MySQLTarget, by session: MySQLSession
    ) -> RestoreStep? {
        let mayNotList = target.accounts == nil && target.server.privileges.has("CREATE USER")
        let accounts =
            (target.accounts ?? []).map(\.text).filter { $0.begins(with: scratch.text + "@") }
            + (mayNotList ? [scratch.text + "@" + target.clientHost] : [])
        return accounts.isEmpty ? nil : dropStep(accounts.sorted().map { "\(account: $0)" }, by: session)
    }

    private static func dropStep(_ accounts: [MySQLText], by session: MySQLSession) -> RestoreStep {
        session.step(
            "drop the account of the drill",
            MySQLScripts.script(accounts.map { "DROP USER IF EXISTS \($0)" }))
    }
}
