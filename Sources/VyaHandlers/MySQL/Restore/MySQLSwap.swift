import VyaCore

/// Has a database that was loaded beside take the name of another, whose tables are kept under a third name.
///
/// The server moves all tables by one statement, and a client's message holds all that belongs together, so that the end of
/// the program or of the client stops nothing half-way. What a message may leave when the server ends is written down before
/// in the database that keeps (`MySQLSwapWay`): until the tables have moved it leads back, after that on.
struct MySQLSwap: Sendable {
    /// The database that is replaced.
    let name: ExactName
    /// The one that was loaded.
    let scratch: ExactName
    /// The one that keeps the old tables.
    let kept: ExactName
    /// The mark of replacements, whose seals nobody else can make.
    let mark: ScratchMark
    let session: MySQLSession
    private let isMariaDB: Bool
    /// True when databases have comments.
    private let hasComments: Bool
    /// True when a session that locks tables may rename them.
    private let keepsLocks: Bool

    init(
        of name: ExactName, by scratch: ExactName, keeping kept: ExactName, mark: ScratchMark,
        session: MySQLSession,
        on server: MySQLServer
    ) {
        var replacing = mark
        replacing.purpose = "replace"
        (self.name, self.scratch, self.kept, self.session) = (name, scratch, kept, session)
        self.mark = replacing
        isMariaDB = server.isMariaDB
        hasComments = server.isMariaDB && server.isAtLeast(10, 5)
        keepsLocks = !server.isMariaDB && server.isAtLeast(8, 0, 13)
    }

    // MARK: Names

    /// Where the way is written down until the tables have moved, and after that.
    static let (before, after) = ("vya_backup_replacing", "vya_backup_replaced")
    /// True in the catalog's list of tables for one that may hold a way.
    static let isWay: MySQLText =
        "TABLE_NAME IN (\(text: before), \(text: after)) AND TABLE_TYPE = 'BASE TABLE'"

    /// The name under which a database is kept, of at most 64 characters.
    static func keptName(
        of name: ExactName, _ word: String = "replaced", at moment: String, number: Int = 1
    ) -> ExactName {
        let digits = String(decoding: moment.utf8.filter(Byte.isDigit).prefix(14), as: UTF8.self)
        let suffix = "_\(word)_" + (digits.isEmpty ? "old" : digits) + (number == 1 ? "" : "_\(number)")
        let head = name.text.unicodeScalars.prefix(64 - suffix.utf8.count)
        return ExactName(String(String.UnicodeScalarView(head)) + suffix)
    }

    /// What is sealed for a database that keeps another's tables.
    static func sealed(_ kept: ExactName, of name: ExactName) -> ExactName {
        ExactName(kept.text + "\u{0}" + name.text)
    }

    /// A name in the replaced database under which nobody looks for a table.
    func hidden(_ index: Int) -> ExactName {
        ExactName("vya_backup_\(mark.seal(Array(kept.text.utf8)).prefix(16))_\(index)")
    }

    private func quoted(_ name: ExactName) -> MySQLText { "\(name: name.text)" }
    private func shown(_ name: ExactName) -> String { "\"\(name.text.printable)\"" }
    private func table(_ table: ExactName, _ database: ExactName) -> MySQLText {
        MySQLScripts.table(table.text, in: database)
    }

    // MARK: Steps

    /// Moves the old tables away and the new ones to their name; `enabled` are the events that run then.
    func taking(enabled: [ExactName]) -> RestoreStep {
        ask("give the restored database its name \(shown(name))", [name, scratch, kept]) { state in
            guard state.databases[kept] == nil else {
                throw SourceError(
                    "restore.exists", "database \(shown(kept)) exists on the server",
                    hints: ["drop it, or wait a second, and try again"])
            }
            if let obstacle = state.obstacle(to: name) { throw SourceError(obstacle) }
            return [
                askCode("look at what is to be made anew", state) { rows in
                    try [
                        perform(
                            "take the name \(shown(name))", taking(state, rows, enabled: enabled),
                            note:
                                """
                                the old tables are kept in \(shown(kept)), with the statements that make \
                                what else there was in its table \(MySQLSwap.after); remove it when it is \
                                no longer needed: DROP DATABASE \(quoted(kept).text)
                                """)
                    ]
                }
            ]
        }
    }

