import VyaCatalog
package import VyaCore

/// One backup as the folders and the catalog together know it, whether its file is still there or not.
package struct KnownBackup: Sendable, Equatable {
    /// What it is a backup of; nil for a file of the Python program.
    package var source: BackupSource?
    /// The absolute path.
    package var path: String
    /// When it was finished, in seconds since 1970.
    package var finishedAt: Int
    /// The size of the file, in bytes.
    package var bytes: Int
    /// The size of the stream before compression, in bytes; 0 when nobody knows.
    package var rawBytes: Int
    /// How long making it took, in seconds; nil when nobody knows.
    package var seconds: Int?
    /// What is known of how good it is.
    package var state: ListedArtifact.State
    /// Why it does not look like those before it.
    package var suspicions: [String] = []
    /// Why nothing of it is believed; nil when it is.
    package var fault: String?
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

    /// True when it counts as a backup: proven, complete, and nothing odd about it.
    package var isGood: Bool { state == .proven && suspicions.isEmpty }
}
