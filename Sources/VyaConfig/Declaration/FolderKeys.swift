import VyaCore

/// The keys of `bkp_system`, which depend on the dbms that plugins declare.
enum FolderKeys {
    static let folderPrefix = "path_"
    static let retentionPrefix = "retention_"
    static let compress = Key(
        "compress", shape: .flag, note: "Of the predecessor; backups are always compressed.")
    static let group = Key(
        "group", shape: .text(.notEmpty),
        note:
            "A group whose members, such as an uploader's account, may read the backups (0640, folders 0750);"
            + " the owner's alone (0600, 0700) if absent.")
    /// The longest retention: a hundred years of daily backups.
    private static let retention = Shape.integer(0...36_500, orText: true)

    /// The table for the known dbms, and for the keys of older files.
    static func table(_ known: [DbmsSummary]) -> KeyTable {
        var names: [ExactName] = []
        for name in known.flatMap(folderKeys(of:)) + ["path_sql", "path_zip", "path_files"]
        where !names.contains(ExactName(name)) {
            names.append(ExactName(name))
        }
        let folders = names.map {
            Key(
                $0.text, shape: .text(.path),
                note: "The folder of these backups, or of the uploader (path_zip).")
        }
        let retentions = names.map { $0.text.dropFirst(folderPrefix.count) + "" } + ["days"]
        return KeyTable(
            folders
                + retentions.map {
                    Key(
                        retentionPrefix + $0, shape: retention,
                        note: "How many of the newest of each database `prune` keeps.")
                } + [group, compress])
    }

    /// The keys of a dbms's folder in the order in which they win.
    static func folderKeys(of dbms: DbmsSummary) -> [String] {
        let own = [dbms.name] + dbms.aliases
        let declared = dbms.folderKeys.filter { $0.begins(with: folderPrefix) }
        return declared + own.map { folderPrefix + $0 }.filter { !declared.contains($0) }
    }
}
