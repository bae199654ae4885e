import Synchronization
package import VyaCore
package import VyaSystem

/// Reads a stored file from one descriptor that is opened once, proves it, and reads it again for a restore.
///
/// What is read the second time is compared with what was read the first time before anybody sees it, so that
/// neither replacing the file nor changing it in place brings unproven bytes into a database (F23). Calls come
/// from one thread at a time; the memory that it takes does not depend on the file but for a few bytes for each
/// block, or for each MiB where there are none.
package final class ArtifactReader: Sendable {
    /// What was learned by reading everything, or from an index.
    private enum Memory {
        case blocks([ArtifactIndex.Block])
        case chunks(SerialReading.Memory)
    }

    /// The path as it was asked for, for messages.
    package let path: String
    /// The size of the file when it was opened, in bytes.
    package let bytes: Int
    /// How the file holds its stream.
    package let encoding: ArtifactEncoding

    private let file: any PositionedFile
    private let opened: OpenArtifact?
    private let memory = Mutex<Memory?>(nil)

    /// Opens a file in any folder.
    ///
    /// Throws `SourceError` with code `artifact.missing`, `artifact.not-file` for everything that is not a regular
    /// file (a symbolic link at the end of the path among it), `artifact.zip`, or `artifact.unreadable`;
    /// `ArtifactDamage` when the disk does not give its first bytes.
    package static func open(_ path: String) throws -> ArtifactReader {
        try ArtifactReader(OpenArtifact(path), path: path)
    }

    /// Takes over a file that is open for reading; `path` is for messages and its ending.
    ///
    /// Throws as `open`.
    package convenience init(owning descriptor: consuming OwnedDescriptor, path: String) throws {
        try self.init(OpenArtifact(owning: descriptor, path: path), path: path)
    }

    private convenience init(_ opened: OpenArtifact, path: String) throws {
        try self.init(opened, bytes: opened.size, opened: opened, path: path)
    }

    /// Reads a file of `bytes` bytes, whatever it is.
    init(_ file: any PositionedFile, bytes: Int, opened: OpenArtifact? = nil, path: String) throws {
        self.file = file
        self.opened = opened
        self.path = path
        self.bytes = bytes
        do {
            let firstBytes = try file.bytes(0..<min(bytes, 4))
            if let refusal = ArtifactReader.refusal(ofZip: path, firstBytes: firstBytes) { throw refusal }
            encoding = ArtifactEncoding(firstBytes: firstBytes, name: path)
        } catch let unreadable as UnreadableBytes {
            throw unreadable.damage(raw: ArtifactDamage.rest(from: 0))
        }
    }

    /// Explains that zip files, which the Python program made, are not read, and how to turn one into what is; nil for
    /// all other files.
    private static func refusal(ofZip path: String, firstBytes: [UInt8]) -> SourceError? {
        let isCalledZip = path.utf8.suffix(4).elementsEqual(".zip".utf8)
        // APPNOTE.TXT 6.3, 4.3.7 and 4.3.16: a member's header, and the end of an empty file.
        let beginsLikeZip = [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]].contains(firstBytes)
        guard isCalledZip || beginsLikeZip else { return nil }
        let stem = isCalledZip ? String(decoding: path.utf8.dropLast(4), as: UTF8.self) : path
        let (zip, dump) = (ShellWord.quoted(path), ShellWord.quoted(stem + ".sql.gz"))
        return SourceError(
            "artifact.zip", "\(path.printable) is a zip file, which is not read",
            hints: [
                "make a backup of it that can be restored: (umask 077; unzip -p \(zip) | gzip >\(dump))",
                "where it holds several files, unpack it in an empty folder: unzip \(zip)",
            ])
    }

    /// How many bytes of the file were read so far, those that were read twice counted twice.
    package var bytesRead: Int { opened?.bytesRead ?? 0 }

    /// Has the next reads come from the disk and not from memory, as far as the file system allows it.
    package func dropCache() {
        opened?.dropCache()
    }

    /// Says why an index cannot be that of this file, to continue "the file"; nil when it can.
    package func objection(to index: ArtifactIndex) -> Message? {
        guard let codec = encoding.blockCodec else { return "is no file that an index belongs to" }
        return BlockPlan.objection(to: index.blocks, codec: codec, fileBytes: bytes)
    }

    /// Reads every byte of the file once, decompresses it and hands the stream to `sink` in order, in pieces of
    /// any size that are valid during the call.
    ///
    /// With an index that fits the file, blocks are decompressed and proven one by one by `workers` threads
    /// (below 1 means one for each core). Without one the file is read by one thread; a gzip file may then have
    /// several members. What the sink gets before an error is thrown is, with an index, exactly what lies before
    /// the damage; without one it is not proven until this returns.
    ///
    /// The SHA-256 is the caller's to compare: it alone shows a change that leaves the stream as it is.
    ///
    /// Throws `ArtifactDamage`; `StoppedError`; `DestinationError` when there is no memory or thread; and what the sink
    /// throws.
    package func readAll(
        index: ArtifactIndex?, workers: Int = 0, stop: StopSignal,
        into sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> ReadFacts {
        memory.withLock { $0 = nil }
        opened?.announceReading()
        if let index, let codec = encoding.blockCodec, objection(to: index) == nil {
            let reading = BlockReading(
                file, bytes: bytes, blocks: index.blocks, codec: codec, workers: workers)
            let facts = try reading.readAll(stop: stop, into: sink)
            memory.withLock { $0 = .blocks(index.blocks) }
            return facts
        }
        let reading = SerialReading(file, bytes: bytes, encoding: encoding, allowsZeros: index == nil)
        let (facts, chunks) = try reading.readAll(stop: stop, into: sink)
        memory.withLock { $0 = .chunks(chunks) }
        return facts
    }

    /// Reads stretches of the stream, in its order and without overlaps; nil means all of it.
    ///
    /// Each block (without an index, each MiB) is compared with what `readAll` saw before the sink gets anything
    /// of it. Without a `readAll` before, an index is needed, which then says what the blocks must be; only the
    /// blocks are read that hold something of the pieces. With one, `index` is not looked at.
    ///
    /// Throws as `readAll`; `ArtifactDamage` also when the file is no longer what it was; `SourceError` with code
    /// `artifact.pieces` when the pieces are not in order or reach beyond the end of the stream, and
    /// `artifact.unproven` when there is neither a `readAll` before nor an index.
    package func read(
        _ pieces: [Range<Int>]?, index: ArtifactIndex? = nil, workers: Int = 0, stop: StopSignal,
        into sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        switch try remembered(or: index) {
        case .blocks(let blocks):
            let selection = try PieceSelection(
                pieces, ofStreamOf: blocks.reduce(0) { $0 + $1.rawBytes })
            guard !selection.isComplete else { return }
            let reading = BlockReading(
                file, bytes: bytes, blocks: blocks, codec: encoding.blockCodec ?? .gzip, workers: workers)
            try reading.read(selection, stop: stop, into: sink)
        case .chunks(let chunks):
            let selection = try PieceSelection(pieces, ofStreamOf: chunks.rawBytes)
            guard !selection.isComplete else { return }
            let reading = SerialReading(file, bytes: bytes, encoding: encoding, allowsZeros: true)
            try reading.read(selection, comparingWith: chunks, stop: stop, into: sink)
        }
    }

    private func remembered(or index: ArtifactIndex?) throws -> Memory {
        if let memory = memory.withLock({ $0 }) { return memory }
        guard let index else {
            throw SourceError(
                "artifact.unproven", "\(path.printable) has no index, and was not read as a whole before")
        }
        if let objection = objection(to: index) {
            throw ArtifactDamage(bytes: 0..<bytes, raw: nil, reason: objection)
        }
        return .blocks(index.blocks)
    }
}

/// What is known of a stored file once every byte of it was read.
package struct ReadFacts: Sendable, Equatable {
    /// The SHA-256 of the file, in hexadecimal digits.
    package let sha256: String
    /// The size of the file, in bytes.
    package let bytes: Int
    /// The size of the stream before compression, in bytes.
    package let rawBytes: Int
    /// The CRC-32 of the stream before compression.
    package let crc32: UInt32
    /// True when the index led the reading; false when there was none, or when it did not fit the file.
    package let usedIndex: Bool
}
