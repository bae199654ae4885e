import VyaCore

/// Judges what stands before the rows of an `INSERT`, and among them.
extension MySQLRestoreSafety {
    /// Judges what stands before the rows: those of a table that the dump has made, by its bare name.
    mutating func judgeInsert() {
        var head = head
        _ = head.takeAny()
        while head.take("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE") {}
        _ = head.take("INTO")
        guard let name = head.takeOwn() else { return refuseStatement() }
        inserted = ExactName(name.name)
        if head.take(sign: "(") {
            drawNumbers()
            isColumnless = head.next?.isSign(")") == true
            repeat { if head.takeName() == nil { break } } while head.take(sign: ",")
            let isClosed = isCut ? endsInColumns && tokens.last?.isSign(")") == true : head.take(sign: ")")
            if !isClosed || (!isCut && !head.isAtEnd) { return refuseStatement() }
        } else if !head.isAtEnd {
            return refuseStatement()
        }
        if !fillable.contains(name.name.lowercased()) {
            refuse("rows that do not follow their table: " + name.name.printable, at: start)
        }
    }

    /// Takes note that a column of the rows may get its default.
    private mutating func drawNumbers() {
        guard let inserted, drawing.contains(inserted) else { return }
        // Once is enough, as long as no other table comes; there may be millions of rows.
        if let drawn, drawn == (inserted, traits.code.count) { return }
        drawn = (inserted, traits.code.count)
        for index in traits.code.indices where traits.code[index].name == inserted {
            traits.code[index].drawsNumbers = true
        }
    }

    /// Takes note of a parenthesis that closes no row.
    mutating func closeNoRow() { isMalformed = isMalformed || isColumnless }

    /// Leaves out what mysqldump writes of a table whose columns are all computed: `() VALUES ),)),)))`, which no server takes.
    mutating func leaveOutMalformed(_ end: Int) {
        guard isMalformed else { return }
        traits.items.append(DumpTraits.Item(kind: "computed rows", table: openTable, bytes: start..<end))
        traits.omissions.append(start..<end)
    }

    // MARK: Rows

    /// True for the signs that stand between the values of rows.
    static func isOfRows(_ byte: UInt8) -> Bool {
        switch byte {
        case Byte.open, Byte.close, Byte.dot, Byte.dash, UInt8(ascii: ","), UInt8(ascii: "+"): true
        default: false
        }
    }

    /// Takes a word among rows, where dump tools write values and no names: a name would be a function or a sequence.
    mutating func rowWord(_ bytes: [UInt8], before next: UInt8, at offset: Int) {
        let word = String(decoding: bytes.map(Byte.uppercased), as: UTF8.self)
        switch word {
        case "NULL", "TRUE", "FALSE": return
        case "DEFAULT": return drawNumbers()
        case "X", "B", "N": if next == Byte.quote { return }
        // The character set of the text that follows.
        default: if bytes.first == UInt8(ascii: "_") || bytes.first.map(Byte.isDigit) == true { return }
        }
        refuse("\(String.printable(bytes)) among rows", at: offset)
    }
}
