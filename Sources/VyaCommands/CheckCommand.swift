import ArgumentParser
import Glibc
import VyaConfig
import VyaCore
import VyaEngine
import VyaStorage

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Judge the backups by what lies on the disk, as a Nagios plugin does: exit 0, 1, 2 or 3.",
        discussion: "Example: vya-backup check --id 2")

    @Option(
        name: [.customLong("id"), .customLong("instance"), .customShort("i")],
        help: ArgumentHelp("Only the entry with this id_dbms; may be repeated.", valueName: "number"))
    var ids: [Int] = []

    @Flag(name: .long, help: "Mail when the verdict has changed since the last time.")
    var notify = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let report: HealthReport
        let installation: Installation
        do {
            installation = try Installation.load(common)
            report = try judge(installation)
        } catch {
            // Nagios knows four numbers, and this is the one for "cannot say".
            let words =
                (error as? any ExplainedError)?.explanation.message ?? String(describing: error).printable
            Console.standard.print("VYA-BACKUP UNKNOWN - " + words.replacing("|", with: "/"))
            if let explained = error as? any ExplainedError {
                Console.standard.complain(explained.description)
            }
            throw ExitCode(Severity.unknown.rawValue)
        }
        show(report)
        if notify { HealthNotifier(installation).notify(of: report) }
        if report.severity != .ok { throw ExitCode(report.severity.rawValue) }
    }

    private func judge(_ installation: Installation) throws -> HealthReport {
        let registrations = try installation.registry.select(
            ids.isEmpty ? .all : .ids(ids.map { EntryID($0) }))
        let past = HostHistory(installation, state: try HostHistory.stateFolder())
        let settings = installation.configuration.uploader
        let now = Moment.now().unixSeconds
        var findings: [HealthFinding] = past.problems.map {
            HealthFinding(
                "check.catalog", .warning, "catalog", $0, remedy: "run: vya-backup catalog rebuild")
        }
        var history = past.history()
        if let confirmation = UploadConfirmation(settings, runner: try HostAccess().runner),
            let catalog = past.catalog
        {
            do {
                if let folder = past.folders.first, try confirmation.believesAnything(in: folder.path) {
                    findings.append(
                        HealthFinding(
                            "check.uploaderLies", .critical, "uploader",
                            "its confirmation says yes to a file that never was",
                            remedy: "look at uploader.confirm in the configuration"))
                } else {
                    _ = try confirmation.confirm(history, in: catalog, at: now)
                    history = past.history()
                }
            } catch {
                findings.append(
                    HealthFinding(
                        "check.uploader", .critical, "uploader",
                        (error as? any ExplainedError)?.explanation.message ?? "it cannot be asked",
                        remedy: "look at uploader.confirm in the configuration"))
            }
        }
        let entries = registrations.map { registration in
            ExpectedEntry(
                id: registration.entry.id, dbms: registration.entry.dbms,
                names: registration.entry.databases.filter {
                    registration.entry.dbms == "files" || (try? Glob($0))?.isLiteral ?? false
                },
                thresholds: registration.entry.thresholds)
        }
        var report = HealthCheck(
            history, entries: entries, folders: past.spaces, confirms: settings.confirmation != nil, now: now
        ).judge()
        report.findings = findings + report.findings
        return report
    }

    private func show(_ report: HealthReport) {
        if common.json { return Console.standard.print(report.json.serialized()) }
        if common.quiet, report.severity == .ok { return }
        Console.standard.print(report.nagiosLine)
        for finding in report.alarms {
            Console.standard.print("\(finding.severity.word) \(finding.subject): \(finding.message)")
            if !finding.remedy.isEmpty { Console.standard.print("  \(finding.remedy)") }
        }
    }
}
