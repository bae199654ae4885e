import VyaCore
import VyaPlugins

/// Plans for a dbms of which nothing is known but what its plugin file declares, and selects the files of SQLite's.
struct PlainPlanner {
    let context: DumpContext

    func plan() throws -> EntryPlan {
        guard let databases = context.plugin.databases, let dump = context.plugin.dump else {
            throw ConfigurationError(
                "plugin.incomplete", "the plugin \(context.plugin.name) declares no dump")
        }
        let tool = try context.locateFirst(context.plugin.dumpTool, role: "dump")
        var (names, failures) = try select(databases)
        var seen: Set<ExactName> = []
        names = names.filter { seen.insert($0).inserted }
        let provenance = Provenance(toolName: tool.name, toolVersion: tool.version, toolPath: tool.path)
        if context.plugin.dialect == .sqlite {
            let backup = SQLiteBackup(context: context, tool: tool, arguments: dump.arguments)
            return EntryPlan(jobs: names.map { backup.job(for: $0, provenance) }, failures: failures)
        }
        var jobs = names.map { name in
            let marker = dump.endMarker
            return context.job(
                database: name,
                source: .tool(context.invocation(tool, dump.arguments, context.values(database: name))) {
                    PlainScanner(marker: marker)
                }, provenance: provenance)
        }
        if let globals = context.plugin.globals, context.request.only.isEmpty, !jobs.isEmpty {
            for index in jobs.indices { jobs[index].needsGlobals = true }
            jobs.insert(try globalsJob(globals), at: 0)
        }
        return EntryPlan(jobs: jobs, failures: failures)
    }

    private func globalsJob(_ globals: Plugin.Globals) throws -> Job {
        let tool = try context.locateFirst(context.plugin.globalsTool, role: "globals")
        return context.job(
            .globals, database: "globals",
            source: .tool(context.invocation(tool, globals.arguments, context.values())) {
                PlainScanner(marker: globals.endMarker)
            },
            provenance: Provenance(toolName: tool.name, toolVersion: tool.version, toolPath: tool.path))
    }

    private func select(_ databases: Plugin.Databases) throws -> ([ExactName], [PlanFailure]) {
        switch databases.origin {
        case .query:
            let tool = try context.locateFirst(context.plugin.queryTool, role: "query")
            let answer = try context.ask(
                context.invocation(tool, databases.arguments, context.values()),
                about: "listing the databases")
            let names = answer.text.pieces { $0 == "\n" || $0 == "\r" }.map { ExactName(String($0)) }
            let selection = try DatabaseSelection(of: context.request, from: names, system: databases.system)
            return (selection.databases, selection.failures)
        case .listed: return try listed()
        case .files: return try files()
        }
    }

    /// Only what the configuration names is known, so that a glob has nothing to match.
    private func listed() throws -> ([ExactName], [PlanFailure]) {
        let wanted = context.request.only.isEmpty ? context.entry.databases : context.request.only
        let isIgnored = Glob.matcher(context.request.only.isEmpty ? context.entry.ignored : [])
        let names = wanted.filter { !isIgnored($0) }
        guard !names.isEmpty else {
            throw SourceError(
                "source.nothing-selected", "db_list names no database to back up",
                hints: [
                    """
                    \(context.plugin.title) cannot be asked; list every database of id_dbms \
                    \(context.entry.id)
                    """
                ])
        }
        return (names, [])
    }

    private func files() throws -> ([ExactName], [PlanFailure]) {
        let patterns = context.request.only.isEmpty ? context.entry.databases : context.request.only
        let isIgnored = Glob.matcher(context.request.only.isEmpty ? context.entry.ignored : [])
        guard !patterns.isEmpty else {
            throw SourceError(
                "source.nothing-selected", "db_list names no database file to back up",
                hints: ["list absolute paths or globs in \"db_list\" of id_dbms \(context.entry.id)"])
        }
        var names: [ExactName] = []
        var failures: [PlanFailure] = []
        for pattern in patterns {
            // An absolute path begins no option and no URI, whatever the file is called.
            guard pattern.text.begins(with: "/") else {
                failures.append(failure(pattern, "is no absolute path", "write the whole path, from / on"))
                continue
            }
            let paths = try interviewedPaths(pattern)
            if paths.isEmpty {
                failures.append(
                    failure(pattern, "matches no file", "check the path, and that the file is there"))
            }
            names += paths.filter { !isIgnored($0) }
        }
        guard !names.isEmpty || !failures.isEmpty else {
            throw SourceError(
                "source.nothing-selected", "db_list and db_ignore leave no database file to back up")
        }
        return (names, failures)
    }

    /// A path on the command line is one file, whatever characters it holds.
    private func interviewedPaths(_ pattern: ExactName) throws -> [ExactName] {
        let paths = try context.probe.paths(matching: pattern)
        return context.request.only.isEmpty ? paths : paths.filter { $0 == pattern }
    }

    private func failure(_ pattern: ExactName, _ what: Message, _ hint: Message) -> PlanFailure {
        PlanFailure(
            database: pattern,
            explanation: Explanation(
                "source.no-such-file", "\"\(pattern.text.printable)\" \(what)", hints: [hint]))
    }
}
