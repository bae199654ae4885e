import VyaCore

/// The stretches of a stream that somebody wants, in the order of the stream.
struct PieceSelection {
    /// What is still wanted, without what is empty; nil for everything.
    private var rest: ArraySlice<Range<Int>>?

    /// Everything.
    static let everything = PieceSelection(rest: nil)

    private init(rest: ArraySlice<Range<Int>>?) {
        self.rest = rest
    }

    /// Takes stretches of a stream of so many bytes; nil means everything.
    ///
    /// Throws `SourceError` when they do not follow each other, or reach beyond the end.
    init(_ pieces: [Range<Int>]?, ofStreamOf rawBytes: Int) throws(SourceError) {
        var end = 0
        for piece in pieces ?? [] {
            guard piece.lowerBound >= end else {
                throw SourceError(
                    "artifact.pieces",
                    "byte \(piece.lowerBound) of the stream is asked for behind byte \(end)")
            }
            end = piece.upperBound
        }
        guard end <= rawBytes else {
            throw SourceError(
                "artifact.pieces", "bytes up to \(end) are asked for of a stream of \(rawBytes) bytes",
                hints: ["the manifest does not belong to this file, or was edited: run `vya-backup verify`"])
        }
        rest = pieces.map { $0.filter { !$0.isEmpty }[...] }
    }

    /// True when nothing more is wanted.
    var isComplete: Bool { rest?.isEmpty == true }

    /// Says whether something of these bytes is wanted, and forgets what lies before them.
    mutating func wants(_ range: Range<Int>) -> Bool {
        while let piece = rest?.first, piece.upperBound <= range.lowerBound { rest?.removeFirst() }
        guard let rest else { return true }
        return rest.first.map { $0.lowerBound < range.upperBound } ?? false
    }

    /// Hands over what is wanted of the bytes at an offset of the stream.
    mutating func hand(
        _ bytes: UnsafeRawBufferPointer, at offset: Int, to sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        guard rest != nil else {
            if !bytes.isEmpty { try sink(bytes) }
            return
        }
        let end = offset + bytes.count
        while let piece = rest?.first, piece.lowerBound < end {
            let part = piece.clamped(to: offset..<end)
            if !part.isEmpty {
                try sink(
                    UnsafeRawBufferPointer(
                        rebasing: bytes[part.lowerBound - offset..<part.upperBound - offset]))
            }
            guard piece.upperBound <= end else { return }
            rest?.removeFirst()
        }
    }
}
