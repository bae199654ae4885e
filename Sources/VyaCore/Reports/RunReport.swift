/// Everything that one `run` did: the value that every printer, mail and metric is made from.
///
/// `json` is the schema `vya-backup.run/1`; its fields are never renamed (contract.md §4).
package struct RunReport: Sendable, Equatable {
    /// The schema's name.
    package static let schema = "vya-backup.run/1"

    package var runID: String
    package var host: String
    package var startedAt: Moment
    package var finishedAt: Moment
    /// How long it took by the monotonic clock, in seconds; nil when only the wall clock's two readings are known.
    package var seconds: Double?
    package var entries: [EntryReport]
    /// What concerns the run as a whole, such as a log that could not be written.
    package var warnings: [Message]
    /// What stopped the run before its end.
    package var stopped: StopReason?
    /// True for a dry run.
    package var isPlan: Bool
    /// The status that the command ends with.
    package var exitStatus: ExitStatus

    package init(
        runID: String, host: String, startedAt: Moment, finishedAt: Moment, seconds: Double? = nil,
        entries: [EntryReport], warnings: [Message] = [], stopped: StopReason? = nil, isPlan: Bool = false,
        exitStatus: ExitStatus
    ) {
        self.runID = runID
        self.host = host
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.seconds = seconds
        self.entries = entries
        self.warnings = warnings
        self.stopped = stopped
        self.isPlan = isPlan
        self.exitStatus = exitStatus
    }

    /// The outcome of the run; an incomplete backup makes it a failure.
    package var outcome: Outcome {
        if exitStatus != .success { return .failure }
        if isPlan { return .planned }
        let worst = entries.map(\.outcome).max() ?? .success
        return worst == .success && warnings.isEmpty ? .success : max(worst, .warning)
    }

    /// Every backup of every entry.
    package var backups: [BackupReport] { entries.flatMap(\.backups) }

    /// The report as the document that `run --json` prints.
    package var json: JSONValue {
        .object([
            .init("schema", .string(RunReport.schema)),
            .init("run_id", .string(runID)),
            .init("host", .string(host)),
            .init("started_at", .string(startedAt.rfc3339)),
            .init("finished_at", .string(finishedAt.rfc3339)),
            .init("seconds", seconds.map { .double(($0 * 1000).rounded() / 1000) } ?? .null),
            .init("outcome", .string(outcome.rawValue)),
            .init("exit_status", .int(Int(exitStatus.rawValue))),
            .init("stopped", .english(stopped?.words)),
            .init("warnings", .english(warnings)),
            .init("entries", .array(entries.map(\.json))),
        ])
    }
}

/// What a run did for one entry.
package struct EntryReport: Sendable, Equatable {
    package var id: EntryID
    package var dbms: String
    /// The server; nil for files and for the client's default.
    package var host: String?
    package var backups: [BackupReport]
    package var warnings: [Message]
    /// Why nothing of the entry could be planned.
    package var error: Explanation?
    /// The statements that give the account what it lacks for the warnings to go; of a plan only.
    package var grants: [String] = []
    /// What the server told of itself; of a plan only.
    package var server: ServerFacts?

    package init(
        id: EntryID, dbms: String, host: String? = nil, backups: [BackupReport] = [],
        warnings: [Message] = [],
        error: Explanation? = nil
    ) {
        self.id = id
        self.dbms = dbms
        self.host = host
        self.backups = backups
        self.warnings = warnings
        self.error = error
    }

    /// The worst of its backups, or a failure if there are none.
    package var outcome: Outcome {
        if error != nil { return .failure }
        let worst = backups.map(\.outcome).max() ?? .failure
        return worst == .success && !warnings.isEmpty ? .warning : worst
    }

    /// The entry as a member of the run's document.
    package var json: JSONValue {
        .object([
            .init("id_dbms", .int(id.number)),
            .init("dbms", .string(dbms)),
            .init("host", .optional(host)),
            .init("outcome", .string(outcome.rawValue)),
            .init("error", .english(error?.message)),
            .init("error_code", .optional(error?.code.rawValue)),
            .init("details", .english(error?.details ?? [])),
            .init("hints", .english(error?.hints ?? [])),
            .init("warnings", .english(warnings)),
            .init("backups", .array(backups.map(\.json))),
        ])
    }
}

/// What a run did for one job.
package struct BackupReport: Sendable, Equatable {
    package var database: ExactName
    package var kind: ArtifactKind
    package var outcome: Outcome
    /// The absolute path of the published file; in a dry run the path as it would be.
    package var file: String?
    /// The size of the file, in bytes.
    package var bytes: Int?
    /// The size of what the file decompresses to, in bytes.
    package var rawBytes: Int?
    /// The SHA-256 of the file, in hexadecimal digits.
    package var sha256: String?
    /// How long it took, in seconds.
    package var seconds: Double
    package var warnings: [Message]
    /// What the backup lacks, when it is incomplete.
    package var shortfalls: [Message]
    package var error: Explanation?
    /// The redacted command line; of a dry run only.
    package var command: Message?
    /// The size of the source as server or file system tell it; of a dry run only.
    package var estimatedBytes: Int?
    /// The statements that give the account what it lacks for warnings and shortfalls to go; of a dry run only.
    package var grants: [String] = []
    /// What the manifest would say of tool and server; of a dry run only.
    package var provenance: Provenance?

    package init(
        database: ExactName, kind: ArtifactKind, outcome: Outcome, file: String? = nil, bytes: Int? = nil,
        rawBytes: Int? = nil, sha256: String? = nil, seconds: Double = 0, warnings: [Message] = [],
        shortfalls: [Message] = [], error: Explanation? = nil, command: Message? = nil,
        estimatedBytes: Int? = nil
    ) {
        self.database = database
        self.kind = kind
        self.outcome = outcome
        self.file = file
        self.bytes = bytes
        self.rawBytes = rawBytes
        self.sha256 = sha256
        self.seconds = seconds
        self.warnings = warnings
        self.shortfalls = shortfalls
        self.error = error
        self.command = command
        self.estimatedBytes = estimatedBytes
    }

    /// The backup as a member of its entry's document.
    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("database", .string(database.text)),
            .init("kind", .string(kind.rawValue)),
            .init("outcome", .string(outcome.rawValue)),
            .init("file", .optional(file)),
            .init("bytes", .optional(bytes)),
            .init("raw_bytes", .optional(rawBytes)),
            .init("sha256", .optional(sha256)),
            .init("seconds", .double((seconds * 1000).rounded() / 1000)),
            .init("warnings", .english(warnings)),
            .init("shortfalls", .english(shortfalls)),
            .init("error", .english(error?.message)),
            .init("error_code", .optional(error?.code.rawValue)),
            .init("details", .english(error?.details ?? [])),
            .init("hints", .english(error?.hints ?? [])),
        ]
        if outcome == .planned {
            members.append(.init("command", .english(command)))
            members.append(.init("estimated_bytes", .optional(estimatedBytes)))
        }
        return .object(members)
    }
}

/// How one backup, entry or run came out; the order is from good to bad.
package enum Outcome: String, Sendable, CaseIterable, Comparable {
    /// Only a dry run says so.
    case planned
    case success
    /// Published and proven, with something to read.
    case warning
    /// Published, but it lacks something that was asked for.
    case incomplete
    case failure

    /// Orders from good to bad.
    package static func < (left: Outcome, right: Outcome) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int { Outcome.allCases.firstIndex(of: self) ?? 0 }
}
