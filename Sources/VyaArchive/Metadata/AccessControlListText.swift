import VyaSystem

/// An access control list in the text form of acl(5), as archives keep it.
extension AccessControlList {
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
        self.init(entries)
    }

    /// The entries in the short text form of acl(5), separated by commas, users and groups as numbers.
    var text: String {
        entries.map { entry in
            let isNamed = entry.tag == .user || entry.tag == .group
            let letters = zip([4, 2, 1], "rwx").map { entry.permissions & $0 != 0 ? String($1) : "-" }
            return Self.word(entry.tag) + ":" + (isNamed ? String(entry.id) : "") + ":"
                + letters.joined()
        }.joined(separator: ",")
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
        func named(_ owner: Entry.Tag, _ other: Entry.Tag, _ find: ([UInt8]) -> UInt32?) -> Entry? {
            if who.isEmpty { return Entry(owner, permissions: permissions) }
            let number = PaxValues.decimal(fields.count == 4 ? fields[3] : who).map { UInt32(clamping: $0) }
            return (number ?? find(who)).map { Entry(other, permissions: permissions, id: $0) }
        }
        switch String(decoding: fields[0], as: UTF8.self) {
        case "user", "u": return named(.owner, .user, Account.userNumber)
        case "group", "g": return named(.owningGroup, .group, Account.groupNumber)
        case "mask", "m": return Entry(.mask, permissions: permissions)
        case "other", "o": return Entry(.other, permissions: permissions)
        default: return nil
        }
    }

    private static func word(_ tag: Entry.Tag) -> String {
        switch tag {
        case .owner, .user: "user"
        case .owningGroup, .group: "group"
        case .mask: "mask"
        case .other: "other"
        }
    }
}
