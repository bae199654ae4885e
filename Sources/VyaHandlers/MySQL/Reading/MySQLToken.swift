import VyaCore

/// One word, quoted text or sign of a statement outside of comments.
struct MySQLToken: Equatable {
    enum Kind: Equatable {
        /// A keyword, a bare name or a number; its text is in capitals.
        case word
        /// What stood in quotes; the text has them, as the dump writes it.
        case quoted(UInt8)
        case sign(UInt8)
    }

    let kind: Kind
    var text: String
    /// What the dump writes, which is the text but for the capitals.
    let written: String
    /// Where it stands in the stream.
    var bytes: Range<Int>
    /// True unless it stands in a version comment that some servers skip.
    var isCertain: Bool

    init(
        kind: Kind, text: String, written: String? = nil, bytes: Range<Int> = 0..<0, isCertain: Bool = true
    ) {
        self.kind = kind
        self.text = text
        self.written = written ?? text
        self.bytes = bytes
        self.isCertain = isCertain
    }

    /// True for a word.
    func isWord(_ wanted: String) -> Bool { kind == .word && text == wanted }

    /// True for a sign.
    func isSign(_ wanted: Unicode.Scalar) -> Bool { kind == .sign(UInt8(ascii: wanted)) }

    /// True for what can name an object: bare and no number, or in the quotes of names.
    var isName: Bool {
        switch kind {
        case .word: text.utf8.first.map { !Byte.isDigit($0) } ?? false
        case .quoted(let quote): quote == Byte.backtick || quote == Byte.doubleQuote
        case .sign: false
        }
    }

    /// The name that the token stands for: without quotes, and a doubled quote as one.
    var name: String {
        guard case .quoted(let quote) = kind else { return written }
        return MySQLQuoting.unquoted(text, quote: quote)
    }
}

/// Reads names in MySQL's SQL.
enum MySQLQuoting {
    /// What stands between quotes, in which a doubled quote is one.
    static func unquoted(_ text: String, quote: UInt8) -> String {
        let mark = String(UnicodeScalar(quote))
        return String(decoding: text.utf8.dropFirst().dropLast(), as: UTF8.self)
            .replacing(placeholder: mark + mark, with: mark)
    }

    /// The name of a table that a dump writes with or without quotes.
    static func unquoted(_ text: String) -> String {
        guard let quote = text.utf8.first, text.utf8.count > 1, text.utf8.last == quote,
            quote == Byte.backtick || quote == Byte.doubleQuote
        else { return text }
        return unquoted(text, quote: quote)
    }
}
