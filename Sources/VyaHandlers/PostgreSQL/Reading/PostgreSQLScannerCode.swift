import VyaCore

/// How a `PostgreSQLScanner` reads a dump byte by byte, outside of rows and strings.
extension PostgreSQLScanner {
    /// Reads one byte, which stands at a column of its line.
    mutating func read(_ byte: UInt8, at place: Int) {
        switch mode {
        case .between: readBetween(byte, at: place)
        case .code: readCode(byte)
        case .dash, .slash: readCommentStart(byte)
        case .lineComment: readComment(byte)
        case .blockComment(let last): readBlockComment(byte, last: last)
        case .stringEscape:
            mode = .string(escapes: true)
            if statement.isCollected { collect(byte) }
        case .stringEnd(let escapes):
            if byte == Byte.quote {
                mode = .string(escapes: escapes)
                collect(byte)
            } else {
                mayContinueString = escapes
                backToCode(byte)
            }
        case .identifier: readIdentifier(byte)
        case .dollarTag: readTag(byte)
        case .dollarBody: readBody(byte)
        case .command: readCommand(byte)
        default: break
        }
    }

    private mutating func readBetween(_ byte: UInt8, at place: Int) {
        if Byte.isSpace(byte) { return }
        line.removeAll(keepingCapacity: true)
        mark = (here, place == 0)
        switch byte {
        case Byte.dash: (mode, resume) = (.dash, .between)
        case Byte.slash: (mode, resume) = (.slash, .between)
        case Byte.backslash: (mode, resume) = (.command, .between)
        default:
            beginStatement(looked: place == 0)
            readCode(byte)
        }
    }

    private mutating func beginStatement(looked: Bool) {
        statement.begin(looked: looked)
        blocks = PostgreSQLBlocks()
        (mode, depth, variable) = (.code, 0, .none)
        (mayContinueString, isAfterInnerSemicolon) = (false, false)
        word.removeAll(keepingCapacity: true)
        ending.statement()
    }

    private mutating func readCode(_ byte: UInt8) {
        if variable != .none, readVariable(byte) { return }
        if Byte.isIdentifier(byte) {
            if variable == .none, blocks.isWatching || isAfterInnerSemicolon {
                word.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
            }
        } else {
            endWord()
        }
        if mayContinueString, !Byte.isSpace(byte), byte != Byte.dash, byte != Byte.quote {
            mayContinueString = false
        }
        switch byte {
        case Byte.semicolon where depth == 0 && blocks.depth == 0: return endStatement()
        case Byte.semicolon: isAfterInnerSemicolon = true
        case Byte.quote: beginString()
        case Byte.doubleQuote:
            // In U&"…" the server reads escapes.
            if previous == UInt8(ascii: "&") { refuse("a name behind \"&\"") }
            mode = .identifier
        case Byte.dollar:
            if Byte.isIdentifier(previous) || previous == Byte.dollar { refuse("\"$\" behind a word") }
            tag = [byte]
            mode = .dollarTag
            return
        case Byte.dash, Byte.slash:
            resume = .code
            mode = byte == Byte.dash ? .dash : .slash
            return
        case Byte.backslash:
            // psql acts on it in the middle of a statement, too.
            guard inspection != nil else { break }
            line.removeAll(keepingCapacity: true)
            mark = (here, false)
            (mode, resume) = (.command, .code)
            return
        case UInt8(ascii: ":"): variable = .colon
        case Byte.open:
            if statement.kind == .rows, depth == 0 { tally.add(1) }
            depth += 1
        case Byte.close: depth = max(0, depth - 1)
        default: break
        }
        collect(byte)
    }

    /// Begins `'…'`, which takes backslashes for escapes after `E` and by an old setting.
    private mutating func beginString() {
        if mayContinueString { refuse("a string in several parts") }
        mayContinueString = false
        var escapes = !standardStrings
        if Byte.isIdentifier(previous) || previous == Byte.dollar {
            let isPrefix = !Byte.isIdentifier(beforePrevious) && beforePrevious != Byte.dollar
            switch previous | 0x20 {
            case UInt8(ascii: "e") where isPrefix: escapes = true
            case UInt8(ascii: "b") where isPrefix, UInt8(ascii: "x") where isPrefix: escapes = false
            case UInt8(ascii: "n") where isPrefix: break
            default: refuse("a string behind a word")
            }
        } else if previous == UInt8(ascii: "&"), !standardStrings {
            refuse("a string behind \"&\"")
        }
        mode = .string(escapes: escapes)
    }

    /// Looks at a byte again that turned out to follow something that had ended.
    private mutating func backToCode(_ byte: UInt8) {
        mode = .code
        readCode(byte)
    }

    private mutating func readIdentifier(_ byte: UInt8) {
        collect(byte)
        if byte == Byte.doubleQuote {
            mode = .code
            if variable == .quoted { endVariable() }
        } else if variable == .quoted, variableName.count < 64 {
            variableName.append(byte)
        }
    }

