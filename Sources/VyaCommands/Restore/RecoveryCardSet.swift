import VyaCore
import VyaEngine
import VyaHandlers
import VyaPlugins
import VyaStorage

/// Finds the set of backups that a recovery card is about.
enum RecoveryCardSet {
    /// The artifacts of the same run and entry as a file, or as the newest backup of an entry or database.
    static func find(
        file: String?, id: Int?, database: String?, in loaded: LoadedConfiguration
    ) throws -> (SafeFolder, [Manifest]) {
        let backup: StoredBackup
        if let file {
            backup = try StoredBackup.find(file)
        } else {
            let artifacts = try loaded.artifacts(
                of: id.map { [EntryID($0)] } ?? [], database: database.map { ExactName($0) })
            guard let newest = BackupSelection.own(of: artifacts).first(where: { $0.manifest != nil }) else {
                throw SourceError(
                    "card.no-backup", "there is no backup with a manifest to write a card for",
                    hints: ["`vya-backup list` shows the backups that are there"])
            }
            backup = try StoredBackup.find(newest.path)
        }
        guard let manifest = backup.manifest else {
            throw SourceError(
                "card.no-manifest", "\(backup.path.printable) has no manifest, which a card is made from",
                hints: ["a dump of an older program is restored by: zcat FILE | psql, or | mariadb"])
        }
        let set = try ArtifactListing.read(backup.folder).compactMap(\.manifest).filter {
            $0.runID == manifest.runID && $0.entry == manifest.entry
        }
        return (backup.folder, set.sorted { $0.file < $1.file })
    }

    /// What knows how the dumps of a plugin come back.
    static func restorer(of plugin: Plugin) -> (any Restorer)? {
        HandlerCatalog.handler(for: plugin).restorer
    }
}
