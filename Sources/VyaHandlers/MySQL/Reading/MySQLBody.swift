import VyaCore

/// Follows the blocks of a routine's body, so that what stands behind its end is seen.
///
/// The source is the grammar of stored programs (MySQL 8.4 reference, 15.6 "Compound Statement Syntax"; MariaDB, "Programmatic
/// and Compound Statements"): what opens or closes a block does so only where a statement begins, but for the `END` of an
/// expression `CASE` and of `UNTIL`. Of bodies in the manner of Oracle and in other languages only the words that may open and
/// close a block are looked at.
struct MySQLBody {
    private enum Block {
        case begin, condition, choice, loop
        /// A `CASE` that is a value.
        case expression
    }

    private enum Place: Equatable {
        /// Before the body of a trigger, an event, a procedure or function.
        case trigger(String), event(isScheduled: Bool), parameters, characteristics(String)
        /// Where a statement begins, and behind a name that may be a label.
        case start, label
        /// Within a statement, or behind `END`.
        case inside, ending
        /// In what ends with `THEN`, `DO` or `END`.
        case condition, loopCondition, until
        /// Behind `DECLARE`, `DECLARE CONTINUE` and `FOR`, and behind one of its conditions.
        case declaration, handler, handlerCondition, handlerNext
        /// Behind `FOLLOWS` or `PRECEDES`, and the name there.
        case order, ordered
        case over
    }

    private var place: Place
    private var blocks: [Block] = []
    private var depth = 0
    private var last: MySQLToken?
    /// True when something stands behind the body's end, or is no body at all.
    private var isBroken = false
    // What is known of a body that is not followed.
    private var isOpaque: Bool
    private var hasBlocks = false
    private var isBehindSemicolon = false
    private var endsInBlock = true

    /// Makes a reader of what follows `TRIGGER`, `EVENT`, `PROCEDURE`, `FUNCTION` or `PACKAGE`.
    init(of kind: String, isOracle: Bool) {
        switch kind {
        case "TRIGGER": place = .trigger("")
        case "EVENT": place = .event(isScheduled: false)
        default: place = .parameters
        }
        isOpaque = isOracle || kind == "PACKAGE" || kind == "LIBRARY"
    }

    /// True when the body is whole.
    var isWhole: Bool {
        let isAtEnd = place == .inside || place == .ending || place == .over || place == .label
        return isOpaque ? endsInBlock : !isBroken && blocks.isEmpty && isAtEnd
    }

    /// True where a semicolon may be one of the body's.
    var takesSemicolons: Bool { !isOpaque || hasBlocks }

    mutating func take(_ token: MySQLToken) {
        defer { last = token }
        look(at: token)
        if !isOpaque, !isBroken { follow(token) }
    }

