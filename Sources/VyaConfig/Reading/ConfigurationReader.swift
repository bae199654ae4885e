package import VyaCore

/// Finds and reads the configuration.
package enum ConfigurationReader {
    /// Reads a file, having made sure that nobody but its owner and root can have written it.
    ///
    /// Returns the warnings beside the configuration. Throws `ConfigurationFailure` with every problem,
    /// `UnsafeError` when others could have written the file, `ConfigurationError` when it cannot be read.
    /// `home` is the home folder that backups must not be written into. With `acceptsNotificationFaults` settings of mails,
    /// webhooks, heartbeat and metrics that cannot be used keep nobody from the rest: they are left out, and stand in
    /// `notificationFaults`.
    package static func read(
        path: String, knownDbms: [DbmsSummary], home: String? = ConfigurationFile.homeFolder,
        acceptsNotificationFaults: Bool = false
    ) throws -> (Configuration, [Diagnostic]) {
        let file = try ConfigurationFile.read(path)
        return try read(
            bytes: file.bytes, path: path, knownDbms: knownDbms, home: home,
            othersMayRead: file.othersMayRead, acceptsNotificationFaults: acceptsNotificationFaults)
    }

    /// A configuration that names nothing, with the defaults of all else; for what needs none.
    package static var empty: Configuration {
        var findings = Diagnostics(file: "")
        return configuration(
            KeyedObject(Node(value: .object([]), position: .start), path: ""), [], nil, &findings)
    }

    /// Reads the bytes of a file; messages place problems in `path`.
    package static func read(
        bytes: [UInt8], path: String, knownDbms: [DbmsSummary], home: String? = nil,
        othersMayRead: Bool = false, acceptsNotificationFaults: Bool = false
    ) throws(ConfigurationFailure) -> (Configuration, [Diagnostic]) {
        var findings = Diagnostics(file: path)
        let configuration = decode(bytes, knownDbms, home, othersMayRead, without: [], &findings)
        if let configuration, !findings.hasErrors { return (configuration, findings.inOrder) }
        let faults = findings.inOrder.filter { $0.severity == .error }
        let keys = faults.map { NotificationDecoder.key(of: $0.keyPath) }
        guard acceptsNotificationFaults, configuration != nil, !keys.contains(nil) else {
            throw ConfigurationFailure(path: path, diagnostics: findings.inOrder)
        }
        // One address or webhook that is wrong costs itself; else the section goes.
        let elements = faults.map { NotificationDecoder.element(of: $0.keyPath) }
        for left in [elements, keys] {
            var rest = Diagnostics(file: path)
            let useful = decode(
                bytes, knownDbms, home, othersMayRead, without: Set(left.compactMap(\.self)), &rest)
            if var useful, !rest.hasErrors {
                useful.notificationFaults = faults
                // Rather somebody else hears of a failure than nobody.
                if let mail = useful.email, mail.failureRecipients.isEmpty {
                    useful.email?.failureRecipients = mail.successRecipients
                }
                return (useful, findings.inOrder)
            }
        }
        throw ConfigurationFailure(path: path, diagnostics: findings.inOrder)
    }

    /// Parses a file to its tree; nil when it is none, which has then been said.
    static func parse(_ bytes: [UInt8], _ findings: inout Diagnostics) -> Node? {
        do {
            let document = try Document(bytes: bytes, fileName: findings.file)
            if document.hadByteOrderMark {
                findings.warning(
                    "config.byte-order-mark", at: .start, "",
                    "the file begins with a byte order mark, which is ignored")
            }
            for duplicate in document.duplicates {
                findings.error(
                    "config.duplicate-key", at: duplicate.second, ShapeCheck.join("", duplicate.key),
                    "the key is given twice in one object, first at \(duplicate.first.line):\(duplicate.first.column)"
                )
            }
            return document.duplicates.isEmpty ? document.root : nil
        } catch {
            findings.add(error)
            return nil
        }
    }

    private static func decode(
        _ bytes: [UInt8], _ known: [DbmsSummary], _ home: String?, _ othersMayRead: Bool,
        without paths: Set<String>, _ findings: inout Diagnostics
    ) -> Configuration? {
        guard let parsed = parse(bytes, &findings) else { return nil }
        let plain = MailAddressList.withPlainAddresses(parsed)
        let root = paths.isEmpty ? plain : plain.without(paths)
        if let databases = root.members.first(where: { $0.key == "databases" }), root["db_config"] == nil {
            findings.error(
                .oldYAML, at: databases.position, "databases",
                "this is the YAML file of version 2.0 of the predecessor; run: vya-backup config convert FILE"
            )
            return nil
        }
        var check = ShapeCheck(findings)
        check.check(
            NotificationDecoder.withoutDisabled(
                EmailDecoder.withoutDisabled(EntryDecoder.withoutConnections(root, known: known))),
            .object(RootKeys.table(known)), path: "")
        findings = check.findings
        guard root.isObject else { return nil }
        let section = KeyedObject(root, path: "")
        InertSettings.warn(section, &findings)
        let configuration = configuration(section, known, home, &findings)
        if othersMayRead { warnOfReadableSecrets(section, configuration, &findings) }
        return configuration
    }

    private static func configuration(
        _ root: KeyedObject, _ known: [DbmsSummary], _ home: String?, _ findings: inout Diagnostics
    ) -> Configuration {
        let timeouts = TimeoutsDecoder.timeouts(root.section(RootKeys.timeouts), defaults: Timeouts())
        let named = root.word(RootKeys.language).flatMap(EmailDecoder.language)
        let language = named ?? .portuguese
        let decoder = EntryDecoder(
            known: known, timeouts: timeouts, retries: root.integer(RootKeys.retries) ?? 0,
            tools: ToolsDecoder.tools(root.value(RootKeys.tools)),
            drill: EntryDecoder.drill(root.section(RootKeys.drill)),
            thresholds: UpkeepDecoder.thresholds(root.section(RootKeys.check), defaults: CheckThresholds()))
        let (entries, positions) = entries(root, decoder, &findings)
        let folderDecoder = FolderDecoder(known: known, home: home)
        let folders = root.node[RootKeys.folders].map { KeyedObject($0, path: RootKeys.folders) }
        return Configuration(
            path: findings.file, entries: entries, entryPositions: positions,
            folders: folders.map { folderDecoder.folders($0, &findings) } ?? [:],
            retention: folders.map { folderDecoder.retention($0) } ?? [:],
            group: folders?.text(FolderKeys.group),
            email: email(root, EmailDecoder(language: language), &findings),
            notifications: NotificationDecoder.settings(root, &findings),
            log: LogDecoder.settings(root.section(RootKeys.log)),
            compression: CompressionDecoder.settings(root.section(RootKeys.compression), &findings),
            timeouts: timeouts, runDeadlineSeconds: timeouts.totalSeconds,
            gradedRetention: UpkeepDecoder.retention(root.section(RootKeys.retention)),
            prunesAfterRun: root.flag(RootKeys.pruneAfterRun) ?? false,
            prunesBeforeRun: root.flag(RootKeys.pruneBeforeRun) ?? false,
            uploader: UpkeepDecoder.uploader(root.section(RootKeys.uploader), &findings),
            schedule: ScheduleDecoder.settings(root.section(RootKeys.schedule)), language: language,
            namedLanguage: named)
    }

    private static func entries(
        _ root: KeyedObject, _ decoder: EntryDecoder, _ findings: inout Diagnostics
    ) -> ([Entry], [EntryID: String]) {
        var entries: [Entry] = []
        var positions: [EntryID: String] = [:]
        let list = root.value(RootKeys.entries)
        if let elements = list?.elements, elements.isEmpty {
            findings.error(
                "config.no-entries", at: root.position(RootKeys.entries), "db_config",
                "there is nothing to back up",
                allowed: "a list of at least one entry")
        }
        for (index, element) in (list?.elements ?? []).enumerated() where element.isObject {
            let section = KeyedObject(element, path: "db_config[\(index)]")
            noteID(section, &positions, &findings)
            if let entry = decoder.entry(section, &findings) { entries.append(entry) }
        }
        for entry in entries {
            guard let drill = entry.drill, positions[drill] == nil else { continue }
            let own = (list?.elements ?? []).first {
                KeyedObject($0, path: "").integer(EntryKeys.id) == entry.id.number
            }
            let place =
                own.flatMap { KeyedObject($0, path: "").value(EntryKeys.drill) } ?? root.value(RootKeys.drill)
            findings.error(
                "config.unknown-id", at: place?.position ?? .start, "drill.id_dbms",
                "there is no entry with this id",
                found: "\(drill)",
                allowed: "\(positions.keys.sorted().map(\.description).joined(separator: ", "))")
        }
        return (entries, positions)
    }

    /// Two entries with one id would overwrite each other's backups, and a command could mean either.
    private static func noteID(
        _ section: KeyedObject, _ positions: inout [EntryID: String], _ findings: inout Diagnostics
    ) {
        guard let id = section.integer(EntryKeys.id).map(EntryID.init(_:)) else { return }
        if let first = positions[id] {
            findings.error(
                "config.duplicate-id", at: section.position(EntryKeys.id), section.path(EntryKeys.id),
                "another entry has the same id, at \(first.printable)", found: "\(id)")
        } else {
            let place = section.node.position
            positions[id] = "\(findings.file):\(place.line):\(place.column)"
        }
    }

    private static func email(
        _ root: KeyedObject, _ decoder: EmailDecoder, _ findings: inout Diagnostics
    ) -> EmailSettings? {
        if root.section(RootKeys.email) != nil, let old = root.value(RootKeys.oldEmail) {
            findings.warning(
                "config.twin-keys", at: old.position, RootKeys.oldEmail.name,
                "\"email_settings\" is given too and counts")
        }
        guard let section = root.section(RootKeys.email) ?? root.section(RootKeys.oldEmail) else {
            return nil
        }
        return decoder.settings(section, &findings)
    }

    private static func warnOfReadableSecrets(
        _ root: KeyedObject, _ configuration: Configuration, _ findings: inout Diagnostics
    ) {
        let entries = (root.value(RootKeys.entries)?.elements ?? []).map { ($0, EntryKeys.password) }
        let mails = [RootKeys.email, RootKeys.oldEmail].compactMap { root.value($0) }.map {
            ($0, EmailKeys.password)
        }
        let services =
            ([RootKeys.prometheus, RootKeys.heartbeat].compactMap { root.value($0) }
            + (root.value(RootKeys.webhooks)?.elements ?? [])).map { ($0, WebKeys.url) }
        let tokens = (root.value(RootKeys.webhooks)?.elements ?? []).map { ($0, WebhookKeys.token) }
        let found = (entries + mails + services + tokens).filter { node, key in
            KeyedObject(node, path: "").text(key)?.isEmpty == false
        }
        guard let (node, key) = found.first else { return }
        findings.warning(
            .readableSecret, at: KeyedObject(node, path: "").position(key), key.name,
            "every user of the host can read "
                + (found.count == 1 ? "this secret" : "this secret and \(found.count - 1) more")
                + "; run: chmod 600 \(ShellWord.quoted(findings.file))")
    }
}

extension Diagnostics {
    /// Takes down what keeps the file from being a document.
    fileprivate mutating func add(_ problem: SyntaxProblem) {
        error(problem.code, at: problem.position, "", problem.message)
    }
}

extension Node {
    /// The tree without what stands at some paths, as messages write these.
    fileprivate func without(_ paths: Set<String>, at path: String = "") -> Node {
        if let elements {
            let kept = elements.enumerated().filter { !paths.has("\(path)[\($0.offset)]") }.map {
                $0.element.without(paths, at: "\(path)[\($0.offset)]")
            }
            return Node(value: .list(kept), position: position)
        }
        guard case .object(let members) = value else { return self }
        let kept = members.compactMap { member -> Member? in
            let place = ShapeCheck.join(path, member.key)
            guard !paths.contains(place) else { return nil }
            let value = member.value.without(paths, at: place)
            // A list of which nothing is left says nothing, where none says what is usual.
            if value.elements?.isEmpty == true, member.value.elements?.isEmpty == false { return nil }
            return Member(key: member.key, position: member.position, value: value)
        }
        return Node(value: .object(kept), position: position)
    }
}
