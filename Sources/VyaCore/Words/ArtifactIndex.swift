/// Where things are in an artifact, so that a part of it can be read, and proven, without the rest.
///
/// The blocks follow each other without a gap: the first begins behind the gzip header, and behind the last there
/// are only the empty last block and the trailer of the one gzip member.
package struct ArtifactIndex: Sendable, Equatable {
    /// One block of the stream, which decompresses alone.
    package struct Block: Sendable, Equatable {
        // A long stream has tens of thousands of blocks, none of which comes near 4 GiB.
        private let storedRawBytes: UInt32
        private let storedBytes: UInt32
        /// The CRC-32 of its raw bytes.
        package let crc32: UInt32

        /// Its size before compression, in bytes.
        package var rawBytes: Int { Int(storedRawBytes) }
        /// Its size in the file, in bytes.
        package var bytes: Int { Int(storedBytes) }

        /// Makes a block of sizes below 4 GiB.
        package init(rawBytes: Int, bytes: Int, crc32: UInt32) {
            storedRawBytes = UInt32(rawBytes)
            storedBytes = UInt32(bytes)
            self.crc32 = crc32
        }
    }

    /// The blocks in the order of the stream.
    package var blocks: [Block]
    /// Where the rows of each table lie in the stream before compression; a table without rows may be missing.
    package var extents: [TableExtent]

    package init(blocks: [Block], extents: [TableExtent] = []) {
        self.blocks = blocks
        self.extents = extents
    }
}

/// A stretch of a dump that holds rows of one table and nothing else.
///
/// Without it the dump is still a valid one, of a table that has fewer rows.
package struct TableExtent: Sendable, Equatable {
    /// The table as the dump names it.
    package let table: ExactName
    /// The bytes of the stream before compression.
    package let bytes: Range<Int>

    package init(_ table: ExactName, _ bytes: Range<Int>) {
        self.table = table
        self.bytes = bytes
    }
}

extension ArtifactIndex {
    /// The index as a member of the manifest.
    ///
    /// Blocks are one text of `bytes-crc32` each, numbers in base 36, separated by spaces; a block that is not as
    /// large before compression as `raw_bytes` says has its size behind another `-`.
    package var json: JSONValue {
        let size = blocks.first?.rawBytes ?? 0
        // One text that grows: a list of words would be several times as large for a long stream.
        var words = ""
        words.reserveCapacity(blocks.count * 16)
        for block in blocks {
            if !words.isEmpty { words += " " }
            words += String(block.bytes, radix: 36)
            words += "-"
            words += String(block.crc32, radix: 36)
            if block.rawBytes != size {
                words += "-"
                words += String(block.rawBytes, radix: 36)
            }
        }
        return .object([
            .init("raw_bytes", .int(size)),
            .init("blocks", .string(words)),
            .init(
                "extents",
                .array(
                    extents.map {
                        .string("\($0.bytes.lowerBound)-\($0.bytes.upperBound) \($0.table.text)")
                    })),
        ])
    }

    /// Reads an index; nil when it is not one.
    package init?(json: JSONValue) {
        guard let size = json["raw_bytes"]?.countValue, let words = json["blocks"]?.stringValue else {
            return nil
        }
        var blocks: [Block] = []
        for word in words.utf8.split(separator: UInt8(ascii: " ")) {
            let parts = word.split(separator: UInt8(ascii: "-")).map { Substring($0) }
            guard (2...3).contains(parts.count), let bytes = Int(parts[0], radix: 36),
                let crc32 = UInt32(parts[1], radix: 36)
            else { return nil }
            let rawBytes = parts.count == 3 ? Int(parts[2], radix: 36) : size
            let sizes = 1...Int(UInt32.max)
            guard let rawBytes, sizes.contains(rawBytes), sizes.contains(bytes) else { return nil }
            blocks.append(Block(rawBytes: rawBytes, bytes: bytes, crc32: crc32))
        }
        var extents: [TableExtent] = []
        for extent in json["extents"]?.arrayValue ?? [] {
            guard let text = extent.stringValue, let space = text.utf8.firstIndex(of: UInt8(ascii: " "))
            else {
                return nil
            }
            let bounds = text[..<space].pieces(separatedBy: "-").compactMap { Int($0) }
            guard bounds.count == 2, 0 <= bounds[0], bounds[0] <= bounds[1],
                bounds[1] <= JSONValue.largestCount
            else { return nil }
            let name = String(text[text.utf8.index(after: space)...])
            extents.append(TableExtent(ExactName(name), bounds[0]..<bounds[1]))
        }
        self.init(blocks: blocks, extents: extents)
    }
}
