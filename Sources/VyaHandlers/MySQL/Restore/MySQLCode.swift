import VyaCore

/// An object of a database that holds code, as the server itself shows it, with what a session has to be to make it again.
struct MySQLCode: Equatable {
    /// `FUNCTION`, `PROCEDURE`, `PACKAGE`, `PACKAGE BODY`, `VIEW`, `TRIGGER` or `EVENT`.
    let kind: String
    let name: ExactName
    /// The table of a trigger.
    var table: ExactName = ""
    var sqlMode = ""
    /// The time zone of an event.
    var timeZone = ""
    var characterSet = ""
    var collation = ""
    /// The collation that the database had when the object was made; empty for a view.
    var databaseCollation = ""
    /// The statement that makes it, in its own character set.
    var statement: [UInt8] = []

    /// The kinds in the order in which they are made.
    static let order = ["FUNCTION", "PROCEDURE", "PACKAGE", "PACKAGE BODY", "VIEW", "EVENT"]

    // MARK: Asking

    /// Asks for objects of a database; the answer is read by `read`.
    static func question(_ objects: [MySQLCode], of database: ExactName) -> [MySQLText] {
        guard !objects.isEmpty else { return [] }
        // What is not from the database in use is named with its database in the text of a view.
        var questions: [MySQLText] = ["USE \(name: database.text)"]
        for object in objects {
            let names = [database.text, object.kind, object.name.text, object.table.text]
            let digits: [MySQLText] = names.map { "\(text: Hexadecimal.digits(Array($0.utf8)))" }
            questions.append("SELECT 'code', \(digits.joined(separator: ", "))")
            questions.append("SHOW CREATE \(words: object.kind) \(name: object.name.text)")
        }
        return questions
    }

    /// Reads the answer to questions about any databases; throws `SourceError` when one does not show its text.
    static func read(_ rows: [[[UInt8]]]) throws -> [ExactName: [MySQLCode]] {
        var result: [ExactName: [MySQLCode]] = [:]
        var asked: (database: ExactName, code: MySQLCode)?
        for row in rows {
            if row.count == 5, row[0] == Array("code".utf8) {
                let names = row.dropFirst().map {
                    ExactName(String(decoding: Hexadecimal.bytes(ofDigits: $0), as: UTF8.self))
                }
                asked = (names[0], MySQLCode(kind: names[1].text, name: names[2], table: names[3]))
                continue
            }
            guard let database = asked?.database, var code = asked?.code else { continue }
            asked = nil
            let text = row.map { String(decoding: $0, as: UTF8.self) }
            switch code.kind {
            case "VIEW" where row.count >= 4:
                (code.statement, code.characterSet, code.collation) = (row[1], text[2], text[3])
            case "EVENT" where row.count >= 7:
                (code.sqlMode, code.timeZone, code.statement) = (text[1], text[2], row[3])
                (code.characterSet, code.collation, code.databaseCollation) = (text[4], text[5], text[6])
            case _ where row.count >= 6:
                (code.sqlMode, code.statement) = (text[1], row[2])
                (code.characterSet, code.collation, code.databaseCollation) = (text[3], text[4], text[5])
            default: break
            }
            try code.check()
            result[database, default: []].append(code)
        }
        return result
    }

    /// Character sets in which a byte of a letter can be that of a sign.
    private static let ambiguous: Set = ["big5", "cp932", "gb18030", "gbk", "sjis"]

