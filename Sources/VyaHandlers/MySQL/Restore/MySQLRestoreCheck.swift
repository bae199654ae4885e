import VyaCore

/// Looks for what stands in the way of a restore before anything is changed.
struct MySQLRestoreCheck {
    let request: RestoreRequest
    let session: MySQLSession
    let target: MySQLTarget
    let system: [ExactName]

    /// What stands in the way, each with what to do.
    func obstacles(to name: ExactName) -> [Explanation] {
        (severalDatabases.map { [$0] } ?? request.refusals.prefix(5).map(MySQLRestorePlanner.refusal))
            + self.name(name) + writes() + version() + collation()
            + MySQLRestoreNeeds(request: request, session: session, target: target).obstacles(to: name)
            + folding() + definers() + privileges(name)
            + (room?.obstacle.map { [$0] } ?? [])
            + (MySQLPacket.obstacle(to: request.summary, on: target.server).map { [$0] } ?? [])
    }

    /// A dump of `mysqldump --databases` or `--all-databases` has a line above each database, and sets the session back at its end.
    private var severalDatabases: Explanation? {
        let others = request.traits.otherDatabases
        guard !others.isEmpty else { return nil }
        let names = others.union([request.traits.database].compactMap { $0 }).map(\.text).sorted()
        return Explanation(
            "restore.several-databases",
            "the dump holds several databases: \(DatabaseSelection.enumerated(names))",
            hints: [
                """
                take one of them out of it, and restore that: zcat -f FILE | awk -v name=NAME '/^-- Current \
                Database: /{other=($0!=\"-- Current Database: `\" name \"`\")} /^\\/\\*!40... SET \
                .*=@OLD_/{other=0} !other' | gzip >NAME.sql.gz
                """
            ])
    }

    /// What the operator should know.
    var notes: [Message] {
        var notes: [Message] = room?.note.map { [$0] } ?? []
        if request.manifest == nil {
            notes.append("the backup has no manifest: the database gets the server's own character set")
        }
        if let family, family != target.server.isMariaDB {
            notes.append(
                """
                the dump is of \(words(family)), the server is \(words(target.server.isMariaDB)): not \
                everything that one of them writes is understood by the other
                """)
        }
        if target.accounts == nil, !definerNames.isEmpty {
            notes.append("the account may not see which users exist, so that definers cannot be checked")
        }
        let missing = missingDefiners
        if !missing.isEmpty, request.purpose != .database(replacing: false),
            request.purpose != .database(replacing: true)
        {
            notes.append(
                """
                views, triggers and routines of these users cannot run, because they do not exist: \
                \(DatabaseSelection.enumerated(missing))
                """)
        } else if !missing.isEmpty, definers().isEmpty {
            notes.append(
                """
                views, triggers or routines of the dump run in the name of users that neither the server \
                nor the backup has, and cannot be used before these are made and may do it: \
                \(creations(of: missing))
                """
            )
        }
        return notes
    }

    /// How the database is created: as the manifest says, where that is a name and the server knows it.
    static func creation(of request: RestoreRequest, on server: MySQLServer) -> MySQLScripts.Creation {
        let create = request.manifest?.provenance.create
        func name(_ key: String) -> String? {
            let text = create?[key]?.stringValue ?? ""
            let isName = text.utf8.allSatisfy { Byte.isIdentifier($0) && $0 < 0x80 }
            return text.isEmpty || !isName ? nil : text
        }
        let hasComments = server.isMariaDB && server.isAtLeast(10, 5)
        return MySQLScripts.Creation(
            characterSet: name("character_set"), collation: name("collation"),
            comment: hasComments ? create?["comment"]?.stringValue : nil)
    }

    // MARK: The server

    /// A server that takes no writes from this account says so in the midst of the load (errors 1290 and 1836).
    private func writes() -> [Explanation] {
        guard let setting = target.readOnly else { return [] }
        return [
            Explanation(
                "restore.read-only", "the server takes no writes from this account: \(setting) is on",
                hints: ["restore on its primary, or run: SET GLOBAL \(setting) = OFF"])
        ]
    }

