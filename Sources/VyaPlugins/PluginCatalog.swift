import BundledPlugins
package import VyaCore

/// Knows every dbms that entries can name: the bundled plugins, and those of a folder, which add or override.
package struct PluginCatalog: Sendable {
    /// The plugins: the bundled ones in their order, then the others by name.
    package let plugins: [Plugin]

    /// Loads the bundled plugins and the `*.json` files of a folder, which need not exist.
    ///
    /// A file whose plugin has the name of a bundled one takes its place. Throws `ConfigurationError` with
    /// every problem of every file, and `UnsafeError` if the folder, a file or a folder above could be
    /// changed by others.
    package static func load(folder: String?) throws -> PluginCatalog {
        var sources = BundledPlugins.files.map { (file: $0.name, origin: "bundled", bytes: $0.bytes) }
        if let folder {
            sources += try PluginFolder.files(in: folder).map {
                (file: $0.path, origin: $0.path, bytes: $0.bytes)
            }
        }
        return try load(sources)
    }

    /// Checks one file on its own and returns every problem in it; throws `ConfigurationError` if it cannot
    /// be read.
    package static func check(file: String) throws -> [PluginDiagnostic] {
        let bytes = try PluginFolder.contents(ofUntrusted: file)
        let bundled = try load(folder: nil)
        let log = DiagnosticLog(file: file)
        if let document = PluginReader.read(bytes, origin: file, log: log),
            let (target, node) = document.aliasOf, bundled.plugin(named: target) == nil
        {
            node.report("there is no plugin \"\(target)\"" + hint(for: target, among: bundled.plugins))
        }
        return log.diagnostics
    }

    /// The plugin with a name or alias; nil if there is none.
    package func plugin(named name: String) -> Plugin? {
        plugins.first { ExactName($0.name) == ExactName(name) }
            ?? plugins.first { $0.aliases.contains { ExactName($0) == ExactName(name) } }
    }

    /// What the configuration reader needs to know of the plugins.
    package var summaries: [DbmsSummary] { plugins.map(\.summary) }

    static func load(_ sources: [(file: String, origin: String, bytes: [UInt8])]) throws -> PluginCatalog {
        var diagnostics: [PluginDiagnostic] = []
        var documents: [(document: PluginDocument, origin: String, log: DiagnosticLog)] = []
        for source in sources {
            let log = DiagnosticLog(file: source.file)
            if let document = PluginReader.read(source.bytes, origin: source.origin, log: log) {
                let same = documents.firstIndex { $0.document.identity.name == document.identity.name }
                if let same, documents[same].origin != "bundled" {
                    log.report(
                        line: 1, column: 1, path: "name", "\(documents[same].origin) has this name too")
                } else if let same {
                    documents[same] = (document, source.origin, log)
                } else {
                    documents.append((document, source.origin, log))
                }
            }
            diagnostics += log.diagnostics
        }
        let wholes = documents.compactMap(\.document.plugin)
        var plugins: [Plugin] = []
        for (document, origin, log) in documents {
            let before = log.diagnostics.count
            if let plugin = document.plugin {
                plugins.append(plugin)
            } else if let (target, node) = document.aliasOf {
                if let plugin = wholes.first(where: { $0.name == target }) {
                    plugins.append(plugin.renamed(document.identity, origin: origin))
                } else {
                    node.report("there is no plugin \"\(target)\"" + hint(for: target, among: wholes))
                }
            }
            let names = document.identity.aliases
            for other in documents where other.document.identity.name != document.identity.name {
                let taken = names.filter {
                    ([other.document.identity.name] + other.document.identity.aliases).contains($0)
                }
                for alias in taken {
                    log.report(
                        line: 1, column: 1, path: "aliases",
                        "\"\(alias)\" means \(other.document.identity.name) already")
                }
            }
            diagnostics += log.diagnostics.dropFirst(before)
        }
        guard diagnostics.isEmpty else {
            throw ConfigurationError(
                "plugin.invalid",
                diagnostics.count == 1
                    ? "a plugin file is invalid" : "plugin files hold \(diagnostics.count) problems",
                details: diagnostics.map(\.description),
                hints: [
                    "correct the file, or move it out of the folder; "
                        + "`vya-backup plugins check FILE` checks one file"
                ])
        }
        return PluginCatalog(plugins: plugins)
    }

    private static func hint(for name: String, among plugins: [Plugin]) -> String {
        NearestName.of(name, in: plugins.map(\.name)).map { "; did you mean \"\($0)\"?" }
            ?? "; known: " + plugins.map(\.name).joined(separator: ", ")
    }
}

extension Plugin {
    /// The same facts under other names.
    fileprivate func renamed(_ identity: PluginDocument.Identity, origin: String) -> Plugin {
        Plugin(
            name: identity.name, title: identity.title, aliases: identity.aliases, origin: origin,
            handler: handler, dialect: dialect, folderKeys: identity.folderKeys,
            defaultPort: identity.defaultPort ?? defaultPort, dumpTool: dumpTool, queryTool: queryTool,
            globalsTool: globalsTool, restoreTool: restoreTool, environment: environment, dump: dump,
            databases: databases,
            globals: globals, restore: restore, secretFormat: secretFormat)
    }
}
