import VyaCore
import Yams

/// What a plugin file declares: a dbms of its own, or another name for the facts of one.
struct PluginDocument {
    /// The declared names, which every kind of file has.
    struct Identity {
        let name: String
        let title: String
        let aliases: [String]
        let folderKeys: [String]
        let defaultPort: Int?
    }

    let identity: Identity
    /// The plugin whose facts it shares, with the value that names it; nil for one with facts of its own.
    let aliasOf: (name: String, node: DocumentNode)?
    let plugin: Plugin?
}

/// Reads a plugin file into values and reports every problem with its place.
struct PluginReader {
    /// The largest plugin file, in bytes.
    static let maximumSize = 256 * 1024
    /// How deep arrays and objects may lie in each other; the schema needs four.
    static let maximumDepth = 16

    private let log: DiagnosticLog
    private let origin: String

    /// Reads the bytes of a file; answers with nil when there are problems, which are in the log.
    static func read(_ bytes: [UInt8], origin: String, log: DiagnosticLog) -> PluginDocument? {
        guard let root = PluginReader.parse(bytes, log: log) else { return nil }
        let document = PluginReader(log: log, origin: origin)
            .document(DocumentNode(node: root, path: "", log: log))
        return log.diagnostics.isEmpty ? document : nil
    }

    /// The name and the aliases that a file declares, whatever is wrong with the rest; nil when not even these can be read.
    static func names(_ bytes: [UInt8]) -> [String]? {
        guard let root = parse(bytes, log: DiagnosticLog(file: ""))?.mapping,
            let name = root["name"]?.scalar?.string, PluginRules.name(name) == nil
        else { return nil }
        let aliases = root["aliases"]?.sequence?.compactMap { $0.scalar?.string } ?? []
        return [name] + aliases.filter { PluginRules.name($0) == nil }
    }

    private static func parse(_ bytes: [UInt8], log: DiagnosticLog) -> Node? {
        func report(_ mark: Mark?, _ message: Message) {
            log.report(line: mark?.line ?? 1, column: mark?.column ?? 1, path: "", message)
        }
        guard bytes.count <= maximumSize else {
            report(nil, "is larger than \(maximumSize / 1024) KiB")
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            report(nil, "is not UTF-8")
            return nil
        }
        // The parser descends once a bracket; no more than the schema needs, whatever stands in strings.
        var depth = 0
        for byte in bytes {
            if "[{".utf8.contains(byte) { depth += 1 }
            if "]}".utf8.contains(byte) { depth -= 1 }
            if depth > maximumDepth {
                report(nil, "is nested more than \(maximumDepth) deep")
                return nil
            }
        }
        do {
            if let root = try Yams.compose(yaml: text) { return root }
            report(nil, "is empty")
        } catch let YamlError.scanner(_, problem, mark, _), let YamlError.parser(_, problem, mark, _),
            let YamlError.composer(_, problem, mark, _)
        {
            report(mark, "is not JSON: \(problem)")
        } catch let YamlError.duplicatedKeysInMapping(duplicates, context) {
            report(
                context.mark, "the key \"\((duplicates.first ?? "").printable)\" stands twice in one object")
        } catch {
            report(nil, "is not JSON")
        }
        return nil
    }

    private func document(_ root: DocumentNode) -> PluginDocument? {
        let isAlias = root.node.mapping?["alias_of"] != nil
        let isFiles = root.node.mapping?["handler"]?.scalar?.string == Plugin.HandlerKind.files.rawValue
        let names = ["schema", "name", "title", "folder_keys"]
        let members: [String: DocumentNode]
        if isAlias {
            members = root.members(required: names + ["alias_of"], optional: ["aliases", "default_port"])
        } else if isFiles {
            members = root.members(required: names + ["handler"], optional: ["aliases"])
        } else {
            members = root.members(
                required: names + ["handler", "dialect", "tools", "databases", "dump"],
                optional: ["aliases", "default_port", "secret", "environment", "globals", "restore"])
        }
        if let schema = members["schema"], let text = schema.text(), text != Plugin.schema {
            schema.report("must be \"\(Plugin.schema)\"")
        }
        let identity = identity(members)
        if let alias = members["alias_of"], isAlias {
            guard let target = alias.text(PluginRules.name) else { return nil }
            return PluginDocument(identity: identity, aliasOf: (target, alias), plugin: nil)
        }
        return PluginDocument(identity: identity, aliasOf: nil, plugin: plugin(members, identity))
    }

