package import VyaCore
package import VyaPlugins

/// Knows how a dump of PostgreSQL comes back: into a scratch database, which gets its name when its rows and objects
/// are as many as the dump holds.
package struct PostgreSQLRestorer: Restorer {
    /// The facts about the dbms.
    package let plugin: Plugin
    /// The home folder in which tools look for their own files.
    package let home: String?

    /// Makes a restorer for a plugin.
    package init(plugin: Plugin, home: String?) {
        self.plugin = plugin
        self.home = home
    }

    /// A dump whose remarks were taken out has lost its completion line with them.
    package func sign(of beginning: [UInt8]) -> DumpSign {
        let head = DumpHead(beginning)
        if head.isIntroduced(by: "-- PostgreSQL database") { return .tool }
        let signs = ["SET standard_conforming_strings = ", "pg_catalog.", " FROM stdin;\n"]
        return signs.contains { head.text.holds($0) } ? .program(closing: nil) : .none
    }

    /// Makes what reads a dump or the roles before they are restored.
    package func scanner(of kind: ArtifactKind) -> any StreamScanner {
        PostgreSQLScanner(marker: plugin.markerLine(of: kind))
    }

    package func inspector(of kind: ArtifactKind, forTables: Bool) -> any DumpInspector {
        PostgreSQLInspector(marker: plugin.markerLine(of: kind), kind: kind, forTables: forTables)
    }

    package func contentReader() -> (any DumpContentReader)? { PostgreSQLContentReader() }

    /// All but what says where the server is and how to wait for it.
    package func rowOptions(in arguments: [String]) -> Set<String> {
        let others: Set<ExactName> = ["--dbname", "--no-password", "--lock-wait-timeout"]
        return Set(
            arguments.filter {
                $0.begins(with: "-") && !others.contains(ExactName(String($0.head(upTo: "="))))
            })
    }

    /// True when a name means the table, with its schema or without, quoted or not.
    package func isTable(_ table: ExactName, amongNamed names: [ExactName]) -> Bool {
        guard let parts = PostgreSQLName.parts(table.text) else { return names.contains(table) }
        let spoken = [ExactName(parts.joined(separator: ".")), ExactName(parts[parts.count - 1])]
        return names.contains { name in
            if name == table || spoken.contains(name) { return true }
            guard let given = PostgreSQLName.parts(name.text) else { return false }
            let suffix = parts.suffix(given.count).map { ExactName($0) }
            return suffix == given.map { ExactName($0) }
        }
    }

    package var mayLeaveOwners: Bool { true }
    package var mayKeepGoing: Bool { true }

    /// The partitions of tables, what tables inherit from, and those of extensions.
    package func companions(of tables: Set<ExactName>, in traits: DumpTraits) -> Set<ExactName> {
        PostgreSQLRestorePlanner.family(of: tables, in: traits.items)
            .union(PostgreSQLRestorePlanner.extensionTables(in: traits.items)).subtracting(tables)
    }

    /// Looks at the server and says what would be done.
    package func plan(_ request: RestoreRequest, asking probe: any HostProbe) throws -> RestorePlan {
        let queries = try queries(
            request.entry, password: request.password, asking: probe,
            avoiding: request.target, manifest: request.manifest)
        var planner = PostgreSQLRestorePlanner(
            request: request, queries: queries, restore: plugin.restore?.arguments ?? [])
        switch request.purpose {
        case .database(let replacing): planner.planDatabase(replacing: replacing)
        case .drill: planner.planDrill()
        case .tables(let names): try planner.planTables(names, isTable: isTable)
        case .globals: planner.planGlobals()
        }
        return planner.finished
    }

    /// Says how what killed drills of this host left behind on the server is removed.
    package func sweep(_ request: SweepRequest, asking probe: any HostProbe) throws -> [RestoreStep] {
        let queries = try queries(request.entry, password: request.password, asking: probe)
        let target = queries.target
        let databases = target.databases.filter { $0.isLeftover(of: request.mark) }
        let roles = target.scratchRoles.filter { request.mark.isOn($0.key, marked: $0.value) }.keys.sorted()
        return databases.map { queries.dropStep($0.name.text) }
            + roles.map { PostgreSQLDrillRole.dropStep($0.text, by: queries) }
    }

    /// The commands that bring a backup back with stock tools alone.
    package func cardCommands(for manifest: Manifest) -> [String] {
        PostgreSQLRecoveryCard(manifest: manifest).commands
    }

    private func queries(
        _ entry: Entry, password: Secret?, asking probe: any HostProbe,
        avoiding target: ExactName? = nil,
        manifest: Manifest? = nil
    ) throws -> PostgreSQLQueries {
        let context = DumpContext(
            request: PlanRequest(entry: entry, password: password), plugin: plugin, probe: probe,
            home: home)
        guard let databases = plugin.databases else {
            throw ConfigurationError(
                "plugin.incomplete", "the plugin \(plugin.name) does not say how its server is asked")
        }
        var candidates = ["postgres", "template1"]
        candidates += entry.databases.filter { (try? Glob($0))?.isLiteral ?? false }.map(\.text)
        candidates += [manifest?.database.text].compactMap { $0 }
        // A session in a database keeps it from getting another name.
        let usable = candidates.filter { ExactName($0) != target }
        let connection = try PostgreSQLConnection(
            context: context, databases: databases, query: PostgreSQLTarget.query, candidates: usable)
        return PostgreSQLQueries(
            context: context, connection: connection,
            target: try PostgreSQLTarget(answer: connection.answer.output))
    }
}
