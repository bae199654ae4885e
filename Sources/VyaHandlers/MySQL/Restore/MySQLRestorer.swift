package import VyaCore
package import VyaPlugins

/// Knows how dumps of MySQL and MariaDB come back.
package struct MySQLRestorer: Restorer {
    private let plugin: Plugin
    private let home: String?

    /// Makes a restorer for a plugin; `home` is the folder in which the clients look for their own files.
    package init(plugin: Plugin, home: String?) {
        self.plugin = plugin
        self.home = home
    }

    /// Other programs save the session's settings as mysqldump does, and give them back at the end, or write none.
    package func sign(of beginning: [UInt8]) -> DumpSign {
        let head = DumpHead(beginning)
        if head.isIntroduced(by: "-- MySQL dump", "-- MariaDB dump", "-- vya-backup globals: users") {
            return .tool
        }
        if head.text.holds("SET @OLD_") { return .program(closing: "@OLD_") }
        let signs = ["-- Adminer", "-- phpMyAdmin", "-- HeidiSQL", "# Sequel", "-- Sequel"].map { "\n" + $0 }
        let isMySQL = (signs + ["/*!4", "/*!5", ") ENGINE="]).contains { ("\n" + head.text).holds($0) }
        return isMySQL ? .program(closing: nil) : .none
    }

    package func scanner(of kind: ArtifactKind) -> any StreamScanner {
        MySQLScanner(marker: plugin.markerLine(of: kind))
    }

    package func inspector(of kind: ArtifactKind, forTables: Bool) -> any DumpInspector {
        MySQLInspector(
            marker: plugin.markerLine(of: kind), isGlobals: kind == .globals, listsItems: forTables)
    }

    package func contentReader() -> (any DumpContentReader)? { MySQLContentReader() }

    /// All but what says where the server is, what else than rows is dumped, and what is locked meanwhile.
    package func rowOptions(in arguments: [String]) -> Set<String> {
        Set(arguments.filter { $0.begins(with: "--") && !Self.isOfNoRows(String($0.head(upTo: "="))) })
    }

    private static func isOfNoRows(_ option: String) -> Bool {
        let name =
            option.begins(with: "--skip-")
            ? "--" + String(decoding: option.utf8.dropFirst(7), as: UTF8.self) : option
        let others: Set<ExactName> = [
            "--", "--defaults-file", "--protocol", "--host", "--port", "--socket", "--user", "--init-command",
            "--single-transaction", "--lock-tables", "--triggers", "--events", "--routines",
            "--no-tablespaces",
            "--column-statistics", "--set-gtid-purged", "--ignore-table",
        ]
        return others.contains(ExactName(name)) || name.begins(with: "--ssl")
    }

    package func isTable(_ table: ExactName, amongNamed names: [ExactName]) -> Bool {
        MySQLQuoting.isTable(table, amongNamed: names)
    }

    package func plan(_ request: RestoreRequest, asking probe: any HostProbe) throws -> RestorePlan {
        let session = try session(request.entry, request.password, probe)
        let target = try MySQLTarget(asking: session)
        if request.purpose == .globals { return try globalsPlan(request, target, session) }
        let client = try loader(for: target.server, session)
        var planner = MySQLRestorePlanner(
            request: request, session: session, target: target, client: client,
            arguments: plugin.restore?.arguments ?? [], system: plugin.databases?.system ?? [])
        return try planner.plan()
    }

    package func sweep(
        _ request: SweepRequest, asking probe: any HostProbe
    ) throws -> [RestoreStep] {
        let session = try session(request.entry, request.password, probe)
        let target = try MySQLTarget(asking: session)
        let left = target.marks.filter { name, marks in
            ScratchMark.isScratch(name) && marks.contains { request.mark.isOn(name, marked: $0) }
        }.keys.sorted()
        let cutOff = target.ways.isEmpty ? [] : target.server.databases.map(\.name)
        let healing = cutOff.flatMap { name in
            target.unfinished(of: name, mark: request.mark).map { kept in
                MySQLSwap(
                    of: name, by: target.stored(request.scratch(name)), keeping: kept, mark: request.mark,
                    session: session, on: target.server
                ).healing()
            }
        }
        // The account goes first, so that none is ever left without the database by which it is known.
        return healing
            + left.flatMap { name in
                [
                    MySQLDrillAccount.sweepStep(of: name, on: target, by: session),
                    session.step(
                        "drop the scratch database \"\(name.text.printable)\" of a drill that was killed",
                        MySQLScripts.drop(name, markedBy: request.mark.beginning(on: name))),
                ].compactMap { $0 }
            }
    }

    package func cardCommands(for manifest: Manifest) -> [String] {
        MySQLRecoveryCard(manifest: manifest).commands
    }

    // MARK: Clients

    private func session(
        _ entry: Entry, _ password: Secret?, _ probe: any HostProbe
    ) throws -> MySQLSession {
        let context = DumpContext(
            request: PlanRequest(entry: entry, password: password), plugin: plugin, probe: probe,
            home: home)
        let tool = try context.locateFirst(plugin.queryTool, role: "query")
        return MySQLSession(context: context, client: try knowing(MySQLClient(tool: tool), context))
    }

    /// The client of the server's own family, if there is one, with what it says about its flags.
    private func loader(for server: MySQLServer, _ session: MySQLSession) throws -> MySQLClient {
        let tools = try session.context.locate(plugin.restoreTool ?? plugin.queryTool, role: "restore")
            .map { MySQLClient(tool: $0) }
        guard let client = tools.first(where: { $0.isMariaDB == server.isMariaDB }),
            client.tool.path != session.client.tool.path
        else { return session.client }
        return try knowing(client, session.context)
    }

    /// A client with what it says about its flags.
    private func knowing(_ client: MySQLClient, _ context: DumpContext) throws -> MySQLClient {
        let question = ToolInvocation(executable: client.tool.path, arguments: ["--no-defaults", "--help"])
        var client = client
        client.help = try context.ask(question, about: "asking \(client.tool.name) for its flags").text
        return client
    }

    // MARK: Users and grants

    private func globalsPlan(
        _ request: RestoreRequest, _ target: MySQLTarget, _ session: MySQLSession
    ) throws -> RestorePlan {
        let server = target.server
        var plan = RestorePlan(destination: "\(session.words(for: server)), users and grants")
        for command in request.traits.commands.prefix(5) {
            plan.obstacles.append(MySQLRestorePlanner.refusal(of: command))
        }
        if target.accounts == nil {
            plan.obstacles.append(
                Explanation(
                    "restore.missing-privilege", "the account may not see which users exist",
                    hints: [
                        "run: \(MySQLText("GRANT SELECT ON `mysql`.* TO \(account: server.account)").text)"
                    ]))
        }
        if !server.privileges.has("CREATE USER") {
            plan.obstacles.append(
                Explanation(
                    "restore.missing-privilege", "the account may not create users",
                    hints: [
                        "restore the users with an account that has CREATE USER and GRANT OPTION on *.*"
                    ]))
        }
        guard plan.obstacles.isEmpty else { return plan }
        let choice = try MySQLGlobalsPlan(
            MySQLGlobals(request.globals ?? []), target: target, asking: session)
        func list(_ names: [String]) -> Message { DatabaseSelection.enumerated(names, limit: 20) }
        let (same, created) = (choice.same.map(\.text), choice.created.map(\.text))
        if !same.isEmpty { plan.notes.append("there as in the backup: \(list(same))") }
        plan.notes += choice.notes
        if !choice.waiting.isEmpty {
            plan.notes.append(
                """
                \(choice.waiting.count) grants wait for their tables and routines; restore the globals \
                again when these are there: \(list(choice.waiting))
                """)
        }
        plan.missing = choice.missing
        if !created.isEmpty { plan.actions.append("create the users and roles \(list(created))") }
        if choice.completed > 0 {
            plan.actions.append("run \(choice.completed) grants on tables and routines of users that exist")
        }
        guard !choice.parts.isEmpty else {
            plan.actions.append(
                choice.missing.isEmpty
                    ? "leave the users as they are: those of the backup are there"
                    : "leave the users as they are: those that are missing or differ cannot be made")
            return plan
        }
        var stage = RestoreStage()
        stage.parts = choice.parts
        plan.stages = [stage]
        return plan
    }
}

extension MySQLSession {
    /// The server for people.
    func words(for server: MySQLServer) -> String {
        let entry = context.entry
        let isSocket = entry.host?.begins(with: "/") == true
        let port = isSocket ? "" : (entry.port ?? context.plugin.defaultPort).map { ":\($0)" } ?? ""
        let version = server.numbers.map(String.init).joined(separator: ".")
        return (server.isMariaDB ? "MariaDB " : "MySQL ") + version
            + " at \((entry.host ?? "localhost").printable)\(port)"
    }
}
