import VyaCore

/// Gathers the tokens of a statement, and judges those that tell something wherever they stand.
extension MySQLRestoreSafety {
    /// The first words of what dump tools write; what follows them is judged at the statement's end.
    private static let known: Set<String> = [
        "INSERT", "REPLACE", "CREATE", "DROP", "ALTER", "LOCK", "UNLOCK", "SET", "SELECT", "DO", "COMMIT",
        "START", "BEGIN", "FLUSH", "USE", "ANALYZE", "CHANGE", "STOP", "PREPARE", "EXECUTE", "DEALLOCATE",
    ]
    private static let knownOfGlobals: Set<String> = ["CREATE", "SET", "GRANT", "REVOKE", "ALTER", "FLUSH"]
    /// Words that tell something wherever they stand, also behind all that is kept of a long statement.
    private static let tellingWords: Set<String> = ["VIRTUAL", "GENERATED", "CHECK", "OPTION"]
    /// The engines whose tables show what lies elsewhere; dump tools write no rows of them.
    private static let windows: Set<String> = [
        "MRG_MYISAM", "MERGE", "MRG_ISAM", "FEDERATED", "CONNECT", "OQGRAPH", "SPIDER", "VP",
    ]

    mutating func word(_ bytes: [UInt8], at offset: Int) -> Event {
        if isRows { return .nothing }
        endQuoted()
        let word = String(decoding: bytes.map(Byte.uppercased), as: UTF8.self)
        if !isBegun {
            isBegun = true
            if word == "DELIMITER", onBlankLine { return .delimiterLine }
            let known = isGlobals ? MySQLRestoreSafety.knownOfGlobals : MySQLRestoreSafety.known
            // What is merely unknown is judged as a whole, at its end.
            if !known.contains(word), isGlobals || !MySQLRestoreSafety.harmless.contains(word) {
                refuse(String.printable(bytes), at: offset)
            }
        }
        judgeWord(word)
        let first = tokens.first
        let isInsert = first?.isWord("INSERT") == true || first?.isWord("REPLACE") == true
        if isInsert, word == "VALUES" || word == "VALUE" && !awaitsName {
            isRows = true
            if !judgesRows, isOfDumpTools, word == "VALUES" { return .countedRows }
            judgeInsert()
            return .rows
        }
        append(
            MySQLToken(
                kind: .word, text: word, written: String(decoding: bytes, as: UTF8.self),
                bytes: offset..<offset + bytes.count, isCertain: !isUncertain))
        if first?.isWord("CREATE") == true, MySQLRestoreSafety.routines.contains(word), tokens.count < 24 {
            var head = head
            if !isRoutine, MySQLCreation(&head)?.kind == word {
                body = MySQLBody(of: word, isOracle: modes.current.isOracle)
            }
        }
        return .nothing
    }

    /// True where `VALUE`, which is not reserved, names the table of an `INSERT` or a column.
    private var awaitsName: Bool {
        guard let last = tokens.last, tokens.count > 1 else { return true }
        if MySQLStatementHead.insertWords.contains(where: { last.isWord($0) }) { return true }
        return !last.isSign(")") && tokens.contains { $0.isSign("(") }
    }

    /// True for an `INSERT` as dump tools write it, outside of version comments.
    private var isOfDumpTools: Bool {
        hasPlainDelimiter && tokens.first?.bytes.lowerBound == start && hasWord("INTO", within: 5)
    }

    /// Judges words of tables' definitions, wherever they stand.
    private mutating func judgeWord(_ word: String) {
        guard tokens.count > 1, tokens.prefix(6).contains(where: { $0.isWord("TABLE") }), !isRoutine else {
            return
        }
        let isAlter = tokens[0].isWord("ALTER")
        guard isAlter || tokens[0].isWord("CREATE") else { return }
        switch word {
        case "SELECT", "TABLE": refuse("a table made of another: " + word, at: start)
        case "RENAME", "EXCHANGE", "IMPORT", "DISCARD":
            if isAlter { refuse("ALTER TABLE … " + word, at: start) }
        case "UNION", "CONNECTION", "DIRECTORY", "ENGINE":
            if isAlter { refuse("ALTER TABLE … " + word, at: start) }
            if word == "DIRECTORY" { isPrivileged = true } else if word != "ENGINE" { isWindow = true }
            awaited = word == "ENGINE" ? word : nil
        case "COLLATE", "TABLESPACE", "SRID": if awaited != "ENGINE" { awaited = word }
        default: break
        }
    }

