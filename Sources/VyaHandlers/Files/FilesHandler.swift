package import VyaCore

/// Makes one archive of every pattern in `db_list`; the native tar writer needs no tool.
package struct FilesHandler: Handler {
    package init() {}

    /// Files come back without a server.
    package var restorer: (any Restorer)? { nil }

    /// Makes a job of every pattern; throws `SourceError` when there is none.
    package func plan(_ request: PlanRequest, asking probe: any HostProbe) throws -> EntryPlan {
        let entry = request.entry
        var plan = EntryPlan()
        let patterns = request.only.isEmpty ? entry.databases : request.only
        guard !patterns.isEmpty else {
            throw SourceError(
                "source.nothing-selected", "db_list names no files to back up",
                hints: ["list path globs in \"db_list\" of id_dbms \(entry.id), such as \"/etc/**\""])
        }
        // Of all patterns, so that a run of one of them gives it the name that every night does.
        let slugs = PatternSlugs(entry.databases)
        var seen: Set<ExactName> = []
        for pattern in patterns where seen.insert(pattern).inserted {
            if !request.only.isEmpty, !entry.databases.contains(pattern) {
                plan.failures.append(
                    PlanFailure(
                        kind: .files, database: pattern,
                        explanation: Explanation(
                            "source.no-such-pattern",
                            "the pattern \(pattern.text.printable) is not in db_list",
                            hints: ["name it as it stands in \"db_list\" of id_dbms \(entry.id)"])))
                continue
            }
            var job = Job(
                entry: entry.id, dbms: entry.dbms, kind: .files, database: pattern,
                source: .files(pattern: pattern, ignored: entry.ignored), timeouts: entry.timeouts)
            job.slug = slugs[pattern]
            plan.jobs.append(job)
        }
        return plan
    }
}
