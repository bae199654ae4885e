import VyaCore
import VyaTools

/// Judges a dump by what its tool and its scanner say: exit status 0, the stream read to its end, the end
/// marker last (traps.md T18).
struct DumpVerdict {
    let job: Job
    /// How the tool ended; nil for text that the handler composed.
    let result: ToolResult?

    /// Answers with the proof of a complete dump; throws `SourceError` for any other.
    func proof(by summary: StreamSummary) throws(SourceError) -> Manifest.Proof {
        let tool = job.provenance.toolName ?? "the dump tool"
        if let result {
            guard result.ending.isSuccess else {
                throw SourceError(
                    "dump.tool-failed", "\(tool) ended with \(result.ending)", details: result.errorLines,
                    hints: job.advice(result.errorLines))
            }
            guard result.bytes > 0 else {
                throw SourceError(
                    "dump.empty", "\(tool) reported success and wrote nothing", details: result.errorLines,
                    hints: [
                        "run the command of `vya-backup run --dry-run` by hand and look at what it prints"
                    ])
            }
            guard result.reachedEnd else {
                throw SourceError(
                    "dump.not-read-to-end", "the output of \(tool) could not be read to its end",
                    details: result.errorLines,
                    hints: ["a process that it started kept its output open; look for it with `ps`"])
            }
        }
        guard summary.marker != nil || summary.markerUnknown else {
            throw SourceError(
                "dump.truncated", "dump ended without its completion line",
                details: (result?.errorLines ?? [])
                    + (summary.tail.isEmpty ? [] : ["it ends with: " + summary.tail]),
                hints: [
                    "the tool or its connection was cut off; look at the server's log for that moment"
                ])
        }
        return Manifest.Proof(
            marker: summary.marker, tables: summary.tables, objects: summary.objects,
            shortfalls: job.shortfalls + missingObjects(in: summary))
    }

    /// Compares the counts of the server's catalog with those of the stream (traps.md T21).
    private func missingObjects(in summary: StreamSummary) -> [String] {
        (job.provenance.create?["objects"]?.objectValue ?? []).compactMap { member in
            guard let expected = member.value.intValue else { return nil }
            let found = summary.objects[member.name.text] ?? 0
            return found >= expected
                ? nil : "the server has \(expected) \(member.name), the dump holds \(found)"
        }
    }
}
