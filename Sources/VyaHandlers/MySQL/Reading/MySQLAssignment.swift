/// One assignment of a `SET` statement.
struct MySQLAssignment {
    enum Target: Equatable {
        /// `NAMES`, or the client's character set.
        case names
        /// A variable of the session that the dump invents.
        case user(String)
        /// A setting of the server.
        case system(String, isGlobal: Bool)
        /// `TRANSACTION …` and what is not known.
        case other
    }

    let target: Target
    let value: [MySQLToken]

    /// True when the value is the session's `sql_mode`.
    var isMode: Bool { isSetting("SQL_MODE") }

    /// True when the value is a setting of the session, by its name in capitals.
    func isSetting(_ name: String) -> Bool {
        let words = value.drop { $0.isSign("@") }.filter { !$0.isSign(".") && !$0.isWord("SESSION") }
        return value.count - value.drop { $0.isSign("@") }.count == 2 && words.count == 1
            && words.first?.isWord(name) == true
    }

    /// True for what a restore does not always let the server do.
    var mayBeLeftOut: Bool {
        guard case .system(let name, _) = target else { return false }
        return ["GTID_PURGED", "GTID_SLAVE_POS", "SQL_LOG_BIN"].contains(name)
    }

    /// The variable that is the whole value.
    var variable: String? {
        guard value.count == 2, value[0].isSign("@") else { return nil }
        if case .sign = value[1].kind { return nil }
        return value[1].name
    }

    /// What it gives a value to, by its name in capitals, if it depends on that where a text ends.
    var place: String? {
        switch target {
        case .user(let name): "@" + name.uppercased()
        case .names, .system("CHARACTER", _), .system("CHARSET", _): "CHARACTER_SET_CLIENT"
        case .system(let name, _): name
        case .other: nil
        }
    }

    /// What its value is taken from, by the same names, if that is followed.
    var source: String? {
        if let variable { return "@" + variable.uppercased() }
        return ["SQL_MODE", "CHARACTER_SET_CLIENT"].first { isSetting($0) }
    }

    /// The variables that the value could give a value to, because it is more than one of them.
    var assignedInside: [String] {
        if isMode || variable != nil { return [] }
        return value.indices.dropFirst().filter { index in
            value[index - 1].isSign("@") && (index < 2 || !value[index - 2].isSign("@"))
        }.map { value[$0].name }
    }

    /// Reads what follows `SET`.
    static func read(_ tokens: ArraySlice<MySQLToken>) -> [MySQLAssignment] {
        var parts: [[MySQLToken]] = [[]]
        var depth = 0
        for token in tokens {
            if token.isSign("(") { depth += 1 }
            if token.isSign(")") { depth -= 1 }
            if token.isSign(","), depth == 0 {
                parts.append([])
            } else {
                parts[parts.count - 1].append(token)
            }
        }
        return parts.map(MySQLAssignment.init)
    }

    private init(_ tokens: [MySQLToken]) {
        var rest = tokens[...]
        var isGlobal = false
        var isUser = false
        if rest.first?.isSign("@") == true {
            rest.removeFirst()
            isUser = rest.first?.isSign("@") != true
            if !isUser { rest.removeFirst() }
        }
        let scopes = ["GLOBAL", "SESSION", "LOCAL", "PERSIST", "PERSIST_ONLY"]
        if !isUser, let scope = rest.first, scopes.contains(where: { scope.isWord($0) }) {
            isGlobal = !scope.isWord("SESSION") && !scope.isWord("LOCAL")
            rest.removeFirst()
            if rest.first?.isSign(".") == true { rest.removeFirst() }
        }
        guard let name = rest.popFirst() else {
            (target, value) = (.other, [])
            return
        }
        if !isUser, name.isWord("NAMES") || name.isWord("TRANSACTION") || name.isWord("CHARACTER") {
            target =
                name.isWord("NAMES") ? .names : .system(name.text, isGlobal: isGlobal)
            value = Array(rest)
            return
        }
        if rest.first?.isSign(":") == true { rest.removeFirst() }
        guard rest.popFirst()?.isSign("=") == true else {
            (target, value) = (.other, [])
            return
        }
        target = isUser ? .user(name.name) : .system(name.name.uppercased(), isGlobal: isGlobal)
        value = isUser ? Array(rest) : MySQLAssignment.given(Array(rest), to: name)
    }

    /// `@variable` for `IFNULL(@variable, 'literal')`, by which HeidiSQL gives settings back; anything else as it is.
    ///
    /// The literal counts where the variable was never set: another mode than none would change how texts are read.
    private static func given(_ value: [MySQLToken], to name: MySQLToken) -> [MySQLToken] {
        guard value.count == 7, value[0].isWord("IFNULL"), value[1].isSign("("), value[2].isSign("@"),
            value[3].kind == .word, value[4].isSign(","), value[6].isSign(")"),
            !name.isWord("CHARACTER_SET_CLIENT")
        else { return value }
        let isNumber = value[5].kind == .word && value[5].text.utf8.allSatisfy(Byte.isDigit)
        guard let text = value[5].quotedText ?? (isNumber ? value[5].text : nil) else { return value }
        return name.isWord("SQL_MODE") && !text.isEmpty ? value : Array(value[2...3])
    }
}

extension MySQLToken {
    /// The text of a literal.
    var quotedText: String? {
        switch kind {
        case .quoted(Byte.quote), .quoted(Byte.doubleQuote): name
        default: nil
        }
    }
}
