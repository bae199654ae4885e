import VyaCore
import VyaTools

/// Judges a dump by what its tool and its scanner say: exit status 0, the stream read to its end, the end
/// marker last (traps.md T18).
struct DumpVerdict {
    let job: Job
    /// How the tool ended; nil for text that the handler composed.
    let result: ToolResult?
    /// What the server's catalog listed before; nil when nothing is known.
    var listing: CatalogListing?

    /// Answers with the proof of a complete dump; throws `SourceError` for any other.
    func proof(by summary: StreamSummary) throws(SourceError) -> Manifest.Proof {
        let tool = job.provenance.toolName ?? "the dump tool"
        if let result {
            guard result.ending.isSuccess else {
                throw SourceError(
                    "dump.tool-failed", "\(tool) ended with \(result.ending.words)",
                    details: .verbatim(result.errorLines),
                    hints: job.advice(result.errorLines))
            }
            guard result.bytes > 0 else {
                throw SourceError(
                    "dump.empty", "\(tool) reported success and wrote nothing",
                    details: .verbatim(result.errorLines),
                    hints: [
                        "run the command of `vya-backup run --dry-run` by hand and look at what it prints"
                    ])
            }
            guard result.reachedEnd else {
                throw SourceError(
                    "dump.not-read-to-end", "the output of \(tool) could not be read to its end",
                    details: .verbatim(result.errorLines),
                    hints: ["a process that it started kept its output open; look for it with `ps`"])
            }
        }
        guard summary.marker != nil || summary.markerUnknown else {
            throw SourceError(
                "dump.truncated", "dump ended without its completion line",
                details: .verbatim(result?.errorLines ?? [])
                    + (summary.tail.isEmpty ? [] : ["it ends with: \(summary.tail)"]),
                hints: [
                    "the tool or its connection was cut off; look at the server's log for that moment"
                ])
        }
        var shortfalls = job.shortfalls + (listing?.shortfalls ?? []) + remarks.shortfalls.map(told)
        shortfalls += missing(in: summary) + Self.refused(summary.refusals.filter { !$0.isUnknown })
        return Manifest.Proof(
            marker: summary.marker, tables: summary.tables, objects: summary.objects, shortfalls: shortfalls)
    }

    /// What a tool that succeeded had to say nevertheless, and takes nothing from the dump, and what a restore would ask about;
    /// a warning a line.
    func warnings(by summary: StreamSummary) -> [Message] {
        let unknown = summary.refusals.filter(\.isUnknown)
        return remarks.warnings.map(told)
            + (unknown.isEmpty
                ? []
                : [
                    "a restore refuses what it does not know, unless it is told --accept-unknown: \(Self.told(unknown))"
                ])
    }

    /// What a restore would refuse for good.
    private static func refused(_ commands: [DumpTraits.Command]) -> [Message] {
        commands.isEmpty
            ? []
            : [
                "a restore would refuse this dump, which holds what no dump tool is known to write: \(told(commands))"
            ]
    }

    private static func told(_ commands: [DumpTraits.Command]) -> Message {
        some(of: commands.map(\.words))
    }

    private var remarks: ToolRemarks { job.remarks((result?.errorLines ?? []).filter { !$0.isEmpty }) }

    /// A line of the tool's, with what can be done about it.
    private func told(_ line: Message) -> Message {
        let words = [line] + job.advice([line.description])
        return "the dump tool said: \(words.joined(separator: "; "))"
    }

    /// Compares what the server's catalog lists with what the stream holds (traps.md T21).
    ///
    /// What is missing may have been dropped since the listing, so that the catalog is asked once more.
    private func missing(in summary: StreamSummary) -> [Message] {
        guard let listing else { return [] }
        let first = Self.missing(of: listing, in: summary)
        guard !first.isEmpty, let now = try? job.list?() else { return first }
        return Self.missing(of: listing.common(with: now), in: summary)
    }

    private static func missing(of listing: CatalogListing, in summary: StreamSummary) -> [Message] {
        let held = Set(summary.tables.map(\.table))
        let tables = listing.tables.subtracting(held).sorted()
        var missing: [Message] =
            tables.isEmpty
            ? [] : ["the dump lacks tables that the server has: \(some(of: tables.map(\.text)))"]
        for (kind, names) in listing.objects.sorted(by: { $0.key < $1.key }) {
            let found = summary.objects[kind] ?? 0
            guard found < names.count else { continue }
            let kinds = names.count == 1 || kind.ends(with: "s") ? kind : kind + "s"
            // The stream names its tables; of other objects it is known how many there are.
            let unseen = names.values.filter { !held.contains(ExactName($0)) }.sorted()
            missing.append(
                """
                the server has \(names.count) \(kinds), the dump holds \(found); one or more is missing of: \
                \(some(of: unseen))
                """)
        }
        let thinner = summary.tables.sorted { $0.table < $1.table }.compactMap { held in
            let count = listing.rows[held.table] ?? 0
            return held.rows < count
                ? ("\(held.table.text.printable) (\(count), the dump holds \(held.rows))" as Message) : nil
        }
        if !thinner.isEmpty {
            missing.append(
                "tables in which more rows are counted than the dump holds: \(some(of: thinner))")
        }
        return missing
    }

    /// The first ten, and how many there are besides.
    private static func some(of names: [String]) -> Message {
        some(of: names.map { "\($0.printable)" as Message })
    }

    private static func some(of parts: [Message]) -> Message {
        let shown = parts.prefix(10).joined(separator: ", ")
        return parts.count > 10 ? "\(shown) and \(parts.count - 10) more" : shown
    }
}
