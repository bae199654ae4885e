package import VyaCore

/// What the catalog remembers of one artifact, also after its file has gone.
package struct CatalogedArtifact: Sendable, Equatable {
    /// What it is a backup of.
    package var source: BackupSource
    /// The server that it was made from (`Entry.server`); nil for files, and for what versions took down that told none.
    package var server: String?
    /// True for what a `restore --replace` kept of the state before.
    package var isSafetyCopy = false
    /// The absolute path of the folder that it was published in.
    package var folder: String
    /// The file's name.
    package var file: String
    /// The run that made it.
    package var runID: String
    /// When it was begun and finished, in seconds since 1970.
    package var startedAt: Int
    package var finishedAt: Int
    /// The size of the file, in bytes.
    package var bytes: Int
    /// The size of the stream before compression, in bytes.
    package var rawBytes: Int
    /// The SHA-256 of the file, in hexadecimal digits.
    package var sha256: String
    /// The rows of all tables, or the entries of an archive.
    package var rows: Int
    /// The number of tables; 0 for archives.
    package var tables: Int
    /// False when the manifest names something that it lacks.
    package var isComplete: Bool
    /// Why it does not look like those before it; empty when it does.
    package var suspicions: [Message]
    /// When its file went, in seconds since 1970; nil while it lies there.
    package var removedAt: Int?
    /// What removed it: `cleanup`, `cleanup-age`, `cleanup-all`, `prune`, or `others`.
    package var removedBy: String?
    /// When the uploader said that it has it, in seconds since 1970.
    package var confirmedAt: Int?
    /// When it was last restored for a drill, in seconds since 1970.
    package var drilledAt: Int?
    /// What that drill came to.
    package var drillPassed: Bool?

    /// What it held; nil when it comes out of the catalog, which keeps that of the newest of a source only.
    package var contents: Manifest.Proof?

    /// Makes a record of what a manifest says of an artifact of a folder; nil when its times are none.
    package init?(_ manifest: Manifest, folder: String) {
        guard let startedAt = Moment(rfc3339: manifest.startedAt)?.unixSeconds,
            let finishedAt = Moment(rfc3339: manifest.finishedAt)?.unixSeconds
        else { return nil }
        source = BackupSource(manifest)
        (server, isSafetyCopy) = (manifest.server, manifest.isSafetyCopy)
        self.folder = folder
        file = manifest.file
        runID = manifest.runID
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        bytes = manifest.bytes
        rawBytes = manifest.rawBytes
        sha256 = manifest.sha256
        rows = manifest.proof.entries ?? manifest.proof.tables.reduce(0) { $0 + $1.rows }
        tables = manifest.proof.tables.count
        isComplete = manifest.proof.shortfalls.isEmpty
        suspicions = manifest.suspicions
        contents = manifest.proof
    }

    /// The absolute path.
    package var path: String { folder + "/" + file }

    /// How long making it took, in seconds.
    package var seconds: Int { max(0, finishedAt - startedAt) }
}
