import VyaCore

/// Declares which texts a key may have; none of them ever holds NUL, CR or LF.
enum TextRule: Sendable, Equatable {
    case any
    case notEmpty
    /// Any text, which no message may quote.
    case secret
    /// An absolute path without `..`.
    case path
    /// A path, or nothing, which means none.
    case optionalPath
    /// The name or address of a host, a socket folder or file, or nothing, which means the client's default.
    case host
    /// An e-mail address.
    case address
    /// The name of an environment variable.
    case variable
    /// The name of a file in systemd's folder of credentials.
    case credential
    /// `HH:MM`.
    case time

    /// Tells whether a text obeys the rule.
    func accepts(_ text: String) -> Bool {
        switch self {
        case .any, .secret: true
        case .notEmpty: !text.isEmpty
        case .path: PathRule.isAbsolute(text)
        case .optionalPath: text.isEmpty || PathRule.isAbsolute(text)
        case .host: text.isEmpty || TextRule.isHost(text)
        case .address: MailAddressRule.isValid(text)
        case .variable:
            text.utf8.first.map { !(48...57).contains($0) } == true
                && text.utf8.allSatisfy { TextRule.isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
        case .credential: !text.isEmpty && text != "." && text != ".." && !text.holds("/")
        case .time: TextRule.isTime(text)
        }
    }

    /// What is wrong with a text that somebody meant well, in words of its own; nil when there are none.
    func objection(to text: String) -> Message? {
        switch self {
        case .host, .notEmpty, .any, .path:
            if TextRule.isInTypographicQuotes(text) {
                return "typographic quotes stand around it, as word processors set them; take them away"
            }
        case .optionalPath, .secret, .address, .variable, .credential, .time: break
        }
        guard case .host = self, !text.begins(with: "/") else { return nil }
        if text.begins(with: "[") {
            return "an IPv6 address stands without brackets, and the port in \"port\""
        }
        if text.holds("://") { return "the name of the host alone is wanted, and no address of the web" }
        // Neither an address nor a list of hosts has a single colon.
        let parts = text.pieces(separatedBy: ":", omittingEmptySubsequences: false)
        if parts.count == 2, !text.begins(with: "@") { return "the port belongs into \"port\", as a number" }
        return nil
    }

    /// True for a text that pairs of quotes of some language stand around.
    private static func isInTypographicQuotes(_ text: String) -> Bool {
        guard text.unicodeScalars.count > 1, let last = text.unicodeScalars.last else { return false }
        return beginsWithTypographicQuote(text) && quotes.contains(last)
    }

    private static let quotes: [Unicode.Scalar] = [
        "\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}", "\u{201A}", "\u{AB}", "\u{BB}",
    ]

    /// True for a text whose first character is a quote of some language.
    static func beginsWithTypographicQuote(_ text: String) -> Bool {
        text.unicodeScalars.first.map(quotes.contains) ?? false
    }

    /// What is allowed, in words.
    var allowed: Message {
        switch self {
        case .any, .secret: "a text"
        case .notEmpty: "a text that is not empty"
        case .path, .optionalPath: "an absolute path without \"..\""
        case .host: "a host's name or address, or the absolute path of a socket"
        case .address: "one e-mail address in ASCII, such as backup@example.org"
        case .variable: "the name of an environment variable"
        case .credential: "the name of a credential, without \"/\""
        case .time: "a time of day, HH:MM"
        }
    }

    /// The rule as a regular expression (ECMA-262) for the schema, no stricter than `accepts`.
    var pattern: String? {
        switch self {
        case .any, .secret: nil
        case .notEmpty: "^.+$"
        case .path: "^/"
        case .optionalPath: "^(/.*)?$"
        case .host: "^([^-\\s][^\\s]*)?$"
        case .address: "^[^@\\s<>]+@[^@\\s<>]+$"
        case .variable: "^[A-Za-z_][A-Za-z0-9_]*$"
        case .credential: "^[^/]+$"
        case .time: "^([01][0-9]|2[0-3]):[0-5][0-9]$"
        }
    }

    private static func isHost(_ text: String) -> Bool {
        if text.begins(with: "/") { return PathRule.isAbsolute(text) }
        // Letters, digits, and what IPv6, zones, lists of hosts and abstract sockets are written with.
        return text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { isAlphanumeric($0) || "._-:[]%,@".utf8.contains($0) }
    }

    private static func isTime(_ text: String) -> Bool {
        let parts = text.pieces(separatedBy: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Shape.decimal(parts[0]),
            let minute = Shape.decimal(parts[1])
        else { return false }
        return hour < 24 && minute < 60
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}

/// Decides which mail addresses are taken.
///
/// Stricter than RFC 5321: no quoted local parts, comments or address literals, ASCII alone. An address
/// becomes a line of the SMTP dialogue and of the header, so nothing that could end either is let through.
enum MailAddressRule {
    /// Tells whether a text is one plain address, such as `backup@example.org` or `root@localhost`.
    static func isValid(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, parts[0].count <= 64 else { return false }
        return parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty
                && $0.allSatisfy { TextRule.isAlphanumeric($0) || "!#$%&'*+/=?^_`{|}~-".utf8.contains($0) }
        } && isDomain(parts[1])
    }

    private static func isDomain(_ bytes: Substring.UTF8View) -> Bool {
        bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            let hyphen = UInt8(ascii: "-")
            return !label.isEmpty && label.count <= 63 && label.first != hyphen && label.last != hyphen
                && label.allSatisfy { TextRule.isAlphanumeric($0) || $0 == hyphen || $0 == UInt8(ascii: "_") }
        }
    }
}
