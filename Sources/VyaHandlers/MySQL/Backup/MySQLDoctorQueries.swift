import VyaCore

/// What a MySQL or MariaDB server tells beyond what a backup needs: its time, its folder, and tables that
/// users made in its own database.
enum MySQLDoctorQueries {
    /// Asks for the server's time and folder, and for the tables of its own database.
    static let question: MySQLText = """
        SELECT 'clock', UNIX_TIMESTAMP(); SELECT 'data', @@datadir; SELECT 'table', TABLE_NAME FROM information_schema.TABLES \
        WHERE TABLE_SCHEMA = 'mysql' AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME
        """

    /// Adds the answer to `question`.
    static func complete(_ facts: inout ServerFacts, from answer: ToolAnswer) {
        let rows = MySQLRows.read(answer.output).filter { $0.count == 2 }
        if let seconds = rows.first(where: { $0[0] == "clock" }).flatMap({ Int($0[1].head(upTo: ".")) }) {
            facts.clockOffset = seconds - Moment.now().unixSeconds
        }
        facts.dataFolder = rows.first { $0[0] == "data" }?[1]
        let strangers = rows.filter { $0[0] == "table" && !isOwn($0[1]) }.map { $0[1] }
        if !strangers.isEmpty {
            facts.strays.append(
                ServerFacts.Stray(
                    database: "mysql", tables: strangers.map { MySQLText("\(name: $0)").text },
                    canBeListed: false))
        }
    }

    /// Asks who could have a function of his run by whoever opens a view of his.
    static let takers: MySQLText = """
        SELECT DISTINCT 'taker', User, Host FROM mysql.db WHERE Create_routine_priv = 'Y' AND Create_view_priv = 'Y' \
        AND User <> '' ORDER BY 2, 3
        """

    /// What the account may do beyond reading that a view's function could do in its name (traps.md T59); nil where there
    /// is no such thing, or nobody who could. The answer is that to `takers`.
    static func loan(of server: MySQLServer, to answer: ToolAnswer) -> ServerFacts.Loan? {
        let rights = ["INSERT", "UPDATE", "DELETE", "CREATE USER", "SUPER"].filter {
            server.privileges.has($0)
        }
        let own = server.account
        let takers = MySQLRows.read(answer.output).filter { $0.count == 3 && $0[0] == "taker" }
            .map { $0[1] + "@" + $0[2] }.filter { ExactName($0) != ExactName(own) }
        if rights.isEmpty || takers.isEmpty { return nil }
        let host = own.lastPlace(of: "@").map { String(own[own.index(after: $0)...]) } ?? "localhost"
        let account = "backup@" + host
        let statements: [MySQLText] = [
            "CREATE USER \(account: account) IDENTIFIED BY 'change me';",
            "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES, EXECUTE ON *.* TO \(account: account);",
        ]
        return ServerFacts.Loan(
            rights: rights, takers: takers,
            remedies: .verbatim(statements.map(\.text)) + ["give it to the entry as \"username\""])
    }

    /// True for a table that a release of MySQL or MariaDB, or one of their plugins, makes for itself.
    private static func isOwn(_ table: String) -> Bool {
        let name = table.lowercased()
        return own.contains(name) || prefixes.contains { name.begins(with: $0) }
    }

    private static let prefixes = [
        "help_", "time_zone", "innodb_", "ndb_", "slave_", "replication_", "gtid_", "spider_", "wsrep_",
        "firewall_", "audit_log_", "rds_", "#",
    ]

    private static let own: Set<String> = [
        "column_stats", "columns_priv", "component", "db", "default_roles", "engine_cost", "event", "func",
        "general_log", "global_grants", "global_priv", "host", "index_stats", "password_history", "plugin",
        "proc", "procs_priv", "proxies_priv", "role_edges", "roles_mapping", "server_cost", "servers",
        "slow_log", "table_stats", "tables_priv", "transaction_registry", "user",
    ]
}

extension MySQLPlanner {
    /// What the server tells of itself, and more when it is examined.
    func facts(
        of server: MySQLServer, _ session: MySQLSession, system: [ExactName]
    ) -> ServerFacts {
        let isSystem = Glob.matcher(system)
        var facts = ServerFacts(
            version: server.version, account: server.account,
            databases: server.databases.map(\.name).filter { !isSystem($0) },
            grantToSeeAll: server.privileges.seesEveryDatabase
                ? nil : MySQLText("GRANT SHOW DATABASES ON *.* TO \(account: server.account)").text)
        guard context.request.examines else { return facts }
        // Who may not ask this can be backed up all the same.
        if let answer = try? session.ask(
            MySQLDoctorQueries.question, about: "asking the server for its time and its own tables")
        {
            MySQLDoctorQueries.complete(&facts, from: answer)
        }
        if server.isMariaDB,
            let answer = try? session.ask(MySQLDoctorQueries.takers, about: "asking for owners of databases")
        {
            facts.lent = MySQLDoctorQueries.loan(of: server, to: answer)
        }
        return facts
    }
}
