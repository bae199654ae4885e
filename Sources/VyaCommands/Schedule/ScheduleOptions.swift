import ArgumentParser
import Foundation
import VyaConfig
import VyaCore
import VyaEngine
import VyaSystem

/// The options of `schedule systemd` and `schedule cron`.
struct ScheduleOptions: ParsableArguments {
    @Flag(name: .long, help: "Show the difference to the files that are there, and write them.")
    var install = false

    @Flag(name: .long, help: "Remove the files that this command has written.")
    var remove = false

    @Flag(name: .long, help: "With --install or --remove: only show what would be done.")
    var dryRun = false

    @Flag(name: .long, help: "Also replace or remove files that somebody has changed since.")
    var force = false

    @Flag(name: .long, help: "Read no configuration, and write the units alone; for packages.")
    var generic = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Install below this folder instead of the root, as packages do.", valueName: "folder"))
    var root = "/"

    @Option(
        name: .long,
        help: ArgumentHelp("The folder of the files; else that of the host's own.", valueName: "folder"))
    var folder: String?

    @Option(
        name: .long, help: ArgumentHelp("The program that they start; else this one.", valueName: "file"))
    var program: String?

    func validate() throws {
        guard !install || !remove else {
            throw ValidationError(saying: "--install and --remove exclude each other")
        }
        guard install || remove || !(dryRun || force) else {
            throw ValidationError(saying: "--dry-run and --force go with --install or --remove")
        }
        for (option, path) in [("root", root), ("folder", folder ?? "/"), ("program", program ?? "/")] {
            guard path.begins(with: "/"), !path.pieces(separatedBy: "/").has("..") else {
                throw ValidationError(saying: "--\(option) is an absolute path without \"..\"")
            }
        }
    }

    /// True when the host itself is meant, and not a tree that a package is made of.
    var isForThisHost: Bool { root.pieces(separatedBy: "/").isEmpty && !generic }

    /// The program that is to be started.
    ///
    /// Throws `UnsafeError` when others could replace it, because it will run as root.
    func programPath() throws -> String {
        let path =
            try program ?? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        if install, isForThisHost, let objection = PathTrust.objection(to: path) {
            throw UnsafeError(
                "schedule.program", "\(path.printable) is not safe to be started as root: \(objection.words)",
                hints: ["install it first (make install), or name the installed one: --program FILE"])
        }
        return path
    }

    /// What the schedule is made from: the configuration, or what fits any where there is none.
    func facts(_ common: CommonOptions) throws -> ScheduleFacts {
        let program = try programPath()
        guard !generic else { return ScheduleFacts(program: program) }
        do {
            let facts = try HostSchedule(LoadedConfiguration.load(common)).facts(program: program)
            if !facts.hasUploader, !common.quiet {
                Console.standard.complain(
                    """
                    no cleanup: the configuration declares no \"uploader\", so that it would remove what \
                    lies nowhere else
                    """)
            }
            return facts
        } catch let error as ConfigurationError
            where error.explanation.code == .configurationMissing && common.config == nil
        {
            if !common.quiet {
                Console.standard.complain(
                    "there is no configuration yet: the hours are those of the production night, 00:30")
            }
            return ScheduleFacts(program: program)
        }
    }
}
