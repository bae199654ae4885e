import VyaCore

/// Follows the `mysql` and `mariadb` clients byte by byte as they read a dump, so that what they take for a command, a
/// comment or the end of a statement is seen as they see it; and gives what it reads to whoever judges the dump, and to whoever
/// counts what is in it.
///
/// The source is `add_line` and `find_command` of `client/mysql.cc`. Where two versions of the clients read the same
/// bytes in two ways, the dump is refused, since none is written like that by mysqldump.
struct MySQLClientReader {
    private enum Place: Equatable {
        case text
        /// In the rows of an `INSERT`, outside of quotes, and in a word there.
        case rows, rowWord
        /// In the rows of an `INSERT` that are counted alone.
        case countedRows
        /// After a backslash outside of quotes.
        case backslash
        /// After `-`, `--`, `/`, `/*` and `/*M`, each of which may or may not begin a comment.
        case dash, dashDash, slash, slashStar, slashStarM
        /// In the number of `/*!NNNNN`.
        case version
        case lineComment
        case blockComment(last: UInt8)
        /// In a hint for the optimizer, `/*+ … */`.
        case hint(last: UInt8)
        case quoted(UInt8)
        /// Behind what stood in quotes, which goes on where the quote is doubled.
        case behindQuoted(UInt8)
        case escape(UInt8)
        /// In a text between dollar signs, or behind the first of them.
        case dollar
        /// In a line that begins with `DELIMITER`.
        case delimiter
    }

    private static let longestComment = 1 << 20
    private static let longestHeading = 4096
    private static var null: StaticString { "NULL" }

    private(set) var review: MySQLRestoreSafety
    var witness: MySQLWitness
    private var place = Place.text
    /// Where the block that is read begins in the stream, and where the byte that is looked at lies.
    private var blockStart = 0
    private var offset = 0
    /// True once the client has kept something of a statement.
    private var isOpen = false
    private var lineIsBlank = true
    /// The clients remember `/*!` up to its end or the end of the line.
    private var conditional = false
    /// The same for `/*M!`, which only MariaDB's client knows.
    private var conditionalM = false
    private var previous: UInt8 = 0
    private var word: [UInt8] = []
    private var wordStart = 0
    private var line: [UInt8] = []
    private var commentStart = 0
    private var headingStart: Int?
    private var delimiter: [UInt8] = [Byte.semicolon]
    private var matched = 0
    /// True for a slash behind a star.
    private var isBehindStar = false
    /// How many parentheses are open among rows.
    private var depth = 0
    /// True when the byte that was read closes a row.
    private var closesRow = false
    private var digits: [UInt8] = []
    private var dollarQuote = MySQLDollarQuote()
    private var dollarStart = 0
    /// True behind a dollar sign that may begin the tag of a text between such signs.
    private var isInTag = false
    /// True in what the clients take for the rest of a comment, but the server reads as code.
    private var isHiding = false
    /// True right behind the quote that begins a text among rows.
    private var beginsText = false
    /// The bytes of an `INSERT` up to its rows, with which the next statement may begin as well; empty when nothing is known of it.
    private var insertHead: [UInt8] = []
    /// Where the statement begins that is open, and how much was refused before.
    private var (start, refusals) = (0, 0)

    init(review: MySQLRestoreSafety, witness: MySQLWitness) {
        (self.review, self.witness) = (review, witness)
    }

    mutating func observe(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        witness.beginBlock(bytes)
        while index < bytes.count { index = advance(bytes, index) }
        witness.endBlock(bytes)
        blockStart += bytes.count
    }

    /// Takes note that the first line, of so many bytes, asks for the sandbox.
    mutating func restrict(_ count: Int) {
        review.restrict(blockStart..<blockStart + count)
        skip(count)
    }

    /// Takes note that so many bytes, whole statements, were left out here.
    mutating func skip(_ count: Int) {
        witness.skip()
        blockStart += count
    }

