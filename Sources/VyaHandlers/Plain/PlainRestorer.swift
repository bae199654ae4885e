package import VyaCore
package import VyaPlugins

/// Restores a dump of a dbms of which nothing is known but what its plugin file declares.
package struct PlainRestorer: Restorer {
    private let plugin: Plugin
    private let home: String?

    /// Makes a restorer for a plugin that declares how its dumps come back; `home` is the folder in which tools look for
    /// their own files.
    package init(plugin: Plugin, home: String?) {
        self.plugin = plugin
        self.home = home
    }

    package func scanner(of kind: ArtifactKind) -> any StreamScanner {
        PlainScanner(marker: marker(of: kind))
    }

    package func inspector(of kind: ArtifactKind, forTables: Bool) -> any DumpInspector {
        PlainInspector(marker: marker(of: kind))
    }

    private func marker(of kind: ArtifactKind) -> Plugin.EndMarker {
        (kind == .globals ? plugin.globals?.endMarker : plugin.dump?.endMarker) ?? .none
    }

    package func isTable(_ table: ExactName, amongNamed names: [ExactName]) -> Bool { names.contains(table) }

    package func plan(_ request: RestoreRequest, asking probe: any HostProbe) throws -> RestorePlan {
        let context = DumpContext(
            request: PlanRequest(entry: request.entry, password: request.password), plugin: plugin,
            probe: probe, home: home)
        let tool = try context.locateFirst(
            plugin.restoreTool ?? plugin.queryTool ?? plugin.dumpTool, role: "restore")
        let name = request.target.text.printable
        var plan = RestorePlan(destination: "\(plugin.title), database \"\(name)\"")
        guard let restore = plugin.restore else {
            plan.obstacles = [
                Explanation(
                    "restore.not-declared",
                    "the plugin \(plugin.name) does not say how its dumps come back",
                    hints: ["add \"restore\" to its file, or load the dump with the tools of \(plugin.title)"]
                )
            ]
            return plan
        }
        guard request.purpose == .database(replacing: false) else {
            plan.obstacles = [
                Explanation(
                    "restore.not-known",
                    """
                    nothing is known of \(plugin.title) but how a dump is loaded: \
                    \(without(request.purpose))
                    """,
                    hints: ["restore the whole database under a name that is free, with --target NAME"])
            ]
            return plan
        }
        plan.actions = ["load the dump into the database \"\(name)\""]
        plan.notes = [
            "\(plugin.title) cannot be asked whether the database exists, nor what came: look before and after"
        ]
        var stage = RestoreStage()
        stage.load = context.invocation(
            tool, restore.arguments, context.values(database: request.target))
        plan.stages = [stage]
        return plan
    }

    package func sweep(
        _ request: SweepRequest, asking probe: any HostProbe
    ) throws -> [RestoreStep] { [] }

    package func cardCommands(for manifest: Manifest) -> [String] {
        func quoted(_ text: String) -> String { ShellWord.quoted(text) }
        let tool = (plugin.restoreTool ?? plugin.queryTool ?? plugin.dumpTool)?.names.first ?? plugin.name
        var values = PlaceholderValues()
        values[.database] = manifest.database.text
        let words = (plugin.restore?.arguments ?? []).flatMap { $0.filled(with: values) }.map { word in
            if case .text(let text) = word { quoted(text) } else { "" }
        }
        return [
            "echo " + quoted("\(manifest.sha256)  \(manifest.file)") + " | sha256sum -c",
            "# add what the tool needs to connect, and give it an empty database",
            (manifest.encoding == "zstd" ? "zstdcat " : "zcat ") + quoted(manifest.file) + " | "
                + ([tool] + words).joined(separator: " "),
        ]
    }

    private func without(_ purpose: RestoreRequest.Purpose) -> String {
        switch purpose {
        case .database: "a database cannot be replaced safely"
        case .tables: "single tables cannot be told apart"
        case .drill: "what came cannot be compared"
        case .globals: "users and roles cannot be told apart"
        }
    }
}

/// Reads a dump of which nothing is known but how it ends.
private struct PlainInspector: DumpInspector {
    private var scanner: PlainScanner

    init(marker: Plugin.EndMarker) {
        scanner = PlainScanner(marker: marker)
    }

    mutating func observe(_ block: UnsafeRawBufferPointer) { scanner.observe(block) }

    mutating func skip(_ count: Int) {}

    mutating func finish() -> StreamSummary { scanner.finish() }

    var traits: DumpTraits { DumpTraits() }
}
