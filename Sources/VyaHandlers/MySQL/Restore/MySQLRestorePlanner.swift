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
        result = RestorePlan(destination: "\(session.words(for: target.server)), database \(shown(name))")
        result.isServerGone = { TransientFailures.isMySQLLoss($0.errorLines) }
        result.obstacles = check.obstacles(to: name) + [clientObstacle].compactMap { $0 }
        result.notes = [request.acceptance].compactMap { $0 } + check.notes
        let passing = request.traits.code.filter(\.isPassing).map(\.name.text)
        result.leftOut = ["events": Set(passing.map { ExactName($0) })]
        if !passing.isEmpty, !request.purpose.isOfTables {
            note(
                """
                events that run once, or up to a time, do not come back when that is past, and are not \
                counted: \(DatabaseSelection.enumerated(passing))
                """)
        }
        if client.isMariaDB != target.server.isMariaDB {
            result.notes.append(
                "only \(client.tool.version.printable) was found, which is not the server's own client")
        }
        switch request.purpose {
        case .database(let replacing): try planDatabase(name, replacing: replacing)
        case .drill: planDrill(name)
        case .tables(let names): try planTables(names, in: name)
        case .globals: break
        }
        if !result.obstacles.isEmpty { result.stages = [] }
        return result
    }

    /// Why the client that was found cannot be given the dump: it would see quotes and commands where the server sees none, or
    /// the other way round.
    private var clientObstacle: Explanation? {
        // Before 8.0 the client says its own number first, and then "Distrib" and the server's.
        let isOld = client.isMariaDB || client.tool.version.holds("Distrib")
        let major = isOld ? 0 : VersionNumber.first(in: client.tool.version).first ?? 0
        let (least, most) = (request.traits.leastMySQLClient, request.traits.mostMySQLClient)
        if let least, major < least {
            return Explanation(
                "restore.client",
                "the dump holds hints for the optimizer or bodies of routines that \(client.tool.version.printable) cannot read",
                hints: [
                    "install MySQL's own client of version \(least) or later, such as the package mysql-client"
                ])
        }
        if let most, major > most {
            return Explanation(
                "restore.client",
                """
                the dump holds names with two dollar signs, between which \(client.tool.version.printable) \
                reads a text, so that what stands there could become statements
                """,
                hints: ["install MariaDB's client, or MySQL's of version \(most)"])
        }
        return nil
    }

    var check: MySQLRestoreCheck {
        MySQLRestoreCheck(request: request, session: session, target: target, system: system)
    }

    // MARK: Purposes

    private mutating func planDatabase(_ name: ExactName, replacing: Bool) throws {
        guard let existing = target.database(name) else {
            result.stages = layered(
                creating(name), in: name, without: omissions(of: name, scratch: false))
            return
        }
        guard replacing else {
            result.obstacles.append(taken(existing))
            return
        }
        try planReplacement(of: existing)
    }

    // MARK: Stages

    /// A stage that creates a database under its own name, marked until its content was compared.
    mutating func creating(_ name: ExactName) -> RestoreStage {
        result.actions.append("create the database \(shown(name))\(words(creation))")
        result.actions.append("load the dump into it, and count what came")
        var stage = RestoreStage()
        fill(&stage, name, scratch: false)
        if !isOrigin(name) { noteReach(of: name) }
        stage.finish = [
            step("take the mark off the database \(shown(name))", MySQLScripts.unmark(name, in: markTable))
        ]
        stage.discard = [dropping(name, "drop the database \(shown(name))")]
        return stage
    }

    /// A stage that creates the scratch database and loads the whole dump into it.
    mutating func scratchStage(_ scratch: ExactName) -> RestoreStage {
        var stage = RestoreStage()
        if isLeftover(scratch) {
            note("database \(shown(scratch)) is what an interrupted restore left behind; it is dropped first")
        }
        if target.database(scratch) != nil {
            stage.prepare.append(
                step(
                    "drop what a killed restore left of \(shown(scratch))",
                    MySQLScripts.drop(scratch, markedBy: request.mark.beginning(on: scratch))))
        }
        fill(&stage, scratch, scratch: true)
        stage.discard = [dropping(scratch, "drop the scratch database \(shown(scratch))")]
        return stage
    }

    private mutating func fill(_ stage: inout RestoreStage, _ name: ExactName, scratch: Bool) {
        stage.prepare.append(
            step(
                "create the database \(shown(name))",
                MySQLScripts.create(name, creation, mark: request.mark.text(on: name), in: markTable)))
        stage.load = load(into: name)
        let out = omissions(of: name, scratch: scratch)
        stage.insertions = anyDay
        if !leavesEventsOut(of: name, scratch: scratch) {
            stage.insertions += enabled(in: name, scratch: scratch).map {
                ($0.upperBound, Array("DISABLE".utf8))
            }
            stage.insertions.sort { $0.place < $1.place }
        }
        stage.pieces =
            out.isEmpty ? nil : MySQLTableChoice.pieces(of: [0..<request.rawBytes], without: out)
        let tables = countedTables
        stage.leftOut = tables.windows
        stage.comparison = comparison(
            in: name, tables: tables.own, objects: compared(in: name, scratch: scratch))
    }

    /// Lets days come back that no calendar has, such as the 31st of February, and that a server took by its sql_mode: around the
    /// rows that hold some, since by what a dump says of sql_mode they would silently become zeros (traps.md T81).
    ///
    /// Where a table computes or checks something by the same mode, its rows are left as the dump has them.
    var anyDay: [(place: Int, bytes: [UInt8])] {
        let tables = request.summary.strangeDays.subtracting(request.traits.computing)
        let before: MySQLText =
            "SET @vya_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',ALLOW_INVALID_DATES');\n"
        let after: MySQLText = "SET SESSION sql_mode = @vya_sql_mode;\n"
        return request.summary.extents.filter { tables.contains($0.table) }.flatMap {
            [(place: $0.bytes.lowerBound, bytes: before.bytes), ($0.bytes.upperBound, after.bytes)]
        }.sorted { $0.place < $1.place }
    }

    /// The objects that are counted afterwards.
    func compared(in name: ExactName, scratch: Bool) -> [String: Int] {
        var objects = request.summary.objects
        if leavesEventsOut(of: name, scratch: scratch) { objects["events"] = nil }
        return objects
    }

    /// The client that reads the dump, as the program's account or another one.
    func load(into name: ExactName, by other: MySQLSession? = nil) -> ToolInvocation {
        let session = other ?? session
        let loader = MySQLSession(context: session.context, client: client)
        var values = loader.values(database: name)
        values[list: .negotiated] =
            client.withoutCommands
            + [other == nil ? MySQLClient.loading(into: target.server) : MySQLClient.unlimited]
        return session.context.invocation(client.tool, arguments, values)
    }

    /// Counts what came, as the program's account or another one.
    func comparison(
        in name: ExactName, tables: [ExactName], objects: [String: Int], by other: MySQLSession? = nil
    ) -> RestoreComparison {
        let wanted = Set(objects.keys)
        let counts = !wanted.isEmpty
        // Those whose time is past are made by no server.
        let passing = request.traits.code.count(where: \.isPassing)
        return RestoreComparison(
            invocation: (other ?? session).script(),
            input: MySQLScripts.count(tables, objects: counts, in: name, besides: markTable).bytes
        ) { answer in
            var result = try MySQLScripts.readCounts(answer, of: tables, objects: counts)
            result.objects = result.objects.filter { wanted.contains($0.key) }
            if passing > 0, let found = result.objects["events"], let whole = objects["events"] {
                result.objects["events"] = max(found, min(whole, found + passing))
            }
            return result
        }
    }

    // MARK: Words

    mutating func note(_ text: Message) {
        if !result.notes.contains(text) { result.notes.append(text) }
    }

    func shown(_ name: ExactName) -> String { "\"\(name.text.printable)\"" }

    func words(_ creation: MySQLScripts.Creation) -> String {
        let words = [creation.characterSet, creation.collation].compactMap { $0 }
        return words.isEmpty ? " with the server's own collation" : " (\(words.joined(separator: ", ")))"
    }

    func step(_ title: Message, _ script: MySQLText) -> RestoreStep { session.step(title, script) }

    /// Drops what this restore has made.
    private func dropping(_ name: ExactName, _ title: Message) -> RestoreStep {
        var step = step(title, MySQLScripts.drop(name, markedBy: request.mark.text(on: name)))
        step.remedy = "\(MySQLText("DROP DATABASE IF EXISTS \(name: name.text)").text)"
        return step
    }

    private func taken(_ database: MySQLServer.Database) -> Explanation {
        let isMarked = isMarked(database.name)
        return Explanation(
            "restore.exists",
            "database \(shown(database.name)) exists on the server"
                + (isMarked ? ", and still carries the mark of a restore that was interrupted" : ""),
            hints: [
                "restore under another name with --target NAME",
                "or let the restore replace it with --replace; the old tables are kept under another name",
            ]
                + (target.unfinished(of: database.name, mark: request.mark).isEmpty
                    ? [] : ["a replacement of it was interrupted; --replace brings it to an end first"]))
    }

    // MARK: Facts

    /// The table that holds the mark beside what the dump makes; nil when the dump takes every name.
    static func markTable(for request: RestoreRequest) -> String? {
        let taken = Set(request.traits.reserved.map { $0.text.lowercased() })
        return MySQLScripts.markTables.first { !taken.has($0) }
    }

    var markTable: String { Self.markTable(for: request) ?? MySQLScripts.markTable }

    /// The tables whose rows are counted, and those that show what lies elsewhere, of which a dump holds no rows.
    var countedTables: (own: [ExactName], windows: [ExactName]) {
        let windows = Set(request.traits.code.filter(\.isWindow).map(\.name))
        let tables = request.summary.tables.map(\.table)
        let isWindow = { (table: ExactName) in windows.contains(ExactName(MySQLQuoting.unquoted(table.text)))
        }
        return (tables.filter { !isWindow($0) }, tables.filter(isWindow))
    }

    var creation: MySQLScripts.Creation { MySQLRestoreCheck.creation(of: request, on: target.server) }

    /// True for a scratch database that a killed restore of this host left behind.
    func isLeftover(_ name: ExactName) -> Bool {
        ScratchMark.isScratch(name) && isMarked(name)
    }

    private func isMarked(_ name: ExactName) -> Bool {
        target.marks.contains { key, marks in
            target.isSame(key, name) && marks.contains { request.mark.isOn(name, marked: $0) }
        }
    }

    /// Why a dump that would make the client act is not restored.
    static func refusal(of command: DumpTraits.Command) -> Explanation {
        Explanation(
            DumpTraits.Command.refusal,
            "the dump holds what no dump tool writes, \(command.words)",
            hints: ["somebody may have changed the dump; restore another one, or look at that place in it"]
                + (command.isUnknown ? ["if it is what it should be, add --accept-unknown"] : []))
    }
}
