import VyaCore

/// Reads what pg_dump and pg_dumpall write as plain SQL: rows of `COPY … FROM stdin` and of `INSERT INTO`,
/// objects by the comments above them, and the end marker where no string or function body can hold it.
///
/// The source for the format is `pg_backup_archiver.c` and psql's lexer: PostgreSQL's own statements begin in
/// the first column, `standard_conforming_strings` is what the dump sets, and `\restrict KEY` must have met its
/// `\unrestrict KEY`, the only thing that may follow the marker.
struct PostgreSQLWitness: StreamWitness {
    private enum Mode: Equatable {
        /// Between statements.
        case between
        /// In a statement, outside of quotes.
        case code
        /// After one `-` or `/` that may begin a comment.
        case dash, slash
        case lineComment
        case blockComment(star: Bool)
        /// In `'…'`; with `escapes` a backslash takes the next byte with it.
        case string(escapes: Bool)
        case stringEscape
        case stringEnd(escapes: Bool)
        case identifier
        /// After `$`, while it may be the tag of a dollar quote.
        case dollarTag
        case dollarBody
        /// Between the `;` of `COPY … FROM stdin;` and its line end.
        case copyStart
        /// At the start of a row, after `\`, after `\.`, and anywhere else in a row.
        case copyLine, copyBackslash, copyEnd, copyRow
        /// In a psql command such as `\restrict`.
        case command
    }

    private enum Statement { case unknown, copy, insert, rows, setting, other }

    private enum Ending { case none, marker, closed }

    /// No statement that is looked at is longer; a table has at most 1600 columns.
    private static let longestHead = 1 << 20

    private let marker: [UInt8]
    private var mode = Mode.between
    /// What a comment that begins is in: between statements or in one.
    private var resume = Mode.between
    private var statement = Statement.unknown
    private var head: [UInt8] = []
    private var depth = 0
    private var commentDepth = 0
    private var column = 0
    private var previous: UInt8 = Byte.newline
    private var beforePrevious: UInt8 = Byte.newline
    private var standardStrings = true
    private var line: [UInt8] = []
    private var lineBefore: [UInt8] = []
    private var tag: [UInt8] = []
    private var tagMatched = 0
    private var ending = Ending.none
    /// The key of a `\restrict` whose `\unrestrict` has not come yet.
    private var restrictKey: [UInt8]?
    private var tally = RowTally()
    private var objects: [String: Int] = [:]
    private var tail = StreamTail()

    /// Makes a witness that looks for the given end marker.
    init(marker: String) {
        self.marker = Array(marker.utf8)
    }

    var currentTable: ExactName? { tally.currentTable }

    mutating func observe(_ block: UnsafeRawBufferPointer) {
        tail.observe(block)
        let bytes = block.bindMemory(to: UInt8.self)
        var index = 0
        while index < bytes.count { index = advance(bytes, index) }
    }

    mutating func finish() -> Testimony {
        let complete = ending == .closed && restrictKey == nil
        return Testimony(
            marker: complete ? String(decoding: marker, as: UTF8.self) : nil, tables: tally.tables,
            objects: objects, tail: tail.text)
    }

    /// Reads one byte, or skips as far as nothing can change, and returns the next position.
    private mutating func advance(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        switch mode {
        case .copyRow:
            let end = bytes.position(of: Byte.newline, from: index)
            guard end < bytes.count else { return end }
            tally.add(1)
            mode = .copyLine
            return end + 1
        case .copyLine, .copyBackslash, .copyEnd, .copyStart:
            readCopy(bytes[index])
            return index + 1
        case .string(let escapes):
            let end = escapes
                ? bytes.position(of: Byte.quote, or: Byte.backslash, from: index)
                : bytes.position(of: Byte.quote, from: index)
            guard end < bytes.count else { return end }
            mode = bytes[end] == Byte.quote ? .stringEnd(escapes: escapes) : .stringEscape
            return end + 1
        case .dollarBody where tagMatched == 0:
            let end = bytes.position(of: Byte.dollar, from: index)
            guard end < bytes.count else { return end }
            tagMatched = 1
            return end + 1
        default:
            let byte = bytes[index]
            let place = column
            column = byte == Byte.newline ? 0 : column + 1
            read(byte, at: place)
            beforePrevious = previous
            previous = byte
            return index + 1
        }
    }

