import VyaCore

/// Judges what makes, drops and changes tables and other objects.
extension MySQLRestoreSafety {
    mutating func judgeCreate(_ end: Int) {
        openTable = nil
        var head = head
        guard let creation = MySQLCreation(&head) else { return refuseStatement() }
        noteReserved(creation, head)
        if isGlobals {
            if creation.kind != "USER", creation.kind != "ROLE" { refuseStatement() }
            return
        }
        switch creation.kind {
        case "DATABASE", "SCHEMA":
            head.skipExistence()
            // The words IF NOT EXISTS may stand in a version comment.
            let name = head.takeName() ?? head.takeAny()
            if let name { leaveOut(name.name, end) } else { refuseStatement() }
        case "TABLE":
            guard !creation.isTemporary, let name = head.takeOwn(), head.take(sign: "("), !head.take("LIKE")
            else { return refuseStatement() }
            sections.create(name.text)
            traits.makesTables = true
            let table = ExactName(name.text)
            if telling.has("VIRTUAL") { traits.virtual.insert(table) }
            if !telling.isDisjoint(with: ["GENERATED", "CHECK"]) { traits.computing.insert(table) }
            let key = name.name.lowercased()
            if isWindow { elsewhere.insert(key) }
            if !elsewhere.contains(key) {
                openTable = ExactName(name.name)
                if isNew(name.name) { fillable.insert(key) }
            }
            if isPrivileged || isWindow || !qualifiers.isEmpty {
                var table = code("table", name, end)
                table.sequences = qualifiers.sequences
                if !table.sequences.isEmpty { drawing.insert(table.name) }
                table.isWindow = isWindow
                traits.code.append(table)
            }
        case "SEQUENCE": if head.takeOwn() == nil { refuseStatement() }
        case "LIBRARY":
            head.skipExistence()
            if head.takeOwn() == nil { refuseStatement() } else { traits.hasLibraries = true }
        case "INDEX":
            if head.takeOwn() == nil || !head.take("ON") || head.takeOwn() == nil { refuseStatement() }
        case "VIEW", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE", "TRIGGER": judgeCode(creation, &head, end)
        default: refuseStatement()
        }
    }

    /// Takes note of a table that the dump makes; false where `IF NOT EXISTS` may find it there, with the triggers that it has.
    /// Without these words it is new, or the server refuses it.
    private mutating func isNew(_ name: String) -> Bool {
        let mayBeThere = hasWord("EXISTS", within: 8)
        let isReplaced = tokens[1].isWord("OR") && tokens.allSatisfy(\.isCertain)
        let isThere = standing[name.lowercased()]?.isEmpty == false
        standing[name.lowercased(), default: []].insert(ExactName(name))
        return !isThere || isReplaced || !mayBeThere
    }

    /// Takes note of a table or view under a name that the program's own could have.
    private mutating func noteReserved(_ creation: MySQLCreation, _ head: MySQLStatementHead) {
        var head = head
        guard ["TABLE", "VIEW", "SEQUENCE"].contains(creation.kind), let name = head.takeOwn(),
            name.name.lowercased().begins(with: MySQLScripts.markTable)
        else { return }
        traits.reserved.insert(ExactName(name.name))
    }

