import VyaCore

/// An address that can stand in an SMTP command: `local@domain` in ASCII, nothing quoted.
///
/// libcurl passes a line end inside an address on to the server as commands of its own, so nothing that could end
/// the command or its angle brackets gets this far. The grammar is RFC 5321's `Mailbox` without quoted strings.
struct MailAddress: Sendable, Equatable {
    let text: String
    let domain: String

    /// Checks the text; throws `mail.address` when it is no plain address.
    init(_ text: String) throws(NotificationError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2,
            (1...64).contains(parts[0].count), parts[0].allSatisfy(MailAddress.isAtomByte),
            parts[1].count > 0, parts[1].allSatisfy(MailAddress.isDomainByte)
        else {
            throw NotificationError(
                "mail.address", "\"\(text.shown(atMost: 80))\" is not a mail address that can be used",
                hints: [
                    "write addresses as name@example.com, without a display name, spaces or angle brackets"
                ])
        }
        self.text = text
        domain = String(decoding: parts[1], as: UTF8.self)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// RFC 5321's `atext`, and the dot.
    private static func isAtomByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || ".!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    /// A host name, or an address in brackets.
    private static func isDomainByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || ".-_[]:".utf8.contains(byte)
    }
}
