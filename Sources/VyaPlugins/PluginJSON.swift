package import VyaCore

extension Plugin {
    /// The declaration as a document of its own schema; for an alias with the facts that it shares.
    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("schema", .string(Plugin.schema)), .init("name", .string(name)),
            .init("title", .string(title)),
        ]
        if !aliases.isEmpty { members.append(.init("aliases", .strings(aliases))) }
        members.append(.init("handler", .string(handler.rawValue)))
        if handler == .dumpTool { members.append(.init("dialect", .string(dialect.rawValue))) }
        members.append(.init("folder_keys", .strings(folderKeys)))
        if let defaultPort { members.append(.init("default_port", .int(defaultPort))) }
        let tools = [
            ("dump", dumpTool), ("query", queryTool), ("globals", globalsTool), ("restore", restoreTool),
        ]
        .compactMap { role, tool in tool.map { JSONValue.Member(role, $0.json) } }
        if !tools.isEmpty { members.append(.init("tools", .object(tools))) }
        if let secretFormat {
            members.append(.init("secret", .object([.init("format", .string(secretFormat.rawValue))])))
        }
        if !environment.isEmpty {
            let variables = environment.sorted { $0.key < $1.key }
            members.append(
                .init("environment", .object(variables.map { .init($0.key, .string($0.value.source)) })))
        }
        if let databases { members.append(.init("databases", databases.json)) }
        if let dump { members.append(.init("dump", dump.json)) }
        if let globals { members.append(.init("globals", globals.json)) }
        if let restore {
            members.append(
                .init(
                    "restore", .object([.init("arguments", .strings(restore.arguments.map(\.source)))])))
        }
        return .object(members)
    }
}

extension Plugin.Tool {
    fileprivate var json: JSONValue {
        .object(
            [.init("names", .strings(names))]
                + (folders.isEmpty ? [] : [.init("folders", .strings(folders))])
                + (wrappers.isEmpty ? [] : [.init("wrappers", .strings(wrappers))])
                + [.init("version_arguments", .strings(versionArguments))])
    }
}

extension Plugin.EndMarker {
    /// The marker as a plugin file writes it.
    fileprivate var json: JSONValue {
        switch self {
        case .line(let text): .string(text)
        case .none: .string("none")
        }
    }
}

extension Plugin.Dump {
    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("arguments", .strings(arguments.map(\.source))), .init("end_marker", endMarker.json),
        ]
        if !refusedOptions.isEmpty {
            let options = refusedOptions.map { refused in
                JSONValue.object([
                    .init("option", .string(refused.option)), .init("reason", .english(refused.reason)),
                ])
            }
            members.append(.init("refused_options", .array(options)))
        }
        return .object(members)
    }
}

extension Plugin.Databases {
    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = [.init("from", .string(origin.rawValue))]
        if !arguments.isEmpty { members.append(.init("arguments", .strings(arguments.map(\.source)))) }
        if !system.isEmpty { members.append(.init("system", .strings(system.map(\.text)))) }
        return .object(members)
    }
}

extension Plugin.Globals {
    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = [.init("from", .string(origin.rawValue))]
        if !arguments.isEmpty { members.append(.init("arguments", .strings(arguments.map(\.source)))) }
        members.append(.init("end_marker", endMarker.json))
        return .object(members)
    }
}
