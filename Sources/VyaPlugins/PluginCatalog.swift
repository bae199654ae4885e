import BundledPlugins
package import VyaCore

/// Knows every dbms that entries can name: the bundled plugins, and those of a folder, which add or override.
package struct PluginCatalog: Sendable {
    /// The plugins: the bundled ones in their order, then the others by name.
    package let plugins: [Plugin]
    /// The files that declare none, because something is wrong with them.
    package let faults: [PluginFault]

    /// Loads the bundled plugins and the `*.json` files of a folder, which need not exist.
    ///
    /// A file whose plugin has the name of a bundled one takes its place, also when something is wrong with it: then there
    /// is none of that name. Throws `UnsafeError` if the folder, a file or a folder above could be changed by others.
    package static func load(folder: String?) throws -> PluginCatalog {
        var sources = BundledPlugins.files.map { (file: $0.name, origin: "bundled", bytes: $0.bytes) }
        if let folder {
            sources += try PluginFolder.files(in: folder).map {
                (file: $0.path, origin: $0.path, bytes: $0.bytes)
            }
        }
        return load(sources)
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
            node.report("there is no plugin \"\(target)\"\(hint(for: target, among: bundled.plugins))")
        }
        return log.diagnostics
    }

    /// The plugin with a name or alias; nil if there is none.
    package func plugin(named name: String) -> Plugin? {
        plugins.first { ExactName($0.name) == ExactName(name) }
            ?? plugins.first { $0.aliases.contains { ExactName($0) == ExactName(name) } }
    }

    /// What is wrong with the file that declares a name or alias; nil if nothing is.
    package func fault(named name: String) -> PluginFault? {
        guard plugin(named: name) == nil else { return nil }
        return faults.first { fault in fault.names.contains { ExactName($0) == ExactName(name) } }
    }

    /// What the configuration reader needs to know of the plugins. Names of faulty files are among them, so that an entry of
    /// one is no mistake in the configuration.
    package var summaries: [DbmsSummary] { plugins.map(\.summary) + faults.compactMap(\.summary) }

    static func load(_ sources: [(file: String, origin: String, bytes: [UInt8])]) -> PluginCatalog {
        var faults: [PluginFault] = []
        var documents: [(document: PluginDocument, origin: String, log: DiagnosticLog)] = []
        for source in sources {
            let log = DiagnosticLog(file: source.file)
            let document = PluginReader.read(source.bytes, origin: source.origin, log: log)
            if let document {
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
            if !log.diagnostics.isEmpty {
                let names = PluginReader.names(source.bytes) ?? [PluginFault.name(ofFile: source.file)]
                faults.append(PluginFault(file: source.file, names: names, diagnostics: log.diagnostics))
            }
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
                    node.report("there is no plugin \"\(target)\"\(hint(for: target, among: wholes))")
                }
            }
            // A bundled file is right; what takes its names is not.
            let names = origin == "bundled" ? [] : document.identity.aliases
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
            if log.diagnostics.count > before {
                faults.append(
                    PluginFault(
                        file: log.file, names: [document.identity.name] + document.identity.aliases,
                        diagnostics: log.diagnostics))
            }
        }
        // What a faulty file was to take the place of is not what its entries mean.
        let isWithheld = { (plugin: Plugin) in faults.contains { $0.names.first == plugin.name } }
        return PluginCatalog(
            plugins: plugins.filter { !isWithheld($0) },
            faults: faults.map { fault in
                var fault = fault
                fault.replaced = plugins.first { $0.name == fault.names.first }?.summary
                fault.names += (fault.replaced?.aliases ?? []).filter { !fault.names.has($0) }
                return fault
            })
    }

    private static func hint(for name: String, among plugins: [Plugin]) -> Message {
        NearestName.of(name, in: plugins.map(\.name)).map { "; did you mean \"\($0)\"?" }
            ?? "; known: \(plugins.map(\.name).joined(separator: ", "))"
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