    /// Brings a replacement that failed or was cut off to one of its two ends: back before the tables moved, else on.
    func healing() -> RestoreStep {
        ask(
            "bring the replacement of \(shown(name)) to an end", [name, scratch, kept],
            remedy:
                "vya-backup restore with --replace once more; the old tables are in \(quoted(kept).text) or in \(quoted(name).text)"
        ) { state in
            guard state.databases[kept] != nil else { return [] }
            guard let way = state.ways.first(where: { isOurs($0) }) else { return [] }
            return [
                askCode("read how far the replacement of \(shown(name)) is", state, way: way.table) { rows in
                    let notes = try MySQLSwapWay(rows, of: self)
                    let title: Message = "bring the replacement of \(shown(name)) to an end"
                    if way.table.text == MySQLSwap.before {
                        return [
                            perform(
                                title, try back(state, notes, rows),
                                note:
                                    "a replacement of \(shown(name)) was called off: the database is as it was"
                            )
                        ]
                    }
                    return [
                        perform(
                            title, try on(state, notes, rows),
                            note:
                                """
                                a replacement of \(shown(name)) was brought to its end: the restored \
                                database has the name, and the old tables are kept in \(shown(kept))
                                """)
                    ]
                }
            ]
        }
    }

    /// Moves the old tables back when the new ones have their name, but not all that belongs to them can be made.
    func returning() -> RestoreStep {
        let failed = MySQLSwap.keptName(of: name, "failed", at: mark.since)
        return ask(
            "put the old tables of \(shown(name)) back", [name, scratch, kept, failed],
            remedy: "RENAME TABLE, for each table of \(quoted(kept).text), to \(quoted(name).text)"
        ) { state in
            guard let way = state.ways.first(where: { isOurs($0) }), way.table.text == MySQLSwap.after else {
                return []
            }
            return [
                askCode("read how \(shown(name)) was", state, way: way.table) { rows in
                    let notes = try MySQLSwapWay(rows, of: self)
                    return [
                        perform(
                            "put the old tables of \(shown(name)) back",
                            try undone(state, notes, failed: failed),
                            note:
                                """
                                the database \(shown(name)) is as it was; what was restored, with all that \
                                was written to it meanwhile, is kept in \(shown(failed))
                                """)
                    ]
                }
            ]
        }
    }

    private func isOurs(_ way: (database: ExactName, table: ExactName, comment: String)) -> Bool {
        way.database == kept && mark.isOn(MySQLSwap.sealed(kept, of: name), marked: way.comment)
    }

    private func ask(
        _ title: Message, _ names: [ExactName], remedy: Message? = nil,
        then: @escaping @Sendable (MySQLSwapState) throws -> [RestoreStep]
    ) -> RestoreStep {
        // A server that has lost its client goes on with the message that it has.
        let questions =
            [waiting(600), "DO RELEASE_LOCK(\(lock))"]
            + MySQLSwapState.question(names, existing: name, comments: hasComments)
        return RestoreStep(
            title,
            .ask(session.script(), input: MySQLScripts.script(questions).bytes) { answer in
                try then(MySQLSwapState(answer))
            }, remedy: remedy)
    }

    private func askCode(
        _ title: Message, _ state: MySQLSwapState, way: ExactName? = nil,
        then: @escaping @Sendable ([[[UInt8]]]) throws -> [RestoreStep]
    ) -> RestoreStep {
        var questions: [MySQLText] = ["SET SESSION character_set_results = binary"]
        for database in [name, scratch] {
            questions += MySQLCode.question(state.databases[database]?.code ?? [], of: database)
        }
        for database in [name, scratch] where isMariaDB {
            questions += defaults(of: state, in: database)
        }
        if let way { questions.append(MySQLSwapWay.question(table(way, kept))) }
        return RestoreStep(
            title,
            .ask(session.script(), input: MySQLScripts.script(questions).bytes) {
                try then(MySQLRows.bytes($0.output))
            })
    }

