import VyaCore
import VyaPlugins

/// Plans how one dump comes back to a MySQL or MariaDB server.
struct MySQLRestorePlanner {
    let request: RestoreRequest
    let session: MySQLSession
    let target: MySQLTarget
    let client: MySQLClient
    /// The arguments of the client that reads the dump.
    let arguments: [ArgumentTemplate]
    /// The server's own databases.
    let system: [ExactName]
    var result = RestorePlan(destination: "")

    init(
        request: RestoreRequest, session: MySQLSession, target: MySQLTarget, client: MySQLClient,
        arguments: [ArgumentTemplate], system: [ExactName]
    ) {
        self.request = request
        self.session = session
        self.target = target
        self.client = client
        self.arguments = arguments
        self.system = system
    }

    /// What the engine carries out; without stages when something stands in the way.
    mutating func plan() throws -> RestorePlan {
        let isDrill = request.purpose == .drill
        let name = target.stored(isDrill ? request.scratch : request.target)
        result = RestorePlan(destination: session.words(for: target.server) + ", database \(shown(name))")
        result.obstacles = check.obstacles(to: name)
        result.notes = check.notes
        if client.isMariaDB != target.server.isMariaDB {
            result.notes.append(
                "only \(client.tool.version.printable) was found, which is not the server's own client")
        }
        if session.context.password == nil {
            result.notes.append(
                "no password is given, so that the client's own files serve, with all they hold")
        }
        switch request.purpose {
        case .database(let replacing): planDatabase(name, replacing: replacing)
        case .drill: planDrill(name)
        case .tables(let names): try planTables(names, in: name)
        case .globals: break
        }
        if !result.obstacles.isEmpty { result.stages = [] }
        return result
    }

    var check: MySQLRestoreCheck {
        MySQLRestoreCheck(request: request, session: session, target: target, system: system)
    }

    // MARK: Purposes

    private mutating func planDatabase(_ name: ExactName, replacing: Bool) {
        guard let existing = target.database(name) else {
            result.stages = [creating(name, leftover: false)]
            return
        }
        if isLeftover(existing.name) {
            noteLeftover(existing.name)
            result.stages = [creating(name, leftover: true)]
            return
        }
        guard replacing else {
            result.obstacles.append(taken(existing))
            return
        }
        let scratch = target.stored(request.scratch)
        result.actions.append(
            "restore into the scratch database \(shown(scratch)), compare, and drop it, to prove the dump")
        var rehearsal = scratchStage(scratch)
        rehearsal.finish = [step("drop the scratch database \(shown(scratch))", MySQLScripts.drop(scratch))]
        result.actions.append("back up the database \(shown(existing.name)) as it is now")
        result.actions.append("drop the database \(shown(existing.name))")
        var stage = creating(name, leftover: false)
        stage.needsSafetyBackup = true
        stage.prepare.insert(
            step("drop the old database \(shown(existing.name))", MySQLScripts.drop(existing.name)), at: 0)
        // What is half-done here is all there is on the server; the safety backup holds the rest.
        stage.discard = []
        result.stages = [rehearsal, stage]
    }

    private mutating func planTables(_ names: [ExactName], in name: ExactName) throws {
        let wanted = try MySQLTableChoice(
            names, of: request, isTable: { MySQLQuoting.isTable($0, amongNamed: $1) })
        let existing = target.database(name)
        let shownTables = DatabaseSelection.enumerated(wanted.plain)
        if let existing, !isLeftover(existing.name) {
            let there = try tables(of: existing.name)
            let taken = wanted.plain.filter { table in
                there.contains { target.isSame(ExactName($0), ExactName(table)) }
            }
            if !taken.isEmpty {
                result.obstacles.append(
                    Explanation(
                        "restore.exists",
                        "database \(shown(existing.name)) has "
                            + "\(DatabaseSelection.enumerated(taken)) already",
                        hints: [
                            "restore into another database with --target NAME, and copy what is needed",
                            "or rename what is there: RENAME TABLE … TO …",
                        ]))
            }
            var stage = RestoreStage()
            stage.load = load(into: existing.name)
            stage.pieces = wanted.pieces(without: left(out: existing.name, scratch: false))
            stage.leftOut = countedTables.windows
            let names = wanted.names.filter { !stage.leftOut.contains($0) }
            stage.comparison = comparison(in: existing.name, tables: names, objects: [:])
            stage.discard = [
                step("drop the tables again", MySQLScripts.drop(tables: wanted.plain, of: existing.name))
            ]
            result.actions.append("load \(shownTables) into the database, and count the rows")
            result.stages = [stage]
            return
        }
        if let existing { noteLeftover(existing.name) }
        var stage = creating(name, leftover: existing != nil)
        stage.pieces = wanted.pieces(without: left(out: name, scratch: false))
        let names = wanted.names.filter { !stage.leftOut.contains($0) }
        stage.comparison = comparison(in: name, tables: names, objects: [:])
        result.actions[result.actions.count - 1] = "load \(shownTables) into it, and count the rows"
        result.stages = [stage]
    }

    // MARK: Stages

