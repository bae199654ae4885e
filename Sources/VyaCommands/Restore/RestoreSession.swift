import Foundation
import Glibc
import VyaCatalog
import VyaConfig
import VyaCore
import VyaEngine
import VyaHandlers
import VyaPlugins
import VyaStorage
import VyaTools

/// What `verify` and `restore` are made of: the prover, and the context of restores.
enum RestoreSession {
    /// Makes what proves files; it needs no configuration.
    static func prover(
        plugins: PluginCatalog, stop: StopSignal, progress: ProgressLine, workers: Int = HostTools.workers()
    ) -> BackupProver {
        BackupProver(
            readers: { DumpReaders.find($0, $1, among: plugins) }, workers: workers, stop: stop,
            recorded: recordedSums(),
            progress: { path, bytes, total in progress.show(path, bytes, of: total) })
    }

    /// What the catalog of this host knows of the files at their paths; nothing where there is no catalog.
    private static func recordedSums() -> @Sendable (String) -> String? {
        let state = StateFolder.path(environment: ProcessInfo.processInfo.environment)
        let known = (try? Catalog(reading: state)).flatMap { try? $0.artifacts() } ?? []
        let sums = Dictionary(known.map { ($0.path, $0.sha256) }, uniquingKeysWith: { first, _ in first })
        return { path in
            sums[path] ?? sums[URL(fileURLWithPath: path).resolvingSymlinksInPath().path]
        }
    }

    /// Makes the context of restores.
    static func context(
        loaded: LoadedConfiguration, access: HostTools, progress: ProgressLine
    ) throws -> RestoreContext {
        let workers = HostTools.workers(loaded.configuration.compression.threads)
        return RestoreContext(
            host: HostName.current, runner: access.runner,
            cleaner: ToolRunner(runtime: access.runtime, stop: StopSignal(after: access.stop)),
            probe: access.probe,
            prover: prover(
                plugins: loaded.plugins, stop: access.stop, progress: progress, workers: workers),
            workers: workers, stop: access.stop,
            state: try SafeFolder.open(
                StateFolder.path(environment: ProcessInfo.processInfo.environment), createIfMissing: true),
            progress: { what, bytes, total in progress.show(what, bytes, of: total) })
    }

    /// Finds the entry whose server a backup is restored to: the one that was asked for, or that made it.
    static func registration(
        for backup: StoredBackup, id: Int?, dbms: String?, in loaded: LoadedConfiguration
    ) throws -> Registry.Registration {
        guard let wanted = id.map({ EntryID($0) }) ?? backup.manifest?.entry ?? backup.parsed?.entry else {
            throw UsageError(
                "restore.which-server", "nothing says which server \(backup.name.printable) belongs to",
                hints: ["name an entry of the configuration: --id NUMBER"])
        }
        guard let registration = loaded.registry[wanted] else {
            throw ConfigurationError(
                "config.unknown-id", "there is no entry with id_dbms \(wanted) in the configuration",
                hints: [
                    "known ids: \(loaded.registry.ids.map(\.description).joined(separator: ", "))",
                    "name one with --id NUMBER",
                ])
        }
        let plugin = loaded.plugins.plugin(named: registration.entry.dbms)
        let maker = (dbms ?? backup.dbms).flatMap { loaded.plugins.plugin(named: $0) }
        if let plugin, let maker, plugin.dialect != maker.dialect || plugin.handler != maker.handler {
            throw UsageError(
                "restore.other-dbms",
                "\(backup.name.printable) is a backup of \(maker.title), but id_dbms \(wanted) is \(plugin.title)",
                hints: ["name an entry of the same kind of server: --id NUMBER"])
        }
        return registration
    }
}
