import VyaCore

/// What is decided about the dump of one database, each decision with its reason (architecture.md, decision 6).
struct MySQLDumpChoice {
    private(set) var flags: [String] = []
    private(set) var decisions: [String] = []
    private(set) var warnings: [Message] = []
    private(set) var shortfalls: [Message] = []
    /// The statements that give the account what it lacks for warnings and shortfalls to go.
    private(set) var grants: [String] = []
    /// The objects that the dump must hold, by kind.
    private(set) var expected: [String: Int] = [:]
    /// What the dump must hold, by the server's catalog; nil when the operator's options decide.
    private(set) var listing: CatalogListing?
    /// Why the database cannot be dumped at all.
    private(set) var failure: PlanFailure?

    private let database: MySQLServer.Database
    private let server: MySQLServer
    private let client: MySQLClient
    private var missing: [Missing] = []

    private struct Missing {
        let privilege: String
        let what: Message
        let grant: String
    }

    /// Decides; `hasOptions` says that the entry adds arguments of its own.
    init(database: MySQLServer.Database, server: MySQLServer, client: MySQLClient, hasOptions: Bool) {
        self.database = database
        self.server = server
        self.client = client
        chooseLocking()
        chooseObjects()
        chooseCompatibility()
        chooseHistory()
        nameLossyColumns()
        expect("sequences")
        // An option can leave out tables, and with them their triggers and views.
        if hasOptions { expected = [:] } else { listing = listing(of: database) }
        summarizeMissing()
    }

    /// What a dump made by this choice must hold of a database as it is now.
    func listing(of database: MySQLServer.Database) -> CatalogListing {
        CatalogListing(
            tables: Set(database.tables.map { ExactName(MySQLText("\(name: $0)").text) }),
            objects: database.objects.filter { expected[$0.key] != nil }
                .mapValues { Dictionary($0.map { ($0, $0) }) { first, _ in first } })
    }

    private func may(_ privilege: String) -> Bool { server.privileges.has(privilege, on: database.name) }

    private mutating func chooseLocking() {
        let tables = database.nonTransactional
        if tables.isEmpty {
            flags += ["--single-transaction", "--skip-lock-tables"]
            decisions.append("--single-transaction: every table is transactional")
            return
        }
        let named = DatabaseSelection.enumerated(tables)
        if may("LOCK TABLES") {
            flags += ["--lock-tables"]
            decisions.append("--lock-tables: not every table is transactional")
            warnings.append(
                "the tables are locked while they are dumped, because these know no transactions: \(named)")
        } else {
            flags += ["--single-transaction", "--skip-lock-tables"]
            decisions.append("--single-transaction: the account may not lock tables")
            warnings.append(
                """
                these tables know no transactions and may be inconsistent with the rest: \
                \(named)\(Message.mended(by: grant("LOCK TABLES")))
                """)
            grants.append(grant("LOCK TABLES"))
        }
    }

    private mutating func chooseObjects() {
        if !may("SELECT") {
            missing.append(Missing(privilege: "SELECT", what: "tables", grant: grant("SELECT")))
        }
        flags.append("--triggers")
        if may("TRIGGER") {
            expect("triggers")
        } else {
            flags[flags.count - 1] = "--skip-triggers"
            missing.append(Missing(privilege: "TRIGGER", what: "triggers", grant: grant("TRIGGER")))
        }
        if may("EVENT") {
            chooseEvents()
        } else {
            flags.append("--skip-events")
            missing.append(Missing(privilege: "EVENT", what: "events", grant: grant("EVENT")))
        }
        if maySeeRoutines {
            chooseRoutines()
        } else {
            flags.append("--skip-routines")
            missing.append(Missing(privilege: "SHOW CREATE ROUTINE", what: "routines", grant: routineGrant))
        }
        let views = database.objects["views"]?.count ?? 0
        if views > 0, !may("SHOW VIEW") {
            let name = database.name.text.printable
            failure = PlanFailure(
                database: database.name,
                explanation: Explanation(
                    "source.missing-privilege",
                    "database \"\(name)\" has views that the account may not read (\(views)): missing SHOW VIEW",
                    hints: ([grant("SHOW VIEW")] + missing.map(\.grant)).map { "run: \($0)" }))
        } else {
            expect("views")
        }
    }

    /// True when the name holds a quote, on which MariaDB's dump tool stumbles as it asks for events and, in
    /// some versions, for routines (traps.md T20); where there are none, it need not ask.
    private var isHardToAsk: Bool {
        client.isMariaDB && database.name.text.utf8.contains { $0 == Byte.quote || $0 == Byte.doubleQuote }
    }

    private mutating func chooseEvents() {
        let count = database.objects["events"]?.count ?? 0
        guard database.endlessEvents.isEmpty else {
            flags.append("--skip-events")
            decisions.append("--skip-events: \(client.tool.name) never ends at an event that holds ;;")
            shortfalls.append(
                """
                the events are missing (\(count)), because \(client.tool.name) never ends at one that holds \";;\"; write it otherwise with ALTER EVENT, such as with a \
                blank between: \(DatabaseSelection.enumerated(database.endlessEvents))
                """)
            return
        }
        guard isHardToAsk else {
            flags.append("--events")
            expect("events")
            return
        }
        flags.append("--skip-events")
        decisions.append(
            "--skip-events: \(client.tool.name) fails on events when the database's name holds a quote")
        if count > 0 {
            shortfalls.append(
                """
                the events are missing (\(count)): \(client.tool.name) cannot dump events of a database whose name holds a quote; rename the database
                """)
        }
    }