    /// A stage that creates a database under its own name, marked until its content was compared.
    private mutating func creating(_ name: ExactName, leftover: Bool) -> RestoreStage {
        result.actions.append("create the database \(shown(name))\(words(creation))")
        result.actions.append("load the dump into it, and count what came")
        var stage = RestoreStage()
        if leftover {
            stage.prepare.append(
                step(
                    "drop what an interrupted restore left of \(shown(name))",
                    MySQLScripts.drop(name, markedBy: request.mark.beginning(on: name))))
        }
        fill(&stage, name, scratch: false)
        if isCopy(name) { noteReach(of: name) }
        stage.finish = [
            step("take the mark off the database \(shown(name))", MySQLScripts.unmark(name, in: markTable))
        ]
        stage.discard = [
            step(
                "drop the database \(shown(name))",
                MySQLScripts.drop(name, markedBy: request.mark.text(on: name)))
        ]
        return stage
    }

    /// A stage that creates the scratch database and loads the whole dump into it.
    mutating func scratchStage(_ scratch: ExactName) -> RestoreStage {
        var stage = RestoreStage()
        if isLeftover(scratch) {
            stage.prepare.append(
                step(
                    "drop what a killed restore left of \(shown(scratch))",
                    MySQLScripts.drop(scratch, markedBy: request.mark.beginning(on: scratch))))
        }
        fill(&stage, scratch, scratch: true)
        stage.discard = [
            step(
                "drop the scratch database \(shown(scratch))",
                MySQLScripts.drop(scratch, markedBy: request.mark.text(on: scratch)))
        ]
        return stage
    }

    private mutating func fill(_ stage: inout RestoreStage, _ name: ExactName, scratch: Bool) {
        stage.prepare.append(
            step(
                "create the database \(shown(name))",
                MySQLScripts.create(name, creation, mark: request.mark.text(on: name), in: markTable)))
        stage.load = load(into: name)
        let out = omissions(of: name, scratch: scratch)
        stage.insertions = enabled(in: name, scratch: scratch).map {
            ($0.upperBound, Array("DISABLE".utf8))
        }
        if scratch, target.runsEvents { stage.insertions = [] }
        stage.pieces =
            out.isEmpty ? nil : MySQLTableChoice.pieces(of: [0..<request.rawBytes], without: out)
        let tables = countedTables
        stage.leftOut = tables.windows
        stage.comparison = comparison(
            in: name, tables: tables.own, objects: compared(in: name, scratch: scratch))
    }

    /// The words that would have the events of a copy run.
    private func enabled(in name: ExactName, scratch: Bool) -> [Range<Int>] {
        scratch || isCopy(name) ? request.traits.code.compactMap(\.enabling) : []
    }

    /// The objects that are counted afterwards.
    func compared(in name: ExactName, scratch: Bool) -> [String: Int] {
        var objects = request.summary.objects
        if scratch, target.runsEvents { objects["events"] = nil }
        return objects
    }

    /// The client that reads the dump, as the program's account or another one.
    func load(into name: ExactName, by other: MySQLSession? = nil) -> ToolInvocation {
        let session = other ?? session
        let loader = MySQLSession(context: session.context, client: client)
        var values = loader.values(database: name)
        values[list: .negotiated] = client.withoutCommands + [MySQLClient.unlimited]
        return session.context.invocation(client.tool, arguments, values)
    }

    /// Counts what came, as the program's account or another one.
    func comparison(
        in name: ExactName, tables: [ExactName], objects: [String: Int], by other: MySQLSession? = nil
    ) -> RestoreComparison {
        let wanted = Set(objects.keys)
        let counts = !wanted.isEmpty
        return RestoreComparison(
            invocation: (other ?? session).script(),
            input: MySQLScripts.count(tables, objects: counts, in: name, besides: markTable)
        ) { answer in
            var result = try MySQLScripts.readCounts(answer, of: tables, objects: counts)
            result.objects = result.objects.filter { wanted.contains($0.key) }
            return result
        }
    }

    // MARK: What the client does not get

    /// All of the dump that the client does not get.
    mutating func omissions(of name: ExactName, scratch: Bool) -> [Range<Int>] {
        left(out: name, scratch: scratch) + enabled(in: name, scratch: scratch)
    }

    private mutating func left(out name: ExactName, scratch: Bool) -> [Range<Int>] {
        var ranges = request.traits.omissions
        let naming = request.traits.items.filter { $0.kind == "alter database" }.map(\.bytes)
        // The statement names the database that was dumped, which is not to be changed from here.
        if request.manifest?.database != name, !naming.isEmpty {
            ranges += naming
            note(
                "routines whose collation is not the database's own get that of \(shown(name)), because "
                    + "the dump would change the original database")
        }
        // MariaDB writes where a column's sequence is; the copy has its own.
        ranges += request.traits.code.flatMap(\.sequences).filter { isOrigin($0.database) && !isOrigin(name) }
            .map(\.bytes)
        if scratch, target.runsEvents {
            let events = request.traits.items.filter { $0.kind == "events" }.map(\.bytes)
            if (request.summary.objects["events"] ?? 0) > 0, !events.isEmpty {
                note("events are left out of the scratch database, since the server would run them there")
            }
            ranges += events
        }
        return ranges
    }

