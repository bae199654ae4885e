package import VyaCore
import VyaStorage

/// Brings a database, single tables of it, or the roles of a server back.
///
/// `examine` proves the file, `prepare` asks the server and plans; neither changes anything. What is prepared then does what
/// was planned, from the very descriptor that was proven.
package struct DatabaseRestore {
    /// What the operator asks for.
    package struct Request: Sendable {
        /// The name that the database is to have; nil for the one that it had.
        package var target: ExactName?
        /// The tables to bring back; empty for all that the dump holds.
        package var tables: [ExactName] = []
        /// A database of the same name gives way.
        package var replaces = false
        /// A dump that lacks something is restored all the same.
        package var acceptsIncomplete = false
        /// What cannot be restored is named, and the rest comes.
        package var keepsGoing = false
        /// Statements that are merely not known are run.
        package var acceptsUnknown = false
        /// Owners, or privileges, do not come.
        package var leavesOwners = false
        package var leavesPrivileges = false
        /// The roles of the set are restored first.
        package var withGlobals = false
        /// The name of the scratch database; it makes a drill of the restore.
        package var drillScratch: ExactName?

        /// Makes a wish for the whole database under its own name.
        package init() {}
    }

    let context: RestoreContext
    let registration: Registry.Registration
    let backup: StoredBackup
    private let wanted: Request
    /// Backs up the database that is about to be removed, and answers with the path of the artifact.
    let safetyBackup: (ExactName) throws -> String

    /// Makes a restore of a backup to the server of a registration.
    package init(
        _ backup: StoredBackup, to registration: Registry.Registration, wanted: Request,
        context: RestoreContext,
        safetyBackup: @escaping (ExactName) throws -> String = { _ in
            throw SourceError("restore.safety", "there is no way to back the old database up")
        }
    ) {
        self.backup = backup
        self.registration = registration
        self.wanted = wanted
        self.context = context
        self.safetyBackup = safetyBackup
    }

    // MARK: Planning

    /// Proves the file; what is wrong with it is in the answer. Throws `StoppedError` and `ConfigurationError`.
    package func examine() throws -> BackupProver.Examination {
        let restorer = try restorer()
        if !wanted.tables.isEmpty, let index = backup.manifest?.index {
            return try TableReader(
                backup: backup, index: index, tables: wanted.tables, restorer: restorer,
                workers: context.workers, stop: context.stop
            ).examine()
        }
        let inspection = BackupProver.Inspection(
            restorer: restorer,
            forTables: !wanted.tables.isEmpty || wanted.keepsGoing && backup.kind != .globals)
        guard wanted.drillScratch != nil, var reader = restorer.contentReader() else {
            return try context.prover.examine(backup, for: inspection)
        }
        var examination = try context.prover.examine(backup, for: inspection) { reader.observe($0) }
        examination.content = reader.finish()
        return examination
    }

    /// Asks the server what a restore of the proven file meets there.
    ///
    /// Throws `StoppedError`, `UsageError`, and what keeps the server from being asked.
    package func prepare(
        _ examination: BackupProver.Examination
    ) throws -> Preparation<PreparedDatabaseRestore> {
        let restorer = try restorer()
        guard
            !wanted.leavesOwners && !wanted.leavesPrivileges
                || restorer.mayLeaveOwners && examination.kind == .dump
        else {
            throw UsageError(
                "restore.owners",
                "--no-owner and --no-privileges are for PostgreSQL; other dumps hold neither",
                hints: ["leave them out of the command"])
        }
        guard !wanted.keepsGoing || restorer.mayKeepGoing && examination.kind == .dump && !wanted.replaces
        else {
            throw UsageError(
                "restore.keep-going",
                "--keep-going is for dumps of PostgreSQL, and never with --replace: what is not whole takes no place",
                hints: ["restore under another name with --target NAME"])
        }
        var report = RestoreReport(file: backup.path, proof: examination.proof)
        report.seconds["prove"] = examination.proof.seconds
        if let foreign = examination.foreign {
            report.obstacles.append(foreign)
            report.exitStatus = .allFailed
            return .refused(report)
        }
        guard examination.kind != .files else {
            throw UsageError(
                "restore.databases-only",
                "\(backup.path.printable) is an archive of files, which has no databases",
                hints: ["restore it with --to FOLDER"])
        }
        if let refusal = examination.proof.refusal(acceptsIncomplete: wanted.acceptsIncomplete) {
            report.obstacles.append(refusal)
            report.exitStatus = .damaged
            return .refused(report)
        }
        guard let reader = examination.reader else {
            throw SourceError("restore.unread", "\(backup.path.printable) was not read")
        }
        if backup.manifest == nil,
            let shape = ForeignFormat.explanation(ofShape: examination, of: backup.path)
        {
            report.obstacles.append(shape)
            report.exitStatus = .allFailed
            return .refused(report)
        }
        if wanted.acceptsIncomplete { report.notes += examination.proof.faults }
        let doubts = examination.proof.doubts
        if wanted.replaces, !wanted.acceptsIncomplete, !doubts.isEmpty {
            report.obstacles.append(
                Explanation(
                    "restore.doubtful", "a dump of which that is not known takes no database's place",
                    details: doubts,
                    hints: [
                        "restore it under another name with --target NAME, and look at it; --accept-incomplete takes it as it is"
                    ]))
            report.exitStatus = .damaged
            return .refused(report)
        }
        report.notes += doubts
        var request = try self.request(for: examination, reader)
        let globals = try prepareGlobals(for: &request, of: examination, &report)
        let plan = try restorer.plan(request, asking: context.probe)
        report.destination = plan.destination
        report.actions += plan.actions
        report.notes += plan.notes
        report.obstacles += plan.obstacles
        guard report.obstacles.isEmpty else {
            let isUndrillable = plan.isUndrillable && report.obstacles.count == 1
            let isHostile = plan.obstacles.contains { $0.code == DumpTraits.Command.refusal }
            report.exitStatus = isHostile ? .damaged : isUndrillable ? .success : .allFailed
            return .refused(report)
        }
        return .ready(
            PreparedDatabaseRestore(
                self, request: request, plan: plan, reader: reader, globals: globals,
                content: examination.content, report: report))
    }

    private func restorer() throws -> any Restorer {
        guard let restorer = registration.handler.restorer else {
            throw ConfigurationError(
                "restore.unknown",
                "nothing here knows how a dump of \(registration.entry.dbms.printable) comes back",
                hints: [
                    "its plugin file may declare \"restore\"; `vya-backup restore --card FILE` shows the file's facts"
                ])
        }
        return restorer
    }

    private func request(
        for examination: BackupProver.Examination, _ reader: ArtifactReader
    ) throws -> RestoreRequest {
        // What nobody has judged goes to no server.
        guard let traits = examination.traits else {
            throw SourceError("restore.unread", "\(backup.path.printable) was not read for a restore")
        }
        let kind = examination.kind
        let original = backup.database ?? "restored"
        let target = kind == .globals ? "globals" : wanted.target ?? original
        let purpose: RestoreRequest.Purpose =
            if kind == .globals {
                .globals
            } else if wanted.drillScratch != nil {
                .drill
            } else if !wanted.tables.isEmpty {
                .tables(wanted.tables)
            } else {
                .database(replacing: wanted.replaces)
            }
        var request = RestoreRequest(
            entry: registration.entry, password: try registration.password(), purpose: purpose,
            target: target,
            scratch: wanted.drillScratch ?? ScratchName.restoring(target, in: context.state.path),
            mark: try context.mark(wanted.drillScratch == nil ? "restore" : "drill"),
            manifest: backup.manifest, origin: backup.database, summary: examination.summary,
            traits: traits,
            rawBytes: examination.rawBytes)
        (request.leavesOwners, request.leavesPrivileges) = (wanted.leavesOwners, wanted.leavesPrivileges)
        (request.acceptsUnknown, request.keepsGoing) = (wanted.acceptsUnknown, wanted.keepsGoing)
        if kind == .globals { request.globals = try text(of: reader, rawBytes: examination.rawBytes) }
        return request
    }

    /// The whole stream of a small artifact.
    private func text(of reader: ArtifactReader, rawBytes: Int) throws -> [UInt8] {
        guard rawBytes <= DatabaseRestore.largestGlobals else {
            throw SourceError("restore.globals-too-large", "the roles and users are more than 64 MiB")
        }
        var text: [UInt8] = []
        try reader.read(nil, workers: 1, stop: context.stop) { text += $0 }
        return text
    }

    private static let largestGlobals = 64 << 20

    /// Plans the roles of the set, and lets the dump's plan know of them.
    private func prepareGlobals(
        for request: inout RestoreRequest, of examination: BackupProver.Examination,
        _ report: inout RestoreReport
    ) throws -> PreparedGlobals? {
        guard wanted.withGlobals, examination.kind == .dump else { return nil }
        guard let name = backup.manifest?.globals else {
            report.obstacles.append(
                Explanation(
                    "restore.no-globals", "the set of this backup has no roles or users",
                    hints: ["restore without --globals, or restore a globals file of another night first"]))
            return nil
        }
        let globals = DatabaseRestore(
            try StoredBackup(name: name, in: backup.folder), to: registration, wanted: Request(),
            context: context)
        let proven = try globals.examine()
        let preparation = try globals.prepare(proven)
        report.obstacles += preparation.report.obstacles
        report.actions += preparation.report.actions
        report.notes += preparation.report.notes
        guard case .ready(let prepared) = preparation else { return nil }
        request.globals = prepared.request.globals
        return PreparedGlobals(restore: globals, examination: proven, prepared: prepared)
    }
}
