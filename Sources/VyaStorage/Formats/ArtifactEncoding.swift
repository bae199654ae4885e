import VyaCore

/// How a stored file holds its stream.
package enum ArtifactEncoding: String, Sendable, Equatable {
    /// Gzip members (RFC 1952).
    case gzip
    /// Zstandard frames (RFC 8878).
    case zstd
    /// The stream itself.
    case plain

    /// The command that decompresses such a file in a shell; nil for the stream itself.
    package var shellTool: String? {
        switch self {
        case .gzip: "zcat"
        case .zstd: "zstdcat --long=31"
        case .plain: nil
        }
    }

    /// Tells the encoding by the first bytes of a file; where they say nothing, by its name.
    ///
    /// A file that is called `.gz` or `.zst` and does not begin like one is damaged, and not a plain one.
    init(firstBytes: [UInt8], name: String) {
        if firstBytes.starts(with: GzipFormat.header.prefix(2)) {
            self = .gzip
        } else if firstBytes == ZstdFormat.magic || ZstdFormat.isSkippable(firstBytes) {
            self = .zstd
        } else {
            let name = name.lowercased()
            self = name.ends(with: ".gz") ? .gzip : name.ends(with: ".zst") ? .zstd : .plain
        }
    }

    /// The format of the blocks of an indexed file; nil where blocks cannot stand alone.
    var blockCodec: BlockCodec? {
        switch self {
        case .gzip: .gzip
        case .zstd: .zstd
        case .plain: nil
        }
    }
}