    private func identity(_ members: [String: DocumentNode]) -> PluginDocument.Identity {
        let keys = members["folder_keys"]?.texts(PluginRules.folderKey) ?? []
        if keys.isEmpty { members["folder_keys"]?.report("must name at least one key of bkp_system") }
        let title = members["title"]?.text(PluginRules.filled)
        let aliases = members["aliases"]?.texts(PluginRules.name) ?? []
        let port = members["default_port"]?.number(in: 1...65_535)
        let name = members["name"]?.text(PluginRules.name)
        // What is missing is in the log by now, and the rest of the file is looked at all the same.
        return PluginDocument.Identity(
            name: name ?? "", title: title ?? "", aliases: aliases, folderKeys: keys, defaultPort: port)
    }

    private func plugin(_ members: [String: DocumentNode], _ identity: PluginDocument.Identity) -> Plugin? {
        guard let handler = members["handler"]?.choice(Plugin.HandlerKind.self) else { return nil }
        let dialect = handler == .files ? .plain : members["dialect"]?.choice(Plugin.Dialect.self)
        let tools =
            members["tools"]?.members(required: ["dump"], optional: ["query", "globals", "restore"]) ?? [:]
        let secret = members["secret"]?.members(required: ["format"], optional: [])["format"]?
            .choice(Plugin.SecretFormat.self)
        let dump = members["dump"].flatMap { self.dump($0) }
        let databases = members["databases"].flatMap {
            self.databases($0, hasQueryTool: tools["query"] != nil)
        }
        let globals = members["globals"].flatMap { self.globals($0, tools: tools, dialect: dialect) }
        let restore = members["restore"].map { self.restore($0, tools: tools) }
        let environment = members["environment"].map { self.environment($0) } ?? [:]
        let (dumpTool, queryTool) = (tools["dump"].flatMap { tool($0) }, tools["query"].flatMap { tool($0) })
        let globalsTool = tools["globals"].flatMap { tool($0) }
        let restoreTool = tools["restore"].flatMap { tool($0) }
        guard let dialect else { return nil }
        let plugin = Plugin(
            name: identity.name, title: identity.title, aliases: identity.aliases, origin: origin,
            handler: handler, dialect: dialect, folderKeys: identity.folderKeys,
            defaultPort: identity.defaultPort, dumpTool: dumpTool, queryTool: queryTool,
            globalsTool: globalsTool, restoreTool: restoreTool, environment: environment, dump: dump,
            databases: databases, globals: globals, restore: restore, secretFormat: secret)
        if handler == .dumpTool {
            checkSecret(plugin, members)
            checkDatabasePlace(plugin, members)
        }
        return plugin
    }

    /// A name that begins with a dash must stay a name (G1); the path of a file begins with `/`.
    private func checkDatabasePlace(_ plugin: Plugin, _ members: [String: DocumentNode]) {
        guard plugin.databases?.origin != .files, let arguments = plugin.dump?.arguments.map(\.source),
            let place = arguments.firstIndex(where: { $0.begins(with: "{database}") })
        else { return }
        let before = arguments[..<place]
        let isValue = before.last.map { $0.begins(with: "-") } ?? false
        if !before.has("--"), !isValue {
            members["dump"]?.report(
                "{database} begins an argument, so that a name could be an option; put \"--\" before it")
        }
    }

    /// A secret that no tool is given would be left out in silence; a file that nobody writes would be asked
    /// for.
    private func checkSecret(_ plugin: Plugin, _ members: [String: DocumentNode]) {
        let templates = (plugin.dump?.arguments ?? []) + plugin.environment.values
        let used = templates.contains { $0.placeholders.contains(.secretFile) }
        if used, plugin.secretFormat == nil {
            members["dump"]?.report("uses {secret_file}, but the key \"secret\" does not say its format")
        } else if !used, plugin.secretFormat != nil {
            members["secret"]?.report("is declared, but neither dump nor environment uses {secret_file}")
        }
    }

    private func tool(_ node: DocumentNode) -> Plugin.Tool? {
        let members = node.members(
            required: ["names"], optional: ["folders", "wrappers", "version_arguments"])
        let names = members["names"]?.texts(PluginRules.program) ?? []
        if names.isEmpty { members["names"]?.report("must name at least one program") }
        return Plugin.Tool(
            names: names, folders: members["folders"]?.texts(PluginRules.folder) ?? [],
            wrappers: members["wrappers"]?.texts(PluginRules.folder) ?? [],
            versionArguments: members["version_arguments"]?.texts(PluginRules.filled) ?? ["--version"])
    }

