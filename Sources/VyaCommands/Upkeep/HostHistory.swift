import Foundation
import VyaCatalog
import VyaConfig
import VyaCore
import VyaEngine
import VyaStorage
import VyaSystem

/// Gathers what the folders and the catalog of this host know of the past, and keeps the catalog up to date.
struct HostHistory {
    /// The folders of the configuration that are there, held open.
    let folders: [SafeFolder]
    /// What could be said of each folder's file system.
    let spaces: [FolderSpace]
    /// Why folders that are there were refused: somebody else could have put something into them.
    let refusals: [UnsafeError]
    /// What lies in the folders.
    let listed: [ListedArtifact]
    /// The catalog; nil when it cannot be used.
    let catalog: Catalog?
    /// What is wrong with the catalog, for people.
    let problems: [Message]
    private let pinned: Set<String>
    /// The servers of the entries, by which backups of others are told.
    private let servers: [EntryID: String]

    /// Looks at the folders, and at others that are named, and opens the catalog, which is made anew when it is damaged.
    init(_ loaded: LoadedConfiguration, state: SafeFolder, besides others: [String] = []) {
        let (catalog, problems) = HostHistory.openCatalog(in: state)
        var loaded = loaded
        loaded.identity = try? HostIdentity.load(in: state, name: HostName.current)
        self.init(loaded, catalog: catalog, problems: problems, besides: others)
        _ = refresh(at: Moment.now())
    }

    /// Looks at the folders and at the catalog if there is one, and changes nothing.
    init(reading loaded: LoadedConfiguration) {
        let state = StateFolder.path(environment: ProcessInfo.processInfo.environment)
        self.init(loaded, catalog: try? Catalog(reading: state), problems: [])
    }

    private init(
        _ loaded: LoadedConfiguration, catalog: Catalog?, problems: [Message], besides others: [String] = []
    ) {
        var (folders, spaces, listed, pinned) = (
            [SafeFolder](), [FolderSpace](), [ListedArtifact](), Set<String>()
        )
        var refusals: [UnsafeError] = []
        for path in loaded.folders + others.filter({ !loaded.folders.contains($0) }) {
            guard FileManager.default.fileExists(atPath: path) else {
                spaces.append(FolderSpace(path: path, freeBytes: nil))
                continue
            }
            do {
                let folder = try SafeFolder.open(path, createIfMissing: false)
                listed += try loaded.marked(try ArtifactListing.read(folder))
                pinned.formUnion(try HostHistory.pins(of: folder))
                spaces.append(FolderSpace(path: path, freeBytes: try? folder.freeBytes()))
                folders.append(folder)
            } catch {
                if let refusal = error as? UnsafeError { refusals.append(refusal) }
                spaces.append(
                    FolderSpace(path: path, freeBytes: nil, fault: HostHistory.words(of: error)))
            }
        }
        (self.folders, self.spaces, self.listed, self.pinned) = (folders, spaces, listed, pinned)
        (self.catalog, self.problems, self.refusals) = (catalog, problems, refusals)
        servers = loaded.servers
    }

    /// Everything that is known.
    func history() -> BackupHistory {
        // Another configuration of this host may have entries of the same numbers, for another server.
        BackupHistory(
            listed: listed,
            cataloged: cataloged.filter { isOfServer($0.server, $0.source.entry) },
            attempts: ((try? catalog?.attempts()) ?? []).filter { isOfServer($0.server, $0.entry) },
            pinned: pinned)
    }

    /// The folders that the catalog knows backups in, and that nothing names any more; in their order.
    func forgottenFolders() -> [String] {
        let known = Set(folders.map(\.path)).union(spaces.map(\.path))
        let present = cataloged.filter { $0.removedAt == nil && !known.contains($0.folder) }
        return Set(present.filter { FileManager.default.fileExists(atPath: $0.path) }.map(\.folder)).sorted()
    }

    /// True when the clock has jumped since the last run on this start of the system.
    func clockHasJumped(_ clock: BootClock?, at now: Int) -> Bool {
        guard let clock, let known = try? catalog?.clock(boot: clock.boot) else { return false }
        return abs((now - known.wall) - (clock.seconds - known.sinceBoot)) > Retention.clockTolerance
    }

    private var cataloged: [CatalogedArtifact] { (try? catalog?.artifacts()) ?? [] }

