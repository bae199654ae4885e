package import VyaCore

/// Names what exists only while a restore or a drill is under way.
package enum ScratchName {
    /// The database, or file, that is restored into before it gets its name; the same for the same target, so that the
    /// next restore finds what a killed one left.
    package static func restoring(_ target: ExactName) -> ExactName {
        isPath(target)
            ? ExactName(target.text + ".vya-restore")
            : ExactName("vya_restore_" + NameHash.hexadecimal(of: target))
    }

    /// A database of a drill, or a file in a folder, that nobody else can have.
    package static func drill(of database: ExactName, in folder: String) -> ExactName {
        let name = "vya_drill_" + NameHash.padded(UInt64.random(in: .min ... .max))
        return ExactName(isPath(database) ? folder + "/" + name : name)
    }

    /// The lock that keeps two restores of the same target apart.
    static func lock(for request: RestoreRequest) -> String {
        "restore-\(request.entry.id)-\(NameHash.hexadecimal(of: request.target)).lock"
    }

    /// True for a database that is a file.
    private static func isPath(_ name: ExactName) -> Bool { name.text.hasPrefix("/") }
}
