import VyaCore
import VyaPlugins

/// Plans how one dump becomes a SQLite database.
struct SQLiteRestorePlanner {
    let request: RestoreRequest
    let context: DumpContext
    let tool: LocatedTool
    /// True when the tool can be told to refuse commands and functions that reach files.
    let knowsSafe: Bool
    let arguments: [ArgumentTemplate]

    private var target: String { request.target.text }
    private var scratch: String { request.scratch.text }

    func plan() -> RestorePlan {
        let isDrill = request.purpose == .drill
        var plan = RestorePlan(
            destination: """
                SQLite \(tool.version.pieces(separatedBy: " ").first ?? "") at \
                \"\((isDrill ? scratch : target).printable)\"
                """)
        plan.obstacles = obstacles()
        plan.actions = [
            "load the dump into \"\(scratch.printable)\", count what came, and check its integrity"
        ]
        var stage = RestoreStage()
        stage.prepare = remove("remove what an interrupted restore left behind")
        stage.load = invocation(
            arguments, database: scratch,
            negotiated: (defensive ? ["-cmd", ".dbconfig defensive off"] : []) + safe)
        stage.comparison = comparison()
        stage.discard = remove("remove the unfinished database")
        switch request.purpose {
        case .drill:
            stage.finish = remove("remove the scratch database")
            plan.actions.append("remove it")
        case .database(let replacing) where replacing && context.probe.look(at: target).exists:
            let kept = target + ".replaced-" + stamp
            stage.needsSafetyBackup = true
            stage.finish =
                [
                    RestoreStep(
                        "put the database into its place",
                        .place(from: scratch, at: target, keepingOldAs: kept))
                ] + remove("remove the scratch database")
            plan.actions.append("keep the old database as \"\(kept.printable)\"")
            plan.actions.append(
                "put the new one at \"\(target.printable)\", with the old one's owner and mode")
            plan.notes.append(
                "stop every program that has the database open, and remove the old one yourself")
        default:
            stage.finish =
                [
                    RestoreStep(
                        "put the database into its place",
                        .place(from: scratch, at: target, keepingOldAs: nil))
                ] + remove("remove the scratch database")
            plan.actions.append("put it at \"\(target.printable)\"")
        }
        if plan.obstacles.isEmpty { plan.stages = [stage] }
        return plan
    }

    // MARK: Obstacles

    private func obstacles() -> [Explanation] {
        var obstacles = request.refusals.prefix(5).map(MySQLRestorePlanner.refusal)
        func add(_ code: ErrorCode, _ message: Message, _ hint: Message) {
            obstacles.append(Explanation(code, message, hints: [hint]))
        }
        let isDrill = request.purpose == .drill
        if request.purpose.isOfTables {
            add(
                "restore.tables", "single tables of SQLite are not restored",
                """
                restore the whole database under another path with --target PATH, and copy the table: \
                ATTACH it and INSERT INTO … SELECT
                """)
        }
        if request.purpose == .globals {
            add("restore.globals", "SQLite has no users", "restore the databases alone")
        }
        for path in isDrill ? [scratch] : [target, scratch]
        where !path.begins(with: "/") || path.ends(with: "/") {
            add(
                "restore.path", "\"\(path.printable)\" is no absolute path of a file",
                "write the whole path, from / on")
            return obstacles
        }
        // It is built in a folder of ours, and then copied to its place.
        let (place, own) = (folder(of: target), folder(of: scratch))
        for folder in isDrill || place == own ? [own] : [place, own] {
            let facts = context.probe.look(at: folder)
            if !facts.exists {
                add(
                    "restore.no-folder", "the folder \"\(folder.printable)\" does not exist",
                    "create it, with the owner and mode that the program which uses the database needs")
            } else if let free = facts.freeBytes, free < request.rawBytes {
                add(
                    "restore.no-space",
                    "\(folder.printable) has \(free) bytes free, and the dump is of \(request.rawBytes) bytes",
                    folder == place
                        ? "make room, or restore into another folder with --target PATH"
                        : "make room, or build it elsewhere: STATE_DIRECTORY=FOLDER")
            }
        }
        guard !isDrill, context.probe.look(at: target).exists else { return obstacles }
        guard request.purpose == .database(replacing: true) else {
            add(
                "restore.exists", "\"\(target.printable)\" exists",
                "restore under another path with --target PATH, or replace it with --replace")
            return obstacles
        }
        for suffix in ["-wal", "-journal"] {
            // Readers leave an empty log, and a journal that has been applied may stay, with zeros for its header.
            let facts = context.probe.look(at: target + suffix)
            guard facts.exists, !facts.isBlank else { continue }
            add(
                "restore.in-use",
                """
                \"\((target + suffix).printable)\" exists: a program has the database open, or died with it \
                open
                """,
                """
                stop the program, and let sqlite3 take in what is there: sqlite3 \
                \(ShellWord.quoted(target)) 'PRAGMA wal_checkpoint(TRUNCATE)'; when that calls it damaged, \
                move the file and its -wal, -shm and -journal aside, and restore without --replace
                """)
        }
        return obstacles
    }

    private func folder(of path: String) -> String {
        let end = path.lastPlace(of: "/") ?? path.startIndex
        return end == path.startIndex ? "/" : String(path[..<end])
    }

    // MARK: The tool

    private var safe: [String] { knowsSafe ? ["-safe"] : [] }

    /// Newer tools keep the schema from being written unless they are told; dumps with virtual tables need that.
    private var defensive: Bool {
        let numbers = tool.versionNumbers
        return !numbers.lexicographicallyPrecedes([3, 26])
    }

    private func invocation(
        _ arguments: [ArgumentTemplate], database: String, negotiated: [String]
    ) -> ToolInvocation {
        var values = context.values(database: ExactName(database))
        values[list: .negotiated] = negotiated
        return context.invocation(tool, arguments, values)
    }

    /// The time in the mark, as part of a file's name.
    private var stamp: String {
        let plain = request.mark.since.utf8.filter { Byte.isIdentifier($0) && $0 < 0x80 }
        return plain.isEmpty ? "old" : String(decoding: plain, as: UTF8.self)
    }

    private func remove(_ title: Message) -> [RestoreStep] {
        ["", "-journal", "-wal", "-shm"].map { RestoreStep(title, .remove(scratch + $0)) }
    }

    // MARK: Counting

    private func comparison() -> RestoreComparison {
        let tables = request.summary.tables.map(\.table)
        let wanted = request.summary.objects
        let input = SQLiteCounts.script(tables).bytes
        var counter = invocation(arguments, database: scratch, negotiated: ["-readonly", "-list"] + safe)
        // A table that is missing must not cost the counts of the others.
        counter.arguments.removeAll { $0 == "-bail" }
        return RestoreComparison(
            invocation: counter, input: input
        ) { answer in
            var counts = try SQLiteCounts.read(answer, of: tables)
            counts.objects = counts.objects.filter { wanted[$0.key] != nil }
            return counts
        }
    }
}
