/// What is known of one artifact; published beside it, after it, as `<artifact>.json`.
///
/// Its presence means: complete, flushed to the disk, proven as far as `proof` says.
/// Schema `vya-backup.manifest/1`; its fields are never renamed (contract.md §4).
package struct Manifest: Sendable, Equatable {
    /// The schema's name.
    package static let schema = "vya-backup.manifest/1"

    package var runID: String
    package var host: String
    /// The installation that made it, which a host keeps when it is renamed; nil in manifests of versions that told none.
    package var hostID: String?
    /// The server that it was made from (`Entry.server`); nil for files, and in manifests of versions that told none.
    package var server: String?
    /// True for what a `restore --replace` kept of the state before: it belongs to no series of backups.
    package var isSafetyCopy = false
    package var entry: EntryID
    package var dbms: String
    package var database: ExactName
    package var kind: ArtifactKind
    /// The artifact's name, without a folder.
    package var file: String
    package var startedAt: String
    package var finishedAt: String
    package var provenance: Provenance
    /// The tool's arguments, redacted.
    package var arguments: [String]
    /// The size of the stream before compression, in bytes.
    package var rawBytes: Int
    /// The size of the file, in bytes.
    package var bytes: Int
    /// The SHA-256 of the file, in hexadecimal digits.
    package var sha256: String
    /// `gzip` or `zstd`.
    package var encoding: String
    package var proof: Proof
    /// The name of the artifact with the roles or users of the same set.
    package var globals: String?
    package var warnings: [Message]
    /// Why the backup does not look like those before it; empty when it does.
    package var suspicions: [Message] = []
    /// Where its blocks and tables are; nil in manifests of versions that kept none.
    package var index: ArtifactIndex?

    /// What the scanner and the read-back established.
    package struct Proof: Sendable, Equatable {
        /// The end marker that was found; nil for a tool that writes none, and for archives.
        package var marker: String?
        /// Rows per table, as the dump names them.
        package var tables: [TableRows]
        /// Counts of other objects by kind.
        package var objects: [String: Int]
        /// The number of entries of an archive; nil for dumps.
        package var entries: Int?
        /// What the archive or dump lacks.
        package var shortfalls: [Message]
        /// The CRC-32 of the stream, as the read-back found it again.
        package var crc32: UInt32

        package init(
            marker: String? = nil, tables: [TableRows] = [], objects: [String: Int] = [:],
            entries: Int? = nil,
            shortfalls: [Message] = [], crc32: UInt32 = 0
        ) {
            self.marker = marker
            self.tables = tables
            self.objects = objects
            self.entries = entries
            self.shortfalls = shortfalls
            self.crc32 = crc32
        }
    }

    package init(
        runID: String, host: String, entry: EntryID, dbms: String, database: ExactName, kind: ArtifactKind,
        file: String, startedAt: String, finishedAt: String, provenance: Provenance, arguments: [String],
        rawBytes: Int, bytes: Int, sha256: String, encoding: String, proof: Proof, globals: String? = nil,
        warnings: [Message] = [], index: ArtifactIndex? = nil
    ) {
        self.runID = runID
        self.host = host
        self.entry = entry
        self.dbms = dbms
        self.database = database
        self.kind = kind
        self.file = file
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.provenance = provenance
        self.arguments = arguments
        self.rawBytes = rawBytes
        self.bytes = bytes
        self.sha256 = sha256
        self.encoding = encoding
        self.proof = proof
        self.globals = globals
        self.warnings = warnings
        self.index = index
    }
}
