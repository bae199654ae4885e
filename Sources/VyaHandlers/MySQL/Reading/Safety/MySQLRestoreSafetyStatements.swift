import VyaCore

/// Judges whole statements, at their ends.
extension MySQLRestoreSafety {
    /// What makes such a statement one about accounts, files, other databases or the server.
    private static let reaching: Set<String> = [
        "USER", "ROLE", "SERVER", "TABLESPACE", "LOGFILE", "UNDO", "INSTANCE", "RESOURCE", "DATABASE",
        "SCHEMA", "SONAME",
        "GLOBAL", "PERSIST", "PERSIST_ONLY", "PLUGIN", "COMPONENT", "DIRECTORY", "OUTFILE", "DUMPFILE",
        "INFILE", "LOAD_FILE",
        "EXCHANGE", "IMPORT", "DISCARD", "CONNECTION", "SELECT", "WITH", "VALUES", "GRANT", "EVENT",
        // CREATE SPATIAL REFERENCE SYSTEM
        "REFERENCE",
    ]

    static let routines: Set<String> = [
        "PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE", "LIBRARY",
    ]

    /// True for what stands among the settings for a routine: the dropping of an older one, and the database's collation.
    private var isBetweenSettings: Bool {
        guard tokens.count > 1, tokens[1].kind == .word else { return false }
        return tokens[0].isWord("DROP") && MySQLRestoreSafety.routines.contains(tokens[1].text)
            || tokens[0].isWord("ALTER") && tokens[1].isWord("DATABASE")
    }

    var head: MySQLStatementHead { MySQLStatementHead(tokens, isCut: isCut, versions: versions) }

    mutating func end(at end: Int) {
        endQuoted()
        defer { drop() }
        guard let first = tokens.first, first.kind == .word else { return }
        if version != .none, !isRoutine { refuse("a version comment that does not end", at: start) }
        endHidden()
        defer { noteSubject(start..<end) }
        if isRows {
            leaveOutMalformed(end)
            return settings.other()
        }
        if body?.isWhole == false { refuse("several statements in one", at: start) }
        let count = traits.code.count
        defer {
            if first.isWord("SET") {
                let restores = MySQLAssignment.read(tokens.dropFirst()).contains { $0.variable != nil }
                settings.set(start..<end, restores: restores, &traits.code)
            } else if traits.code.count > count, traits.code[count].kind != "table" {
                settings.create(&traits.code)
            } else if isBetweenSettings {
                settings.prepareCode()
            } else {
                settings.other()
            }
        }
        switch first.text {
        case "CREATE": judgeCreate(end)
        case "DROP": judgeDrop(end)
        case "ALTER": judgeAlter(end)
        case "SET": judgeSet(end)
        case "USE":
            if let name = tokens.dropFirst().first, tokens.count == 2, name.isName || name.kind == .word {
                leaveOut(name.name, end)
            } else {
                refuseStatement()
            }
        case _ where isGlobals: judgeGlobals(first.text)
        default: judgeRest(first.text, end)
        }
    }

    /// Takes note of what the statement is about, for whoever takes single tables out of the dump.
    private mutating func noteSubject(_ bytes: Range<Int>) {
        guard !isGlobals, let verb = tokens.first?.text, traits.omissions.last != bytes else { return }
        var head = head
        _ = head.takeAny()
        switch verb {
        case "SET", "UNLOCK", "COMMIT", "BEGIN", "START": return
        case "CREATE": sections.statement(about: tableCreated, bytes: bytes)
        case "DROP" where head.take("TRIGGER"): traits.loose.append(bytes)
        // It says where the routines were, and is left out elsewhere.
        case "ALTER" where head.take("DATABASE"): return
        default:
            let words =
                ["TABLE", "TABLES", "INTO", "LOCAL", "NO_WRITE_TO_BINLOG", "IGNORE", "DELAYED"]
                + ["LOW_PRIORITY", "HIGH_PRIORITY"]
            let isOfTable = isRows || verb == "LOCK" || hasWord("TABLE", within: 4)
            while words.contains(where: { head.take($0) }) {}
            sections.statement(
                about: isOfTable ? head.takeOwn().map { ExactName($0.name) } : nil, bytes: bytes)
        }
    }

    /// The table that the statement makes, or that gets a trigger or an index of it; nil for anything else.
    private var tableCreated: ExactName? {
        var head = head
        guard let creation = MySQLCreation(&head) else { return nil }
        switch creation.kind {
        case "TABLE": return head.takeOwn().map { ExactName($0.name) }
        case "TRIGGER" where !hasWord("REPLACE", within: 3):
            head.skipExistence()
            guard head.takeObject() != nil else { return nil }
            return MySQLCreation.table(ofTrigger: &head).map { ExactName($0.name.name) }
        case "INDEX":
            guard head.takeOwn() != nil, head.take("ON") else { return nil }
            return head.takeOwn().map { ExactName($0.name) }
        default: return nil
        }
    }

    private mutating func judgeGlobals(_ verb: String) {
        if verb == "FLUSH", tokens.count != 2 || !tokens[1].isWord("PRIVILEGES") { refuseStatement() }
    }