    /// Judges an object that holds code; a database in its head is taken out, because it says where the object was.
    private mutating func judgeCode(_ creation: MySQLCreation, _ head: inout MySQLStatementHead, _ end: Int) {
        fillable.removeAll()
        head.skipExistence()
        guard let object = head.takeObject() else { return refuseStatement() }
        var taken = object.qualifier
        var status: (word: MySQLToken, isPassing: Bool)?
        switch creation.kind {
        case "TRIGGER":
            guard let table = MySQLCreation.table(ofTrigger: &head) else { return refuseStatement() }
            taken += table.qualifier
        case "EVENT":
            guard let found = MySQLCreation.status(ofEvent: &head) else { return refuseStatement() }
            status = found
        case "FUNCTION": if hasWord("SONAME", within: tokens.count) { return refuseStatement() }
        default: break
        }
        for token in taken { traits.omissions.append(token.bytes) }
        if let account = creation.account { traits.needs.insert(.definer(ExactName(account))) }
        var code = self.code(creation.kind.lowercased(), object.name, end)
        code.enabling = status?.word.isWord("ENABLE") == true ? status?.word.bytes : nil
        code.isPassing = status?.isPassing ?? false
        (code.definer, code.account) = (creation.definer, creation.account.map { ExactName($0) })
        if creation.kind == "VIEW" {
            elsewhere.insert(object.name.name.lowercased())
            code.sources = qualifiers.tables
            code.isChecked = telling.has("OPTION")
        }
        code.sequences = qualifiers.libraries
        if creation.kind == "FUNCTION" { code.mayChangeData = !saysThatItOnlyReads }
        if creation.kind == "VIEW", let dropped, dropped.name == code.name { code.dropping = dropped.bytes }
        traits.code.append(code)
    }

    /// True for a function whose head says what a server with a binary log wants to read there (error 1418).
    private var saysThatItOnlyReads: Bool {
        // In Oracle's manner it stands behind RETURN.
        let head = tokens.prefix { !$0.isWord("BEGIN") && !$0.isWord("AS") && !$0.isWord("IS") }
        // Behind very many parameters it is not known.
        if isCut, head.count == tokens.count { return true }
        return head.indices.contains { index in
            let before = index > 0 ? head[index - 1] : nil
            return head[index].isWord("DETERMINISTIC") && before?.isWord("NOT") != true
                || head[index].isWord("SQL")
                    && (before?.isWord("NO") == true || before?.isWord("READS") == true)
        }
    }

    func code(_ kind: String, _ name: MySQLToken, _ end: Int) -> DumpTraits.Code {
        DumpTraits.Code(
            kind: kind, name: ExactName(name.name), bytes: start..<end, mentions: qualifiers.names)
    }

    mutating func judgeDrop(_ end: Int) {
        openTable = nil
        var head = head
        _ = head.takeAny()
        // mysqldump --add-drop-database; who restores decides what becomes of the database.
        if head.take("DATABASE") {
            guard head.takeAll("IF", "EXISTS"), let name = head.takeAny(), head.isAtEnd else {
                return refuseStatement()
            }
            return leaveOut(name.name, end)
        }
        let kinds = ["TABLE", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "SEQUENCE", "LIBRARY"]
        let isView = head.next?.isWord("VIEW") == true
        let isKnown = kinds.contains { head.take($0) } || head.take("PACKAGE") && (head.take("BODY") || true)
        guard !isGlobals, isKnown, let name = head.takeOwn(), head.isAtEnd else { return refuseStatement() }
        // What is dropped may come again as something else.
        fillable.remove(name.name.lowercased())
        // What some servers skip drops nothing on these.
        if hasWord("TABLE", within: 2), tokens.allSatisfy(\.isCertain) {
            standing[name.name.lowercased()]?.remove(ExactName(name.name))
        }
        if isView { dropped = (ExactName(name.name), start..<end) }
    }

    mutating func judgeAlter(_ end: Int) {
        var head = head
        _ = head.takeAny()
        if isGlobals {
            if !head.take("USER") { refuseStatement() }
        } else if head.take("DATABASE") {
            // Written around routines whose collation is not the database's own; names the database.
            guard let name = head.takeName(), head.take("CHARACTER", "CHARSET", "COLLATE", "DEFAULT") else {
                return refuseStatement()
            }
            noteDatabase(name.name)
            traits.items.append(DumpTraits.Item(kind: "alter database", table: nil, bytes: start..<end))
        } else if !head.take("TABLE") || head.takeOwn() == nil
            || !head.take("DISABLE", "ENABLE", "ADD", "MODIFY", "CHANGE", "DROP", "ALTER", "AUTO_INCREMENT")
        {
            refuseStatement()
        }
    }
}
