/// How the SQL of one dbms writes what others named or wrote.
protocol SQLDialect: Sendable {
    /// A name between the quotes of the dialect.
    static func name(_ text: some Sequence<UInt8>) -> [UInt8]

    /// A text as a value that means the same whatever the session's settings are.
    static func value(_ text: some Sequence<UInt8>) -> [UInt8]
}

/// Text of SQL for one dbms, into which nothing gets that is not quoted for it.
///
/// It is written as a literal; what is put into one says as what it is to be read: `"DROP DATABASE \(name: database)"`. A
/// literal is `StaticString`, so that a text of somebody else's is never taken for SQL by accident: whatever a server or a
/// dump has written as SQL already comes in by `init(asWritten:)` alone, and says there why that is safe.
struct SQL<Dialect: SQLDialect>: ExpressibleByStringInterpolation, Hashable, Sendable {
    /// What a client is to read.
    private(set) var bytes: [UInt8]

    /// The same as an argument, or for people.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    var isEmpty: Bool { bytes.isEmpty }

    init(stringLiteral literal: StaticString) { bytes = SQL.bytes(of: literal) }

    init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    /// Takes SQL that others wrote as it is; each call says in a comment that begins with `written:` why it may.
    init(asWritten bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// The parts of a literal, in order.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate(set) var bytes: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) { bytes.reserveCapacity(literalCapacity) }

        mutating func appendLiteral(_ literal: StaticString) { bytes += SQL.bytes(of: literal) }

        /// Text of the same dialect.
        mutating func appendInterpolation(_ sql: SQL) { bytes += sql.bytes }

        mutating func appendInterpolation(_ number: some BinaryInteger) { bytes += String(number).utf8 }

        /// A name of one part.
        mutating func appendInterpolation(name: String) { bytes += Dialect.name(name.utf8) }

        /// A text as a value.
        mutating func appendInterpolation(value: String) { bytes += Dialect.value(value.utf8) }

        /// SQL as a value: what is run by a statement of its own, or is the body of a block.
        mutating func appendInterpolation(value: SQL) { bytes += Dialect.value(value.bytes) }

        /// Words of the language that somebody names: a privilege, a kind, a character set. What has another byte than those
        /// of words becomes a name, which no server takes for a word.
        mutating func appendInterpolation(words: String) {
            let areWords =
                !words.isEmpty
                && words.utf8.allSatisfy { $0 < 0x80 && (Byte.isIdentifier($0) || $0 == Byte.space) }
            bytes += areWords ? Array(words.utf8) : Dialect.name(words.utf8)
        }

        /// Bytes that another type has quoted for this dialect.
        mutating func append(quoted: some Sequence<UInt8>) { bytes += quoted }
    }

    // written: both are SQL
    static func + (first: SQL, second: SQL) -> SQL { SQL(asWritten: first.bytes + second.bytes) }

    static func += (first: inout SQL, second: SQL) { first.bytes += second.bytes }

    private static func bytes(of literal: StaticString) -> [UInt8] {
        literal.withUTF8Buffer { Array($0) }
    }
}

extension Sequence {
    /// The texts behind each other, with another between any two.
    func joined<Dialect>(separator: SQL<Dialect> = "") -> SQL<Dialect> where Element == SQL<Dialect> {
        var (bytes, isFirst) = ([UInt8](), true)
        for element in self {
            if !isFirst { bytes += separator.bytes }
            bytes += element.bytes
            isFirst = false
        }
        return SQL(asWritten: bytes)  // written: all of them are SQL
    }
}

extension Sequence<UInt8> {
    /// Between quotes, which are doubled where they stand in it, as `others` are.
    func quoted(by quote: UInt8, doubling others: [UInt8] = []) -> [UInt8] {
        var result = [quote]
        for byte in self {
            if byte == quote || others.contains(byte) { result.append(byte) }
            result.append(byte)
        }
        return result + [quote]
    }
}