    /// Judges what is neither `CREATE`, `DROP`, `ALTER`, `SET` nor `USE`.
    private mutating func judgeRest(_ verb: String, _ end: Int) {
        var head = head
        _ = head.takeAny()
        let isKnown: Bool
        switch verb {
        case "LOCK":
            _ = head.take("TABLES", "TABLE")
            let table = head.takeOwn()
            isKnown =
                table != nil && head.take("WRITE", "READ") && (head.take("LOCAL") || true) && head.isAtEnd
            // Whoever has locked it alone may not look at the sequence of a default (error 1100, traps.md T83).
            if isKnown, let table, drawing.contains(ExactName(table.name)) {
                traits.omissions.append(start..<end)
            }
        case "UNLOCK": isKnown = head.take("TABLES", "TABLE") && head.isAtEnd
        case "COMMIT": isKnown = head.isAtEnd
        // MariaDB runs a block of statements outside of routines too.
        case "BEGIN": isKnown = head.isAtEnd
        case "START" where head.take("TRANSACTION"): isKnown = head.isAtEnd
        case "ANALYZE":
            _ = head.take("NO_WRITE_TO_BINLOG", "LOCAL")
            isKnown =
                head.take("TABLE") && head.takeOwn() != nil && head.take("UPDATE") && head.take("HISTOGRAM")
        case "DO", "SELECT":
            // The values of MariaDB's sequences.
            let sequence = head.take("SETVAL") && head.take(sign: "(") ? head.takeOwn() : nil
            if let sequence, MySQLRestoreSafety.takesNumbers(&head), head.isAtEnd {
                let words = tokens.map(\.shown).joined(separator: " ")
                traits.sequenceValues[ExactName(sequence.name)] = words
                isKnown = true
            } else {
                isKnown = leavesBulkLoad(verb, end)
            }
        case "PREPARE", "EXECUTE", "DEALLOCATE": isKnown = leavesBulkLoad(verb, end)
        // Accounts are not the dump's to change; whoever restores has the rights that are there.
        case "FLUSH": isKnown = head.take("PRIVILEGES") && head.isAtEnd && leavesOut(end)
        // --master-data=1 and --apply-replica-statements: a restore does not change the server's replication.
        case "CHANGE": isKnown = head.take("MASTER", "REPLICATION") && leavesOut(end)
        case "START", "STOP":
            _ = head.take("ALL")
            isKnown = head.take("SLAVE", "SLAVES", "REPLICA", "REPLICAS") && leavesOut(end)
        default: isKnown = false
        }
        if !isKnown { refuseStatement() }
    }

    /// Goes on behind `, number, number)`.
    private static func takesNumbers(_ head: inout MySQLStatementHead) -> Bool {
        while head.take(sign: ",") {
            _ = head.take(sign: "-")
            if head.takeNumber() == nil { return false }
        }
        return head.take(sign: ")")
    }

    private mutating func leavesOut(_ end: Int) -> Bool {
        traits.omissions.append(start..<end)
        return true
    }

    /// Leaves out how Percona's tool switches RocksDB's bulk load on: by statements that are made of texts.
    mutating func leavesBulkLoad(_ verb: String, _ end: Int) -> Bool {
        let isOfRocks = tokens.contains { token in
            let name = token.name.lowercased()
            return name.holds("rocksdb") || name.holds("bulk_load")
        }
        switch verb {
        case "SELECT", "SET": return isOfRocks && leavesOut(end)
        case "PREPARE":
            leavesPrepared = isOfRocks
            return isOfRocks && leavesOut(end)
        default: return leavesPrepared && leavesOut(end)
        }
    }

    func hasWord(_ word: String, within count: Int) -> Bool {
        tokens.prefix(count).contains { $0.isWord(word) }
    }

    /// Refuses the statement, unless something of it was refused already.
    mutating func refuseStatement() {
        if let last = traits.commands.last, last.offset >= start { return }
        let words = tokens.prefix(6).map { $0.shown }.joined(separator: " ")
        refuse(words.printable, at: start, isUnknown: isMerelyUnknown)
    }

    /// True for a statement about objects of the database itself that nobody here knows.
    private var isMerelyUnknown: Bool {
        guard !isGlobals, !isCut, versions == 0, qualifiers.isEmpty, let first = tokens.first else {
            return false
        }
        // What maintains tables is about tables; MariaDB's ANALYZE runs any statement otherwise.
        let maintains = ["ANALYZE", "OPTIMIZE", "REPAIR", "CHECK"].contains { first.isWord($0) }
        if maintains, !hasWord("TABLE", within: 3) || tokens.contains(where: { $0.isSign("(") }) {
            return false
        }
        // A window's rows lie elsewhere.
        let names = tokens.dropFirst().filter(\.isName).map { $0.name.lowercased() }
        if names.contains(where: elsewhere.contains) { return false }
        if first.isWord("TRUNCATE"), !names.allSatisfy({ $0 == "table" || fillable.contains($0) }) {
            return false
        }
        return MySQLRestoreSafety.harmless.contains(first.text) && !isRoutine
            && !tokens.contains { $0.kind == .word && MySQLRestoreSafety.reaching.contains($0.text) }
    }

    /// Leaves out a statement that names the database, of which there may be one only.
    mutating func leaveOut(_ name: String, _ end: Int) {
        if isGlobals { return refuseStatement() }
        noteDatabase(name)
        traits.omissions.append(start..<end)
    }

    mutating func noteDatabase(_ name: String) {
        let name = ExactName(name)
        if traits.database ?? name != name {
            refuse("the dump holds more than one database: " + name.text.printable, at: start)
            traits.otherDatabases.insert(name)
            return
        }
        traits.database = name
    }
}

extension MySQLToken {
    /// The token for people.
    fileprivate var shown: String {
        if case .sign(let byte) = kind { String(UnicodeScalar(byte)) } else { text }
    }
}
