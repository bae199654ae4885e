/// Takes SQL apart as a server does that runs every version comment: words, quoted texts and signs; comments are skipped.
struct MySQLTokenizer {
    private let bytes: [UInt8]
    private let offset: Int
    /// Where the next byte stands that is read.
    private(set) var place = 0

    /// Reads bytes; `offset` is where the first of them stands in a stream.
    init(_ bytes: [UInt8], offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    /// The next token; nil at the end.
    mutating func next() -> MySQLToken? {
        skipComments()
        guard place < bytes.count else { return nil }
        let start = place
        let byte = bytes[place]
        let kind: MySQLToken.Kind
        var text = ""
        var written: String?
        switch byte {
        case Byte.quote, Byte.doubleQuote, Byte.backtick:
            skipQuoted(byte)
            kind = .quoted(byte)
            text = String(decoding: bytes[start..<place], as: UTF8.self)
        case _ where Byte.isIdentifier(byte):
            while place < bytes.count, Byte.isIdentifier(bytes[place]) { place += 1 }
            kind = .word
            text = String(decoding: bytes[start..<place].map(Byte.uppercased), as: UTF8.self)
            written = String(decoding: bytes[start..<place], as: UTF8.self)
        default:
            place += 1
            kind = .sign(byte)
        }
        return MySQLToken(
            kind: kind, text: text, written: written, bytes: offset + start..<offset + place)
    }

    /// Goes on behind spaces and comments and, unless they are kept, what begins and ends a version comment.
    mutating func skipComments(keepingVersions: Bool = false) {
        while place < bytes.count {
            let rest = bytes[place...]
            if Byte.isSpace(bytes[place]) || bytes[place] == 0 {
                place += 1
            } else if bytes[place] == Byte.hash || (begins(rest, "--") && isSpace(at: place + 2)) {
                while place < bytes.count, bytes[place] != Byte.newline { place += 1 }
            } else if begins(rest, "/*!") || begins(rest, "/*M!") {
                if keepingVersions { return }
                place += begins(rest, "/*!") ? 3 : 4
                while place < bytes.count, Byte.isDigit(bytes[place]) { place += 1 }
            } else if begins(rest, "/*") {
                place += 2
                while place < bytes.count, !begins(bytes[place...], "*/") { place += 1 }
                place = min(place + 2, bytes.count)
            } else if begins(rest, "*/") {
                place += 2
            } else {
                return
            }
        }
    }

    private func begins(_ rest: ArraySlice<UInt8>, _ sign: StaticString) -> Bool {
        rest.starts(with: UnsafeBufferPointer(start: sign.utf8Start, count: sign.utf8CodeUnitCount))
    }

    private func isSpace(at place: Int) -> Bool { place >= bytes.count || Byte.isSpace(bytes[place]) }

    private mutating func skipQuoted(_ quote: UInt8) {
        place += 1
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == Byte.backslash, quote != Byte.backtick {
                place = min(place + 1, bytes.count)
            } else if byte == quote {
                if place == bytes.count || bytes[place] != quote { return }
                place += 1
            }
        }
    }
}
