import VyaCore

/// Composes the SQL that brings users, roles and grants back.
///
/// `mariadb-dump --system=users` writes `CREATE USER` that fails for every user that is there already, so
/// that a restore stops at `root`; what is composed here can be run on a new server and on an old one.
struct MySQLAccounts {
    struct Account: Equatable {
        let user: String
        let host: String
        let isRole: Bool

        /// The account as SQL names it.
        var quoted: MySQLText {
            if isRole { return user == "PUBLIC" ? "PUBLIC" : "\(name: user)" }
            return "\(name: user)@\(name: host)"
        }

        /// The statement that makes a user whom nobody can log in as, for an operator to run.
        var lockedCreation: String { "CREATE USER \(quoted.text.printable) ACCOUNT LOCK" }
    }

    /// Accounts that the server makes for itself.
    private static let own: Set<String> = ["mariadb.sys", "mysql.sys", "mysql.session", "mysql.infoschema"]

    let accounts: [Account]

    /// Asks for the names of all accounts.
    static func listing(for server: MySQLServer) -> MySQLText {
        let isRole: MySQLText = server.isMariaDB ? "is_role" : "'N'"
        return "SELECT 'account', User, Host, \(isRole) FROM mysql.user ORDER BY User, Host"
    }

    /// Reads the answer to `listing`.
    static func read(_ answer: ToolAnswer) -> MySQLAccounts {
        MySQLAccounts(
            accounts: MySQLRows.read(answer.output).compactMap { row in
                guard row.count == 4, row[0] == "account", !own.contains(row[1]) else { return nil }
                return Account(user: row[1], host: row[2], isRole: row[3] == "Y")
            })
    }

    /// Warns of definers that are no accounts, whose code nobody can run, with the statements that make them.
    func remarks(on definers: Set<ExactName>) -> [Message] {
        // Names of hosts know no case.
        func key(_ user: String, _ host: String) -> ExactName { ExactName(user + "@" + host.lowercased()) }
        let known = Set(accounts.map { key($0.user, $0.host) })
        let gone = definers.sorted().compactMap { definer -> Account? in
            let account = Account(named: definer)
            let isThere = Self.own.contains(account.user) || known.contains(key(account.user, account.host))
            return account.isRole || isThere ? nil : account
        }
        guard !gone.isEmpty else { return [] }
        return [
            """
            views, triggers, routines or events run in the name of users that the server does not have, so \
            that they fail; run: \(gone.prefix(10).map(\.lockedCreation).joined(separator: "; ")), and \
            grant what they need
            """
        ]
    }

    /// The accounts in groups whose questions fit into one argument of a command.
    var batches: [ArraySlice<Account>] {
        stride(from: 0, to: accounts.count, by: 100).map { accounts[$0..<min($0 + 100, accounts.count)] }
    }

    /// Asks for everything about some accounts.
    static func question(about batch: ArraySlice<Account>, on server: MySQLServer) -> MySQLText {
        // Password hashes of MySQL 8 are not text.
        let hex = !server.isMariaDB && server.isAtLeast(8, 0, 17)
        var statements: [MySQLText] = hex ? ["SET SESSION print_identified_with_as_hex = ON"] : []
        for account in batch {
            // MariaDB keeps roles apart: they have no CREATE USER.
            if !account.isRole {
                statements.append("SHOW CREATE USER \(account.quoted)")
            } else if account.user != "PUBLIC" {
                statements.append("SELECT 'CREATE ROLE', \(value: account.quoted)")
            }
            statements.append("SHOW GRANTS FOR \(account.quoted)")
        }
        return statements.joined(separator: "; ")
    }

    /// The code of the error of `check`.
    static let unreadable: ErrorCode = "source.unreadable-account"

    /// Sees whether what the server shows of some accounts is SQL about them, and nothing else: not every server doubles the quotes
    /// in what it shows, such as in the issuer of a certificate. Throws `SourceError`.
    static func check(_ answer: ToolAnswer, about batch: ArraySlice<Account>, on server: MySQLServer) throws {
        var script = Script(server: server, marker: "")
        script.add(answer)
        var inspector = MySQLInspector(marker: "", isGlobals: true, listsItems: false)
        let text = Array(script.text.utf8)
        text.withUnsafeBytes { inspector.observe($0) }
        _ = inspector.finish()
        let names = Set(batch.map(\.name))
        let statements = MySQLGlobals(text).statements.filter { $0.account != nil }
        guard inspector.traits.commands.isEmpty, statements.count == script.count,
            statements.allSatisfy({ $0.account.map(names.contains) ?? false })
        else {
            throw SourceError(
                unreadable,
                "what the server shows of the account is no SQL that brings it back",
                details: [
                    "the server shows SQL that cannot be read, as for a quote in the issuer of a certificate"
                ])
        }
    }

    /// The statements, in the order in which they can be run.
    struct Script {
        private let heading: [String]
        private let marker: String
        private var creations: [String] = []
        /// Creations of accounts that begin with roles, which have to be there.
        private var withRoles: [String] = []
        private var grants: [String] = []
        /// Grants on tables and routines, last, because they fail as long as these are not restored.
        private var objectGrants: [String] = []

        init(server: MySQLServer, marker: String) {
            heading = [
                "-- vya-backup globals: users, roles and grants of "
                    + (server.isMariaDB ? "MariaDB " : "MySQL ") + server.version.printable, "",
                "/*!40101 SET NAMES utf8mb4 */;",
            ]
            self.marker = marker
        }

        /// Adds the answer to a question.
        mutating func add(_ answer: ToolAnswer) {
            for row in MySQLRows.read(answer.output) {
                switch row.first {
                case "CREATE ROLE" where row.count == 2:
                    creations.append("CREATE ROLE IF NOT EXISTS \(row[1]);")
                case .some(let statement) where statement.begins(with: "CREATE USER "):
                    let text = "CREATE USER IF NOT EXISTS " + statement.dropFirst("CREATE USER ".count) + ";"
                    if statement.holds(" DEFAULT ROLE ") {
                        withRoles.append(text)
                    } else {
                        creations.append(text)
                    }
                case .some(let statement) where MySQLPrivileges.needsObject(statement):
                    objectGrants.append(statement + ";")
                case .some(let statement): grants.append(statement + ";")
                case nil: break
                }
            }
        }

        /// How many statements there are about accounts.
        var count: Int { creations.count + withRoles.count + grants.count + objectGrants.count }

        /// The whole script, ending in the marker.
        var text: String {
            (heading + creations + withRoles + grants + objectGrants + ["FLUSH PRIVILEGES;", "", marker, ""])
                .joined(separator: "\n")
        }
    }
}

extension MySQLAccounts.Account {
    /// The account as `name@host`, a role without a host.
    var name: ExactName { ExactName(isRole ? user : user + "@" + host) }

    /// The account of a name such as `name@host`; one without a host is a role.
    init(named name: ExactName) {
        let text = name.text
        let at = text.lastPlace(of: "@")
        self.init(
            user: at.map { String(text[..<$0]) } ?? text,
            host: at.map { String(text[text.index(after: $0)...]) } ?? "", isRole: at == nil)
    }
}