    /// Asks for the defaults that draw from sequences: they name the database.
    private func defaults(of state: MySQLSwapState, in database: ExactName) -> [MySQLText] {
        guard let found = state.databases[database], let scratch = state.databases[scratch],
            !found.sequences.isEmpty || !scratch.sequences.isEmpty
        else { return [] }
        let names = found.tables.filter { !found.sequences.contains($0) }.map {
            MySQLText("\(value: $0.text)")
        }
        guard !names.isEmpty else { return [] }
        return [
            """
            SELECT 'default', HEX(TABLE_SCHEMA), HEX(TABLE_NAME), HEX(COLUMN_NAME), HEX(COLUMN_DEFAULT) \
            FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = \(value: database.text) \
            AND TABLE_NAME IN (\(names.joined(separator: ", "))) AND COLUMN_DEFAULT LIKE '%nextval(%'
            """
        ]
    }

    /// Runs statements as one message, which the server carries out whether its client lives or not.
    private func perform(_ title: Message, _ statements: [MySQLText], note: Message? = nil) -> RestoreStep {
        // Clients keep fifteen letters of a delimiter; nobody who wrote a statement could know these.
        let token: MySQLText = "$vya\(words: String(mark.seal(statements.flatMap(\.bytes)).prefix(10)))$"
        let head = MySQLScripts.script(["SET SESSION lock_wait_timeout = 60"])
        // A result that nobody takes would end the message: none of the statements has one.
        let body = statements.map { statement -> MySQLText in
            // MySQL keeps the sign behind a body as part of it, so that nothing may follow there.
            isMariaDB || !MySQLCode.isMaking(statement) ? "\(statement);\n" : "\(statement)\(token)\n"
        }.joined()
        var invocation = session.script()
        invocation.arguments += ["--comments", "--max-allowed-packet=1G"]
        return RestoreStep(
            title,
            .run(
                invocation,
                input: MySQLText("\(head)DELIMITER \(token)\n\(body)DO 1\(token)\n").bytes),
            note: note)
    }

    /// The name of the lock that a session holds for as long as it moves the tables of the database.
    private var lock: MySQLText {
        "\(text: "vya_" + mark.seal(Array(name.text.lowercased().utf8)))"
    }

    /// Takes the lock, or fails.
    private func waiting(_ seconds: Int) -> MySQLText {
        "SET @vya = IF(GET_LOCK(\(lock), \(seconds)) = 1, 1, (SELECT 1 UNION SELECT 2))"
    }

    // MARK: Messages

    private func rename(_ moves: [(from: MySQLText, to: MySQLText)]) -> [MySQLText] {
        let words = moves.map { MySQLText("\($0.from) TO \($0.to)") }.joined(separator: ", ")
        return moves.isEmpty ? [] : ["RENAME TABLE \(words)"]
    }

    private func use(_ database: ExactName) -> MySQLText { "USE \(quoted(database))" }

    private func lock(_ tables: [MySQLText]) -> MySQLText {
        "LOCK TABLES \(tables.map { "\($0) WRITE" }.joined(separator: ", "))"
    }

    private func dropTriggers(_ triggers: [MySQLCode], of database: ExactName) -> [MySQLText] {
        triggers.map { "DROP TRIGGER \(table($0.name, database))" }
    }

    /// The tables of a database that are none of the program's own.
    private func own(_ state: MySQLSwapState, _ database: ExactName) -> [ExactName] {
        let marks = database == scratch ? MySQLScripts.markTables : []
        return (state.databases[database]?.tables ?? []).filter { table in
            !marks.has(table.text)
                && !(database == kept && [MySQLSwap.before, MySQLSwap.after].has(table.text))
        }
    }

