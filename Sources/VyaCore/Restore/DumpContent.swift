/// What a dump says and not only how much of it there is: the values of its rows, as sums, and the names of what it makes.
///
/// Two dumps of the same content, by the same tool with the same options, have the same content here, in whatever order the
/// rows of a table come.
package struct DumpContent: Sendable, Equatable {
    /// The rows of each table, named as the dump writes it; what is no table but has a value of its own, such as the state of
    /// a sequence, is among them under a name of the scanner's.
    package var rows: [ExactName: RowSum]
    /// The names of objects by the dump's words for their kinds, where the dump tells them.
    package var names: [String: Set<ExactName>]
    /// What may have other values whenever it is read or loaded, with the reason, to continue its name: a column that the server
    /// computes each time anew, perhaps by the clock.
    package var passing: [ExactName: String] = [:]

    package init(rows: [ExactName: RowSum] = [:], names: [String: Set<ExactName>] = [:]) {
        (self.rows, self.names) = (rows, names)
    }
}

/// The rows of a table as one value, whatever their order.
package struct RowSum: Sendable, Equatable {
    /// How many rows.
    package private(set) var rows = 0
    /// The sum of what each row's text comes to, modulo 2^64.
    package private(set) var sum: UInt64 = 0
    /// What the columns' names come to, where the dump names them: rows whose columns stand in another order have other texts.
    package var columns: UInt64 = 0

    package init() {}

    /// Adds one row.
    package mutating func add(_ hash: UInt64) {
        rows += 1
        sum &+= hash
    }
}

/// Comes to one number for a text that is given in pieces of any size; for accidents, not against attackers.
///
/// Eight bytes at a time are folded into a 128-bit product, as wyhash and its kin do.
package struct TextHash: Sendable {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    /// The bytes that do not fill a word yet, the first one lowest.
    private var pending: UInt64 = 0
    private var pendingBits: UInt64 = 0
    private var length: UInt64 = 0

    package init() {}

    /// Takes the next piece.
    package mutating func add(_ piece: UnsafeRawBufferPointer) {
        var index = 0
        length &+= UInt64(piece.count)
        while pendingBits > 0, index < piece.count {
            take(piece[index])
            index += 1
        }
        while piece.count - index >= 8 {
            fold(UInt64(littleEndian: piece.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 8
        }
        while index < piece.count {
            take(piece[index])
            index += 1
        }
    }

    /// Answers for all that was given since the last answer, and begins anew.
    package mutating func finish() -> UInt64 {
        fold(pending)
        fold(length)
        defer { self = TextHash() }
        return state
    }

    /// What a whole text comes to.
    package static func of(_ text: some Collection<UInt8>) -> UInt64 {
        var hash = TextHash()
        Array(text).withUnsafeBytes { hash.add($0) }
        return hash.finish()
    }

    private mutating func take(_ byte: UInt8) {
        pending |= UInt64(byte) << pendingBits
        pendingBits += 8
        guard pendingBits == 64 else { return }
        fold(pending)
        (pending, pendingBits) = (0, 0)
    }

    private mutating func fold(_ word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        // Added, because a product of zero would forget all that came before.
        state = (product.high ^ product.low) &+ 0xE703_7ED1_A0B4_28DB &+ state
    }
}

/// Reads a dump's stream for its content; sees every byte once, in order, in blocks of any size.
package protocol DumpContentReader: Sendable {
    /// Reads the next block; the bytes are only valid during the call.
    mutating func observe(_ block: UnsafeRawBufferPointer)

    /// Tells what was read, after the last block.
    mutating func finish() -> DumpContent
}