    /// Takes note of the end of the stream, at which the client runs what is still open.
    mutating func finish() {
        offset = blockStart
        witness.stop()
        if place == .backslash { review.refuse("a backslash at the end", at: offset) }
        if place == .delimiter { endDelimiter(at: offset) }
        if place == .dollar { review.refuse("a dollar sign", at: dollarStart) }
        if place == .slash || place == .dash { open(at: offset) }
        endWord()
        if isOpen, place != .countedRows { review.end(at: offset) }
        isOpen = false
        review.finish(at: offset)
    }

    private var isPlainDelimiter: Bool { delimiter == [Byte.semicolon] }

    /// True for the delimiter `//`, which could also be the beginning of a comment.
    private var isOfSlashes: Bool { delimiter.first == Byte.slash }

    // MARK: Reading

    private mutating func advance(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        if witness.awaitsLineEnd { witness.endLine(with: bytes[index]) }
        if beginsText {
            beginsText = false
            witness.look(bytes, index)
        }
        switch place {
        case .text where !isOpen && !insertHead.isEmpty && repeatsInsert(bytes, index):
            beginAgain(at: blockStart + index)
            return index + insertHead.count
        case .countedRows:
            guard let end = witness.rows.read(bytes, from: index, in: review.modes.current) else {
                return bytes.count
            }
            endCountedRows(at: blockStart + end)
            return end
        case .rows:
            let end = skipRows(bytes, from: index)
            if end > index { previous = bytes[end - 1] }
            guard end < bytes.count else { return end }
            offset = blockStart + end
            again(bytes[end])
            if closesRow { closeRow(bytes) }
            previous = bytes[end]
            return end + 1
        case .quoted(let quote) where !review.wantsTokens && !conditional:
            let end =
                escapes(in: quote)
                ? bytes.position(of: quote, or: Byte.backslash, from: index)
                : bytes.position(of: quote, from: index)
            // Also the last byte of a block may be half of a character.
            if end > index { previous = bytes[end - 1] }
            guard end < bytes.count else { return end }
            offset = blockStart + end
            if bytes[end] == quote { closeQuote(quote) } else { openEscape(in: quote) }
            previous = bytes[end]
            return end + 1
        default:
            offset = blockStart + index
            read(bytes[index])
            if closesRow { closeRow(bytes) }
            if place == .countedRows {
                // Rows begin with this byte.
                keepInsertHead(bytes, upTo: index)
                return index
            }
            previous = bytes[index]
            return index + 1
        }
    }