    /// Reads on behind a `:`; returns true when the byte has been dealt with.
    private mutating func readVariable(_ byte: UInt8) -> Bool {
        switch variable {
        case .colon:
            variableName.removeAll(keepingCapacity: true)
            switch byte {
            case UInt8(ascii: ":"), UInt8(ascii: "="):
                variable = .none
                collect(byte)
                return true
            case Byte.quote, UInt8(ascii: "{"):
                variable = .none
                refuse("\":\" with a variable of psql")
            case Byte.doubleQuote: variable = .quoted
            case _ where Byte.isIdentifier(byte):
                variable = .name
                variableName.append(byte)
            default: variable = .none
            }
        case .name where Byte.isIdentifier(byte):
            if variableName.count < 64 { variableName.append(byte) }
        case .name: endVariable()
        default: break
        }
        return false
    }

    /// A name that means nothing to psql stays as it is, such as the bound of a slice of an array.
    private mutating func endVariable() {
        variable = .none
        if PostgreSQLInspection.isVariable(variableName) { refuse("\":\" with a variable of psql") }
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        if blocks.isWatching {
            let isNumber = Byte.isDigit(word[0])
            // Before version 16 psql read `1begin` as two words.
            if isNumber, word.contains(where: { !Byte.isDigit($0) && $0 != UInt8(ascii: "e") }) {
                refuse("a number that runs into a word")
            }
            if !isNumber { blocks.read(word, atTop: depth == 0) }
        }
        if isAfterInnerSemicolon, word.elementsEqual("copy".utf8) { refuse("COPY behind another statement") }
        isAfterInnerSemicolon = false
        word.removeAll(keepingCapacity: true)
    }

    private mutating func readCommentStart(_ byte: UInt8) {
        if mode == .dash, byte == Byte.dash {
            line = [Byte.dash, Byte.dash]
            mode = .lineComment
        } else if mode == .slash, byte == Byte.star {
            commentDepth = 1
            mode = .blockComment(last: 0)
        } else {
            let first = mode == .dash ? Byte.dash : Byte.slash
            mayContinueString = false
            if resume == .between { beginStatement(looked: false) }
            collect(first)
            backToCode(byte)
        }
    }

    private mutating func readBlockComment(_ byte: UInt8, last: UInt8) {
        // PostgreSQL nests these comments; a byte that ended or opened one is not used twice.
        if last == Byte.star, byte == Byte.slash {
            commentDepth -= 1
            mode = commentDepth == 0 ? resume : .blockComment(last: 0)
        } else if last == Byte.slash, byte == Byte.star {
            commentDepth += 1
            mode = .blockComment(last: 0)
        } else {
            mode = .blockComment(last: byte == Byte.star || byte == Byte.slash ? byte : 0)
        }
    }

    private mutating func readComment(_ byte: UInt8) {
        // psql ends a comment at a carriage return, too.
        guard byte == Byte.newline || byte == UInt8(ascii: "\r") else {
            if line.count < PostgreSQLScanner.longestLine { line.append(byte) }
            return
        }
        mode = resume
        guard resume == .between else { return }
        ending.comment(line)
        let announced = PostgreSQLStatement.Announcement(line, schemas: schemas)
        if let announced, !announced.isOfRows {
            objects[announced.type, default: 0] += 1
            if announced.type == "schema" { schemas.insert(ExactName(announced.name)) }
            content?.announce(announced)
        }
        if mark.isLineStart { inspection?.comment(line, at: mark.offset, announcing: announced?.type) }
    }

    private mutating func readCommand(_ byte: UInt8) {
        guard byte == Byte.newline else {
            if line.count < PostgreSQLScanner.longestLine { line.append(byte) }
            return
        }
        ending.command(line)
        inspection?.command(line, bytes: mark.offset..<here + 1, isLineStart: mark.isLineStart)
        mode = resume
    }

    private mutating func readTag(_ byte: UInt8) {
        if byte == Byte.dollar {
            tag.append(byte)
            tagMatched = 0
            mode = .dollarBody
        } else if Byte.isIdentifier(byte), tag.count > 1 || !Byte.isDigit(byte), tag.count < 256 {
            tag.append(byte)
        } else {
            if tag.count > 1 || !Byte.isDigit(byte) { refuse("\"$\" that quotes nothing") }
            collect(Byte.dollar)
            backToCode(byte)
        }
    }

    private mutating func readBody(_ byte: UInt8) {
        if byte == tag[tagMatched] {
            tagMatched += 1
            if tagMatched == tag.count { mode = .code }
        } else {
            tagMatched = byte == Byte.dollar ? 1 : 0
        }
    }

    /// Keeps the text of a statement that may be one of those that are looked at.
    private mutating func collect(_ byte: UInt8) {
        guard statement.collect(byte, outsideQuotes: mode == .code && depth <= 1) else { return }
        tally.begin(tableName)
        if content != nil { tally.columns(statement.columnList) }
        if byte == Byte.open { tally.add(1) }
    }

    private mutating func refuse(_ what: String) { inspection?.refuse(what, at: here) }
}
