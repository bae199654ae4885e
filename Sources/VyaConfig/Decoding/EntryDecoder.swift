import VyaCore

/// Makes entries of the checked elements of `db_config`.
struct EntryDecoder {
    let known: [DbmsSummary]
    /// What holds for entries that say nothing.
    let timeouts: Timeouts
    let retries: Int
    let tools: [String: String]
    let drill: EntryID?
    let thresholds: CheckThresholds

    /// Removes from files entries what older files say of a server, so that nobody looks at it.
    static func withoutConnections(_ root: Node, known: [DbmsSummary]) -> Node {
        root.replacing(RootKeys.entries.name) { list in
            guard let elements = list.elements else { return list }
            let kept = elements.map { element in
                guard let dbms = element[EntryKeys.dbms.name]?.text,
                    summary(of: dbms, among: known)?.isFiles == true
                else { return element }
                let names = EntryKeys.connection.flatMap(\.names).map(ExactName.init(_:))
                return element.keeping { !names.contains(ExactName($0.key)) }
            }
            return Node(value: .list(kept), position: list.position)
        }
    }

    /// The dbms that a name or alias means, in upper or lower case.
    static func summary(of name: String, among known: [DbmsSummary]) -> DbmsSummary? {
        known.first { ([$0.name] + $0.aliases).contains { $0.lowercased() == name.lowercased() } }
    }

    /// Decodes one element; nil when it has no usable id or dbms, which has then been said.
    func entry(_ section: KeyedObject, _ findings: inout Diagnostics) -> Entry? {
        let dbms = section.text(EntryKeys.dbms).flatMap { summary(of: $0, section, &findings) }
        guard let dbms, let id = section.integer(EntryKeys.id) else { return nil }
        var entry = Entry(id: EntryID(id), dbms: (section.text(EntryKeys.dbms) ?? "").lowercased())
        entry.enabled = section.flag(EntryKeys.enabled) ?? true
        entry.comment = section.text(EntryKeys.comment)
        entry.ignored = (section.texts(EntryKeys.ignore) ?? []).map(ExactName.init(_:))
        entry.databases = databases(section, &findings)
        entry.timeouts = TimeoutsDecoder.timeouts(section.section(EntryKeys.timeouts), defaults: timeouts)
        entry.retries = section.integer(EntryKeys.retries) ?? retries
        entry.tools = tools.merging(ToolsDecoder.tools(section.value(EntryKeys.tools))) { $1 }
        entry.options = options(section, of: dbms, &findings)
        checkPatterns(entry, of: dbms, section, &findings)
        entry.thresholds = UpkeepDecoder.thresholds(
            section.section(EntryKeys.check), defaults: thresholds)
        entry.drill = EntryDecoder.drill(section.section(EntryKeys.drill)) ?? drill
        if !dbms.isFiles {
            entry.host = section.text(EntryKeys.host)
            entry.port = section.integer(EntryKeys.port)
            entry.username = section.text(EntryKeys.username)
            entry.password = PasswordDecoder.source(EntryKeys.password, in: section, &findings)
            entry.tls = TLSDecoder.policy(section, &findings)
        }
        return entry
    }

    /// The entry that a `drill` section names.
    static func drill(_ section: KeyedObject?) -> EntryID? {
        section?.integer(DrillKeys.id).map { EntryID($0) }
    }

    private func summary(
        of name: String, _ section: KeyedObject, _ findings: inout Diagnostics
    ) -> DbmsSummary? {
        if let dbms = EntryDecoder.summary(of: name, among: known) { return dbms }
        let names = known.flatMap { [$0.name] + $0.aliases }
        findings.error(
            "config.unknown-dbms", at: section.position(EntryKeys.dbms), section.path(EntryKeys.dbms),
            "unknown dbms",
            found: Node(value: .text(name), position: .start).described(secret: false),
            allowed: "\(names.joined(separator: ", "))", suggestion: NearestName.of(name, in: names))
        return nil
    }

