package import VyaCore

/// Says what is wrong with gzip data.
package enum GzipFault: Error, Equatable, CustomStringConvertible {
    /// The data end before the member does.
    case truncated
    /// The data are no gzip, do not decompress, or do not have the checksum or size that they say.
    case corrupt(Message)
    /// Something follows after the last member that may be there.
    case trailing

    /// What is wrong, to continue "the file".
    package var words: Message {
        switch self {
        case .truncated: "ends before its gzip data do"
        case .corrupt(let reason): "does not decompress: \(reason)"
        case .trailing: "has something behind its gzip data"
        }
    }

    /// The same in English.
    package var description: String { words.description }
}

/// Decompresses a gzip file (RFC 1952) in pieces, and checks the CRC-32 and size of each member.
///
/// To be used by one thread at a time.
package final class GzipReader {
    /// Fills the buffer with the next compressed bytes and returns how many; 0 at the end.
    package typealias Source = (UnsafeMutableRawBufferPointer) throws -> Int

    /// How many members a file may have.
    package enum Members: Sendable {
        /// Exactly one, as this program writes it.
        case one
        /// One or more behind each other, as `cat a.gz b.gz` makes it.
        case several
        /// The same, and zeros behind them, which gzip(1) passes over: tapes and block devices end with some.
        case padded
    }

    /// The bytes decompressed so far, also when a fault ended it.
    package private(set) var rawBytes = 0
    /// How many compressed bytes were used up so far; at a fault, where it was found.
    package var position: Int { fetched - inflater.unread }
    /// Where the current member begins in the file, and what comes out of it in the stream.
    package private(set) var member = (position: 0, raw: 0)
    /// The CRC-32 of the bytes decompressed so far, as zlib has computed it for the check.
    package var crc32: UInt32 {
        ended
            ? earlierCRC32
            : Checksum.combine(earlierCRC32, inflater.crc32, secondCount: rawBytes - member.raw)
    }

    private let members: Members
    private let source: Source
    private let inflater: Inflater
    private let input: UnsafeMutableRawBufferPointer
    private var fetched = 0
    /// The CRC-32 of what the members before the current one hold.
    private var earlierCRC32: UInt32 = 0
    private var ended = false

    /// Makes a reader; `source` is called whenever compressed bytes are needed.
    package init(
        bufferSize: Int = 256 * 1024, members: Members = .one, reading source: @escaping Source
    ) throws(DestinationError) {
        self.members = members
        self.source = source
        inflater = try Inflater()
        input = .allocate(byteCount: bufferSize, alignment: 64)
    }

    deinit {
        input.deallocate()
    }

    /// Decompresses the next bytes into a buffer that is not empty and returns how many; 0 at the end.
    ///
    /// The end is told only after the checks of the last member and after making sure that nothing follows.
    /// Throws `GzipFault`, or what the source throws.
    package func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !ended else { return 0 }
        let before = rawBytes
        inflater.fill(output)
        while !ended, inflater.room > 0 {
            if inflater.unread == 0, try refill() == 0 { throw GzipFault.truncated }
            let room = inflater.room
            let step = inflater.step()
            rawBytes += room - inflater.room
            switch step {
            case .needsMore: continue
            case .failed(let reason): throw GzipFault.corrupt(Message(verbatim: reason))
            case .ended: try endMember()
            }
        }
        return rawBytes - before
    }

    private func endMember() throws {
        earlierCRC32 = crc32
        if inflater.unread == 0, try refill() == 0 {
            ended = true
            return
        }
        if members == .padded, inflater.nextByte == 0 {
            while inflater.nextByte == 0 {
                inflater.skipByte()
                if inflater.unread == 0, try refill() == 0 {
                    ended = true
                    return
                }
            }
            ended = true
            throw GzipFault.trailing
        }
        // zlib checks the rest of the header; this is only the difference between a member and garbage.
        guard members != .one, inflater.nextByte == GzipFormat.header[0] else {
            ended = true
            throw GzipFault.trailing
        }
        member = (position, rawBytes)
        inflater.reset()
    }

    private func refill() throws -> Int {
        let count = try source(input)
        fetched += count
        inflater.take(UnsafeRawBufferPointer(rebasing: input.prefix(count)))
        return count
    }
}