    private mutating func chooseRoutines() {
        if isHardToAsk, database.routines == 0 {
            flags.append("--skip-routines")
            decisions.append(
                "--skip-routines: there are none, and a quote in the database's name can make the tool fail")
        } else {
            flags.append("--routines")
            for kind in ["procedures", "functions", "packages"] { expect(kind) }
        }
    }

    private mutating func expect(_ kind: String) {
        if let count = database.objects[kind]?.count, count > 0 { expected[kind] = count }
    }

    /// The text of routines is shown to who may read them all, and to their definer.
    private var maySeeRoutines: Bool {
        let privileges = server.privileges
        // ALL PRIVILEGES has meant this one only since MariaDB has it.
        let all =
            server.isMariaDB
            ? server.isAtLeast(11, 3) && may("SHOW CREATE ROUTINE")
            : privileges.has("SHOW_ROUTINE") || privileges.has("SELECT")
        if all || privileges.has("SELECT", on: "mysql", table: "proc") { return true }
        let seesNames = ["EXECUTE", "ALTER ROUTINE", "CREATE ROUTINE"].contains { may($0) }
        return seesNames && database.hiddenRoutines == 0
    }

    private mutating func chooseCompatibility() {
        if client.knows("--no-tablespaces") { flags.append("--no-tablespaces") }
        if client.knows("--column-statistics") {
            flags.append("--column-statistics=0")
            decisions.append("--column-statistics=0: not every server has them")
        }
        if client.knows("--set-gtid-purged") {
            flags.append("--set-gtid-purged=OFF")
            decisions.append(
                "--set-gtid-purged=OFF: a restore must not change the server's replication state")
        }
        // As pg_dump's --lock-wait-timeout. MariaDB's tool can give its session no variables, neither by an option nor
        // by an option file: there a lock ends the dump by the idle deadline, because the tool writes nothing.
        if client.knows("--init-command") {
            flags.append("--init-command=SET SESSION lock_wait_timeout=300")
            decisions.append("--init-command: a table that is locked is waited for no longer than 300 s")
        }
        if client.isMariaDB != server.isMariaDB {
            let family = server.isMariaDB ? "MariaDB" : "MySQL"
            warnings.append(
                "the server is \(family), but only \(client.tool.version.printable) was found to dump it")
        }
        let computed = database.generatedTables
        if client.isMariaDB, !server.isMariaDB, computed > 0 {
            shortfalls.append(
                """
                the rows of tables with generated columns (\(computed)) cannot be restored as they are: \(client.tool.name) writes values for these columns, which MySQL \
                refuses; install MySQL's own client, such as the package mysql-client
                """)
        }
    }

    /// Warns of values that no dump of any client keeps.
    private mutating func nameLossyColumns() {
        for (type, columns) in database.lossyColumns.sorted(by: { $0.key < $1.key }) {
            let named = DatabaseSelection.enumerated(columns.sorted())
            warnings.append(
                type == "float"
                    ? """
                    the server shows six digits of a FLOAT, so that longer values come back rounded \
                    (DOUBLE and DECIMAL keep theirs): \(named)
                    """
                    : """
                    characters of \(type) that Unicode has no place for are lost in the dump, which is \
                    in UTF-8: \(named)
                    """)
        }
    }

    private mutating func chooseHistory() {
        guard !database.versioned.isEmpty else { return }
        let precise = database.versioned.filter(\.isPrecise).map(\.table)
        let cause: Message
        if !client.knows("--dump-history") {
            cause =
                "\(client.tool.name) \(client.tool.version.printable) cannot dump it (MariaDB's from 10.11 on can)"
        } else if !server.isAtLeast(10, 11) {
            cause = "a server before MariaDB 10.11 cannot take it back"
        } else if !precise.isEmpty {
            cause =
                """
                \(client.tool.name) dumps no history of this database, because that of \
                \(DatabaseSelection.enumerated(precise)) goes by transactions
                """
        } else {
            flags.append("--dump-history")
            decisions.append("--dump-history: some tables are system-versioned")
            return
        }
        warnings.append(
            """
            the history of these system-versioned tables is not in the dump: \
            \(DatabaseSelection.enumerated(database.versioned.map(\.table))); \(cause)
            """)
    }

    private mutating func summarizeMissing() {
        guard !missing.isEmpty else { return }
        grants += missing.map(\.grant)
        let what = missing.map(\.what)
        let things: Message =
            what.count > 1
            ? "\(what.dropLast().joined(separator: ", ")) and \(what[what.count - 1])" : what[0]
        shortfalls.append(
            """
            missing \(missing.map(\.privilege).joined(separator: ", ")): the dump lacks \(things) that the \
            account cannot see, and cannot tell how many there \
            are\(Message.mended(by: missing.map(\.grant).joined(separator: "; ")))
            """)
    }

    // MARK: Statements to run

    private func grant(_ privilege: String) -> String {
        MySQLText(
            "GRANT \(words: privilege) ON \(server.scope(of: database.name.text)) TO \(account: server.account)"
        ).text
    }

    private var routineGrant: String {
        if server.isMariaDB, server.isAtLeast(11, 3) { return grant("SHOW CREATE ROUTINE") }
        let general: MySQLText =
            !server.isMariaDB && server.isAtLeast(8, 0, 20)
            ? "GRANT SHOW_ROUTINE ON *.* TO \(account: server.account)"
            : "GRANT SELECT ON `mysql`.`proc` TO \(account: server.account)"
        return general.text
    }
}