    /// Skips what means nothing to the client among rows, whole texts without a backslash included.
    private mutating func skipRows(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        var depth = depth
        defer { self.depth = depth }
        // The rest of a number that began in the block before.
        if start == 0, Byte.isIdentifier(previous) { index = bytes.endOfWord(from: 0) }
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): index = bytes.endOfWord(from: index + 1)
            case UInt8(ascii: ","), Byte.dot, Byte.newline, 0x0D, 0x20: index += 1
            case Byte.open:
                if depth > 0 { return index }
                depth = 1
                witness.rows.open(at: index)
                index += 1
            case Byte.close:
                if depth == 0 { return index }
                depth -= 1
                index += 1
                if depth == 0 { witness.rows.close(bytes, upTo: index) }
            case Byte.quote where !conditional && !conditionalM:
                let end = bytes.position(of: Byte.quote, or: Byte.backslash, from: index + 1)
                guard end < bytes.count, bytes[end] == Byte.quote else { return index }
                witness.look(bytes, index + 1)
                index = end + 1
            case UInt8(ascii: "N") where bytes.holds(MySQLClientReader.null, at: index): index += 4
            default: return index
            }
        }
        return index
    }

    private mutating func closeRow(_ bytes: UnsafeBufferPointer<UInt8>) {
        closesRow = false
        witness.rows.close(bytes, upTo: offset - blockStart + 1)
    }

    private mutating func read(_ byte: UInt8) {
        switch place {
        case .text, .rows, .countedRows: readText(byte)
        case .rowWord:
            if Byte.isIdentifier(byte) {
                if word.count < MySQLClientReader.longestHeading { word.append(byte) }
            } else {
                review.rowWord(word, before: byte, at: wordStart)
                word.removeAll(keepingCapacity: true)
                again(byte)
            }
        case .backslash:
            place = .text
            // \N is a value and no command.
            if byte != UInt8(ascii: "N") {
                review.refuse("\\" + String.printable([byte]), at: offset - 1)
            }
            if byte == Byte.newline { endLine() }
            open(at: offset - 1)
        case .dash, .dashDash: readDashes(byte)
        case .slash, .slashStar, .slashStarM: readSlash(byte)
        case .version:
            if Byte.isDigit(byte) {
                if digits.count < 10 { digits.append(byte) }
            } else {
                review.openVersion(digits, isMariaDB: conditionalM, at: offset)
                again(byte)
            }
        case .lineComment: readLineComment(byte)
        case .blockComment(let last): readBlockComment(byte, last)
        case .hint(let last): readHint(byte, last)
        case .dollar: readDollar(byte)
        case .quoted(let quote): readQuoted(byte, quote)
        case .behindQuoted(let quote):
            if byte == quote {
                if conditionalM { review.refuse("a quote in /*M! … */", at: offset) }
                review.reopenQuote()
                place = .quoted(quote)
            } else {
                endQuoted()
                place = .text
                readText(byte)
            }
        case .escape(let quote):
            // The clients drop the rest of the line behind these two.
            if byte == 0 { review.refuse("a NUL byte behind a backslash", at: offset) }
            keep(byte)
            if byte == Byte.newline { conditional = false }
            place = .quoted(quote)
        case .delimiter: if byte == Byte.newline { endDelimiter(at: offset + 1) } else { line.append(byte) }
        }
    }

    private mutating func readText(_ byte: UInt8) {
        let isBehindWord = !word.isEmpty
        if byte == Byte.backslash { refuseHalf() }
        if !Byte.isIdentifier(byte) { endWord() }
        if place == .countedRows { return }
        if byte == Byte.backslash {
            place = .backslash
            return
        }
        lookForDollarQuote(byte)
        if byte == Byte.dollar, !isBehindWord, matched == 0, delimiter.first != Byte.dollar,
            review.wantsForeignBody
        {
            (place, dollarQuote, dollarStart, isInTag) = (.dollar, MySQLDollarQuote(), offset, false)
            return
        }
        if byte == delimiter[matched], !isOfSlashes {
            endWord()
            if place == .delimiter { review.refuse("DELIMITER", at: wordStart) }
            matched += 1
            if matched == delimiter.count { endStatement(at: offset + 1) }
            lineIsBlank = false
            return
        }
        if matched > 0 {
            open(at: offset - 1)
            review.sign(delimiter[0], at: offset - 1)
        }
        matched = byte == delimiter[0] && !isOfSlashes ? 1 : 0
        if Byte.isSpace(byte) {
            if place == .delimiter {
                if byte == Byte.newline { endDelimiter(at: offset + 1) }
            } else if byte == Byte.newline {
                endLine()
            }
            return
        }
        if Byte.isIdentifier(byte) {
            if word.isEmpty { wordStart = offset }
            if word.count < MySQLClientReader.longestHeading { word.append(byte) }
            open(at: offset)
            return
        }
        readSign(byte)
    }

    private mutating func readSign(_ byte: UInt8) {
        if place == .delimiter {
            line.append(byte)
            return
        }
        switch byte {
        case Byte.quote, Byte.doubleQuote, Byte.backtick:
            if byte == Byte.backtick { refuseHalf() }
            open(at: offset)
            if conditionalM { review.refuse("a quote in /*M! … */", at: offset) }
            review.openQuote(byte, at: offset)
            beginsText = review.isRows
            place = .quoted(byte)
        case Byte.hash: beginLineComment(with: [byte])
        case Byte.dash: place = .dash
        case Byte.slash:
            isBehindStar = previous == Byte.star
            if isBehindStar {
                (conditional, conditionalM) = (false, false)
                review.closeVersion()
            }
            place = .slash
        default:
            if byte == 0 { review.refuse("a NUL byte outside of a text", at: offset) }
            if review.isRows, byte == Byte.open || byte == Byte.close {
                depth += byte == Byte.open ? 1 : -1
                if depth == 1, byte == Byte.open { witness.rows.open(at: offset - blockStart) }
                closesRow = depth == 0
                if depth > 1 { review.refuse("a computation among rows", at: offset) }
                if depth < 0 { review.closeNoRow() }
                depth = max(depth, 0)
            }
            open(at: offset)
            review.sign(byte, at: offset)
        }
    }

    /// Reads a byte as text or, among rows, goes on with these, to which a sign or word means nothing.
    private mutating func again(_ byte: UInt8) {
        if review.isRows, Byte.isIdentifier(byte) {
            (place, word, wordStart) = (.rowWord, [byte], offset)
            return
        }
        place = .text
        readText(byte)
        if place == .text, isOpen, matched == 0, review.isRows, isPlainDelimiter {
            word.removeAll(keepingCapacity: true)
            place = .rows
        }
    }

    private mutating func endLine() {
        (lineIsBlank, conditional, matched) = (true, false, 0)
    }

    private mutating func open(at start: Int, isVersion: Bool = false) {
        if !isOpen {
            review.begin(at: start, onBlankLine: lineIsBlank)
            witness.begin(at: start, isPlain: !isVersion, isInRoutine: !isPlainDelimiter)
            (self.start, refusals) = (start, review.traits.commands.count)
        }
        isOpen = true
        lineIsBlank = false
        headingStart = nil
    }

    private mutating func endStatement(at end: Int) {
        if isOpen { review.end(at: end) }
        witness.end(at: end)
        insertHead.removeAll(keepingCapacity: true)
        (isOpen, matched, place, isHiding) = (false, 0, .text, false)
    }

    private mutating func endQuoted() {
        review.endQuoted()
        if witness.wantsTokens { witness.take(review.tokens) }
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        let event = review.word(word, at: wordStart)
        if witness.wantsTokens { witness.take(review.tokens) }
        switch event {
        case .nothing: break
        case .rows, .countedRows:
            depth = 0
            if isPlainDelimiter {
                place = event == .rows ? .rows : .countedRows
                witness.beginRows()
            } else {
                review.refuse("rows behind DELIMITER", at: wordStart)
            }
        case .delimiterLine:
            line.removeAll(keepingCapacity: true)
            place = .delimiter
        }
        word.removeAll(keepingCapacity: true)
    }

    // MARK: Rows that are counted alone

    /// Takes the semicolon behind them, before a place.
    private mutating func endCountedRows(at end: Int) {
        review.drop()
        witness.end(at: end)
        // What ends a version comment in front of the rows stood among them.
        (isOpen, place, conditional, conditionalM) = (false, .text, false, false)
        (previous, lineIsBlank, isInTag) = (Byte.semicolon, false, false)
    }

    /// Keeps what stood before the rows, if it has been read as any server reads it and says nothing else.
    private mutating func keepInsertHead(_ bytes: UnsafeBufferPointer<UInt8>, upTo end: Int) {
        insertHead.removeAll(keepingCapacity: true)
        guard start >= blockStart, review.isPlain, review.traits.commands.count == refusals else { return }
        insertHead += bytes[start - blockStart..<end]
    }

    /// True when a statement begins as the last one did: most are read at the speed of memory, where each has one row.
    private func repeatsInsert(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        bytes[index] == insertHead[0] && bytes.holds(insertHead, at: index)
    }

    private mutating func beginAgain(at start: Int) {
        witness.beginAgain(at: start)
        (isOpen, place, headingStart) = (true, .countedRows, nil)
    }

    // MARK: Comments

    private mutating func readDashes(_ byte: UInt8) {
        if place == .dash {
            if byte == Byte.dash {
                place = .dashDash
            } else {
                open(at: offset - 1)
                again(byte)
            }
        } else if Byte.isSpace(byte) || byte == 0 || !isOpen {
            // At the start of a line the clients take -- for a comment whatever follows, the servers do not.
            if !Byte.isSpace(byte) { review.refuse("-- without a space behind it", at: offset - 2) }
            beginLineComment(with: [Byte.dash, Byte.dash], from: offset - 2)
            readLineComment(byte)
        } else if byte != Byte.dash {
            again(byte)
        }
    }

    private mutating func beginLineComment(with text: [UInt8], from start: Int? = nil) {
        if review.isRows { review.refuse("a comment among rows", at: offset) }
        place = .lineComment
        line = text
        commentStart = start ?? offset
    }

    private mutating func readLineComment(_ byte: UInt8) {
        if byte == Byte.newline {
            place = .text
            if !isOpen {
                witness.comment(line, isInRoutine: !isPlainDelimiter)
                endHeading()
            }
            endLine()
            return
        }
        if line.count < MySQLClientReader.longestHeading { line.append(byte) }
        // A client that cannot keep so long a line reads the rest of it as another one.
        if offset - commentStart == MySQLClientReader.longestComment {
            review.refuse("a comment of more than a megabyte", at: commentStart)
        }
    }

    /// A heading is made of lines that are comments alone: `--`, then what follows, then `--`.
    private mutating func endHeading() {
        if line == [Byte.dash, Byte.dash] {
            headingStart = commentStart
        } else {
            review.comment(String(decoding: line, as: UTF8.self), from: headingStart ?? commentStart)
            headingStart = nil
        }
    }

    private mutating func readSlash(_ byte: UInt8) {
        switch (place, byte) {
        case (.slash, Byte.star): place = .slashStar
        case (.slash, Byte.slash) where isOfSlashes:
            // To the clients the slash that ends a comment is the first half of the delimiter.
            if isBehindStar { review.refuse("*//", at: offset - 2) }
            endStatement(at: offset + 1)
            lineIsBlank = false
        case (.slash, _):
            open(at: offset - 1)
            again(byte)
        case (.slashStar, UInt8(ascii: "!")):
            (conditional, place) = (true, .version)
            digits.removeAll(keepingCapacity: true)
            open(at: offset - 2, isVersion: true)
        case (.slashStar, UInt8(ascii: "M")): place = .slashStarM
        case (.slashStarM, UInt8(ascii: "!")):
            (conditionalM, place) = (true, .version)
            digits.removeAll(keepingCapacity: true)
            open(at: offset - 3, isVersion: true)
        default:
            if place == .slashStar, byte == UInt8(ascii: "+") {
                if review.isRoutine, !review.isUncertain, !isHiding {
                    // To other clients the hint would end the version comment.
                    if conditional { review.wantsClient(MySQLClientReader.firstWithHints) }
                    (place, word, conditional) = (.hint(last: 0), [], false)
                    return
                }
                review.refuse("/*+", at: offset - 2)
            }
            // The clients take what follows for a comment, too, but the server runs it.
            if review.isRows { review.refuse("a comment among rows", at: offset) }
            if conditional, !review.isRoutine || review.isUncertain {
                review.refuse("a comment in /*! … */", at: offset - 2)
            }
            readBlockComment(byte, 0)
        }
    }

    private mutating func readBlockComment(_ byte: UInt8, _ last: UInt8) {
        place = .blockComment(last: byte)
        if isHiding { review.hide(byte, at: offset) }
        if byte == Byte.newline { conditional = false }
        switch (last, byte) {
        case (Byte.star, Byte.slash):
            if conditional {
                (conditional, isHiding) = (false, true)
            } else {
                if isHiding { review.endHidden() }
                (place, lineIsBlank, isHiding) = (.text, false, false)
            }
        case (Byte.slash, Byte.star):
            // The star begins something, and does not end the comment with a slash behind it.
            place = .blockComment(last: MySQLClientReader.opening)
        case (MySQLClientReader.opening, UInt8(ascii: "!")), (MySQLClientReader.opening, UInt8(ascii: "+")):
            review.refuse("code in a comment", at: offset - 2)
        default: break
        }
    }

    /// Takes note of what MySQL's clients from 9 on take for a text between dollar signs where it is none for older servers: a `$tag$`
    /// that no name goes on with. Seen on the client itself.
    private mutating func lookForDollarQuote(_ byte: UInt8) {
        if byte == Byte.dollar {
            if isInTag, delimiter.first != Byte.dollar {
                review.bearsClient(MySQLDollarQuote.firstClient - 1)
            }
            isInTag = !isInTag && !Byte.isIdentifier(previous) && previous != Byte.dollar
        } else if !Byte.isIdentifier(byte) {
            isInTag = false
        }
    }

    /// The first major version of MySQL's client that knows hints; MariaDB's take them for comments.
    private static let firstWithHints = 8

    /// Reads the body of a routine that is not in SQL.
    private mutating func readDollar(_ byte: UInt8) {
        switch dollarQuote.take(byte) {
        case .nothing: break
        case .end:
            review.foreignBody(dollarStart..<offset + 1)
            review.wantsClient(MySQLDollarQuote.firstClient)
            (place, lineIsBlank) = (.text, false)
        case .none:
            review.refuse("a dollar sign", at: dollarStart)
            place = .text
            readText(byte)
        }
    }

    /// Reads a hint, which only some clients take for a comment: nothing may stand in it that they would read in two ways.
    private mutating func readHint(_ byte: UInt8, _ last: UInt8) {
        place = .hint(last: byte)
        if last == Byte.star, byte == Byte.slash {
            word.removeAll(keepingCapacity: true)
            (place, lineIsBlank) = (.text, false)
            return
        }
        if byte < 0x80, Byte.isIdentifier(byte) {
            word.append(Byte.uppercased(byte))
        } else {
            word.removeAll(keepingCapacity: true)
        }
        let isPlain = Byte.isSpace(byte) || Byte.isIdentifier(byte) || "@.,()=%*".utf8.contains(byte)
        // Some take a line of a statement that begins with this word for their own command.
        if !isPlain || word.elementsEqual("DELIMITER".utf8) { review.refuse("/*+", at: offset) }
    }

    /// Stands for the star of `/*` within a comment.
    private static let opening: UInt8 = 1

    // MARK: Quotes

    private func escapes(in quote: UInt8) -> Bool {
        switch quote {
        case Byte.quote: review.modes.current.backslashEscapes
        case Byte.doubleQuote: review.modes.current.backslashEscapes && !review.modes.current.ansiQuotes
        default: false
        }
    }

    private mutating func readQuoted(_ byte: UInt8, _ quote: UInt8) {
        if byte == Byte.newline { conditional = false }
        if byte == quote {
            if byte == Byte.backtick { refuseHalf() }
            keep(byte)
            closeQuote(quote)
            return
        }
        // A server that skips the comment ends it here.
        if byte == Byte.slash, previous == Byte.star, review.isUncertain {
            review.refuse("the end of a comment in a text", at: offset)
        }
        if byte == Byte.backslash, escapes(in: quote) { openEscape(in: quote) }
        keep(byte)
    }

    private mutating func openEscape(in quote: UInt8) {
        refuseHalf()
        place = .escape(quote)
    }

    /// Refuses what a server may take for the second half of a character.
    private mutating func refuseHalf() {
        if review.characters.isAmbiguous, previous >= 0x81 {
            review.refuse("half of a character", at: offset)
        }
    }

    private mutating func keep(_ byte: UInt8) { review.quoted(byte) }

    private mutating func closeQuote(_ quote: UInt8) {
        review.closeQuote(at: offset + 1)
        place = review.isRows ? (isPlainDelimiter ? .rows : .text) : .behindQuoted(quote)
        lineIsBlank = false
    }

    // MARK: The delimiter

    /// Takes the line that begins with `DELIMITER`, as mysqldump writes it around routines.
    private mutating func endDelimiter(at end: Int) {
        let text = line.filter { !Byte.isSpace($0) }
        let known: [[UInt8]] = [
            [Byte.semicolon], [Byte.semicolon, Byte.semicolon], [Byte.dollar, Byte.dollar],
            [Byte.slash, Byte.slash],
        ]
        if !known.contains(text) {
            review.refuse("DELIMITER " + String.printable(text.prefix(20)), at: offset)
        }
        if !text.isEmpty { delimiter = text }
        review.delimiter(isPlain: isPlainDelimiter, at: end)
        insertHead.removeAll(keepingCapacity: true)
        (isOpen, place) = (false, .text)
        endLine()
    }
}
