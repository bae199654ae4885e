import VyaCore
import VyaPlugins

/// Plans for MySQL and MariaDB: which databases, which flags, what the account may not see, and the users.
struct MySQLPlanner {
    let context: DumpContext

    private var plugin: Plugin { context.plugin }

    func plan() throws -> EntryPlan {
        guard let databases = plugin.databases, let dump = plugin.dump,
            case .line(let marker) = dump.endMarker
        else {
            throw ConfigurationError(
                "plugin.incomplete", "the plugin \(plugin.name) declares no dump with an end marker")
        }
        let session = MySQLSession(
            context: context,
            client: MySQLClient(tool: try context.locateFirst(plugin.queryTool, role: "query")))
        let server = try session.survey()
        let selection = try DatabaseSelection(
            of: context.request, from: server.databases.map(\.name), system: databases.system)
        var plan = EntryPlan(
            failures: selection.failures, server: facts(of: server, session, system: databases.system))
        plan.warnings += selection.warnings
        let chosen = server.databases.filter { selection.databases.contains($0.name) }
        let wanted = chosen.filter { !$0.isMereFolder }
        let folders = chosen.filter(\.isMereFolder).map(\.name.text.printable)
        if !folders.isEmpty {
            plan.warnings.append(
                """
                left out, because the server takes a folder among its data for a database, and it holds no \
                table: \(DatabaseSelection.enumerated(folders)); move it away, name it in the server's \
                ignore_db_dirs, or add it to \"db_ignore\"
                """)
        }
        guard !wanted.isEmpty else { return plan }
        let client = try dumpClient(for: server)
        if let limit = server.selectLimit, !client.knows("--init-command") {
            throw SourceError(
                "source.select-limit",
                "the server returns \(limit) rows of a table at most (sql_select_limit), and \(client.tool.name) cannot be told otherwise",
                hints: [
                    "run: SET GLOBAL sql_select_limit = 18446744073709551615, and take it out of the server's option files"
                ])
        }
        for database in wanted {
            if let failure = refusal(of: database) {
                plan.failures.append(failure)
                continue
            }
            let choice = MySQLDumpChoice(
                database: database, server: server, client: client, hasOptions: !context.entry.options.isEmpty
            )
            if let failure = choice.failure {
                plan.failures.append(failure)
                continue
            }
            var job = job(database, choice, client, server, dump, marker, session)
            job.review = { MySQLPlanner.remarksOnRows($0) + MySQLPacket.remarks(on: $0, of: server) }
            plan.jobs.append(job)
        }
        if let globals = plugin.globals, context.request.only.isEmpty, !plan.jobs.isEmpty {
            do {
                let accounts = MySQLAccounts.read(
                    try session.ask(MySQLAccounts.listing(for: server), about: "listing the accounts"))
                plan.jobs.insert(try globalsJob(globals, accounts, session, server), at: 0)
                for index in plan.jobs.indices.dropFirst() {
                    plan.jobs[index].needsGlobals = true
                    plan.jobs[index].review = { [review = plan.jobs[index].review] in
                        accounts.remarks(on: $0.definers) + review($0)
                    }
                }
            } catch let error as SourceError {
                let grant = MySQLText("GRANT SELECT ON `mysql`.* TO \(account: server.account)").text
                plan.warnings.append(globalsWarning(error, grant))
                plan.grants.append(grant)
            }
        }
        return plan
    }

    /// Why a folder whose name the server cannot read as a database's is not dumped, although it holds tables.
    private func refusal(of database: MySQLServer.Database) -> PlanFailure? {
        guard database.isFolder else { return nil }
        let statement: MySQLText = "ALTER DATABASE \(name: database.name.text) UPGRADE DATA DIRECTORY NAME"
        return PlanFailure(
            database: database.name,
            explanation: Explanation(
                "source.old-folder",
                "\"\(database.name.text.printable)\" is a folder of a server before MySQL 5.1, which the dump tools cannot name",
                hints: ["run: \(statement.text)", "or add it to \"db_ignore\""]))
    }

    /// Names the tables of which the dump holds no row in spite of a statement with rows: mysqldump writes `() VALUES ),)),)))` of
    /// a table whose columns are all computed (traps.md T80).
    private static func remarksOnRows(_ summary: StreamSummary) -> [Message] {
        let rows = Dictionary(summary.tables.map { ($0.table, $0.rows) }, uniquingKeysWith: +)
        let tables = Set(summary.extents.map(\.table)).filter { rows[$0] ?? 0 == 0 }
        guard !tables.isEmpty else { return [] }
        return [
            """
            no row of these tables comes back, because all their columns are computed, and the dump tool \
            writes of such rows what no server takes; give each a column of its own: \
            \(DatabaseSelection.enumerated(tables.map(\.text).sorted()))
            """
        ]
    }

