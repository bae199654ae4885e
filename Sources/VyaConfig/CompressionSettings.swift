/// How backups are compressed; `compression`.
package struct CompressionSettings: Sendable, Equatable {
    /// The format of a compressed backup.
    package enum Codec: String, Sendable, CaseIterable {
        /// RFC 1952.
        case gzip
        /// RFC 8878.
        case zstd
    }

    /// What makes gzip.
    package enum Engine: String, Sendable, CaseIterable {
        /// The fastest that the host has.
        case auto
        case zlib
        case isal
    }

    /// The format.
    package var codec = Codec.gzip
    /// What makes gzip.
    package var engine = Engine.auto
    /// The codec's own level; nil leaves it to what keeps up with the dump.
    package var level: Int?
    /// The number of workers; nil means one for each core.
    package var threads: Int?

    /// Makes the default settings.
    package init() {}
}
