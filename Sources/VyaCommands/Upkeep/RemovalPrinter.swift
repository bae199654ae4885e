import VyaCore
import VyaEngine

/// Prints what `cleanup` and `prune` remove and keep, as a table or as a document.
struct RemovalPrinter {
    let command: String
    let common: CommonOptions
    let explains: Bool
    let isDryRun: Bool

    /// Shows a plan that was carried out, or would be; `failures` are the words for what could not be removed.
    func show(
        _ plan: [RemovalDecision], removed: Int, failures: [Message], notes: [Message], status: ExitStatus
    ) {
        if common.json {
            Console.standard.print(
                JSONValue.object([
                    .init("schema", .string("vya-backup.\(command)/1")), .init("dry_run", .bool(isDryRun)),
                    .init("exit_status", .int(Int(status.rawValue))), .init("removed", .int(removed)),
                    .init("failures", .english(failures)), .init("notes", .english(notes)),
                    .init("files", .array(plan.map(\.json))),
                ]).serialized())
            return
        }
        for line in notes + failures { Console.standard.complain("vya-backup: \(line)") }
        guard !common.quiet || !failures.isEmpty else { return }
        for disposition in plan where explains || isDryRun {
            let word: Message = disposition.removes ? (isDryRun ? "would remove" : "removed") : "keeps"
            Console.standard.print("\(word) \(disposition.backup.path.printable): \(disposition.reason)")
        }
        let going = plan.filter(\.removes)
        let bytes = going.reduce(0) { $0 + $1.backup.bytes }
        let size = going.isEmpty ? "" : ", " + Quantity.bytes(bytes)
        Console.standard.print(
            isDryRun
                ? "would remove \(going.count) of \(Quantity.backups(plan.count))\(size)"
                : "removed \(removed) of \(Quantity.backups(plan.count))\(size)")
    }
}