    // MARK: Jobs

    /// The dump tool of the server's own family, if there is one, with what it says about its flags.
    private func dumpClient(for server: MySQLServer) throws -> MySQLClient {
        let tools = try context.locate(plugin.dumpTool, role: "dump").map { MySQLClient(tool: $0) }
        guard var client = tools.first(where: { $0.isMariaDB == server.isMariaDB }) ?? tools.first else {
            throw SourceError(
                "tool.missing", "neither mariadb-dump nor mysqldump was found",
                hints: ["install the package mariadb-client or mysql-client"])
        }
        let question = ToolInvocation(executable: client.tool.path, arguments: ["--no-defaults", "--help"])
        client.help = try context.ask(question, about: "asking \(client.tool.name) for its flags").text
        return client
    }

    private func job(
        _ database: MySQLServer.Database, _ choice: MySQLDumpChoice, _ client: MySQLClient,
        _ server: MySQLServer, _ dump: Plugin.Dump, _ marker: String, _ session: MySQLSession
    ) -> Job {
        var values = MySQLSession(context: context, client: client).values(database: database.name)
        values[list: .negotiated] =
            choice.flags + (client.knows("--init-command") ? [MySQLClient.unlimited] : [])
        let create = JSONValue.object([
            .init("character_set", .string(database.characterSet)),
            .init("collation", .string(database.collation)),
            .init("comment", database.comment.isEmpty ? .null : .string(database.comment)),
            .init(
                "objects",
                .object(choice.expected.sorted { $0.key < $1.key }.map { .init($0.key, .int($0.value)) })),
        ])
        var provenance = Provenance(
            toolName: client.tool.name, toolVersion: client.tool.version, toolPath: client.tool.path,
            serverVersion: server.version, create: create, decisions: choice.decisions)
        provenance.databaseBytes = database.storedBytes
        var job = context.job(
            database: database.name,
            source: .tool(context.invocation(client.tool, dump.arguments, values)) {
                MySQLScanner(marker: marker)
            },
            provenance: provenance)
        job.estimatedBytes = database.bytes
        job.warnings = choice.warnings
        job.shortfalls = choice.shortfalls
        job.grants = choice.grants
        if let listing = choice.listing {
            job.listing = listing
            job.list = { [name = database.name] in
                try session.survey().databases.first { $0.name == name }.map(choice.listing(of:))
                    ?? CatalogListing()
            }
        }
        return job
    }

    private func globalsJob(
        _ globals: Plugin.Globals, _ accounts: MySQLAccounts, _ session: MySQLSession, _ server: MySQLServer
    ) throws -> Job {
        let client = session.client
        var marker = ""
        if case .line(let text) = globals.endMarker { marker = text }
        let (script, unread) = try session.script(of: accounts, on: server, marker: marker)
        /// Accounts with what the server says of them.
        func told(_ isWanted: (SourceError) -> Bool) -> Message? {
            let some = unread.sorted { $0.key < $1.key }.filter { isWanted($0.value) }.map { index, error in
                let cause = error.explanation.details.last ?? error.explanation.message
                return "\(accounts.accounts[index].quoted.text.printable) (\(cause))" as Message
            }
            return some.isEmpty ? nil : some.joined(separator: ", ")
        }
        var job = context.job(
            .globals, database: "globals",
            source: .composed(Array(script.text.utf8)) { [marker] in
                MySQLScanner(marker: marker, isGlobals: true)
            },
            provenance: Provenance(
                toolName: client.tool.name, toolVersion: client.tool.version, toolPath: client.tool.path,
                serverVersion: server.version,
                decisions: ["users and grants are composed of SHOW CREATE USER and SHOW GRANTS"]))
        if let hidden = told({ $0.explanation.code != MySQLAccounts.unreadable }) {
            job.warnings.append(
                "the server does not show, and the backup does not hold, the accounts \(hidden)")
        }
        if let unreadable = told({ $0.explanation.code == MySQLAccounts.unreadable }) {
            job.shortfalls.append("the backup does not hold the accounts \(unreadable)")
        }
        return job
    }

    private func globalsWarning(_ error: SourceError, _ grant: String) -> Message {
        let reason = error.explanation.details.last ?? error.explanation.message
        return "users and grants are not backed up: \(reason)\(Message.mended(by: grant))"
    }
}
