/// The head of a `CREATE` statement, up to the kind of what is created.
struct MySQLCreation {
    /// `TABLE`, `VIEW`, `TRIGGER`, …, in capitals.
    let kind: String
    private(set) var isTemporary = false
    /// The account in whose name the object runs, as `name@host`; nil if none is named.
    private(set) var account: String?
    /// True when the account has a host, as those of users have.
    private(set) var namesHost = false
    /// True for a view whose head says how it is computed.
    private(set) var namesAlgorithm = false
    /// The words that say so.
    private(set) var definer: Range<Int>?

    /// Goes on behind the kind; nil when something else comes.
    init?(_ head: inout MySQLStatementHead) {
        guard head.take("CREATE") else { return nil }
        _ = head.takeAll("OR", "REPLACE")
        while true {
            if let definer = head.takeDefiner() {
                account = definer.account
                namesHost = definer.tokens.contains { $0.isSign("@") }
                if let first = definer.tokens.first, let last = definer.tokens.last {
                    self.definer = first.bytes.lowerBound..<last.bytes.upperBound
                }
            } else if head.takeAll("SQL", "SECURITY") {
                if !head.take("DEFINER", "INVOKER") { return nil }
            } else if head.take("ALGORITHM") {
                namesAlgorithm = true
                if !head.take(sign: "=") || head.takeAny() == nil { return nil }
            } else if head.take("TEMPORARY") {
                isTemporary = true
            } else if !head.take("AGGREGATE", "UNIQUE", "FULLTEXT", "SPATIAL") {
                break
            }
        }
        // A view of MySQL 9 whose rows are documents.
        _ = head.takeAll("JSON", "RELATIONAL", "DUALITY") || head.takeAll("JSON", "DUALITY")
        guard let kind = head.takeAny(), kind.kind == .word else { return nil }
        self.kind = kind.text
        if self.kind == "PACKAGE" { _ = head.take("BODY") }
    }

    /// Goes on from behind the name of a trigger to its body; its table, or nil when something else comes.
    static func table(ofTrigger head: inout MySQLStatementHead) -> MySQLStatementHead.Object? {
        guard head.take("BEFORE", "AFTER") else { return nil }
        while !head.take("ON") {
            guard
                head.take("INSERT", "UPDATE", "DELETE", "OR", "OF") || head.take(sign: ",")
                    || head.takeName() != nil
            else { return nil }
        }
        guard let table = head.takeObject(), head.takeAll("FOR", "EACH", "ROW") else { return nil }
        return table
    }

    /// Goes on from behind the name of an event to its body; the word that enables or disables it, and whether the event runs
    /// once and is dropped then. Nil when there is no such word.
    static func status(ofEvent head: inout MySQLStatementHead) -> (word: MySQLToken, isPassing: Bool)? {
        guard head.takeAll("ON", "SCHEDULE") else { return nil }
        // At one time, or up to one.
        var isOnce = head.next?.isWord("AT") == true
        var status: MySQLToken?
        var (previous, isKept) = (MySQLToken?.none, false)
        while let token = head.takeAny() {
            if token.isWord("DO") { return status.map { ($0, isOnce && !isKept) } }
            if token.isWord("ENABLE") || token.isWord("DISABLE") { status = token }
            if token.isWord("ENDS") { isOnce = true }
            if token.isWord("PRESERVE") { isKept = previous?.isWord("NOT") != true }
            previous = token
        }
        return nil
    }
}
