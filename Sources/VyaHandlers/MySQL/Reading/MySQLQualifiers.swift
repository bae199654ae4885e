import VyaCore

/// Gathers what stands in front of dots in a statement: databases, tables and what these are called there; and the tables of
/// the database in use that a view is made of, as the server writes them.
struct MySQLQualifiers {
    private static let limit = 1000

    /// The names, in lower case, but for those in front of sequences.
    private(set) var names: Set<String> = []
    /// What stands in front of the names of sequences, whose database MariaDB writes with them.
    private(set) var sequences: [DumpTraits.Named] = []
    /// What stands in front of the names of libraries, whose database MySQL writes with them: `USING (db.library AS l)`.
    private(set) var libraries: [DumpTraits.Named] = []
    /// The names that stand where tables do, without a database.
    private var tableNames: Set<String> = []
    /// True where a table may stand, and when the last token is one.
    private var awaitsTable = false
    private var isTable = false
    /// The last token, if it is a name without a dot in front, and whether a dot is the last one.
    private var lastName: MySQLToken?
    private var isBehindDot = false
    /// How much of `NEXTVAL (`, of another function of sequences, or of `VALUE FOR` the last tokens before that name are.
    private var call = 0
    private var isBehindValue = false
    private var isCall = false
    /// How much of `USING (` the last tokens are; 2 up to the bracket that closes it.
    private var imports = 0

    var isEmpty: Bool { names.isEmpty && sequences.isEmpty }

    var tables: Set<ExactName> {
        Set((tableNames + (isTable ? [lastName?.name].compactMap { $0 } : [])).map { ExactName($0) })
    }

    mutating func take(_ token: MySQLToken) {
        if isTable, !token.isSign("."), let lastName, tableNames.count < MySQLQualifiers.limit {
            tableNames.insert(lastName.name)
        }
        isTable = awaitsTable && token.isName
        awaitsTable =
            token.isWord("FROM") || token.isWord("JOIN") || token.isWord("STRAIGHT_JOIN") || token.isSign("(")
        if token.isSign(".") {
            if let lastName {
                let named = DumpTraits.Named(
                    name: lastName.name, bytes: lastName.bytes.lowerBound..<token.bytes.upperBound)
                if isCall {
                    sequences.append(named)
                } else if imports == 2 {
                    libraries.append(named)
                } else if names.count < MySQLQualifiers.limit {
                    names.insert(lastName.name.lowercased())
                }
            }
            (lastName, isBehindDot) = (nil, true)
        } else {
            lastName = !isBehindDot && token.isName ? token : nil
            isBehindDot = false
        }
        if token.isSign(")") || imports < 2 {
            imports = token.isWord("USING") ? 1 : imports == 1 && token.isSign("(") ? 2 : 0
        }
        isCall = call == 2
        let isFunction = ["NEXTVAL", "LASTVAL", "SETVAL"].contains { token.isWord($0) }
        let isOpen = call == 1 && token.isSign("(") || isBehindValue && token.isWord("FOR")
        call = isFunction ? 1 : isOpen ? 2 : 0
        isBehindValue = token.isWord("VALUE")
    }
}
