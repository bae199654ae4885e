import ArgumentParser
import VyaCatalog
import VyaCore
import VyaEngine
import VyaStorage

struct CatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "Look after the catalog of past backups.",
        discussion: "Example: vya-backup catalog rebuild",
        subcommands: [CatalogRebuildCommand.self, CatalogAdoptCommand.self])
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
        for problem in past.problems { Console.standard.complain("vya-backup: \(problem)") }
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
                "the catalog knows \(Quantity.backups(known.count)), \(past.listed.count) of which lie in the folders"
            )
        }
    }
}

struct CatalogAdoptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Take over the backups of a host that this one was, by its old name or id.",
        discussion: """
            Backups that another host has put into the same folder are never counted or removed. After this host was \
            renamed, or lost its state folder, its own backups look like those of another; `list` and `check` say so.

            Example: vya-backup catalog adopt db1
            """)

    @Argument(help: "The name, or the id that `list` shows.")
    var host: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        let loaded = try LoadedConfiguration.load(common)
        let state = try HostHistory.stateFolder()
        let lock = try RunLock.acquire(in: state, command: CommandLine.arguments)
        defer { withExtendedLifetime(lock) {} }
        let made = try loaded.artifacts().compactMap(\.manifest).filter {
            $0.host == host || $0.hostID == host
        }
        let identity = try HostIdentity.load(in: state, name: HostName.current)
        guard !made.isEmpty else {
            throw UsageError(
                "adopt.unknown",
                "no backup in \(loaded.folders.joined(separator: ", ")) was made by \(host.printable)",
                hints: ["`vya-backup list` says by whom the backups were made that are not this host's"])
        }
        let ids = Set(made.compactMap(\.hostID)).subtracting([identity.id ?? ""]).subtracting(
            identity.adopted)
        guard ids.count <= 1 || ids.contains(host) else {
            throw UsageError(
                "adopt.ambiguous", "\(ids.count) hosts of the name \(host.printable) have made backups there",
                hints: ["adopt by id: \(ids.sorted().map(\.printable).joined(separator: ", "))"])
        }
        var adopted = identity
        for other in Set(made.map(\.host)).subtracting([identity.name]).union(
            ids.contains(host) ? [host] : ids)
        {
            adopted = try adopted.adopt(other, in: state)
        }
        let past = HostHistory(try LoadedConfiguration.load(common), state: state)
        let own = past.listed.count { $0.ownership == .own }
        if !common.quiet {
            Console.standard.print(
                "\(made.count) backups of \(host.printable) are this host's now, \(own) in all that lie in the folders"
            )
        }
    }
}
