package import VyaCore
package import VyaPlugins

/// Knows how dumps of SQLite come back: into a new file beside the one they are for, which then gets its name.
package struct SQLiteRestorer: Restorer {
    private let plugin: Plugin
    private let home: String?

    /// Makes a restorer for a plugin; `home` is the folder in which the tool looks for its own files.
    package init(plugin: Plugin, home: String?) {
        self.plugin = plugin
        self.home = home
    }

    /// Libraries of other languages write what the shell writes but for its first line.
    package func sign(of beginning: [UInt8]) -> DumpSign {
        let lines = DumpHead(beginning).text.lines.prefix(2).map { $0.trimming("\r") }
        if lines.first == "PRAGMA foreign_keys=OFF;", lines.last == "BEGIN TRANSACTION;" { return .tool }
        return lines.first == "BEGIN TRANSACTION;" ? .program(closing: "COMMIT;") : .none
    }

    package func scanner(of kind: ArtifactKind) -> any StreamScanner { SQLiteScanner() }

    package func inspector(of kind: ArtifactKind, forTables: Bool) -> any DumpInspector { SQLiteInspector() }

    package func contentReader() -> (any DumpContentReader)? { SQLiteContentReader() }

    package func isTable(_ table: ExactName, amongNamed names: [ExactName]) -> Bool { names.contains(table) }

    package func plan(_ request: RestoreRequest, asking probe: any HostProbe) throws -> RestorePlan {
        let context = DumpContext(
            request: PlanRequest(entry: request.entry, password: request.password), plugin: plugin,
            probe: probe, home: home)
        let tool = try context.locateFirst(plugin.restoreTool ?? plugin.dumpTool, role: "restore")
        // Only newer tools know the option; one that does not ends with an error.
        let question = ToolInvocation(
            executable: tool.path,
            arguments: ["-batch", "-init", "/dev/null", "-safe", ":memory:", "SELECT 1"])
        let answer = try probe.ask(question, timeouts: request.entry.timeouts)
        return SQLiteRestorePlanner(
            request: request, context: context, tool: tool, knowsSafe: answer.ending.isSuccess,
            arguments: plugin.restore?.arguments ?? []
        ).plan()
    }

    package func sweep(
        _ request: SweepRequest, asking probe: any HostProbe
    ) throws -> [RestoreStep] { [] }

    package func cardCommands(for manifest: Manifest) -> [String] {
        let cat = manifest.encoding == "zstd" ? "zstdcat " : "zcat "
        let path = manifest.database.text
        return [
            "echo " + ShellWord.quoted("\(manifest.sha256)  \(manifest.file)") + " | sha256sum -c",
            "# no program may have the database open; what is at its path now is moved aside first, if anything",
            "[ ! -e \(ShellWord.quoted(path)) ] || mv -n -- \(ShellWord.quoted(path)) \(ShellWord.quoted(path + ".old"))",
            cat + ShellWord.quoted(manifest.file) + " | sqlite3 -batch -bail -init /dev/null "
                + ShellWord.quoted(path),
            "sqlite3 -readonly \(ShellWord.quoted(path)) 'PRAGMA integrity_check'",
        ]
    }
}

/// Reads a dump of SQLite for its content.
struct SQLiteContentReader: DumpContentReader {
    private var scanner = SQLiteScanner()

    init() { scanner.sumRows() }

    mutating func observe(_ block: UnsafeRawBufferPointer) { scanner.observe(block) }

    mutating func finish() -> DumpContent {
        _ = scanner.finish()
        return scanner.content
    }
}

/// Reads a dump of SQLite before it is restored.
struct SQLiteInspector: DumpInspector {
    private var scanner = SQLiteScanner()

    var currentTable: ExactName? { scanner.currentTable }

    mutating func observe(_ block: UnsafeRawBufferPointer) { scanner.observe(block) }

    mutating func skip(_ count: Int) { scanner.skip(count) }

    mutating func finish() -> StreamSummary { scanner.finish() }

    var traits: DumpTraits {
        var traits = DumpTraits()
        traits.commands = scanner.commands
        return traits
    }
}
