/// Walks along the first tokens of a statement, as far as every server reads them alike.
///
/// What stands in a version comment that some servers skip ends the walk, unless the whole statement stands in that one
/// comment: then a server reads all of it, or nothing.
struct MySQLStatementHead {
    /// A name, with what says in which database it is.
    struct Object {
        let name: MySQLToken
        /// The database's name and the dot behind it; empty for a bare name.
        let qualifier: [MySQLToken]
    }

    private var rest: ArraySlice<MySQLToken>
    /// True when the statement has more tokens than were kept.
    private let isCut: Bool
    private let isWhole: Bool

    /// Makes a walk; `versions` is the number of version comments in the statement.
    init(_ tokens: [MySQLToken], isCut: Bool, versions: Int) {
        rest = tokens[...]
        self.isCut = isCut
        isWhole = versions == 1 && !tokens.contains(where: \.isCertain)
    }

    /// Makes a walk along the first tokens of a statement as a server reads them that skips no version comment.
    init(all tokens: ArraySlice<MySQLToken>) { (rest, isCut, isWhole) = (tokens, false, true) }

    /// The next token, if every server that reads the statement reads it.
    var next: MySQLToken? { rest.first.flatMap { $0.isCertain || isWhole ? $0 : nil } }

    /// True when the statement ends here.
    var isAtEnd: Bool { rest.isEmpty && !isCut }

    /// Goes on behind one of these words; false, and nowhere, if another token comes.
    mutating func take(_ words: String...) -> Bool {
        guard let next, words.contains(where: { next.isWord($0) }) else { return false }
        rest.removeFirst()
        return true
    }

    /// Goes on behind these words in their order; false, and nowhere, if they do not come.
    mutating func takeAll(_ words: String...) -> Bool {
        var ahead = self
        for word in words where !ahead.take(word) { return false }
        self = ahead
        return true
    }

    /// Goes on behind a sign; false, and nowhere, if another token comes.
    mutating func take(sign: Unicode.Scalar) -> Bool {
        guard let next, next.isSign(sign) else { return false }
        rest.removeFirst()
        return true
    }

    /// Takes whatever token comes; nil at the end.
    mutating func takeAny() -> MySQLToken? { next == nil ? nil : rest.popFirst() }

    /// Takes a name; nil, and nowhere, if none comes.
    mutating func takeName() -> MySQLToken? { next?.isName == true ? rest.popFirst() : nil }

    /// Takes a number; nil, and nowhere, if none comes.
    mutating func takeNumber() -> MySQLToken? {
        guard let next, next.kind == .word, next.text.utf8.first.map(Byte.isDigit) == true else { return nil }
        return rest.popFirst()
    }

    /// Takes a name and the database before it; nil if none comes.
    mutating func takeObject() -> Object? {
        guard let first = takeName() else { return nil }
        guard let dot = next, dot.isSign(".") else { return Object(name: first, qualifier: []) }
        rest.removeFirst()
        guard let name = takeName() else { return nil }
        return Object(name: name, qualifier: [first, dot])
    }

    /// Takes a name without a database before it, and `IF EXISTS` or `IF NOT EXISTS` in front; nil if another comes.
    mutating func takeOwn() -> MySQLToken? {
        skipExistence()
        guard let object = takeObject(), object.qualifier.isEmpty else { return nil }
        return object.name
    }

    /// Goes on behind `IF EXISTS` or `IF NOT EXISTS`, if it comes.
    mutating func skipExistence() {
        if !takeAll("IF", "NOT", "EXISTS") { _ = takeAll("IF", "EXISTS") }
    }

    /// What may stand between `INSERT` or `REPLACE` and the name of a table.
    static let insertWords = ["INTO", "IGNORE", "DELAYED", "LOW_PRIORITY", "HIGH_PRIORITY"]

    /// Takes `DEFINER = account`; the account as `name@host`, and all the tokens. Nil if it does not come.
    mutating func takeDefiner() -> (account: String?, tokens: [MySQLToken])? {
        let start = rest.startIndex
        let all = rest
        guard take("DEFINER"), take(sign: "="), let user = takeAny() else { return nil }
        var account: String?
        if take(sign: "@") {
            guard let host = takeAny() else { return nil }
            if case .quoted = user.kind { account = user.name + "@" + host.name }
        } else if case .quoted = user.kind {
            account = user.name
        } else if take(sign: "("), !take(sign: ")") {
            return nil
        }
        return (account, Array(all[start..<rest.startIndex]))
    }
}
