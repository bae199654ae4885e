import ArgumentParser
import Glibc
import VyaCore
import VyaEngine

/// Prints, writes or removes the files of a schedule, and says what is left to do.
struct ScheduleSession {
    let options: ScheduleOptions
    let common: CommonOptions
    /// The folder of the files, below the root.
    let folder: String
    /// The commands that make systemd take notice.
    var next: [String] = []
    /// The commands to give before files are removed.
    var before: [String] = []
    /// A file that, where it is, starts the same work.
    let rival: String

    private var path: String {
        let parts = (options.root + "/" + folder).pieces(separatedBy: "/")
        return "/" + parts.joined(separator: "/")
    }

    /// Prints the files, or writes them if that is asked for, and takes away which of the `names` are not among them.
    func show(_ files: [ScheduledFile], amongst names: [String]) throws {
        guard options.install else { return print(files) }
        if options.isForThisHost, access(rival, F_OK) == 0 {
            Console.standard.complain(
                "warning: \(rival) starts the same; remove one of the two (vya-backup schedule … --remove)")
        }
        guard
            let target = try ScheduleFolder(
                path, isTrusted: options.isForThisHost, makes: !options.dryRun)
        else { return try finish(files.map { ScheduleChange(path + "/" + $0.name, .new, "", $0.text) }) }
        var changes = try files.map { file in
            let old = try target.text(of: file.name)
            return ScheduleChange(
                path + "/" + file.name, old.map { .of($0, becoming: file.text) } ?? .new, old ?? "", file.text
            )
        }
        let stale = names.filter { name in !files.contains { $0.name == name } }
        let left = try stale.compactMap { name in try target.text(of: name).map { leaving(name, $0) } }
        changes += left
        // All or nothing: half of a new schedule beside half of an old one is neither.
        let kept = changes.filter { $0.isOfOthers && !options.force }
        guard kept.isEmpty else {
            show(changes)
            throw DestinationError(
                "schedule.edited",
                "nothing was written: somebody else has changed or made "
                    + kept.map(\.path).joined(separator: ", "),
                hints: [
                    "put your own settings into a drop-in: systemctl edit UNIT", "or replace them: --force",
                ])
        }
        if !options.dryRun {
            for (file, change) in zip(files, changes) where change.state != .same { try target.write(file) }
            for change in left where change.state == .removed { try target.remove(change.name) }
            try target.finish()
        }
        try finish(changes)
    }

    /// Removes what is there of the files of these names; what somebody else made stays.
    func remove(_ names: [String]) throws {
        guard let target = try ScheduleFolder(path, isTrusted: options.isForThisHost, makes: false) else {
            return try finish([])
        }
        var changes: [ScheduleChange] = []
        for name in names {
            guard let old = try target.text(of: name) else { continue }
            let change = leaving(name, old)
            changes.append(change)
            if change.state == .removed, !options.dryRun { try target.remove(name) }
        }
        if !options.dryRun { try target.finish() }
        try finish(changes)
    }

    /// What becomes of a file that is to go: what somebody else made stays.
    private func leaving(_ name: String, _ old: String) -> ScheduleChange {
        let origin = ScheduledFile.origin(of: old)
        let goes = origin == .own || (origin == .edited && options.force)
        return ScheduleChange(
            path + "/" + name, goes ? .removed : origin == .foreign ? .foreign : .edited, old, goes ? "" : old
        )
    }

    private func print(_ files: [ScheduledFile]) {
        if common.json {
            return Console.standard.print(
                document(
                    files.map {
                        .object([
                            .init("path", .string(path + "/" + $0.name)), .init("text", .string($0.text)),
                        ])
                    }))
        }
        for (number, file) in files.enumerated() {
            Console.standard.print(
                (number > 0 ? "\n" : "") + "# \(path)/\(file.name)\n" + file.text.dropLast())
        }
    }

    /// Shows the changes and what is left to do; throws the exit status when something stays that should go.
    private func finish(_ changes: [ScheduleChange]) throws {
        show(changes)
        if !common.json, !common.quiet, options.isForThisHost, !options.dryRun,
            changes.contains(where: \.counts)
        {
            if !before.isEmpty, options.remove {
                Console.standard.print("if the timers still run, first:")
                for command in before { Console.standard.print("  " + command) }
            }
            if !next.isEmpty { Console.standard.print("now, which this program leaves to you:") }
            for command in next { Console.standard.print("  " + command) }
        }
        let stays = options.remove ? changes.filter(\.isOfOthers) : []
        guard !stays.isEmpty else { return }
        for change in stays {
            Console.standard.complain(
                change.state == .edited
                    ? "\(change.path) stays, because somebody has changed it; --force removes it"
                    : "\(change.path) stays, because this program did not write it")
        }
        throw ExitCode(ExitStatus.someFailed.rawValue)
    }

    private func show(_ changes: [ScheduleChange]) {
        if common.json { return Console.standard.print(document(changes.map(\.json))) }
        guard !common.quiet else { return }
        for change in changes {
            Console.standard.print("\(change.state.rawValue)  \(change.path)")
            for line in change.difference { Console.standard.print("  " + line) }
        }
        if changes.isEmpty { Console.standard.print("there is nothing of this program in \(path)") }
    }

    private func document(_ files: [JSONValue]) -> String {
        JSONValue.object([
            .init("schema", .string("vya-backup.schedule/1")), .init("files", .array(files)),
            .init("next", .strings(options.isForThisHost ? next : [])),
        ]).serialized()
    }
}
