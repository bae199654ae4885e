import ArgumentParser
import Foundation
import Glibc
import VyaConfig
import VyaCore
import VyaEngine
import VyaStorage
import VyaTools

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Make backups of the entries of the configuration.",
        discussion: "Example: vya-backup run --all", aliases: ["backup"])

    @Flag(name: .long, help: "Back up every enabled entry.")
    var all = false

    @Option(
        name: [.customLong("id"), .customLong("instance"), .customShort("i")],
        help: ArgumentHelp("Back up the entry with this id_dbms; may be repeated.", valueName: "number"))
    var ids: [Int] = []

    @Option(
        name: .customLong("database"),
        help: ArgumentHelp(
            "Back up only this database of the one entry, whatever db_list and db_ignore say; may be repeated.",
            valueName: "name"))
    var databases: [String] = []

    @Flag(
        name: .long,
        help:
            "Connect, resolve and list what would be made, of every enabled entry unless --id says otherwise; change nothing, send nothing."
    )
    var dryRun = false

    @Option(
        name: .long,
        help: ArgumentHelp("How many backups run at once; one per server by default.", valueName: "n"))
    var jobs: Int?

    @Flag(name: .long, help: "Tell nobody of this run: no mail, no webhook, no heartbeat.")
    var noNotify = false

    @OptionGroup var common: CommonOptions
    @OptionGroup var logging: LogOptions

    func validate() throws {
        if all, !ids.isEmpty { throw ValidationError(saying: "--all and --id exclude each other") }
        guard all || dryRun || !ids.isEmpty else {
            throw ValidationError(saying: "say what to back up: --all, or --id NUMBER")
        }
        guard databases.isEmpty || Set(ids).count == 1 else {
            throw ValidationError(saying: "--database needs exactly one --id")
        }
        guard (jobs ?? 1) >= 1 else { throw ValidationError(saying: "--jobs is at least 1") }
    }

    func run() throws {
        let loaded = try LoadedConfiguration.load(common)
        let registrations = try loaded.registry.select(ids.isEmpty ? .all : .ids(ids.map { EntryID($0) }))
        let session = try RunSession(
            loaded: loaded, registrations: registrations, only: databases.map { ExactName($0) },
            jobs: jobs, common: common, logLevel: logging.level)
        let report = dryRun ? try session.plan() : try session.execute(notify: !noNotify)
        if report.exitStatus != .success { throw ExitCode(report.exitStatus.rawValue) }
    }
}
