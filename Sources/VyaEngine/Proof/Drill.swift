import Foundation
package import VyaCore
package import VyaStorage

/// Restores backups into scratch databases and scratch folders, compares, and drops what it made.
package struct Drill: Sendable {
    private let context: RestoreContext
    /// The registration of the server that a backup is drilled on.
    private let target: @Sendable (StoredBackup) throws -> Registry.Registration?

    /// Makes a drill; `target` finds the server for a backup, nil for files.
    package init(
        _ context: RestoreContext, target: @escaping @Sendable (StoredBackup) throws -> Registry.Registration?
    ) {
        self.context = context
        self.target = target
    }

    /// How the scratch folders of drills begin.
    private static let scratchPrefix = ScratchMark.drill

    /// Takes the lock of this host's drills, which says that every scratch that is found is a leftover.
    ///
    /// Throws `LockedError` when another drill is under way.
    package func lock() throws -> RunLock { try RunLock.acquire(in: context.state, name: "drill.lock") }

    /// Removes what drills that were killed have left on a server, and says what; to be called under the lock.
    package func sweep(_ registration: Registry.Registration) throws -> [Message] {
        guard let restorer = registration.handler.restorer else { return [] }
        let request = SweepRequest(
            entry: registration.entry, password: try registration.password(),
            mark: try context.mark("drill"),
            scratch: { [path = context.state.path] in ScratchName.restoring($0, in: path) })
        let steps = try restorer.sweep(request, asking: context.probe)
        try stages(for: registration).run(steps)
        for interrupted in InterruptedRestore.all(in: context.state)
        where interrupted.entry == registration.entry.id && interrupted.isDrill {
            // Its lock forgets its holder when it is let go.
            _ = try? RunLock.acquire(in: context.state, name: interrupted.lock)
        }
        return steps.map(\.title)
    }

    /// Removes what drills that were killed have left in the state folder; to be called under the lock.
    package func sweepFolders() {
        for name in (try? context.state.names()) ?? [] where name.starts(with: Drill.scratchPrefix.utf8) {
            remove(context.state.path + "/" + String(decoding: name, as: UTF8.self))
        }
    }

    private func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }

    /// Drills one backup; what came of it is in the report. Throws `StoppedError`.
    ///
    /// A drill that could not be made, because its server does not answer or has no entry, is `refused`, with the reason as
    /// the report's error: it says nothing of the backup, which is proven all the same (P6).
    package func run(_ backup: StoredBackup) throws -> RestoreReport {
        var known = RestoreReport(file: backup.path, proof: BackupProof(path: backup.path))
        do {
            return try backup.kind == .files ? files(backup) : database(backup, &known)
        } catch let error as StoppedError {
            throw error
        } catch {
            // What failed before the file was read leaves it to be read.
            if known.proof.state == .unreadable, known.proof.error == nil {
                known.proof = try context.prover.examine(backup).proof
            }
            known.outcome = .refused
            known.error = Explanation.of(error)
            known.exitStatus = .allFailed
            return known
        }
    }

    private func database(_ backup: StoredBackup, _ known: inout RestoreReport) throws -> RestoreReport {
        guard let registration = try target(backup) else {
            throw ConfigurationError(
                "drill.no-server", "no entry of the configuration is a server for \(backup.name.printable)",
                hints: [
                    "give the entry whose backup it is, or name a test server: \"drill\": {\"id_dbms\": N}"
                ])
        }
        var wanted = DatabaseRestore.Request()
        wanted.drillScratch = ScratchName.drill(of: backup.database ?? "database", in: context.state.path)
        let restore = DatabaseRestore(backup, to: registration, wanted: wanted, context: context)
        let examination = try restore.examine()
        known.proof = examination.proof
        return try execute(try restore.prepare(examination))
    }

    private func files(_ backup: StoredBackup) throws -> RestoreReport {
        let folder = ScratchName.drill(of: "/", in: context.state.path).text
        defer { remove(folder) }
        var wanted = FilesRestore.Request()
        wanted.folder = folder
        return try execute(try FilesRestore(backup, wanted: wanted, context: context).prepare())
    }

    private func execute<Prepared>(_ preparation: Preparation<Prepared>) throws -> RestoreReport {
        guard case .ready(let prepared) = preparation else { return preparation.report }
        return try prepared.execute()
    }

    private func stages(for registration: Registry.Registration) -> StageRunner {
        StageRunner(
            runner: context.runner, timeouts: registration.entry.timeouts, workers: context.workers,
            stop: context.stop)
    }
}

/// Names what exists only while a restore or a drill is under way.
package enum ScratchName {
    /// The database that is restored into before it gets its name, or the file in a folder of ours before it is put into
    /// its place; the same for the same target, so that the next restore finds what a killed one left.
    package static func restoring(_ target: ExactName, in folder: String) -> ExactName {
        let name = ScratchMark.restoring + NameHash.hexadecimal(of: target)
        return ExactName(isPath(target) ? folder + "/" + name : name)
    }

    /// A database of a drill, or a file in a folder, that nobody else can have.
    package static func drill(of database: ExactName, in folder: String) -> ExactName {
        let name = ScratchMark.drill + NameHash.padded(UInt64.random(in: .min ... .max))
        return ExactName(isPath(database) ? folder + "/" + name : name)
    }

    /// The lock that keeps two restores of the same target apart.
    static func lock(for request: RestoreRequest) -> String {
        "\(request.purpose == .drill ? "drill" : "restore")-\(request.entry.id)-\(NameHash.hexadecimal(of: request.target)).lock"
    }

    /// The entry whose restores or drills a lock keeps apart; nil for other names.
    static func owner(ofLock name: String) -> (entry: EntryID, isDrill: Bool)? {
        let parts = name.pieces(separatedBy: "-")
        guard parts.count == 3, ["restore", "drill"].contains(parts[0]), parts[2].ends(with: ".lock") else {
            return nil
        }
        return Int(parts[1]).map { (EntryID($0), parts[0] == "drill") }
    }

    /// True for a database that is a file.
    private static func isPath(_ name: ExactName) -> Bool { name.text.begins(with: "/") }
}