    private static let openings: Set<String> = ["BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "AS", "IS"]

    /// Takes note of what may open a block, and of what stands behind the last semicolon.
    private mutating func look(at token: MySQLToken) {
        if token.kind == .word {
            let isLoop = last?.isWord("FOR") == true && !token.isWord("EACH")
            if isLoop || MySQLBody.openings.contains(token.text) { hasBlocks = true }
        }
        if token.isSign(";") {
            isBehindSemicolon = true
        } else if isBehindSemicolon, token.isCertain, !token.isSign("*"), !token.isSign("/") {
            isBehindSemicolon = false
            endsInBlock = token.isWord("END") || token.isWord("UNTIL")
        }
    }

    private mutating func follow(_ token: MySQLToken) {
        let isHidden = last?.isSign(".") == true || last?.isSign("@") == true
        // Bare words alone mean something, and not behind a dot or an @, where they are names.
        let word = token.kind == .word && !isHidden ? token.text : ""
        if !token.isCertain, token.isSign(";") || MySQLBody.structural.contains(word) { isBroken = true }
        if token.isSign("(") { depth += 1 }
        if token.isSign(")") { depth -= 1 }
        if token.isSign(";") { return endStatement() }
        switch place {
        case .trigger, .event, .parameters, .characteristics, .order, .ordered: takeHead(token, word)
        case .start: begin(token, word)
        case .label: place = token.isSign(":") ? .start : .inside; if place == .inside { takeValue(word) }
        case .inside: takeValue(word)
        case .condition:
            if word == "THEN", blocks.last != .expression { place = .start } else { takeValue(word) }
        case .loopCondition:
            if word == "DO", depth == 0, blocks.last != .expression {
                place = .start
            } else {
                takeValue(word)
            }
        case .until:
            if word == "END", blocks.last != .expression, !isOperandWanted {
                close()
            } else {
                takeValue(word)
            }
        case .ending: if token.kind != .word, !token.isName, !token.isSign("*") { isBroken = true }
        case .declaration, .handler, .handlerCondition, .handlerNext: takeDeclaration(token, word)
        case .over: if !token.isSign("*"), !token.isSign("/") { isBroken = true }
        }
    }

    private static let structural: Set<String> = [
        "BEGIN", "END", "IF", "ELSE", "ELSEIF", "THEN", "CASE", "WHEN", "LOOP", "REPEAT", "UNTIL", "WHILE",
        "DO", "FOR", "DECLARE", "HANDLER",
    ]

    // MARK: The head

    private mutating func takeHead(_ token: MySQLToken, _ word: String) {
        switch place {
        case .trigger(let words):
            switch (words, word) {
            case (_, "FOR"), ("FOR", "EACH"): place = .trigger(word)
            case ("EACH", "ROW"): place = .start
            default: place = .trigger("")
            }
        case .event(let isScheduled):
            if isScheduled, word == "DO", depth == 0 { place = .start }
            if word == "SCHEDULE" { place = .event(isScheduled: true) }
        case .parameters: if token.isSign(")"), depth == 0 { place = .characteristics("") }
        case .characteristics(let last):
            if word == "AS" || word == "IS" {
                isOpaque = true
            } else if last == "RETURNS" || MySQLBody.named.contains(last) || depth > 0 || token.isSign(")")
                || token.isSign(".") || MySQLBody.characteristics.contains(word)
            {
                place = .characteristics(
                    token.isSign(".") ? "OF" : depth > 0 || token.isSign(")") ? "" : word)
            } else {
                place = .start
                begin(token, word)
            }
        case .order: place = .ordered
        case .ordered:
            if token.isSign(".") {
                place = .order
            } else {
                place = .start
                begin(token, word)
            }
        default: break
        }
    }

    /// What a name or text follows in a head.
    private static let named: Set<String> = ["CHARSET", "COLLATE", "COMMENT", "LANGUAGE", "OF"]
    /// The words between the parameters and the body, those of types among them; `SET` is one behind `CHARACTER`.
    private static let characteristics: Set<String> = [
        "RETURNS", "CHARSET", "CHARACTER", "COLLATE", "COMMENT", "LANGUAGE", "NOT", "DETERMINISTIC",
        "CONTAINS",
        "NO", "SQL", "READS", "MODIFIES", "DATA", "SECURITY", "DEFINER", "INVOKER", "UNSIGNED", "SIGNED",
        "ZEROFILL", "PRECISION", "VARYING", "BYTE", "ASCII", "UNICODE", "BINARY", "VARCHAR", "VARBINARY",
        "TYPE", "ROW", "OF",
    ]

    // MARK: Statements

    private mutating func begin(_ token: MySQLToken, _ word: String) {
        switch word {
        case "FOLLOWS" where last?.isWord("ROW") == true, "PRECEDES" where last?.isWord("ROW") == true:
            place = .order
        case "SET" where last?.isWord("CHARACTER") == true: place = .characteristics("CHARSET")
        case "BEGIN": blocks.append(.begin)
        case "NOT" where last?.isWord("BEGIN") == true: break
        case "ATOMIC" where last?.isWord("NOT") == true: break
        case "END": close()
        case "IF": (blocks, place) = (blocks + [.condition], .condition)
        case "CASE": (blocks, place) = (blocks + [.choice], .condition)
        case "ELSEIF": place = .condition
        case "WHEN" where blocks.last == .choice: place = .condition
        case "ELSE" where blocks.last == .choice || blocks.last == .condition: break
        case "LOOP", "REPEAT": blocks.append(.loop)
        case "WHILE", "FOR": (blocks, place) = (blocks + [.loop], .loopCondition)
        case "UNTIL": place = .until
        case "DECLARE": place = .declaration
        default: place = token.isName ? .label : .inside
        }
    }

    private mutating func close() {
        if blocks.popLast() == nil { isBroken = true }
        place = .ending
    }

    private mutating func endStatement() {
        switch place {
        case .inside, .ending, .label, .over:
            if blocks.last == .expression { isBroken = true }
            place = blocks.isEmpty ? .over : .start
        case .declaration, .handler: place = .start
        default: isBroken = true
        }
    }

    /// Takes a word within a statement.
    private mutating func takeValue(_ word: String) {
        if word == "CASE" { blocks.append(.expression) }
        if word == "END", blocks.last == .expression, !isOperandWanted { blocks.removeLast() }
    }

    /// True where a value has to come, so that a word there is the name of one.
    private var isOperandWanted: Bool {
        switch last?.kind {
        case .sign(let byte): byte != Byte.close
        case .word: MySQLBody.operators.contains(last?.text ?? "")
        default: false
        }
    }

    private static let operators: Set<String> = [
        "WHEN", "THEN", "ELSE", "CASE", "AND", "OR", "XOR", "NOT", "LIKE", "RLIKE", "REGEXP", "BETWEEN", "IN",
        "IS",
        "DIV", "MOD", "BINARY", "ESCAPE", "INTERVAL", "UNTIL",
    ]

    // MARK: Declarations

    private mutating func takeDeclaration(_ token: MySQLToken, _ word: String) {
        switch (place, word) {
        case (.declaration, "CONTINUE"), (.declaration, "EXIT"), (.declaration, "UNDO"): place = .handler
        case (.declaration, _): place = .inside
        case (.handler, "HANDLER"): break
        case (.handler, "FOR"): place = .handlerCondition
        case (.handler, _): place = .inside
        case (.handlerCondition, "SQLSTATE"), (.handlerCondition, "VALUE"), (.handlerCondition, "NOT"): break
        case (.handlerCondition, _): place = .handlerNext
        default:
            if token.isSign(",") {
                place = .handlerCondition
            } else {
                place = .start
                begin(token, word)
            }
        }
    }
}
