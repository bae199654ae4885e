/// Turns an entry into jobs; it runs nothing itself and does no I/O but through the probe.
package protocol Handler: Sendable {
    /// Resolves what an entry selects and answers with the jobs that back it up.
    ///
    /// Throws when nothing of the entry can be planned: a tool is missing, the server cannot be reached,
    /// the surroundings are unsafe. What is wrong with one database alone is a `PlanFailure` beside the jobs.
    func plan(_ request: PlanRequest, asking probe: any HostProbe) throws -> EntryPlan

    /// Knows how its dumps come back; nil for files, which need no server, and for a dbms whose plugin does not say
    /// how.
    var restorer: (any Restorer)? { get }
}

/// What a handler is asked to plan.
package struct PlanRequest: Sendable {
    /// The entry.
    package let entry: Entry
    /// The password, already fetched from its source.
    package let password: Secret?
    /// Names given by `--database`: they replace `db_list` and `db_ignore`, but must exist.
    package let only: [ExactName]
    /// True when questions are to be asked, too, that no backup needs: what the account may not read, what lies where
    /// nobody looks, what time it is there.
    package let examines: Bool

    package init(entry: Entry, password: Secret? = nil, only: [ExactName] = [], examines: Bool = false) {
        self.entry = entry
        self.password = password
        self.only = only
        self.examines = examines
    }
}

/// What a handler answers for one entry.
package struct EntryPlan: Sendable {
    /// What to back up, in order.
    package var jobs: [Job]
    /// What was asked for and cannot be backed up.
    package var failures: [PlanFailure]
    /// What the operator should know about the whole entry.
    package var warnings: [Message]
    /// The statements that give the account what it lacks for the warnings to go.
    package var grants: [String]
    /// What the server told of itself; nil where there is none.
    package var server: ServerFacts?

    package init(
        jobs: [Job] = [], failures: [PlanFailure] = [], warnings: [Message] = [], grants: [String] = [],
        server: ServerFacts? = nil
    ) {
        self.jobs = jobs
        self.failures = failures
        self.warnings = warnings
        self.grants = grants
        self.server = server
    }
}

/// One database or pattern that was asked for and cannot be backed up.
package struct PlanFailure: Sendable, Equatable {
    /// What it would have been.
    package let kind: ArtifactKind
    /// The database or pattern.
    package let database: ExactName
    /// Why not.
    package let explanation: Explanation

    package init(kind: ArtifactKind = .dump, database: ExactName, explanation: Explanation) {
        self.kind = kind
        self.database = database
        self.explanation = explanation
    }
}
