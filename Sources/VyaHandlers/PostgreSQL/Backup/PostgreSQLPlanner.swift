import VyaCore
import VyaPlugins

/// Plans for PostgreSQL: which databases, which pg_dump, and the roles.
struct PostgreSQLPlanner {
    let context: DumpContext

    private var plugin: Plugin { context.plugin }

    func plan() throws -> EntryPlan {
        guard let databases = plugin.databases, let dump = plugin.dump,
            case .line(let marker) = dump.endMarker
        else {
            throw ConfigurationError(
                "plugin.incomplete", "the plugin \(plugin.name) declares no dump with an end marker")
        }
        let (server, connection) = try askServer(databases)
        let selection = try DatabaseSelection(
            of: context.request, from: server.databases.map(\.name), system: databases.system)
        let tool = try choose(plugin.dumpTool, role: "dump", for: server)
        let examination = PostgreSQLDoctorQueries(server: server, connection: connection)
        let isSystem = Glob.matcher(databases.system)
        var plan = EntryPlan(
            failures: selection.failures,
            server: ServerFacts(
                version: server.version, account: server.account,
                databases: server.databases.map(\.name).filter { !isSystem($0) }))
        plan.warnings += selection.warnings
        if context.request.examines { examination.complete(&plan.server) }
        let hasGlobals = plugin.globals != nil && context.request.only.isEmpty
        for database in server.databases where selection.databases.contains(database.name) {
            if let failure = refusal(of: database) {
                plan.failures.append(failure)
                continue
            }
            var job = context.job(
                database: database.name,
                source: .tool(invocation(tool, dump.arguments, of: database)) {
                    PostgreSQLScanner(marker: marker, inspection: PostgreSQLInspection())
                },
                provenance: provenance(
                    tool, server, create: create(database, server), bytes: database.bytes))
            job.estimatedBytes = database.bytes
            if !database.illegible.isEmpty {
                job.warnings.append(
                    """
                    of what belongs to the database itself, this is not in UTF-8 and is left out: \
                    \(database.illegible.joined(separator: ", ")); see: psql \\l+, and write it again while \
                    you are connected to \"postgres\"
                    """)
            }
            job.needsGlobals = hasGlobals
            // An option can leave out anything.
            if context.entry.options.isEmpty {
                let listing = PostgreSQLListing(server: server, connection: connection)
                job.list = { try listing.ask(of: database.name) }
                job.listsAhead = server.hasSessionsToSpare
                job.mayMeetChanges = true
            }
            if context.request.examines { examination.complete(&job) }
            plan.jobs.append(job)
        }
        if hasGlobals, !plan.jobs.isEmpty, let globals = plugin.globals {
            plan.jobs.insert(try globalsJob(globals, server: server, connection: connection.database), at: 0)
        }
        return plan
    }

    /// What is needed to create a database, and the settings by which its values are written.
    private func create(_ database: PostgreSQLServer.Database, _ server: PostgreSQLServer) -> JSONValue {
        guard case .object(let members) = database.create else { return database.create }
        return .object(members + [.init("session", server.session)])
    }

    /// Asks the server; answers with the way in, too.
    private func askServer(_ databases: Plugin.Databases) throws -> (PostgreSQLServer, PostgreSQLConnection) {
        let listed =
            context.request.only + context.entry.databases.filter { (try? Glob($0))?.isLiteral ?? false }
        let connection = try PostgreSQLConnection(
            context: context, databases: databases, query: PostgreSQLServer.query,
            candidates: ["postgres", "template1"] + listed.map(\.text))
        var server = try PostgreSQLServer(answer: connection.answer.output)
        // An estimate, on which nothing may hang (S14).
        if let sizes = try? connection.ask(
            PostgreSQLServer.sizes, in: connection.database, about: "asking for the sizes of the databases")
        {
            server.add(sizes: sizes)
        }
        if server.readsPasswords, !server.isSuperuser {
            // Managed servers refuse some catalogs in spite of the privilege, and pg_dumpall would fail of it.
            let passwords = try? connection.ask(
                "SELECT pg_catalog.count(rolpassword) FROM pg_catalog.pg_authid", in: connection.database,
                about: "reading the passwords of roles")
            server.readsPasswords = passwords != nil
        }
        return (server, connection)
    }

    /// The lowest major version that is not older than the server's (architecture.md, decision 6).
    private func choose(
        _ tool: Plugin.Tool?, role: Message, for server: PostgreSQLServer
    ) throws -> LocatedTool {
        let tools = try context.locate(tool, role: role)
        let able = tools.filter { $0.postgreSQLMajor >= server.major }
        if let lowest = able.map(\.postgreSQLMajor).min(),
            let chosen = LocatedTool.newest(able.filter { $0.postgreSQLMajor == lowest })
        {
            return chosen
        }
        let name = tool?.names.first.map { "\($0)" } ?? role
        let wanted =
            server.major >= 1000 ? String(server.major / 100) : "\(server.major / 100).\(server.major % 100)"
        throw SourceError(
            "tool.too-old",
            "the server is PostgreSQL \(server.version), and no \(name) here is that new",
            details: tools.map { "\($0.path): \($0.version.printable)" },
            hints: [
                """
                install the client of version \(wanted) or later, such as the package \
                postgresql-client-\(wanted)
                """
            ])
    }

