import ArgumentParser
import VyaCore
import VyaEngine

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Look at the host before the night does, and say what mends what is wrong; exit 0, 1, 2 or 3 as check.",
        discussion: """
            Tools, connections, privileges, folders, space, uploader, mail, schedules, clock, coverage. Nothing is \
            changed, and nobody is sent anything.

            Example: vya-backup doctor
            """)

    @Option(
        name: [.customLong("id"), .customLong("instance"), .customShort("i")],
        help: ArgumentHelp("Only the entry with this id_dbms; may be repeated.", valueName: "number"))
    var ids: [Int] = []

    @OptionGroup var common: CommonOptions

    func run() throws {
        let report: DoctorReport
        do {
            let loaded = try LoadedConfiguration.load(common)
            report = try DoctorSession(loaded, ids: ids.map { EntryID($0) }).examine()
        } catch let error as StoppedError {
            throw error
        } catch {
            let explanation = (error as? any ExplainedError)?.explanation ?? .unexpected(error)
            Console.standard.complain(explanation)
            throw ExitCode(Severity.unknown.rawValue)
        }
        if common.json {
            Console.standard.print(report.json.serialized())
        } else if !common.quiet || report.severity != .ok {
            for line in DoctorText(in: Console.standard.language).lines(of: report, onlyAlarms: common.quiet)
            {
                Console.standard.print(line)
            }
        }
        if report.severity != .ok { throw ExitCode(report.severity.rawValue) }
    }
}