    private func check() throws {
        let words = "\(kind.lowercased()) \"\(name.text.printable)\""
        let names = [characterSet, collation] + (databaseCollation.isEmpty ? [] : [databaseCollation])
        guard statement.starts(with: "CREATE ".utf8),
            names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { Byte.isIdentifier($0) && $0 < 0x80 } })
        else {
            throw SourceError(
                "restore.hidden-code", "the server does not show the account what the \(words) is",
                hints: ["restore with an account that sees it, or under another name with --target NAME"])
        }
        var inspector = MySQLInspector(marker: "", isGlobals: false, listsItems: false)
        let script = Array("DELIMITER ;;\n".utf8) + statement + Array("\n;;\nDELIMITER ;\n".utf8)
        script.withUnsafeBytes { inspector.observe($0) }
        _ = inspector.finish()
        guard inspector.traits.commands.isEmpty, !MySQLCode.ambiguous.contains(characterSet) else {
            throw SourceError(
                "restore.unsafe-code", "no client can be given the \(words) safely",
                details: inspector.traits.commands.prefix(3).map { "\($0.text)" },
                hints: ["restore under another name with --target NAME"])
        }
    }

    // MARK: Making

    /// The statement with another database's name in the place of one that it names; for names that are nobody else's.
    func moved(from database: ExactName, to other: ExactName) -> MySQLCode {
        var code = self
        let (old, new): (MySQLText, MySQLText) = ("\(name: database.text).", "\(name: other.text).")
        code.statement = statement.replacing(old.bytes, with: new.bytes)
        return code
    }

    /// The statements that make it in the database in use, and bring the session back; a trigger on `other`, if one is given.
    ///
    /// `own` is the collation of the database, which is changed for as long as the object wants another.
    func statements(in database: ExactName, own: String, on other: ExactName? = nil) throws -> [MySQLText] {
        var before: [MySQLText] = [
            "SET SESSION character_set_client = \(words: characterSet), collation_connection = \(words: collation)"
        ]
        var after: [MySQLText] = ["SET NAMES utf8mb4"]
        if kind != "VIEW" {
            before.insert("SET SESSION sql_mode = \(text: sqlMode)", at: 0)
            after.append("SET SESSION sql_mode = 'STRICT_ALL_TABLES'")
        }
        if !timeZone.isEmpty {
            before.insert("SET SESSION time_zone = \(text: timeZone)", at: 0)
            after.append("SET SESSION time_zone = DEFAULT")
        }
        if !databaseCollation.isEmpty, databaseCollation != own {
            before.insert("ALTER DATABASE \(name: database.text) COLLATE \(words: databaseCollation)", at: 0)
            after.append("ALTER DATABASE \(name: database.text) COLLATE \(words: own)")
        }
        var text = statement
        if let other { text = try retargeted(to: other) }
        // written: the server shows it, and `check` has looked at it
        return before + [MySQLText(asWritten: text)] + after
    }

    /// True for a statement that makes something with code.
    static func isMaking(_ statement: MySQLText) -> Bool {
        statement.bytes.starts(with: "CREATE ".utf8)
            && !["CREATE DATABASE ", "CREATE TABLE "].contains { statement.bytes.starts(with: $0.utf8) }
    }

    /// True for a trigger that says its table as the server does when the table gets another name.
    var isPlain: Bool {
        statement.replacingSubrange(tableBytes ?? 0..<0, with: table)
            == statement
    }

    /// The statement of a trigger with another table.
    private func retargeted(to other: ExactName) throws -> [UInt8] {
        guard let bytes = tableBytes else {
            throw SourceError(
                "restore.unsafe-code", "the trigger \"\(name.text.printable)\" cannot be read",
                hints: ["restore under another name with --target NAME"])
        }
        return statement.replacingSubrange(bytes, with: other)
    }

    /// Where a trigger says its table.
    private var tableBytes: Range<Int>? {
        var tokenizer = MySQLTokenizer(statement)
        var tokens: [MySQLToken] = []
        while tokens.count < 200, let token = tokenizer.next() { tokens.append(token) }
        var head = MySQLStatementHead(tokens, isCut: true, versions: 0)
        guard let creation = MySQLCreation(&head), creation.kind == "TRIGGER" else { return nil }
        head.skipExistence()
        guard head.takeObject() != nil, let table = MySQLCreation.table(ofTrigger: &head) else { return nil }
        return (table.qualifier.first ?? table.name).bytes.lowerBound..<table.name.bytes.upperBound
    }

    /// The statement that has an event run, which stays its definer's.
    func enabling() -> MySQLText {
        var tokenizer = MySQLTokenizer(statement)
        var tokens: [MySQLToken] = []
        while tokens.count < 50, let token = tokenizer.next() { tokens.append(token) }
        var head = MySQLStatementHead(tokens, isCut: true, versions: 0)
        let definer: MySQLText =
            MySQLCreation(&head)?.account.map { "DEFINER = \(account: $0) " } ?? ""
        return "ALTER \(definer)EVENT \(name: name.text) ENABLE"
    }

    /// The views in an order in which each comes behind those that it is made of.
    static func ordered(_ views: [MySQLCode]) -> [MySQLCode] {
        var (waiting, done) = (views, [MySQLCode]())
        while !waiting.isEmpty {
            let next = waiting.firstIndex { view in
                !waiting.contains { $0.name != view.name && view.isMade(of: $0.name) }
            }
            done.append(waiting.remove(at: next ?? 0))
        }
        return done
    }

    /// True for a view that names another where tables stand: the server writes these names in quotes, and a dot behind those
    /// of columns.
    private func isMade(of other: ExactName) -> Bool {
        let name = MySQLText("\(name: other.text)").bytes
        let signs = ["from ", "join ", "(", "."].map { Array($0.utf8) }
        var rest = statement[...]
        while let range = rest.firstRange(of: name) {  // characters: bytes
            let isQualifier = rest[range.upperBound...].first == UInt8(ascii: ".")
            let isTable = signs.contains { statement[..<range.lowerBound].ends(with: $0) }
            if isTable, !isQualifier { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }
}

extension [UInt8] {
    /// The bytes with a name in the place of some.
    fileprivate func replacingSubrange(_ range: Range<Int>, with name: ExactName) -> [UInt8] {
        self[..<range.lowerBound] + MySQLText("\(name: name.text)").bytes + self[range.upperBound...]
    }
}

extension Collection<UInt8> where SubSequence: BidirectionalCollection {
    /// True when these bytes are the last ones.
    fileprivate func ends(with other: [UInt8]) -> Bool { suffix(other.count).elementsEqual(other) }
}
