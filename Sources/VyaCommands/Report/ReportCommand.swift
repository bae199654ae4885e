import ArgumentParser
import Foundation
import VyaConfig
import VyaCore
import VyaEngine
import VyaNotify
import VyaStorage

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Show how the backups of the last 90 days have been, as text or as a page for a browser.",
        discussion: "Example: vya-backup report --html /root/backups.html")

    @Option(
        name: .long,
        help: ArgumentHelp("Write the page to this file; one of that name is replaced.", valueName: "file"))
    var html: String?

    @Option(
        name: [.customLong("id"), .customLong("instance"), .customShort("i")],
        help: ArgumentHelp("Only the entry with this id_dbms; may be repeated.", valueName: "number"))
    var ids: [Int] = []

    @OptionGroup var common: CommonOptions

    func run() throws {
        let loaded = try LoadedConfiguration.load(common)
        let overview = try look(at: loaded)
        if let html { try write(overview, to: html, loaded) }
        if common.json { return Console.standard.print(overview.json.serialized()) }
        guard html == nil else { return }
        for line in OverviewPrinter.lines(overview) { Console.standard.print(line) }
    }

    private func look(at loaded: LoadedConfiguration) throws -> Overview {
        let entries = ids.map { EntryID($0) }
        let host = try HostHealth(loaded, ids: entries)
        let folders = Set(entries.compactMap { loaded.registry[$0]?.folder })
        return OverviewBuilder(
            entries.isEmpty ? host.history : host.history.of(entries), health: host.report,
            folders: host.spaces.filter { entries.isEmpty || folders.contains($0.path) },
            host: HostName.current
        ).overview()
    }

    /// Writes the page as private as the backups are: 0600, or 0640 for the group that the configuration names.
    private func write(_ overview: Overview, to path: String, _ loaded: LoadedConfiguration) throws {
        let file = URL(fileURLWithPath: path).standardizedFileURL
        let folder = file.deletingLastPathComponent().path
        // Nothing but backups and what belongs to them lies there, and everything in them is looked at every night.
        guard !loaded.folders.contains(folder) else {
            throw UsageError(
                "report.backup-folder", "\(path.printable) would lie in a folder of backups",
                hints: ["name a file in another folder"])
        }
        let page = OverviewPage.html(
            overview, language: loaded.configuration.language, version: Version.number)
        try SafeFolder.open(folder, createIfMissing: false, mayBeShared: true).replace(
            document: Array(page.utf8), as: file.lastPathComponent, group: loaded.group)
        guard !common.json, !common.quiet else { return }
        Console.standard.print(file.path.printable)
    }
}