    // MARK: Words

    mutating func note(_ text: String) {
        if !result.notes.contains(text) { result.notes.append(text) }
    }

    /// True for the database that the dump is of, as far as something tells.
    private func isOrigin(_ name: ExactName) -> Bool {
        let original = request.manifest?.database ?? request.traits.database ?? request.origin
        return original.map { target.isSame($0, name) } ?? false
    }

    /// True when the database that the dump is of may stay beside the one that is made of it.
    private func isCopy(_ name: ExactName) -> Bool {
        !isOrigin(name)
    }

    /// Says which objects of a copy run no more, and which reach for other databases, the original above all.
    private mutating func noteReach(of name: ExactName) {
        let code = request.traits.code
        let events = code.filter { $0.enabling != nil }.map(\.name.text)
        if !events.isEmpty {
            note(
                "events of a copy come back disabled: \(DatabaseSelection.enumerated(events)); "
                    + "ALTER EVENT … ENABLE lets them run")
        }
        let original = [request.manifest?.database, request.traits.database, request.origin].compactMap { $0 }
        let others = Set(
            (target.server.databases.map(\.name) + system + original).filter { !target.isSame($0, name) }
                .map { $0.text.lowercased() })
        let reaching = code.map { object in
            var object = object
            object.mentions.formUnion(
                object.sequences.filter { !isOrigin($0.database) }.map { $0.database.text.lowercased() })
            return object
        }.filter {
            $0.kind == "table" ? !$0.mentions.isEmpty : !others.isDisjoint(with: $0.mentions)
        }
        guard !reaching.isEmpty else { return }
        note(
            "what reaches out of the database \(shown(name)) does so still: "
                + DatabaseSelection.enumerated(
                    reaching.map { object in
                        let databases = object.mentions.filter {
                            object.kind == "table" || others.contains($0)
                        }
                        return
                            "\(object.kind) \(object.name.text) (\(databases.sorted().joined(separator: ", ")))"
                    }))
    }

    private mutating func noteLeftover(_ name: ExactName) {
        result.notes.append(
            "database \(shown(name)) is what an interrupted restore left behind; it is dropped first")
    }

    func shown(_ name: ExactName) -> String { "\"\(name.text.printable)\"" }

    func words(_ creation: MySQLScripts.Creation) -> String {
        let words = [creation.characterSet, creation.collation].compactMap { $0 }
        return words.isEmpty ? " with the server's own collation" : " (\(words.joined(separator: ", ")))"
    }

    func step(_ title: String, _ input: [UInt8]) -> RestoreStep {
        RestoreStep(title, .run(session.script(), input: input))
    }

    private func taken(_ database: MySQLServer.Database) -> Explanation {
        Explanation(
            "restore.exists",
            "database \(shown(database.name)) exists on the server",
            hints: [
                "restore under another name with --target NAME",
                "or let the restore replace it with --replace; it is backed up first",
            ])
    }

    // MARK: Facts

    /// The table that holds the mark beside what the dump makes; nil when the dump takes every name.
    static func markTable(for request: RestoreRequest) -> String? {
        let taken = Set(request.traits.reserved.map { $0.text.lowercased() })
        return MySQLScripts.markTables.first { !taken.has($0) }
    }

    private var markTable: String { Self.markTable(for: request) ?? MySQLScripts.markTable }

    /// The tables whose rows are counted, and those that show what lies elsewhere, of which a dump holds no rows.
    var countedTables: (own: [ExactName], windows: [ExactName]) {
        let windows = Set(request.traits.code.filter(\.isWindow).map(\.name))
        let tables = request.summary.tables.map(\.table)
        let isWindow = { (table: ExactName) in windows.contains(ExactName(MySQLQuoting.unquoted(table.text)))
        }
        return (tables.filter { !isWindow($0) }, tables.filter(isWindow))
    }

    var creation: MySQLScripts.Creation { MySQLRestoreCheck.creation(of: request, on: target.server) }

    /// True for a database that a killed restore of this host left behind.
    func isLeftover(_ name: ExactName) -> Bool {
        target.marks.contains { key, marks in
            target.isSame(key, name) && marks.contains { request.mark.isOn(name, marked: $0) }
        }
    }

    private func tables(of database: ExactName) throws -> [String] {
        let name = MySQLQuoting.literal(database.text)
        let answer = try session.ask(
            "SELECT 'present', TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(name)"
                + " AND BINARY TABLE_SCHEMA = BINARY \(name)", about: "asking for the tables")
        return MySQLRows.read(answer.output).filter { $0.count == 2 }.map { $0[1] }
    }

    /// Why a dump that would make the client act is not restored.
    static func refusal(of command: DumpTraits.Command) -> Explanation {
        Explanation(
            "dump.command",
            "the dump holds what no dump tool writes, at byte \(command.offset): \(command.text)",
            hints: ["somebody may have changed the dump; restore another one, or look at that place in it"])
    }
}
