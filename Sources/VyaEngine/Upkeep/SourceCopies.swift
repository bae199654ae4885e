import VyaCore

/// Where the bytes of a backup are, and how surely; from the least sure to the surest.
package enum CopyPlace: String, Sendable, Comparable, CaseIterable {
    /// Nobody knows of a copy: the file has gone, is damaged, or was never whole.
    case gone
    /// It was removed here by its age alone, from where the uploader looks: nothing has said that it has it.
    case assumed
    /// Its file has gone from here, and the uploader has confirmed that it has it.
    case confirmed
    /// It lies in its folder, proven.
    case here

    /// Orders by how sure it is.
    package static func < (left: CopyPlace, right: CopyPlace) -> Bool { left.rank < right.rank }

    private var rank: Int { CopyPlace.allCases.firstIndex(of: self) ?? 0 }
}

/// What removed the file of a backup, as the catalog has it.
package enum RemovalBasis: String, Sendable {
    /// `cleanup`, after the uploader had confirmed that it has it.
    case confirmed = "cleanup"
    /// `cleanup`, by its age, from where the uploader looks.
    case assumed = "cleanup-age"
    /// `cleanup --all`, whatever the uploader did.
    case ordered = "cleanup-all"
    /// `prune`.
    case retention = "prune"
    /// Somebody else.
    case others = "others"
}

/// Which copies of one source exist, where, and how surely.
///
/// Whoever counts copies, or says how old the newest is, asks this and nothing else. A copy is a proven backup that lies
/// here or that the uploader has confirmed; what is only assumed to be elsewhere is none.
package struct SourceCopies: Sendable {
    /// All that were ever proven, newest first.
    package let proven: [KnownBackup]

    /// Looks at the backups of one source, newest first.
    package init(_ backups: [KnownBackup]) {
        proven = backups.filter { $0.state == .proven }
    }

    /// The copies, newest first.
    package var certain: [KnownBackup] { proven.filter { $0.place >= .confirmed } }

    /// The newest copy.
    package var newest: KnownBackup? { certain.first }

    /// Those that nothing but their age lets one hope for, and that are newer than the newest copy; newest first.
    package var hopes: [KnownBackup] { lost.filter { $0.place == .assumed } }

    /// The proven backups that are newer than the newest copy, and no copies any more; newest first.
    package var lost: [KnownBackup] {
        guard let newest else { return proven }
        return Array(proven.prefix { $0.path != newest.path })
    }
}