    private func taking(
        _ state: MySQLSwapState, _ rows: [[[UInt8]]], enabled: [ExactName]
    ) throws -> [MySQLText] {
        guard let old = state.databases[name], let new = state.databases[scratch] else {
            throw SourceError("restore.gone", "one of the databases is no longer there")
        }
        let code = try MySQLCode.read(rows)
        let (oldCode, newCode) = (
            code[name] ?? [], (code[scratch] ?? []).map { $0.moved(from: scratch, to: name) }
        )
        let triggers = newCode.filter { $0.kind == "TRIGGER" }
        let (outgoing, incoming) = (own(state, name), own(state, scratch))
        let tables = Set(triggers.map(\.table))
        // Where a session cannot keep its locks, tables are not there until they have their triggers.
        let hiding =
            keepsLocks
            ? [] : incoming.filter(tables.contains).enumerated().map { (table: $1, hidden: hidden($0)) }
        let hiddenNames = Dictionary(uniqueKeysWithValues: hiding.map { ($0.table, $0.hidden) })
        let way = MySQLSwapWay(
            old: oldCode, triggers: triggers, tables: outgoing, hiding: hiding, enabled: enabled,
            clauses: old.clauses, collation: old.collation, comment: old.comment)
        let (before, after) = (ExactName(MySQLSwap.before), ExactName(MySQLSwap.after))
        var message = [waiting(10), "CREATE DATABASE \(quoted(kept))\(way.creation)"]
        message += way.statements(
            making: table(before, kept), of: self,
            comment: mark.beginning(on: MySQLSwap.sealed(kept, of: name))
                + " process \(mark.process), since \(mark.since)")
        message.append(setting(new.collation, comment: new.comment))
        message += dropTriggers(new.triggers, of: scratch)
        // Nobody writes to a table whose triggers are gone.
        let isLocked = !old.triggers.isEmpty || (keepsLocks && !triggers.isEmpty)
        if isLocked {
            var locked = outgoing.filter { !old.sequences.contains($0) }.map { table($0, name) }
            if keepsLocks { locked += incoming.map { table($0, scratch) } + [table(before, kept)] }
            if !locked.isEmpty { message.append(lock(locked)) }
        }
        message += dropTriggers(old.triggers, of: name)
        if isLocked, !keepsLocks { message.append("UNLOCK TABLES") }
        // A table that somebody makes meanwhile would be left among the new ones.
        message.append(
            """
            SET @vya = IF((SELECT COUNT(*) FROM information_schema.TABLES WHERE \(MySQLScripts.isIn(name)) \
            AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE')) \
            = \(old.tables.count), 1, (SELECT 1 UNION SELECT 2))
            """)
        message += rename(
            outgoing.map { (table($0, name), table($0, kept)) }
                + incoming.map { (table($0, scratch), table(hiddenNames[$0] ?? $0, name)) }
                + [(table(before, kept), table(after, kept))])
        if keepsLocks {
            message.append(use(name))
            for trigger in triggers { message += try trigger.statements(in: name, own: new.collation) }
            if isLocked { message.append("UNLOCK TABLES") }
        } else {
            message += try showing(hiding, triggers, own: new.collation)
        }
        return try message + furnishing(state, old: oldCode, new: newCode, rows, enabled: enabled) + ending()
    }

    /// Makes the triggers of tables while these are hidden, and shows them.
    private func showing(
        _ hiding: [(table: ExactName, hidden: ExactName)], _ triggers: [MySQLCode], own: String
    ) throws -> [MySQLText] {
        guard !hiding.isEmpty else { return [] }
        let shown = Set(hiding.map(\.table))
        let some = triggers.filter { shown.contains($0.table) }
        let made = try hiding.flatMap { pair in
            try some.filter { $0.table == pair.table }.flatMap {
                try $0.statements(in: name, own: own, on: pair.hidden)
            }
        }
        let message =
            [use(name)] + made + rename(hiding.map { (table($0.hidden, name), table($0.table, name)) })
        // A rename writes the table's name anew into the text of its triggers.
        let tables = Set(some.filter { !$0.isPlain }.map(\.table))
        return try message + again(some, of: tables, present: some, own: own)
    }

    /// Makes the triggers of some tables anew, and keeps writers out meanwhile.
    private func again(
        _ triggers: [MySQLCode], of tables: Set<ExactName>, present: [MySQLCode], own: String
    ) throws -> [MySQLText] {
        guard !tables.isEmpty else { return [] }
        let some = triggers.filter { tables.contains($0.table) }
        // Under locks no database can be altered.
        let isLocked = some.allSatisfy { $0.databaseCollation == own }
        return try (isLocked ? [lock(tables.sorted().map { table($0, name) })] : [])
            + dropTriggers(present.filter { tables.contains($0.table) }, of: name)
            + some.flatMap { try $0.statements(in: name, own: own) }
            + (isLocked ? ["UNLOCK TABLES"] : [])
    }

