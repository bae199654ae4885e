import ArgumentParser
import VyaCatalog
import VyaCore
import VyaEngine
import VyaStorage

struct CatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "Look after the catalog of past backups.",
        discussion: "Example: vya-backup catalog rebuild", subcommands: [CatalogRebuildCommand.self])
}

struct CatalogRebuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Make the catalog anew from the manifests in the folders.",
        discussion: "Example: vya-backup catalog rebuild")

    @OptionGroup var common: CommonOptions

    func run() throws {
        let loaded = try LoadedConfiguration.load(common)
        let state = try HostHistory.stateFolder()
        let lock = try RunLock.acquire(in: state, command: CommandLine.arguments)
        defer { withExtendedLifetime(lock) {} }
        let past = HostHistory(loaded, state: state)
        guard past.catalog != nil else {
            // What cannot even be opened is put aside; the next look makes a new one.
            let aside = try Catalog.setAside(in: state.path, at: Moment.now())
            Console.standard.complain("the old catalog is now \(aside.printable)")
            return try finish(HostHistory(loaded, state: state))
        }
        try finish(past)
    }

    private func finish(_ past: HostHistory) throws {
        for problem in past.problems { Console.standard.complain("vya-backup: " + problem) }
        guard let catalog = past.catalog else { throw ExitCode(ExitStatus.allFailed.rawValue) }
        let known = try catalog.artifacts()
        if common.json {
            Console.standard.print(
                JSONValue.object([
                    .init("schema", .string("vya-backup.catalog/1")),
                    .init("present", .int(past.listed.count)),
                    .init("known", .int(known.count)),
                ]).serialized())
        } else if !common.quiet {
            Console.standard.print(
                "the catalog knows \(known.count) backups, \(past.listed.count) of which lie in the folders")
        }
    }
}
