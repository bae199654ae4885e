import VyaCore

/// Reads `bkp_system`: where backups go, and how long they are kept.
struct FolderDecoder {
    let known: [DbmsSummary]
    /// The home folder of who runs the program, which is no place for backups.
    let home: String?

    /// The folders by their key, normalized; those that must not receive backups are said.
    func folders(_ section: KeyedObject, _ findings: inout Diagnostics) -> [String: String] {
        var folders: [String: String] = [:]
        for key in keys(FolderKeys.folderPrefix) {
            guard let path = section.text(key), PathRule.isAbsolute(path) else { continue }
            if let reason = PathRule.refusal(ofOutputFolder: path, home: home) {
                findings.error(
                    "config.output-folder", at: section.position(key), section.path(key),
                    "backups are not written into this folder: \(reason)", found: quoted(path))
            } else if let reason = PathRule.transience(of: path) {
                findings.warning(
                    "config.temporary-folder", at: section.position(key), section.path(key),
                    "backups do not last in this folder: \(reason)", found: quoted(path),
                    suggestion: Configuration.defaultFolder + "/…")
            }
            folders[key.name] = PathRule.normalized(path)
        }
        return folders
    }

    /// The days of retention by the suffix of their key.
    func retention(_ section: KeyedObject) -> [String: Int] {
        var retention: [String: Int] = [:]
        for key in keys(FolderKeys.retentionPrefix) {
            retention[String(key.name.dropFirst(FolderKeys.retentionPrefix.count))] = section.integer(key)
        }
        return retention
    }

    private func keys(_ prefix: String) -> [Key] {
        FolderKeys.table(known).keys.filter { $0.name.begins(with: prefix) }
    }

    private func quoted(_ path: String) -> Message {
        Node(value: .text(path), position: .start).described(secret: false)
    }
}
