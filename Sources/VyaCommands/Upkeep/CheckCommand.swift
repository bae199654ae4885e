import ArgumentParser
import Glibc
import VyaCore
import VyaEngine

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Judge the backups by what lies on the disk, as a Nagios plugin does: exit 0, 1, 2 or 3.",
        discussion: "Example: vya-backup check --id 2")

    @Option(
        name: [.customLong("id"), .customLong("instance"), .customShort("i")],
        help: ArgumentHelp("Only the entry with this id_dbms; may be repeated.", valueName: "number"))
    var ids: [Int] = []

    @Flag(
        name: .long,
        help: "Tell, by mail, webhook and heartbeat, when the verdict has changed since the last time.")
    var notify = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let report: HealthReport
        let loaded: LoadedConfiguration
        do {
            loaded = try LoadedConfiguration.load(common)
            report = try HostHealth(loaded, ids: ids.map { EntryID($0) }).report
        } catch {
            // Nagios knows four numbers, and this is the one for "cannot say".
            let words =
                Explanation.of(error).message
            Console.standard.print(NagiosLine.line(.unknown, words.said(in: Console.standard.language)))
            if let explained = error as? any ExplainedError {
                Console.standard.complain(explained.explanation)
            }
            throw ExitCode(Severity.unknown.rawValue)
        }
        show(report)
        // Of single entries nothing is told, for want of the others.
        if ids.isEmpty { MetricsExporter(loaded).export(verdict: report) }
        if notify { HealthNotifier(loaded).notify(of: report) }
        if report.severity != .ok { throw ExitCode(report.severity.rawValue) }
    }

    private func show(_ report: HealthReport) {
        if common.json { return Console.standard.print(report.json.serialized()) }
        if common.quiet, report.severity == .ok { return }
        Console.standard.print(report.nagiosLine(in: Console.standard.language))
        for finding in report.alarms {
            Console.standard.print("\(finding.severity.words) \(finding.subject): \(finding.message)")
            if !finding.remedy.isEmpty { Console.standard.print("  \(finding.remedy)") }
        }
        for line in report.furtherPerformanceData { Console.standard.print(line) }
    }
}
