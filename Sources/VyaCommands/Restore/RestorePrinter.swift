import VyaCore
import VyaEngine

/// Prints the plan of a restore, and what came of it.
struct RestorePrinter {
    let common: CommonOptions
    let progress: ProgressLine

    /// Shows what would be done, for the operator who is about to confirm it.
    func showPlan(_ report: RestoreReport) {
        progress.erase()
        for line in lines(of: report) { Console.standard.complain(line) }
    }

    /// Shows what came of a restore, or its plan when nothing was done.
    func show(_ report: RestoreReport) {
        progress.erase()
        if common.json { return Console.standard.print(report.json.serialized()) }
        switch report.outcome {
        case .planned:
            for line in lines(of: report) { Console.standard.print(line) }
        case .refused:
            for line in lines(of: report) { Console.standard.complain(line) }
            Console.standard.complain("refused: nothing was changed")
        case .restored:
            guard !common.quiet else { return }
            for note in report.notes { Console.standard.complain("note: \(note)") }
            Console.standard.print(RestorePrinter.result(of: report))
        case .different:
            for note in report.notes { Console.standard.complain("note: \(note)") }
            for line in report.differences.map(\.words) + report.missingObjects {
                Console.standard.complain("different: \(line)")
            }
            Console.standard.print(
                "DIFFERENT \(report.destination): it was restored, but it is not what the backup holds")
        case .failed:
            for note in report.notes { Console.standard.complain("note: \(note)") }
            if let error = report.error {
                Console.standard.complain(error.about(report.destination))
            }
            Console.standard.print("FAILED \(report.destination)")
        }
    }

    private static func result(of report: RestoreReport) -> Message {
        var text: Message = "restored \(report.file.printable) to \(report.destination)"
        if report.comparedTables > 0 {
            text +=
                ": \(Quantity.rows(report.comparedRows)) of \(Quantity.tables(report.comparedTables)) counted, as in the backup"
        }
        return "\(text) (\(Quantity.seconds(report.seconds.values.reduce(0, +))))"
    }

    private func lines(of report: RestoreReport) -> [Message] {
        var lines: [Message] = [
            "backup       \(report.file.printable) (\(report.proof.state.words))",
            "destination  \(report.destination)",
        ]
        lines += report.actions.map { "will         \($0)" }
        lines += report.notes.map { "note         \($0)" }
        for obstacle in report.obstacles {
            lines.append("obstacle     \(obstacle.message)")
            lines += obstacle.details.map { "             \($0)" }
        }
        // The same thing often helps against many obstacles.
        var seen: Set<Message> = []
        return lines
            + report.obstacles.flatMap(\.hints).filter { seen.insert($0).inserted }.map { "hint: \($0)" }
    }
}
