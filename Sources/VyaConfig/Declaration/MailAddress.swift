/// Decides which mail addresses are taken.
///
/// Stricter than RFC 5321: no quoted local parts, comments or address literals, ASCII alone. An address
/// becomes a line of the SMTP dialogue and of the header, so nothing that could end either is let through.
enum MailAddress {
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
