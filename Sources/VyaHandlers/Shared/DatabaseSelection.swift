package import VyaCore
import VyaPlugins

/// Decides which of a server's databases an entry means (contract.md §3): `db_list` selects, `db_ignore`
/// removes, and the server's own databases are always out, as are those that exist only while something is restored or
/// drilled, unless `db_list` names one outright. Names given on the command line bypass the two
/// lists.
package struct DatabaseSelection: Sendable {
    /// The databases to back up, in the order of the server's answer.
    package let databases: [ExactName]
    /// Names that were asked for outright and do not exist.
    package let failures: [PlanFailure]
    /// What the operator should know of scratch databases that are left out; empty if there are none.
    package let warnings: [Message]

    /// Resolves a request against what the server has.
    ///
    /// Throws `SourceError` when nothing is left and no name was missing: nothing to back up is a failure.
    package init(
        of request: PlanRequest, from existing: [ExactName], system: [ExactName]
    ) throws(SourceError) {
        let isSystem = Glob.matcher(system)
        var missing: [ExactName] = []
        var scratch: [ExactName] = []
        if !request.only.isEmpty {
            databases = existing.filter(Set(request.only).contains)
            missing = request.only.filter { !existing.contains($0) }
        } else {
            let isMeant = Glob.selection(of: request.entry.databases, without: request.entry.ignored)
            let meant = existing.filter { isMeant($0) && !isSystem($0) }
            let literal = Set(request.entry.databases.filter(DatabaseSelection.isLiteral))
            scratch = meant.filter { ScratchMark.isScratch($0) && !literal.contains($0) }
            databases = meant.filter { !scratch.contains($0) }
            missing = request.entry.databases.filter { wanted in
                DatabaseSelection.isLiteral(wanted)
                    && !existing.contains { Glob.matcher([wanted])($0) }
            }
        }
        warnings =
            scratch.isEmpty
            ? []
            : [
                """
                scratch databases of restores and drills are not backed up: \
                \(DatabaseSelection.enumerated(scratch.map(\.text))); when none is under way, they were \
                left behind, and may be dropped
                """
            ]
        let known = existing.filter { !isSystem($0) }.map(\.text)
        var seen: Set<ExactName> = []
        failures = missing.filter { seen.insert($0).inserted }.map { name in
            PlanFailure(database: name, explanation: DatabaseSelection.missing(name, among: known))
        }
        if databases.isEmpty, failures.isEmpty, scratch.isEmpty {
            throw SourceError(
                "source.nothing-selected", "db_list and db_ignore leave no database to back up",
                hints: known.isEmpty
                    ? ["the server has no database but its own, or the account may see none"]
                    : ["the account sees: \(DatabaseSelection.enumerated(known))"])
        }
    }

    private static func isLiteral(_ pattern: ExactName) -> Bool {
        (try? Glob(pattern))?.isLiteral ?? true
    }

    private static func missing(_ name: ExactName, among known: [String]) -> Explanation {
        let nearest = NearestName.of(name.text, in: known).map {
            "did you mean \"\($0.printable)\"?" as Message
        }
        return Explanation(
            "source.no-such-database", "database \"\(name.text.printable)\" does not exist on the server",
            hints: [nearest ?? "the account sees: \(enumerated(known))"])
    }

    /// The first names of a list, and how many more there are.
    static func enumerated(_ names: [String], limit: Int = 10) -> Message {
        enumerated(names.map { "\($0.printable)" as Message }, limit: limit)
    }

    /// The first messages of a list, and how many more there are.
    static func enumerated(_ messages: [Message], limit: Int = 10) -> Message {
        let shown = messages.prefix(limit).joined(separator: ", ")
        if messages.isEmpty { return "no database" }
        return messages.count > limit ? "\(shown) and \(messages.count - limit) more" : shown
    }
}