    /// `database` wins over `db_list`, as it did for the predecessor; an empty one says nothing.
    private func databases(_ section: KeyedObject, _ findings: inout Diagnostics) -> [ExactName] {
        let older = section.texts(EntryKeys.database) ?? []
        let list = section.texts(EntryKeys.list) ?? []
        if !older.isEmpty, !list.isEmpty, older != list {
            findings.warning(
                "config.twin-keys", at: section.position(EntryKeys.list), section.path(EntryKeys.list),
                "\"database\" is given too and counts")
        }
        return (older.isEmpty ? list : older).map(ExactName.init(_:))
    }

    private func options(
        _ section: KeyedObject, of dbms: DbmsSummary, _ findings: inout Diagnostics
    ) -> [String] {
        let nodes = section.value(EntryKeys.options)?.elements ?? []
        for (index, node) in nodes.enumerated() {
            guard let option = node.text else { continue }
            let path = section.path(EntryKeys.options) + "[\(index)]"
            if let reason = dbms.refusal(of: option) {
                findings.error(
                    "config.refused-option", at: node.position, path, reason, found: OptionText.shown(option))
            }
        }
        return nodes.compactMap(\.text)
    }

    private func checkPatterns(
        _ entry: Entry, of dbms: DbmsSummary, _ section: KeyedObject, _ findings: inout Diagnostics
    ) {
        let key = section.texts(EntryKeys.database)?.isEmpty == false ? EntryKeys.database : EntryKeys.list
        if dbms.isFiles, entry.databases.isEmpty {
            findings.error(
                "config.no-patterns", at: section.position(key), section.path(key),
                "an entry of files names nothing to back up",
                allowed: "globs of absolute paths, such as \"/srv/app/**\"")
        }
        for (key, patterns, isWanted) in [
            (key, entry.databases, true), (EntryKeys.ignore, entry.ignored, false),
        ] {
            let elements = section.value(key)?.elements
            for (index, pattern) in patterns.enumerated() {
                guard
                    let refusal = PatternRule.refusal(
                        of: pattern.text, isFiles: dbms.isFiles, isWanted: isWanted)
                else { continue }
                let node = elements.flatMap { index < $0.count ? $0[index] : nil }
                findings.error(
                    "config.pattern", at: node?.position ?? section.position(key),
                    section.path(key) + (elements == nil ? "" : "[\(index)]"), refusal,
                    found: Node(value: .text(pattern.text), position: .start).described(secret: false),
                    allowed: "a glob; a backslash before a character takes the character literally")
            }
        }
    }
}

/// Reads `tools`.
enum ToolsDecoder {
    /// The named tools and their paths.
    static func tools(_ node: Node?) -> [String: String] {
        var tools: [String: String] = [:]
        for member in node?.members ?? [] { tools[member.key] = member.value.text }
        return tools
    }
}

/// Shows arguments that may hold a secret.
enum OptionText {
    /// The argument without what may be a secret: only the name of a long option, two characters of a short one.
    static func shown(_ option: String) -> Message {
        guard option.begins(with: "-") else { return "an argument that is no option" }
        let name = option.begins(with: "--") ? String(option.head(upTo: "=")) : String(option.prefix(2))
        return Message(verbatim: ("\"" + name + (name.count < option.count ? "…" : "") + "\"").printable)
    }
}

/// Decides which globs an entry may have.
enum PatternRule {
    /// Why a glob is refused; nil when it is taken. What is to be left out may be a name at any depth.
    static func refusal(of pattern: String, isFiles: Bool, isWanted: Bool) -> Message? {
        if isFiles {
            guard pattern.begins(with: "/") || !isWanted else { return "a glob of files begins with \"/\"" }
            guard !pattern.pieces(separatedBy: "/").has("..") else {
                return "a glob of files holds no \"..\""
            }
        }
        do {
            _ = try Glob(ExactName(pattern))
            return nil
        } catch {
            return "not a glob: \(error.words)"
        }
    }
}

/// Reads `timeouts`.
enum TimeoutsDecoder {
    /// What a section gives, and the defaults for the rest.
    static func timeouts(_ section: KeyedObject?, defaults: Timeouts) -> Timeouts {
        Timeouts(
            connectSeconds: section?.integer(TimeoutKeys.connect) ?? defaults.connectSeconds,
            idleSeconds: section?.integer(TimeoutKeys.idle) ?? defaults.idleSeconds,
            totalSeconds: section?.integer(TimeoutKeys.total) ?? defaults.totalSeconds)
    }
}
