import VyaCore

/// SQL for PostgreSQL.
typealias PostgreSQLText = SQL<PostgreSQLDialect>

/// PostgreSQL's quotes, where a backslash is only a backslash (`standard_conforming_strings`, which our sessions set).
enum PostgreSQLDialect: SQLDialect {
    static func name(_ text: some Sequence<UInt8>) -> [UInt8] { text.quoted(by: Byte.doubleQuote) }

    static func value(_ text: some Sequence<UInt8>) -> [UInt8] { text.quoted(by: Byte.quote) }
}

/// A name of a PostgreSQL object, of one or more parts.
enum PostgreSQLName {
    /// The parts without their quotes; nil for what is no name.
    static func parts(_ text: String) -> [String]? {
        var parts: [String] = []
        var rest = ArraySlice(Array(text.utf8))
        repeat {
            if !parts.isEmpty { rest = rest.dropFirst() }
            var part: [UInt8] = []
            if rest.first == Byte.doubleQuote {
                rest = rest.dropFirst()
                while let byte = rest.popFirst() {
                    if byte == Byte.doubleQuote {
                        guard rest.first == Byte.doubleQuote else { break }
                        rest = rest.dropFirst()
                    }
                    part.append(byte)
                }
            } else {
                part = Array(rest.prefix { Byte.isIdentifier($0) || $0 == Byte.dollar })
                rest = rest.dropFirst(part.count)
            }
            guard !part.isEmpty else { return nil }
            parts.append(String(decoding: part, as: UTF8.self))
        } while rest.first == Byte.dot
        return rest.isEmpty ? parts : nil
    }

    /// The name of one part without its quotes; the text itself when it has more or none.
    static func unquoted(_ text: String) -> String {
        guard let parts = parts(text), parts.count == 1 else { return text }
        return parts[0]
    }

    /// The content of a string literal without escapes; nil for what is none.
    static func content(ofLiteral text: String) -> String? {
        guard text.utf8.count >= 2, text.utf8.first == Byte.quote, text.utf8.last == Byte.quote else {
            return nil
        }
        return String(text.dropFirst().dropLast()).replacing(placeholder: "''", with: "'")
    }
}