    private func dump(_ node: DocumentNode) -> Plugin.Dump? {
        let members = node.members(required: ["arguments", "end_marker"], optional: ["refused_options"])
        let arguments = templates(members["arguments"], except: [.query])
        if let list = members["arguments"],
            !arguments.contains(where: { !Set($0.placeholders).isDisjoint(with: [.database, .connection]) })
        {
            list.report("uses neither {database} nor {connection}, so that every dump would be the same")
        }
        let refused = members["refused_options"]?.elements().compactMap { element -> RefusedOption? in
            let members = element.members(required: ["option", "reason"], optional: [])
            guard let option = members["option"]?.text(PluginRules.option),
                let reason = members["reason"]?.text(PluginRules.filled)
            else { return nil }
            return RefusedOption(option, reason: Message(verbatim: reason))
        }
        guard let marker = endMarker(members["end_marker"]) else { return nil }
        return Plugin.Dump(arguments: arguments, endMarker: marker, refusedOptions: refused ?? [])
    }

    private func databases(_ node: DocumentNode, hasQueryTool: Bool) -> Plugin.Databases? {
        let members = node.members(required: ["from"], optional: ["arguments", "system"])
        guard let origin = members["from"]?.choice(Plugin.Databases.Origin.self) else { return nil }
        if origin == .query {
            if members["arguments"] == nil { node.report("the key \"arguments\" is missing") }
            if !hasQueryTool { node.report("asks a server, but tools.query is missing") }
        } else {
            members["arguments"]?.report("is only for databases that come from \"query\"")
        }
        let system = members["system"]?.texts { text in
            (try? Glob(ExactName(text))) == nil ? "is no glob" : nil
        }
        return Plugin.Databases(
            origin: origin, arguments: templates(members["arguments"], except: [.options]),
            system: (system ?? []).map { ExactName($0) })
    }

    private func globals(
        _ node: DocumentNode, tools: [String: DocumentNode], dialect: Plugin.Dialect?
    ) -> Plugin.Globals? {
        let members = node.members(required: ["from", "end_marker"], optional: ["arguments"])
        guard let origin = members["from"]?.choice(Plugin.Globals.Origin.self) else { return nil }
        switch origin {
        case .tool:
            if members["arguments"] == nil { node.report("the key \"arguments\" is missing") }
            if tools["globals"] == nil { node.report("needs a tool, but tools.globals is missing") }
        case .query:
            if dialect != .mysql { members["from"]?.report("is only for the dialect \"mysql\"") }
            members["arguments"]?.report("is only for globals that come from a \"tool\"")
        }
        guard let marker = endMarker(members["end_marker"]) else { return nil }
        return Plugin.Globals(
            origin: origin, arguments: templates(members["arguments"], except: [.options, .query]),
            endMarker: marker)
    }

    private func restore(_ node: DocumentNode, tools: [String: DocumentNode]) -> Plugin.Restore {
        let members = node.members(required: ["arguments"], optional: [])
        if tools["restore"] == nil, tools["query"] == nil {
            node.report("needs a tool, but neither tools.restore nor tools.query is there")
        }
        return Plugin.Restore(arguments: templates(members["arguments"], except: [.options, .query]))
    }

    private func environment(_ node: DocumentNode) -> [String: ArgumentTemplate] {
        var result: [String: ArgumentTemplate] = [:]
        for (name, value) in node.freeMembers() {
            if let problem = PluginRules.variable(name) { value.report(problem) }
            let lists = Placeholder.allCases.filter(\.isList)
            result[name] = template(value, except: lists + [.query, .database, .connection])
        }
        return result
    }

    private func endMarker(_ node: DocumentNode?) -> Plugin.EndMarker? {
        node?.text(PluginRules.endMarker).map { $0 == "none" ? .none : .line($0) }
    }

    private func templates(_ node: DocumentNode?, except refused: [Placeholder]) -> [ArgumentTemplate] {
        node?.elements().compactMap { template($0, except: refused) } ?? []
    }

    private func template(_ node: DocumentNode, except refused: [Placeholder]) -> ArgumentTemplate? {
        guard let text = node.text() else { return nil }
        do {
            let template = try ArgumentTemplate(text)
            if let wrong = template.placeholders.first(where: refused.contains) {
                node.report("{\(wrong.rawValue)} has no meaning here")
            }
            return template
        } catch {
            node.report(error.message)
            return nil
        }
    }
}
