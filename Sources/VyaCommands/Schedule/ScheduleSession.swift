import ArgumentParser
import Glibc
import VyaCore
import VyaEngine

/// Prints, writes or removes the files of a schedule, has systemd take notice, and says what is left to do.
struct ScheduleSession {
    /// A file that, where it is, starts the same work.
    struct Rival {
        let path: String
        /// The command that takes it away.
        let remedy: Message
    }

    let options: ScheduleOptions
    let common: CommonOptions
    /// The folder of the files, below the root.
    let folder: String
    var rival: Rival?
    /// The commands for systemd before files change, and afterwards.
    var before: [[String]] = []
    var after: [[String]] = []

    private var path: String {
        let parts = (options.root + "/" + folder).pieces(separatedBy: "/")
        return "/" + parts.joined(separator: "/")
    }

    /// Prints the files, or writes them if that is asked for, and takes away which of the `names` are not among them.
    func show(_ files: [ScheduledFile], amongst names: [String]) throws {
        guard options.install else { return print(files) }
        if options.isForThisHost, let rival, access(rival.path, F_OK) == 0 {
            Console.standard.complain("warning: \(rival.path) starts the same: \(rival.remedy)")
        }
        guard
            let target = try ScheduleFolder(
                path, isTrusted: options.isForThisHost, makes: !options.dryRun)
        else { return try finish(files.map { ScheduleChange($0.name, in: path, .new, "", $0.text) }) }
        var changes = try files.map { file in
            let old = try target.text(of: file.name)
            return ScheduleChange(
                file.name, in: path, old.map { .of($0, becoming: file.text) } ?? .new, old ?? "", file.text)
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
                "nothing was written: somebody else has changed or made \(kept.map(\.path).joined(separator: ", "))",
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

    /// Has systemd do what was asked for, or says what it has to be told where it does not run.
    private func tellSystemd(_ commands: [[String]]) throws {
        guard options.isForThisHost, !commands.isEmpty else { return }
        let lines = commands.map { $0.map(ShellWord.quoted).joined(separator: " ") }
        if options.dryRun || !SystemManager.isRunning {
            guard !common.json, !common.quiet else { return }
            Console.standard.print(
                options.dryRun
                    ? "then it would be done:"
                    : "systemd does not run here; where it does, it has to be told:")
            for line in lines { Console.standard.print("  \(line)") }
            return
        }
        let systemd = try SystemManager()
        for (command, line) in zip(commands, lines) {
            try systemd.run(command)
            if !common.json, !common.quiet { Console.standard.print("done  \(line)") }
        }
    }

    /// Removes what is there of the files of these names; what somebody else made stays.
    func remove(_ names: [String]) throws {
        guard let target = try ScheduleFolder(path, isTrusted: options.isForThisHost, makes: false) else {
            return try finish([])
        }
        try tellSystemd(before)
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
            name, in: path, goes ? .removed : origin == .foreign ? .foreign : .edited, old, goes ? "" : old
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
        try tellSystemd(after)
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
            Console.standard.print("\(change.state.words)  \(change.path)")
            for line in change.difference { Console.standard.print("  \(line)") }
        }
        if changes.isEmpty {
            Console.standard.print(
                options.remove
                    ? "there is nothing of this program in \(path)"
                    : "nothing has to be written: the units of the package fit as they are")
        }
    }

    private func document(_ files: [JSONValue]) -> String {
        JSONValue.object([
            .init("schema", .string("vya-backup.schedule/1")), .init("files", .array(files)),
        ]).serialized()
    }
}
