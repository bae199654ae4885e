import VyaCore
import VyaEngine
import VyaStorage

/// Prints what was proven, and decides the exit status of `verify`.
final class VerifyPrinter {
    let progress: ProgressLine
    private let common: CommonOptions
    private let withDrills: Bool
    private var elements: [JSONValue] = []
    private var count = 0
    private var failed = 0
    private var damaged = 0
    private var seen = [BackupProof.State: Int]()

    /// True while nothing was shown.
    var isEmpty: Bool { count == 0 }

    /// Makes a printer that heeds `--json` and `--quiet`.
    init(common: CommonOptions, withDrills: Bool) {
        self.common = common
        self.withDrills = withDrills
        progress = ProgressLine(common: common)
    }

    /// Says something for people.
    func note(_ text: Message) {
        progress.erase()
        Console.standard.complain(text)
    }

    /// Shows a file that could not even be opened.
    func show(failure: any Error, of path: String) {
        let explanation = Explanation.of(failure)
        var proof = BackupProof(path: path)
        proof.error = explanation
        take(proof, nil)
        progress.erase()
        Console.standard.complain(explanation.about("\(path.printable)"))
    }

    /// Shows what was proven of a backup.
    func show(_ proof: BackupProof, of backup: StoredBackup) {
        take(proof, nil)
        print(proof, of: backup, suffix: "")
    }

    /// Shows what a drill came to.
    func show(_ report: RestoreReport, of backup: StoredBackup) {
        take(report.proof, report)
        let isFailure = report.exitStatus != .damaged && report.exitStatus != .success
        if report.proof.isGood, report.outcome != .restored, isFailure { failed += 1 }
        if report.proof.isGood, report.exitStatus == .damaged { damaged += 1 }
        let compared: Message =
            report.comparedValues.rows > 0
            ? ", \(report.comparedValues.rows) of them compared by value" : ""
        let result: Message =
            switch report.outcome {
            case .restored:
                report.comparedTables > 0 || report.comparedRows > 0
                    ? """
                    ; drill passed: \(Quantity.rows(report.comparedRows)) of \(Quantity.tables(report.comparedTables)) came \
                    back\(compared)
                    """ : "; drill passed"
            case .different: "; DRILL FAILED: not all of it came back"
            case .refused, .planned: report.proof.isGood ? "; DRILL NOT POSSIBLE" : ""
            case .failed: "; DRILL FAILED"
            }
        let isBad = report.outcome != .restored
        print(report.proof, of: backup, suffix: result, isBad: isBad)
        if report.proof.isGood, !common.json, !common.quiet {
            for note in report.notes { Console.standard.print("  \(note)") }
        }
        guard isBad else { return }
        var lines = report.differences.map(\.words) + report.missingObjects
        for explanation in report.obstacles + (report.error.map { [$0] } ?? []) where report.proof.isGood {
            lines += [explanation.message] + explanation.details + explanation.hints.map { "hint: \($0)" }
        }
        if !common.json { for line in lines.prefix(50) { Console.standard.print("  \(line)") } }
    }

    private func take(_ proof: BackupProof, _ report: RestoreReport?) {
        count += 1
        seen[proof.state, default: 0] += 1
        switch proof.state {
        case .damaged, .incomplete: damaged += 1
        case .unreadable: failed += 1
        case .proven, .unproven: break
        }
        guard case .object(var members) = proof.json else { return }
        if withDrills { members.append(.init("drill", report?.json ?? .null)) }
        elements.append(.object(members))
    }

    private func print(_ proof: BackupProof, of backup: StoredBackup, suffix: Message, isBad: Bool = false) {
        progress.erase()
        guard !common.json, !common.quiet || isBad || !proof.isGood else { return }
        let what = [
            backup.manifest.map { $0.entry.description }, proof.dbms?.printable,
            backup.kind == .globals ? "globals" : proof.database?.text.printable,
        ].compactMap { $0 }.joined(separator: " ")
        let word = proof.isGood ? proof.state.words : proof.state.loudWords
        Console.standard.print("\(word)\(what.isEmpty ? "" : " " + what): \(proof.path.printable)\(suffix)")
        if proof.isGood {
            let facts = proof.checks.filter { $0.result == .ok && $0.name != "compression" }
            if !common.quiet, proof.state == .proven {
                Console.standard.print(
                    "  \(facts.map(\.detail).joined(separator: "; ")) (\(Quantity.seconds(proof.seconds)))")
            }
            for check in proof.checks where check.result == .unknown && !common.quiet {
                Console.standard.print("  not proven: \(check.detail)")
            }
        } else {
            for fault in proof.faults { Console.standard.print("  \(fault)") }
            for hint in proof.error?.hints ?? [] { Console.standard.print("  hint: \(hint)") }
        }
    }

    /// Prints the document or the closing line, and answers with the status to exit with.
    func finish() -> ExitStatus {
        progress.erase()
        let status: ExitStatus =
            if damaged > 0 {
                .damaged
            } else if failed == 0 {
                .success
            } else {
                failed == count ? .allFailed : .someFailed
            }
        if common.json {
            Console.standard.print(
                JSONValue.object([
                    .init("schema", .string("vya-backup.verify/1")),
                    .init("exit_status", .int(Int(status.rawValue))), .init("backups", .array(elements)),
                ]).serialized())
        } else if !common.quiet, count > 1 {
            let states: [BackupProof.State] = [.proven, .unproven, .incomplete, .damaged, .unreadable]
            let parts = states.compactMap { state in seen[state].map(state.counted) }
            Console.standard.print("\(count) backups: \(parts.joined(separator: ", "))")
        }
        return status
    }
}