    private mutating func readCopy(_ byte: UInt8) {
        switch (mode, byte) {
        case (.copyStart, Byte.newline): mode = .copyLine
        case (.copyStart, _): break
        case (.copyLine, Byte.backslash): mode = .copyBackslash
        case (.copyBackslash, Byte.dot): mode = .copyEnd
        case (.copyEnd, Byte.newline):
            tally.end()
            beginBetween()
            column = 0
        case (_, Byte.newline):
            tally.add(1)
            mode = .copyLine
        default: mode = .copyRow
        }
    }

    private mutating func read(_ byte: UInt8, at place: Int) {
        switch mode {
        case .between: readBetween(byte, at: place)
        case .code: readCode(byte)
        case .dash, .slash: readCommentStart(byte)
        case .lineComment: readComment(byte)
        case .blockComment(let star): readBlockComment(byte, star: star)
        case .stringEscape: mode = .string(escapes: true)
        case .stringEnd(let escapes):
            if byte == Byte.quote { mode = .string(escapes: escapes) } else { backToCode(byte) }
        case .identifier:
            collect(byte)
            if byte == Byte.doubleQuote { mode = .code }
        case .dollarTag: readTag(byte)
        case .dollarBody: readBody(byte)
        case .command:
            if byte == Byte.newline { endCommand() } else { line.append(byte) }
        default: break
        }
    }

    private mutating func readBetween(_ byte: UInt8, at place: Int) {
        if Byte.isSpace(byte) { return }
        line.removeAll(keepingCapacity: true)
        switch byte {
        case Byte.dash:
            (mode, resume) = (.dash, .between)
        case Byte.slash: (mode, resume) = (.slash, .between)
        case Byte.backslash where place == 0: mode = .command
        default:
            // Bodies of SQL functions hold statements too, but indented; pg_dump's own are not.
            beginStatement(looked: place == 0)
            readCode(byte)
        }
    }

    private mutating func beginStatement(looked: Bool) {
        statement = looked ? .unknown : .other
        mode = .code
        head.removeAll(keepingCapacity: true)
        lineBefore.removeAll(keepingCapacity: true)
        depth = 0
        ending = .none
    }

    private mutating func beginBetween() {
        mode = .between
        statement = .unknown
    }

    private mutating func readCode(_ byte: UInt8) {
        switch byte {
        case Byte.semicolon:
            endStatement()
            return
        case Byte.quote:
            let isEscape = previous | 0x20 == UInt8(ascii: "e") && !Byte.isIdentifier(beforePrevious)
            mode = .string(escapes: isEscape || !standardStrings)
            return
        case Byte.doubleQuote: mode = .identifier
        case Byte.dollar where !Byte.isIdentifier(previous) && previous != Byte.dollar:
            tag = [byte]
            mode = .dollarTag
            return
        case Byte.dash: (mode, resume) = (.dash, .code)
        case Byte.slash: (mode, resume) = (.slash, .code)
        case Byte.open:
            if statement == .rows, depth == 0 { tally.add(1) }
            depth += 1
        case Byte.close: depth -= 1
        default: break
        }
        collect(byte)
    }

    /// Looks at a byte again that turned out to follow something that had ended.
    private mutating func backToCode(_ byte: UInt8) {
        mode = .code
        readCode(byte)
    }

    private mutating func readCommentStart(_ byte: UInt8) {
        if mode == .dash, byte == Byte.dash {
            line = [Byte.dash, Byte.dash]
            mode = .lineComment
        } else if mode == .slash, byte == Byte.star {
            commentDepth = 1
            mode = .blockComment(star: false)
        } else {
            if resume == .between { beginStatement(looked: false) }
            backToCode(byte)
        }
    }

    private mutating func readBlockComment(_ byte: UInt8, star: Bool) {
        // PostgreSQL nests these comments; a slash and a star always stand together in them.
        if star, byte == Byte.slash {
            commentDepth -= 1
            mode = commentDepth == 0 ? resume : .blockComment(star: false)
        } else if previous == Byte.slash, byte == Byte.star, !star {
            commentDepth += 1
            mode = .blockComment(star: false)
        } else {
            mode = .blockComment(star: byte == Byte.star)
        }
    }