    private func refusal(of database: PostgreSQLServer.Database) -> PlanFailure? {
        let name = database.name.text.printable
        if database.hasIllegibleName {
            return PlanFailure(
                database: database.name,
                explanation: Explanation(
                    "source.illegible-name",
                    "the name of database \"\(name)\" is not in UTF-8, so that nothing here can say it",
                    hints: ["rename it: ALTER DATABASE … RENAME TO …, or add it to \"db_ignore\" with ? or *"]
                ))
        }
        // A scratch database is dumped when it is named outright, for a drill to look at.
        if let comment = database.create["comment"]?.stringValue, ScratchMark.isMark(comment),
            !ScratchMark.isScratch(database.name)
        {
            return PlanFailure(
                database: database.name,
                explanation: Explanation(
                    "source.being-restored",
                    "database \"\(name)\" is being restored under its own name, or was when that was cut off",
                    details: .verbatim([comment.printable]),
                    hints: [
                        "if no restore is under way, run the one that was cut off once more, with --replace"
                    ]))
        }
        if database.isInvalid {
            return PlanFailure(
                database: database.name,
                explanation: Explanation(
                    "source.invalid-database",
                    "database \"\(name)\" is invalid: a DROP DATABASE was interrupted",
                    hints: ["drop it, or add it to \"db_ignore\""]))
        }
        guard !database.acceptsConnections else { return nil }
        return PlanFailure(
            database: database.name,
            explanation: Explanation(
                "source.no-connections",
                "database \"\(name)\" accepts no connections (datallowconn is false)",
                hints: ["run ALTER DATABASE … ALLOW_CONNECTIONS true, or add it to \"db_ignore\""]))
    }

    private func globalsJob(
        _ globals: Plugin.Globals, server: PostgreSQLServer, connection: String
    ) throws -> Job {
        let tool = try choose(plugin.globalsTool, role: "globals", for: server)
        let values = context.globalsValues(
            asking: connection, options: server.readsPasswords ? [] : ["--no-role-passwords"])
        let all = server.settingsOfAll
        var provenance = provenance(
            tool, server, create: all == .null ? nil : .object([.init("all_settings", all)]))
        if !server.readsPasswords {
            provenance.decisions.append(
                "--no-role-passwords: \(server.account) may not read passwords")
        }
        var marker = ""
        if case .line(let text) = globals.endMarker { marker = text }
        var job = context.job(
            .globals, database: "globals",
            source: .tool(context.invocation(tool, globals.arguments, values)) { [marker] in
                PostgreSQLScanner(marker: marker, inspection: PostgreSQLInspection(isOfDatabase: false))
            },
            provenance: provenance)
        if !server.readsPasswords {
            job.warnings.append(
                """
                the roles are saved without their passwords, because \(server.account.printable) may not \
                read them; after a restore they must be set again
                """)
            let account: PostgreSQLText = "\(name: server.account)"
            // The catalog is shared, but what is granted on it holds in one database only.
            let grants: [PostgreSQLText] =
                server.major >= 1400
                ? ["GRANT pg_read_all_data TO \(account)"]
                : [
                    "\\connect \(name: connection)",
                    "GRANT SELECT ON pg_catalog.pg_authid TO \(account)",
                ]
            job.grants = grants.map(\.text)
        }
        return job
    }

    private func provenance(
        _ tool: LocatedTool, _ server: PostgreSQLServer, create: JSONValue? = nil, bytes: Int? = nil
    ) -> Provenance {
        var provenance = Provenance(
            toolName: tool.name, toolVersion: tool.version, toolPath: tool.path,
            serverVersion: server.version,
            create: create,
            decisions: [
                "\(tool.name) \(tool.versionText): "
                    + "the lowest major version that is not older than the server's"
            ])
        provenance.databaseBytes = bytes
        return provenance
    }

    private func invocation(
        _ tool: LocatedTool, _ arguments: [ArgumentTemplate], of database: PostgreSQLServer.Database
    ) -> ToolInvocation {
        var values = context.postgreSQLValues(database.name.text)
        // The account may have another one set, and what is not in that one cannot be dumped.
        values[list: .negotiated] =
            database.create["encoding"]?.stringValue.map { ["--encoding=" + $0] } ?? []
        return context.invocation(tool, arguments, values)
    }
}
