import VyaCore

/// Prints what a dry run found, for people.
enum PlanTable {
    /// The lines of a plan: each entry, and under it each backup with its file, size and command.
    static func lines(of report: RunReport) -> [String] {
        var lines: [String] = []
        for entry in report.entries {
            lines.append(
                "entry \(entry.id) \(entry.dbms)\(entry.host.map { " on " + $0.printable } ?? ""): "
                    + (entry.error == nil
                        ? "\(entry.backups.count { $0.outcome == .planned }) backups" : "FAILED"))
            lines += entry.warnings.map { "  warning: " + $0 }
            for backup in entry.backups {
                let name = backup.kind == .globals ? "globals" : backup.database.text.printable
                guard backup.outcome == .planned else {
                    lines.append("  \(name): FAILED: \(backup.error?.message ?? "unknown")")
                    lines += (backup.error?.hints ?? []).map { "    hint: " + $0 }
                    continue
                }
                let size =
                    backup.estimatedBytes.map { ", about " + Quantity.bytes($0) + " before compression" }
                    ?? ""
                lines.append("  \(name)\(size)")
                if let file = backup.file { lines.append("    file: \(file)") }
                if let command = backup.command { lines.append("    command: " + pasteable(command)) }
                lines += backup.shortfalls.map { "    incomplete: " + $0 }
                lines += backup.warnings.map { "    warning: " + $0 }
            }
        }
        let planned = report.backups.count { $0.outcome == .planned }
        lines.append("\(planned) backups would be made; nothing was changed, nothing was sent")
        return lines
    }

    /// The command as a shell takes it; one with characters that a terminal would act upon is shown, and not to be pasted.
    private static func pasteable(_ command: String) -> String {
        command.printable == command.escaping(["\\": "\\\\"]) ? command : command.printable
    }
}
