package import VyaCatalog
import VyaCore
package import VyaStorage

/// Carries out what `cleanup` and `prune` decided: removes an artifact and what stands beside it.
///
/// The artifact goes first: if only half of it happens, what is left is a manifest without a file, which nothing takes
/// for a backup and the next run of this removes.
package struct Remover {
    private let folders: [String: SafeFolder]
    private let catalog: Catalog

    /// Prepares removing from these folders, held open.
    package init(folders: [SafeFolder], catalog: Catalog) {
        self.folders = Dictionary(folders.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        self.catalog = catalog
    }

    /// Removes the backup of a decision; returns false when somebody else already has.
    ///
    /// It is looked at once more: what does not have the size that its manifest says any more stays. The removal is taken
    /// down in the catalog. Throws `UnsafeError`, `DestinationError` and `CatalogError`.
    package func carryOut(_ decision: RemovalDecision, at now: Int) throws -> Bool {
        let backup = decision.backup
        guard let slash = backup.path.lastPlace(of: "/"), let folder = folders[String(backup.path[..<slash])]
        else { return false }
        let file = String(backup.path[backup.path.index(after: slash)...])
        guard let status = try? folder.status(of: file) else { return false }
        guard status.size == backup.bytes else {
            throw DestinationError(
                "remove.changed",
                "\(backup.path.printable) has changed since it was looked at; it was left as it is",
                hints: ["run: vya-backup verify \(ShellWord.quoted(backup.path))"])
        }
        let removed = try folder.remove(file)
        if backup.source != nil {
            for suffix in Remover.companions { _ = try folder.remove(file + suffix) }
        }
        if removed { try catalog.recordRemoval(of: backup.path, at: now, by: decision.basis.rawValue) }
        return removed
    }

    /// Removes manifests whose artifact has gone, and what stands beside them; returns their names.
    package func sweep(_ folder: SafeFolder) throws -> [String] {
        let names = Set(try folder.names().compactMap { String(validating: $0, as: UTF8.self) })
        let orphans = names.filter { name in
            Remover.companions.contains { suffix in
                guard name.ends(with: suffix) else { return false }
                let artifact = String(name.dropLast(suffix.count))
                return !names.contains(artifact) && ParsedArtifactName(artifact)?.origin == .current
            }
        }
        return try orphans.sorted().filter { try folder.remove($0) }
    }

    /// What may stand beside an artifact.
    private static let companions = Companion.suffixes
}
