import VyaCatalog
package import VyaCore

/// One backup as the folders and the catalog together know it, whether its file is still there or not.
package struct KnownBackup: Sendable, Equatable {
    /// What it is a backup of; nil for a file of the Python program, and for what others have made.
    package var source: BackupSource?
    /// The absolute path.
    package var path: String
    /// When it was finished, in seconds since 1970.
    package var finishedAt: Int
    /// The nanoseconds within that second, as far as they are known.
    package var nanoseconds = 0
    /// The size of the file, in bytes.
    package var bytes: Int
    /// The size of the stream before compression, in bytes; 0 when nobody knows.
    package var rawBytes: Int
    /// How long making it took, in seconds; nil when nobody knows.
    package var seconds: Int?
    /// What is known of how good it is.
    package var state: ListedArtifact.State
    /// Why it does not look like those before it.
    package var suspicions: [Message] = []
    /// Why nothing of it is believed; nil when it is.
    package var fault: Message?
    /// Whose it is.
    package var ownership = HostIdentity.Ownership.own
    /// True for what a `restore --replace` kept of the state before: it belongs to no series.
    package var isSafetyCopy = false
    /// True while its file lies in its folder.
    package var isPresent = true
    /// When its file went, and what removed it.
    package var removedAt: Int?
    package var removedBy: String?
    /// When the uploader said that it has it, in seconds since 1970.
    package var confirmedAt: Int?
    /// True when somebody has asked that it be kept.
    package var isPinned = false
    /// The name of the artifact with the roles or users of the same set.
    package var globals: String?
    /// When it was last restored for a drill, in seconds since 1970, and whether it came back.
    package var drilledAt: Int?
    package var drillPassed: Bool?

    /// Makes a backup that lies in its folder.
    package init(
        source: BackupSource?, path: String, finishedAt: Int, bytes: Int, rawBytes: Int = 0,
        state: ListedArtifact.State
    ) {
        self.source = source
        self.path = path
        self.finishedAt = finishedAt
        self.bytes = bytes
        self.rawBytes = rawBytes
        self.state = state
    }

    /// The absolute path of its folder.
    package var folder: String {
        path.lastPlace(of: "/").map { String(path[..<$0]) } ?? ""
    }

    /// True when it counts as a backup: proven, complete, and nothing odd about it.
    package var isGood: Bool { state == .proven && suspicions.isEmpty }

    /// Where its bytes are, and how surely.
    package var place: CopyPlace {
        guard state == .proven else { return .gone }
        if isPresent { return .here }
        if confirmedAt != nil { return .confirmed }
        // Older versions took down the same word for what was released by age.
        let isReleased = [RemovalBasis.assumed, .confirmed].contains { $0.rawValue == removedBy }
        return isReleased ? .assumed : .gone
    }

    /// Why neither `cleanup` nor `prune` may remove it; nil when nothing of the kind keeps it.
    package var keeper: Message? {
        if let fault { return fault }
        switch ownership {
        case .own: return isPinned ? "it is pinned" : nil
        case .renamed(let name):
            return
                """
                it was made when this host was called \(name.printable), or by another host; `vya-backup \
                catalog adopt` takes it over
                """
        case .others(let words): return "it was made by others: \(words)"
        }
    }
}
