import VyaCore

/// Carries the values of the old YAML file over to the keys of the JSON file.
struct LegacyConverter {
    private(set) var notes: [Message] = []

    /// The whole configuration.
    mutating func configuration(_ root: Node, databases: [Node]) -> JSONValue {
        let entries = databases.enumerated().map { entry($1, index: $0) }
        var members: [JSONValue.Member] = [.init("db_config", .array(entries))]
        let types = databases.compactMap { $0["type"]?.text?.lowercased() }
        if let folders = folders(root, types: types) { members.append(.init("bkp_system", folders)) }
        if let log = root["logging"].flatMap({ log($0) }) { members.append(.init("log_settings", log)) }
        if let email = root["email"] { members.append(.init("email_settings", copy(email))) }
        if let level = root["storage"]?["compression_level"]?.integer {
            if (1...9).contains(level) {
                members.append(.init("compression", .object([.init("level", .int(level))])))
            } else {
                notes.append("storage.compression_level \(level) is no level of gzip (1 to 9)")
            }
        }
        let known = ["databases", "storage", "retention", "logging", "email"]
        for member in root.members where !known.contains(member.key) {
            notes.append("\"\(member.key.printable)\" is not taken over")
        }
        return .object(members)
    }

    private mutating func entry(_ node: Node, index: Int) -> JSONValue {
        var members: [JSONValue.Member] = []
        let renamed = ["id": "id_dbms", "type": "dbms", "databases": "database", "secret": "password"]
        let known = EntryKeys.table
        for member in node.members where member.value.value != .null {
            let name = renamed[member.key] ?? member.key
            switch name {
            case "credential_name": continue
            case "database", "db_ignore":
                members.append(.init(name == "database" ? "db_list" : name, list(member.value)))
            case _ where known.key(named: name) != nil: members.append(.init(name, copy(member.value)))
            default: notes.append("databases[\(index)].\(member.key.printable) is not taken over")
            }
        }
        // The old vault's key was the host's name; its passwords have to be given anew.
        if let credential = node["credential_name"]?.text, node["password"] == nil, node["secret"] == nil {
            members.append(.init("password", .object([.init("credential", .string(credential))])))
            notes.append(
                """
                databases[\(index)]: the password \(credential.printable) lies in the old vault; give it as \
                a systemd credential of that name, or write another source
                """)
        }
        return .object(members)
    }

    /// One folder served everything in the old file.
    private mutating func folders(_ root: Node, types: [String]) -> JSONValue? {
        var members: [JSONValue.Member] = []
        if let path = root["storage"]?["path"]?.text ?? root["storage"]?["base_path"]?.text {
            members.append(.init("path_sql", .string(path)))
            if types.has("files") { members.append(.init("path_files", .string(path))) }
        }
        if let retention = root["retention"] {
            if let days = retention["daily_keep"]?.integer {
                members.append(.init("retention_days", .int(days)))
            }
            if retention["strategy"]?.text?.lowercased() == "gfs" {
                notes.append("retention: of the strategy gfs only daily_keep is taken over, as days")
            }
        }
        for member in root["storage"]?.members ?? []
        where !["path", "base_path", "compression_level"].contains(member.key) {
            notes.append("storage.\(member.key.printable) is not taken over")
        }
        return members.isEmpty ? nil : .object(members)
    }

    private mutating func log(_ node: Node) -> JSONValue? {
        var members: [JSONValue.Member] = []
        if let level = node["level"] {
            members += [.init("console_loglevel", copy(level)), .init("file_loglevel", copy(level))]
        }
        if let path = node["file_path"]?.text, path.begins(with: "/"), let slash = path.lastPlace(of: "/") {
            members.append(.init("log_dir", .string(slash == path.startIndex ? "/" : String(path[..<slash]))))
        }
        if let format = node["format"]?.text {
            if ["text", "json"].contains(format.lowercased()) {
                members.append(.init("format", .string(format.lowercased())))
            } else {
                notes.append("logging.format is not taken over")
            }
        }
        return members.isEmpty ? nil : .object(members)
    }

    /// A list, or one text of several names, as a list.
    private func list(_ node: Node) -> JSONValue {
        guard let text = node.text else { return copy(node) }
        return .strings(Shape.separated(text))
    }

    private func copy(_ node: Node) -> JSONValue {
        switch node.value {
        case .null: .null
        case .flag(let flag): .bool(flag)
        case .integer(let number): .int(number)
        case .number(let text): Double(text).map { .double($0) } ?? .string(text)
        case .text(let text): .string(text)
        case .list(let nodes): .array(nodes.map(copy))
        case .object(let members): .object(members.map { .init($0.key, copy($0.value)) })
        }
    }
}