    // MARK: The name

    private func name(_ name: ExactName) -> [Explanation] {
        if system.contains(where: { target.isSame($0, name) }) {
            return [
                Explanation(
                    "restore.system-database", "\"\(name.text.printable)\" is the server's own database",
                    hints: ["restore under another name with --target NAME"])
            ]
        }
        if request.purpose != .globals, MySQLRestorePlanner.markTable(for: request) == nil {
            return [
                Explanation(
                    "restore.mark-name",
                    """
                    the dump has tables or views of all the names under which the mark of a restore could \
                    stand: \(MySQLScripts.markTables.joined(separator: ", "))
                    """,
                    hints: ["restore it by hand; vya-backup restore --card FILE shows how"])
            ]
        }
        let length = name.text.unicodeScalars.count
        if length == 0 || length > 64 || name.text.utf8.contains(0) || name.text.ends(with: " ") {
            return [
                Explanation(
                    "restore.name", "\"\(name.text.printable)\" is no name for a database",
                    hints: ["use at most 64 characters, without a space at the end"])
            ]
        }
        let marks = target.marks.first { target.isSame($0.key, name) }?.value ?? []
        if let mark = marks.first(where: ScratchMark.isMark),
            !marks.contains(where: { request.mark.isOn(name, marked: $0) })
        {
            return [
                Explanation(
                    "restore.busy",
                    """
                    database \"\(name.text.printable)\" is being restored, or was, by another host or for \
                    another purpose: \(mark.printable)
                    """,
                    hints: ["when that restore is over, drop the database and try again"])
            ]
        }
        return []
    }

    // MARK: Server and dump

    /// True if the dump is of MariaDB; nil when nothing says.
    private var family: Bool? {
        guard let manifest = request.manifest else { return nil }
        let version = manifest.provenance.serverVersion ?? ""
        return version.isEmpty ? nil : version.lowercased().holds("mariadb")
    }

    private func words(_ isMariaDB: Bool) -> String { isMariaDB ? "MariaDB" : "MySQL" }

    private func version() -> [Explanation] {
        guard family == target.server.isMariaDB, let version = request.manifest?.provenance.serverVersion
        else { return [] }
        let (dump, server) = (VersionNumber.first(in: version).prefix(2), target.server.numbers.prefix(2))
        guard server.lexicographicallyPrecedes(dump) else { return [] }
        func text(_ numbers: ArraySlice<Int>) -> String {
            words(target.server.isMariaDB) + " " + numbers.map(String.init).joined(separator: ".")
        }
        return [
            Explanation(
                "restore.older-server", "the dump is of \(text(dump)), the server is \(text(server))",
                hints: ["restore on a server of \(text(dump)) or newer"])
        ]
    }

    private func collation() -> [Explanation] {
        let creation = MySQLRestoreCheck.creation(of: request, on: target.server)
        guard let collation = creation.collation, !target.collations.isEmpty,
            !target.collations.contains(collation)
        else { return [] }
        return [
            Explanation(
                "restore.collation", "the server does not know the collation \(collation) of the database",
                hints: [
                    "restore on a server of the dump's own kind and version"
                        + (request.manifest?.provenance.serverVersion.map { ": \($0.printable)" } ?? "")
                ])
        ]
    }

    private func folding() -> [Explanation] {
        guard target.foldsCase else { return [] }
        let names = Dictionary(grouping: request.summary.tables) { $0.table.text.lowercased() }
        guard let same = names.values.first(where: { $0.count > 1 }) else { return [] }
        return [
            Explanation(
                "restore.case",
                """
                tables differ in case alone, which the server takes for one: \
                \(same.map { $0.table.text.printable }.joined(separator: ", "))
                """,
                hints: ["restore on a server with lower_case_table_names=0"])
        ]
    }

    // MARK: Accounts

    private var definerNames: [ExactName] {
        request.traits.needs.compactMap { if case .definer(let name) = $0 { name } else { nil } }
            .sorted()
    }

