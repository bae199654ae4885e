/// A POSIX access control list as Linux keeps it in an extended attribute (linux/posix_acl_xattr.h).
struct AccessControlList {
    /// The entries in the short text form of acl(5), separated by commas, users and groups as numbers.
    let text: String

    /// Reads the attribute's value: a version, then (tag, permissions, id) each; nil when it is something
    /// else.
    init?(_ value: [UInt8]) {
        func number(_ offset: Int, _ width: Int) -> UInt32 {
            value[offset..<offset + width].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        guard value.count >= 4, value.count % 8 == 4, number(0, 4) == 2 else { return nil }
        var entries: [String] = []
        for offset in stride(from: 4, to: value.count, by: 8) {
            let (permissions, id) = (number(offset + 2, 2), number(offset + 4, 4))
            let who: String
            switch number(offset, 2) {
            case 0x01: who = "user:"
            case 0x02: who = "user:\(id)"
            case 0x04: who = "group:"
            case 0x08: who = "group:\(id)"
            case 0x10: who = "mask:"
            case 0x20: who = "other:"
            default: return nil
            }
            let letters = (permissions & 4 != 0 ? "r" : "-") + (permissions & 2 != 0 ? "w" : "-")
            entries.append("\(who):" + letters + (permissions & 1 != 0 ? "x" : "-"))
        }
        text = entries.joined(separator: ",")
    }
}
