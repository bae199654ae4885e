/// A POSIX access control list as Linux keeps it in an extended attribute (linux/posix_acl_xattr.h).
struct AccessControlList {
    private struct Entry {
        let tag: Int
        let permissions: Int
        let id: UInt32
    }

    private static let words = [1: "user", 2: "user", 4: "group", 8: "group", 0x10: "mask", 0x20: "other"]
    /// Stands for no user or group.
    private static let nobody = UInt32.max

    private let entries: [Entry]

    /// Reads the attribute's value: a version, then (tag, permissions, id) each; nil when it is something
    /// else.
    init?(_ value: [UInt8]) {
        func number(_ offset: Int, _ width: Int) -> Int {
            value[offset..<offset + width].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard value.count >= 4, value.count % 8 == 4, number(0, 4) == 2 else { return nil }
        var entries: [Entry] = []
        for offset in stride(from: 4, to: value.count, by: 8) {
            let tag = number(offset, 2)
            guard Self.words[tag] != nil else { return nil }
            let (permissions, id) = (number(offset + 2, 2), UInt32(number(offset + 4, 4)))
            entries.append(Entry(tag: tag, permissions: permissions & 7, id: id))
        }
        self.entries = entries
    }

    /// Reads the text form of acl(5), long or short, and star's with the number as a fourth field; nil when it is
    /// something else or names a user or group that this system does not know.
    init?(text: [UInt8]) {
        var entries: [Entry] = []
        for part in text.split(whereSeparator: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\n") }) {
            let line = part.prefix { $0 != UInt8(ascii: "#") }.filter { $0 != 0x20 && $0 != 0x09 }
            if line.isEmpty { continue }
            guard let entry = Self.entry(line) else { return nil }
            entries.append(entry)
        }
        guard !entries.isEmpty else { return nil }
        // The order that the kernel asks for is that of the tags, and of the numbers within one.
        self.entries = entries.sorted { ($0.tag, $0.id) < ($1.tag, $1.id) }
    }

    /// The entries in the short text form of acl(5), separated by commas, users and groups as numbers.
    var text: String {
        entries.map { entry in
            let isNamed = entry.tag == 2 || entry.tag == 8
            let letters = zip([4, 2, 1], "rwx").map { entry.permissions & $0 != 0 ? String($1) : "-" }
            return (Self.words[entry.tag] ?? "") + ":" + (isNamed ? String(entry.id) : "") + ":"
                + letters.joined()
        }.joined(separator: ",")
    }

    /// The value of the attribute.
    var value: [UInt8] {
        func bytes(_ number: UInt32, _ width: Int) -> [UInt8] {
            (0..<width).map { UInt8(truncatingIfNeeded: number >> UInt32($0 * 8)) }
        }
        return bytes(2, 4)
            + entries.flatMap {
                bytes(UInt32($0.tag), 2) + bytes(UInt32($0.permissions), 2) + bytes($0.id, 4)
            }
    }

    private static func entry(_ line: [UInt8]) -> Entry? {
        var fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(
            Array.init)
        if fields.count == 2 { fields.insert([], at: 1) }
        guard (3...4).contains(fields.count) else { return nil }
        let who = fields[1]
        var permissions = 0
        for letter in fields[2] {
            switch letter {
            case UInt8(ascii: "r"): permissions |= 4
            case UInt8(ascii: "w"): permissions |= 2
            case UInt8(ascii: "x"): permissions |= 1
            case UInt8(ascii: "-"): break
            default: return nil
            }
        }
        func named(_ tag: Int, _ find: ([UInt8]) -> UInt32?) -> Entry? {
            if who.isEmpty { return Entry(tag: tag, permissions: permissions, id: nobody) }
            let number = PaxValues.decimal(fields.count == 4 ? fields[3] : who).map { UInt32(clamping: $0) }
            return (number ?? find(who)).map { Entry(tag: tag << 1, permissions: permissions, id: $0) }
        }
        switch String(decoding: fields[0], as: UTF8.self) {
        case "user", "u": return named(1, AccountNames.userNumber)
        case "group", "g": return named(4, AccountNames.groupNumber)
        case "mask", "m": return Entry(tag: 0x10, permissions: permissions, id: nobody)
        case "other", "o": return Entry(tag: 0x20, permissions: permissions, id: nobody)
        default: return nil
        }
    }
}
