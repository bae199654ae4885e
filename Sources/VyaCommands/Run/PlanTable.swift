import Foundation
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
            let folder = folder(of: entry.backups)
            if let folder { lines.append("  folder: \(folder.printable)") }
            for backup in entry.backups {
                let name = backup.kind == .globals ? "globals" : backup.database.text.printable
                guard backup.outcome == .planned else {
                    lines.append(
                        "  \(name): FAILED: \(backup.error?.message ?? ("no cause is known" as Message))")
                    lines += (backup.error?.hints ?? []).map { "    hint: \($0)" }
                    continue
                }
                let size: Message =
                    backup.estimatedBytes.map { ", about \(Quantity.bytes($0)) before compression" } ?? ""
                lines.append("  \(name)\(size)")
                if let file = backup.file {
                    lines.append(
                        "    file: \((folder == nil ? file : URL(fileURLWithPath: file).lastPathComponent).printable)"
                    )
                }
                if let command = backup.command { lines.append("    command: \(pasteable(command))") }
                lines += backup.shortfalls.map { "    incomplete: \($0)" }
                lines += backup.warnings.map { "    warning: \($0)" }
            }
        }
        let planned = report.backups.count { $0.outcome == .planned }
        let failed = report.backups.count - planned + report.entries.count { $0.error != nil }
        let failures: Message = failed == 0 ? "" : failed == 1 ? ", 1 would fail" : ", \(failed) would fail"
        lines.append(
            planned == 1
                ? "1 backup would be made\(failures); nothing was changed, nothing was sent"
                : "\(planned) backups would be made\(failures); nothing was changed, nothing was sent")
        return lines
    }

    private static func count(_ backups: [BackupReport]) -> Message {
        let planned = backups.count { $0.outcome == .planned }
        return Quantity.backups(planned)
    }

    /// The command as a shell takes it; one with characters that a terminal would act upon is shown, and not to be pasted.
    private static func pasteable(_ command: Message) -> Message {
        let words = command.description
        return words.printable == words.escaping(["\\": "\\\\"])
            ? command : Message(verbatim: words.printable)
    }

    /// The folder that the files of all backups stand in; nil when there are several.
    private static func folder(of backups: [BackupReport]) -> String? {
        let folders = Set(
            backups.compactMap(\.file).map { URL(fileURLWithPath: $0).deletingLastPathComponent().path })
        return folders.count == 1 ? folders.first : nil
    }
}