    /// Makes the triggers anew of tables that do not have just these.
    private func again(
        _ triggers: [MySQLCode], _ present: [MySQLCode], besides hidden: Set<ExactName> = [], own: String
    ) throws -> [MySQLText] {
        let there = present.filter { $0.kind == "TRIGGER" && !hidden.contains($0.table) }
        let wrong = triggers.filter { !there.contains($0) }.map(\.table)
        return try again(triggers, of: Set(wrong).subtracting(hidden), present: there, own: own)
    }

    /// Makes what a rename does not bring: routines, views, events, and defaults that name the database.
    private func furnishing(
        _ state: MySQLSwapState, old: [MySQLCode], new: [MySQLCode], _ rows: [[[UInt8]]], enabled: [ExactName]
    ) throws -> [MySQLText] {
        guard let loaded = state.databases[scratch] else { return [] }
        return try [use(name)]
            + making(
                new.filter { $0.kind != "TRIGGER" }, dropping: old.filter { $0.kind != "TRIGGER" },
                collation: loaded.collation, enabled: enabled)
            + redirected(rows)
    }

    /// Gives the database settings.
    private func setting(_ collation: String, comment: String) -> MySQLText {
        let settings: MySQLText = "ALTER DATABASE \(quoted(name)) COLLATE \(words: collation)"
        return hasComments ? "\(settings) COMMENT \(text: comment)" : settings
    }

    /// Drops objects and makes others; routines that are the same stay, with what is granted on them.
    private func making(
        _ new: [MySQLCode], dropping old: [MySQLCode], collation: String, enabled: [ExactName]
    ) throws -> [MySQLText] {
        let kinds = MySQLCode.order
        func rank(_ code: MySQLCode) -> Int {
            kinds.firstIndex { $0.utf8.elementsEqual(code.kind.utf8) } ?? 0
        }
        let isRoutine = { (code: MySQLCode) in code.kind != "VIEW" && code.kind != "EVENT" }
        let leaving = old.filter { !isRoutine($0) || !new.contains($0) }
        func drop(_ code: MySQLCode) -> MySQLText {
            "DROP \(words: code.kind) IF EXISTS \(table(code.name, name))"
        }
        var message = leaving.sorted { rank($0) > rank($1) }.map(drop)
        let missing = new.filter { !isRoutine($0) || !old.contains($0) }
        for kind in kinds {
            let some = missing.filter { $0.kind == kind }
            for code in kind == "VIEW" ? MySQLCode.ordered(some) : some {
                if kind != "VIEW" { message.append(drop(code)) }
                var statements = try code.statements(in: name, own: collation)
                if kind == "EVENT", enabled.contains(code.name) {
                    statements.insert(code.enabling(), at: statements.count - 1)
                }
                message += statements
            }
        }
        return message
    }

    /// Has defaults of columns draw from the sequences under the name.
    private func redirected(_ rows: [[[UInt8]]]) -> [MySQLText] {
        let (old, new) = (MySQLText("\(quoted(scratch)).").bytes, MySQLText("\(quoted(name)).").bytes)
        return rows.filter { $0.count == 5 && $0[0] == Array("default".utf8) }.compactMap { row in
            let fields = row.dropFirst().map(Hexadecimal.bytes)
            let text = fields[3].replacing(old, with: new)
            guard text != fields[3] else { return nil }
            func name(_ index: Int) -> ExactName { ExactName(String(decoding: fields[index], as: UTF8.self)) }
            // written: the server's own words for the default of the loaded table
            let value = MySQLText(asWritten: text)
            return
                "ALTER TABLE \(table(name(1), self.name)) ALTER COLUMN \(quoted(name(2))) SET DEFAULT (\(value))"
        }
    }