    private mutating func readComment(_ byte: UInt8) {
        guard byte == Byte.newline else {
            if line.count < PostgreSQLWitness.longestHead { line.append(byte) }
            return
        }
        mode = resume
        guard resume == .between else { return }
        let rule = [Byte.dash, Byte.dash]
        if line == marker, lineBefore == rule {
            ending = .marker
        } else if ending == .marker, line == rule {
            ending = .closed
        } else {
            ending = .none
            countObject()
        }
        lineBefore = line
    }

    private mutating func countObject() {
        let text = String(decoding: line, as: UTF8.self)
        guard text.hasPrefix("-- Name: "), let type = text.ranges(of: "; Type: ").last,
            let end = text[type.upperBound...].firstIndex(of: ";")
        else { return }
        objects[text[type.upperBound..<end].lowercased(), default: 0] += 1
    }

    private mutating func readTag(_ byte: UInt8) {
        if byte == Byte.dollar {
            tag.append(byte)
            tagMatched = 0
            mode = .dollarBody
        } else if Byte.isIdentifier(byte), tag.count > 1 || !Byte.isDigit(byte), tag.count < 256 {
            tag.append(byte)
        } else {
            backToCode(byte)
        }
    }

    private mutating func readBody(_ byte: UInt8) {
        if byte == tag[tagMatched] {
            tagMatched += 1
            if tagMatched == tag.count {
                mode = .code
                // The closing `$` does not open the next quote.
                previous = Byte.dollar
            }
        } else {
            tagMatched = byte == Byte.dollar ? 1 : 0
        }
    }

    private mutating func endCommand() {
        let words = line.split(separator: 0x20)
        mode = .between
        if words.count == 2, words[0].elementsEqual("restrict".utf8) {
            restrictKey = Array(words[1])
        } else if words.count == 2, words[0].elementsEqual("unrestrict".utf8),
            restrictKey.map(words[1].elementsEqual) == true
        {
            // pg_dump writes it after the end marker, pg_dumpall before.
            restrictKey = nil
            return
        }
        ending = .none
    }

    /// Keeps the text of a statement that may be one of those that are looked at.
    private mutating func collect(_ byte: UInt8) {
        switch statement {
        case .other, .rows: return
        case .unknown:
            head.append(byte)
            if head.elementsEqual("COPY ".utf8) {
                statement = .copy
            } else if head.elementsEqual("INSERT INTO ".utf8) {
                statement = .insert
            } else if head.elementsEqual("SET standard_conforming_strings ".utf8) {
                statement = .setting
            } else if !["COPY ", "INSERT INTO ", "SET standard_conforming_strings "].contains(where: {
                $0.utf8.starts(with: head)
            }) {
                statement = .other
            }
        case .insert:
            head.append(byte)
            if mode == .code, depth <= 1, byte == 0x20 || byte == Byte.newline || byte == Byte.open,
                head.dropLast().suffix(7).elementsEqual(" VALUES".utf8)
            {
                tally.begin(tableName(after: "INSERT INTO ".utf8.count))
                if byte == Byte.open { tally.add(1) }
                statement = .rows
            }
        case .copy, .setting: head.append(byte)
        }
        if head.count > PostgreSQLWitness.longestHead { statement = .other }
    }

    private mutating func endStatement() {
        let ended = statement
        beginBetween()
        switch ended {
        case .copy where head.suffix(11).elementsEqual(" FROM stdin".utf8):
            tally.begin(tableName(after: "COPY ".utf8.count))
            mode = .copyStart
        case .insert where head.suffix(15).elementsEqual(" DEFAULT VALUES".utf8):
            tally.begin(tableName(after: "INSERT INTO ".utf8.count))
            tally.add(1)
            tally.end()
        case .rows: tally.end()
        case .setting: standardStrings = !head.suffix(4).elementsEqual(" off".utf8)
        default: break
        }
    }

    /// The qualified name in the statement's text, quoted as the dump quotes it.
    private func tableName(after start: Int) -> [UInt8] {
        var quoted = false
        let name = head.dropFirst(start).prefix { byte in
            if byte == Byte.doubleQuote { quoted.toggle() }
            return quoted || (byte != 0x20 && byte != Byte.open && byte != Byte.newline)
        }
        return Array(name)
    }
}
