import VyaCore

/// What a configuration has the program read and write on this host, from which a unit's sandbox follows.
package struct ScheduleReach: Sendable, Equatable {
    /// The folders that it makes and writes to: of backups, of logs.
    package var writes: [String]
    /// Folders of others that it writes to where they are there: of metrics, of databases that are files.
    package var writesOfOthers: [String]
    /// Where what it reads begins: paths, patterns up to their first wildcard, sockets.
    package var reads: [String]
    /// True when a group may read the backups.
    package var givesToGroup: Bool
    /// True when the configuration names programs of the operator's, of which nothing is known.
    package var runsOwnPrograms: Bool

    package init(
        writes: [String], writesOfOthers: [String] = [], reads: [String] = [], givesToGroup: Bool = false,
        runsOwnPrograms: Bool = false
    ) {
        self.writes = writes
        self.writesOfOthers = writesOfOthers
        self.reads = reads
        self.givesToGroup = givesToGroup
        self.runsOwnPrograms = runsOwnPrograms
    }

    /// The folders that everybody may make things in.
    private static let temporary = ["/tmp", "/var/tmp"]

    /// True when the unit has to see the host's folders for temporary files.
    var usesTemporaryFolders: Bool { ScheduleReach.temporary.contains(where: touches) }

    /// True when the kernel's modules are among what is archived.
    var readsKernelModules: Bool { ["/lib/modules", "/usr/lib/modules"].contains(where: touches) }

    /// The folders to open in a file system that is closed otherwise.
    ///
    /// A folder below `/tmp` may be gone after a start of the host. It stands for all of `/tmp`, where everybody may
    /// write anyway: so the program makes it anew, with the care that such a place asks for.
    var opened: [String] { unique(writes.map { ScheduleReach.temporaryFolder(of: $0) ?? $0 }) }

    /// The folders to open besides, if they are there.
    var openedIfThere: [String] { unique(writesOfOthers) }

    /// The folders that must be there before a unit can open them.
    var made: [String] { unique(writes.filter { ScheduleReach.temporaryFolder(of: $0) == nil }) }

    /// Where what a pattern stands for begins: the folders before its first wildcard.
    package static func beginning(ofPattern pattern: String) -> String {
        let folders = pattern.pieces(separatedBy: "/").prefix { part in
            !part.contains { "*?[{!(\\".contains($0) }
        }
        return "/" + folders.joined(separator: "/")
    }

    private static func temporaryFolder(of path: String) -> String? {
        temporary.first { path == $0 || path.begins(with: $0 + "/") }
    }

    /// Whether something that is read or written lies in a folder, or holds it.
    private func touches(_ folder: String) -> Bool {
        (writes + writesOfOthers + reads).contains { path in
            path == folder || path == "/" || path.begins(with: folder + "/")
                || folder.begins(with: path + "/")
        }
    }

    private func unique(_ paths: [String]) -> [String] {
        var seen: Set<String> = []
        return paths.filter { seen.insert($0).inserted }
    }
}