    /// Undoes what was done before the tables moved.
    private func back(_ state: MySQLSwapState, _ way: MySQLSwapWay, _ rows: [[[UInt8]]]) throws -> [MySQLText]
    {
        let (here, away) = (state.databases[name]?.tables ?? [], own(state, kept))
        // Only a server that does not rename all or nothing leaves any of them there.
        let hidden = Dictionary(
            way.hiding.map { ($0.hidden, $0.table) }, uniquingKeysWith: { first, _ in first })
        let foreign = away.isEmpty ? [] : here.filter { away.contains($0) || !way.tables.contains($0) }
        var message = [waiting(10)]
        message += rename(
            foreign.map { (table($0, name), table(hidden[$0] ?? $0, scratch)) }
                + away.map { (table($0, kept), table($0, name)) })
        message += [use(name), setting(way.collation, comment: way.comment)]
        message += try again(
            way.old.filter { $0.kind == "TRIGGER" }, MySQLCode.read(rows)[name] ?? [], own: way.collation)
        return message + ["DROP DATABASE \(quoted(kept))"]
    }

    /// Does what was to be done after the tables moved, as far as it is not done.
    private func on(_ state: MySQLSwapState, _ way: MySQLSwapWay, _ rows: [[[UInt8]]]) throws -> [MySQLText] {
        let code = try MySQLCode.read(rows)
        let here = Set(state.databases[name]?.tables ?? [])
        let hiding = way.hiding.filter { here.contains($0.hidden) }
        let hidden = Set(hiding.map(\.hidden))
        let begun = (state.databases[name]?.triggers ?? []).filter { hidden.contains($0.table) }
        let own = state.databases[name]?.collation ?? ""
        return try [waiting(10)] + dropTriggers(begun, of: name) + [use(name)]
            + showing(hiding, way.triggers, own: own)
            + again(
                way.triggers, code[name] ?? [], besides: Set(hiding.flatMap { [$0.hidden, $0.table] }),
                own: own)
            + furnishing(
                state, old: code[name] ?? [],
                new: (code[scratch] ?? []).map { $0.moved(from: scratch, to: name) },
                rows, enabled: way.enabled)
            + ending(dropping: state.databases[scratch] != nil)
    }

    /// Moves the new tables away and the old ones back to their name, with all that belonged to them.
    private func undone(
        _ state: MySQLSwapState, _ way: MySQLSwapWay, failed: ExactName
    ) throws -> [MySQLText] {
        let hidden = Dictionary(
            way.hiding.map { ($0.hidden, $0.table) }, uniquingKeysWith: { first, _ in first })
        let triggers = way.old.filter { $0.kind == "TRIGGER" }
        let tables = Set(triggers.map(\.table))
        let (here, away) = (own(state, name), own(state, kept))
        let hiding = away.filter(tables.contains).enumerated().map { (table: $1, hidden: self.hidden($0)) }
        let names = Dictionary(hiding.map { ($0.table, $0.hidden) }, uniquingKeysWith: { first, _ in first })
        let (before, after) = (ExactName(MySQLSwap.before), ExactName(MySQLSwap.after))
        let present = state.databases[name]?.code ?? []
        var message: [MySQLText] = [waiting(10), "CREATE DATABASE \(quoted(failed))\(way.creation)"]
        message += dropTriggers(present.filter { $0.kind == "TRIGGER" }, of: name)
        message += rename(
            here.map { (table($0, name), table(hidden[$0] ?? $0, failed)) }
                + away.map { (table($0, kept), table(names[$0] ?? $0, name)) }
                + [(table(after, kept), table(before, kept))])
        message += [setting(way.collation, comment: way.comment), use(name)]
        return try message
            + showing(hiding, triggers, own: way.collation)
            + making(
                way.old.filter { $0.kind != "TRIGGER" }, dropping: present.filter { $0.kind != "TRIGGER" },
                collation: way.collation, enabled: [])
            + ["DROP DATABASE \(quoted(kept))"]
    }

    /// What is kept is no longer marked, and the scratch database goes.
    private func ending(dropping isThere: Bool = true) -> [MySQLText] {
        let words = "what vya-backup kept of \(name.text.printable), with how to make it anew"
        return [
            "ALTER TABLE \(table(ExactName(MySQLSwap.after), kept)) COMMENT = \(text: words)"
        ] + (isThere ? ["DROP DATABASE \(quoted(scratch))"] : [])
    }
}