    mutating func sign(_ byte: UInt8, at offset: Int) {
        if isRows {
            if !MySQLRestoreSafety.isOfRows(byte) {
                refuse(
                    (byte == UInt8(ascii: "@") ? "a variable" : String.printable([byte])) + " among rows",
                    at: offset)
            }
            return
        }
        endQuoted()
        if !isBegun {
            isBegun = true
            if byte != Byte.open { refuse(String.printable([byte]), at: offset) }
        }
        // Only the statements of a routine's body have semicolons; others would be several for the server.
        if byte == Byte.semicolon, body?.takesSemicolons != true {
            refuse("several statements in one", at: offset)
        }
        append(
            MySQLToken(
                kind: .sign(byte), text: "", bytes: offset..<offset + 1, isCertain: !isUncertain))
        ats = byte == UInt8(ascii: "@") ? ats + 1 : 0
    }

    // MARK: Quotes

    /// Takes an opening quote.
    mutating func openQuote(_ quote: UInt8, at offset: Int) {
        if isRows {
            if quote == Byte.backtick || (quote == Byte.doubleQuote && modes.current.ansiQuotes) {
                refuse("a name among rows", at: offset)
            }
            return
        }
        if !isBegun {
            isBegun = true
            refuse(String.printable([quote]), at: start)
        }
        endQuoted()
        self.quote = quote
        (quoteBytes, quoteIsCertain) = (offset..<offset, !isUncertain)
        text.append(quote)
    }

    /// Takes the second half of a doubled quote, which goes on with the same text.
    mutating func reopenQuote() {
        guard let quote else { return }
        // Of a text that is too long nothing more is kept than the quote at its end.
        if text.count > MySQLRestoreSafety.longestText { text.removeLast() } else { text.append(quote) }
    }

    /// Takes a byte in quotes, or the quote that closes them.
    mutating func quoted(_ byte: UInt8) {
        if text.count < MySQLRestoreSafety.longestText || byte == quote { text.append(byte) }
    }

    /// Takes the end of what stands in quotes, behind the one that closes them.
    mutating func closeQuote(at end: Int) {
        if quote != nil { quoteBytes = quoteBytes.lowerBound..<end }
    }

    /// Takes note that no quote follows what stood in quotes.
    mutating func endQuoted() {
        guard let quote else { return }
        // A doubled quote was taken twice: as the end of the text and as its new beginning.
        append(
            MySQLToken(
                kind: .quoted(quote), text: String(decoding: text, as: UTF8.self), bytes: quoteBytes,
                isCertain: quoteIsCertain))
        text.removeAll(keepingCapacity: true)
        self.quote = nil
    }

    /// Takes the value of a word in a table's definition.
    mutating func take(_ value: MySQLToken, of word: String) {
        if case .sign = value.kind { return }
        switch word {
        case "ENGINE": if MySQLRestoreSafety.windows.contains(value.name.uppercased()) { isWindow = true }
        case "COLLATE": traits.needs.insert(.collation((value.quotedText ?? value.name).lowercased()))
        case "TABLESPACE": traits.needs.insert(.tablespace(ExactName(value.name)))
        default: if let number = Int(value.name) { traits.needs.insert(.spatialReference(number)) }
        }
    }

    mutating func append(_ token: MySQLToken) {
        if ats == 1, token.kind != .sign(UInt8(ascii: "@")) {
            // SET is judged as a whole at its end.
            let isSet = tokens.first?.isWord("SET") == true && tokens.count < MySQLRestoreSafety.mostTokens
            if !isSet { touch(token.name) }
        }
        ats = 0
        if token.kind == .word, MySQLRestoreSafety.tellingWords.contains(token.text) {
            telling.insert(token.text)
        }
        qualifiers.take(token)
        body?.take(token)
        if let awaited, !token.isSign("="), !token.isWord(awaited) {
            // What some servers skip does not stand for what all of them read.
            if token.isCertain { self.awaited = nil }
            take(token, of: awaited)
        }
        if tokens.count < MySQLRestoreSafety.mostTokens {
            tokens.append(token)
        } else {
            isCut = true
            let isClosed = tokens.last?.isSign(")") == true
            if isClosed || !(token.isName || token.isSign(",") || token.isSign(")")) { endsInColumns = false }
            // The last place keeps the last token, for the end of a list of columns.
            if token.isSign(")") { tokens[MySQLRestoreSafety.mostTokens - 1] = token }
        }
    }
}