    private func isOfServer(_ server: String?, _ entry: EntryID) -> Bool {
        guard let server, let named = servers[entry] else { return true }
        return server == named
    }

    /// What each source looked like until now, for the comparison with tonight's backups.
    func baselines() -> @Sendable (BackupSource) -> Baseline? {
        guard let catalog else { return { _ in nil } }
        let past = cataloged.filter { isOfServer($0.server, $0.source.entry) && !$0.isSafetyCopy }
        return { [servers] source in
            guard let contents = try? catalog.contents(of: source, server: servers[source.entry]) else {
                return nil
            }
            let last = past.filter { $0.source == source && $0.isComplete }.prefix(10)
            return Baseline(rawBytes: last.map(\.rawBytes), seconds: last.map(\.seconds), contents: contents)
        }
    }

    /// Takes down what lies in the folders, and that what has gone has gone; answers with what went wrong.
    private func refresh(at moment: Moment) -> [Message] {
        guard let catalog else { return problems }
        do {
            try catalog.record(HostHistory.records(of: listed))
            let present = Set(listed.map(\.path))
            // A folder that could not be looked into says nothing about its files; one that has gone took them along.
            let seen = Set(folders.map(\.path))
                .union(spaces.filter { $0.freeBytes == nil && $0.fault == nil }.map(\.path))
            for artifact in try catalog.artifacts()
            where artifact.removedAt == nil && seen.contains(artifact.folder)
                && !present.contains(artifact.path)
            {
                try catalog.recordRemoval(
                    of: artifact.path, at: moment.unixSeconds, by: RemovalBasis.others.rawValue)
            }
            return problems
        } catch {
            return problems + [HostHistory.words(of: error)]
        }
    }

    /// Takes a finished run down; what goes wrong is a warning and changes nothing else.
    ///
    /// `isPartial` says that it was one of single databases.
    static func record(
        _ report: RunReport, in state: SafeFolder, servers: [EntryID: String], isPartial: Bool
    ) -> [Message] {
        let (catalog, problems) = openCatalog(in: state)
        guard let catalog else { return problems }
        let artifacts = report.backups.compactMap { backup -> CatalogedArtifact? in
            guard let path = backup.file, let stored = try? StoredBackup.find(path),
                let manifest = stored.manifest
            else { return nil }
            return CatalogedArtifact(manifest, folder: stored.folder.path)
        }
        do {
            try catalog.record(report, artifacts: artifacts, servers: servers, isPartial: isPartial)
            if let clock = BootClock.read() {
                try catalog.recordClock(
                    boot: clock.boot, wall: Moment.now().unixSeconds, sinceBoot: clock.seconds)
            }
            return problems
        } catch {
            return problems + [words(of: error)]
        }
    }

    /// Opens the catalog of a state folder; one that is damaged is put aside, and a new one begun.
    static func openCatalog(in state: SafeFolder) -> (Catalog?, [Message]) {
        do {
            return (try Catalog(in: state.path), [])
        } catch {
            guard error.explanation.code == CatalogError.damaged else { return (nil, [words(of: error)]) }
            do {
                let aside = try Catalog.setAside(in: state.path, at: Moment.now())
                return (
                    try Catalog(in: state.path),
                    ["the catalog was damaged; it is now \(aside.printable), and a new one was begun"]
                )
            } catch {
                return (nil, [words(of: error)])
            }
        }
    }

    /// The records of what has a manifest and is this host's own.
    static func records(of listed: [ListedArtifact]) -> [CatalogedArtifact] {
        listed.filter { $0.ownership == .own }.compactMap { artifact in
            guard let manifest = artifact.manifest, let slash = artifact.path.lastPlace(of: "/") else {
                return nil
            }
            return CatalogedArtifact(manifest, folder: String(artifact.path[..<slash]))
        }
    }

    /// The state folder of this host, made if it is missing.
    static func stateFolder() throws -> SafeFolder {
        try SafeFolder.open(
            StateFolder.path(environment: ProcessInfo.processInfo.environment), createIfMissing: true)
    }

    private static func pins(of folder: SafeFolder) throws -> [String] {
        try folder.names().compactMap { String(validating: $0, as: UTF8.self) }
            .filter { $0.ends(with: ArtifactName.pinSuffix) }
            .map { folder.path + "/" + $0.dropLast(ArtifactName.pinSuffix.count) }
    }

    private static func words(of error: any Error) -> Message {
        Explanation.of(error).message
    }
}