    private var missingDefiners: [String] {
        guard let accounts = target.accounts else { return [] }
        let brought = MySQLGlobals(request.globals ?? []).created
        return definerNames.filter { !accounts.contains($0) && !brought.contains($0) }.map(\.text)
    }

    /// What stands in the way for want of definers: users that the backup may bring and is not asked for, and what the server
    /// takes from nobody but who may name any definer. Else they were gone already, or are nowhere, and for ever (O6).
    private func definers() -> [Explanation] {
        let missing = missingDefiners
        guard case .database = request.purpose, !missing.isEmpty else { return [] }
        let comesWithUsers = request.globals == nil && request.manifest?.globals != nil
        guard comesWithUsers || !mayNameAnybody else { return [] }
        var hints: [Message] = []
        if comesWithUsers, let file = request.manifest?.globals {
            hints.append("restore the users as well with --globals; they are in \(file)")
        }
        hints.append("or create them: \(creations(of: missing))")
        return [
            Explanation(
                "restore.missing-definer",
                """
                views, triggers or routines of the dump run in the name of users that the server does not \
                have: \(DatabaseSelection.enumerated(missing))
                """, hints: hints)
        ]
    }

    /// Whether the account may make what runs in the name of a user that does not exist.
    private var mayNameAnybody: Bool {
        let privileges = target.server.privileges
        // MySQL 9 asks for both; its predecessors know the first one of them only by its older name.
        return privileges.has("SUPER") || privileges.has("SET USER") || privileges.has("SET_USER_ID")
            || privileges.has("SET_ANY_DEFINER") && privileges.has("ALLOW_NONEXISTENT_DEFINER")
    }

    private func creations(of accounts: [String]) -> String {
        accounts.prefix(10).map { MySQLAccounts.Account(named: ExactName($0)).lockedCreation + ";" }
            .joined(separator: " ")
    }

    /// What whoever loads the dump must be allowed to do in its database.
    var wanted: [String] {
        let objects = request.summary.objects
        func has(_ kind: String) -> Bool { (objects[kind] ?? 0) > 0 }
        var wanted = ["CREATE", "DROP", "ALTER", "INDEX", "INSERT", "SELECT", "LOCK TABLES"]
        if has("triggers") { wanted.append("TRIGGER") }
        if has("views") { wanted += ["CREATE VIEW", "SHOW VIEW"] }
        if has("procedures") || has("functions") || has("packages") {
            wanted += ["CREATE ROUTINE", "ALTER ROUTINE"]
        }
        if has("events") { wanted.append("EVENT") }
        return wanted
    }

    private func privileges(_ name: ExactName) -> [Explanation] {
        let wanted = self.wanted
        var names = [name]
        if request.purpose == .database(replacing: true) {
            names += [target.stored(request.scratch), MySQLSwap.keptName(of: name, at: request.mark.since)]
        }
        let server = target.server
        return names.compactMap { (database) -> Explanation? in
            let missing = wanted.filter { !server.privileges.has($0, on: database) }
            guard !missing.isEmpty else { return nil }
            let list = missing.joined(separator: ", ")
            let privileges = missing.map { MySQLText("\(words: $0)") }.joined(separator: ", ")
            let grant: MySQLText =
                "GRANT \(privileges) ON \(server.scope(of: database.text)) TO \(account: server.account)"
            return Explanation(
                "restore.missing-privilege",
                """
                the account may not do all that a restore into \"\(database.text.printable)\" needs: missing \
                \(list)
                """,
                hints: ["run: \(grant.text)"])
        }
    }

    // MARK: Space

    /// What is known of the room that a whole database needs; nil for single tables.
    private var room: RestoreRoom? {
        if request.purpose.isOfTables { return nil }
        return RestoreRoom(
            for: request, in: target.dataFolder, code: "restore.no-space", asking: session.context.probe
        ) { [request] _ in
            // The binary log takes down all that the dump says.
            request.rawBytes
        }
    }
}
