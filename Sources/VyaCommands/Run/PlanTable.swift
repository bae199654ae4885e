import VyaCore

/// Prints what a dry run found, for people.
enum PlanTable {
    /// The lines of a plan: each entry, and under it each backup with its file, size and command.
    static func lines(of report: RunReport) -> [Message] {
        var lines: [Message] = []
        for entry in report.entries {
            let subject: Message =
                entry.host.map { "entry \(entry.id) \(entry.dbms) on \($0.printable)" }
                ?? "entry \(entry.id) \(entry.dbms)"
            lines.append(
                entry.error == nil
                    ? "\(subject): \(count(entry.backups))" : "\(subject): FAILED")
            lines += entry.warnings.map { "  warning: \($0)" }
            for backup in entry.backups {
                let name = backup.kind == .globals ? "globals" : backup.database.text.printable
                guard backup.outcome == .planned else {
                    lines.append("  \(name): FAILED: \(backup.error?.message ?? ("unknown" as Message))")
                    lines += (backup.error?.hints ?? []).map { "    hint: \($0)" }
                    continue
                }
                let size: Message =
                    backup.estimatedBytes.map { ", about \(Quantity.bytes($0)) before compression" } ?? ""
                lines.append("  \(name)\(size)")
                if let file = backup.file { lines.append("    file: \(file)") }
                if let command = backup.command { lines.append("    command: \(pasteable(command))") }
                lines += backup.shortfalls.map { "    incomplete: \($0)" }
                lines += backup.warnings.map { "    warning: \($0)" }
            }
        }
        let planned = report.backups.count { $0.outcome == .planned }
        lines.append(
            planned == 1
                ? "1 backup would be made; nothing was changed, nothing was sent"
                : "\(planned) backups would be made; nothing was changed, nothing was sent")
        return lines
    }

    private static func count(_ backups: [BackupReport]) -> Message {
        let planned = backups.count { $0.outcome == .planned }
        return planned == 1 ? "1 backup" : "\(planned) backups"
    }

    /// The command as a shell takes it; one with characters that a terminal would act upon is shown, and not to be pasted.
    private static func pasteable(_ command: String) -> String {
        command.printable == command.escaping(["\\": "\\\\"]) ? command : command.printable
    }
}
