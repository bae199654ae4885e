/// Tells which names of credentials need no quoting anywhere in a unit.
enum CredentialName {
    /// True for letters, digits, dots, hyphens and underscores, which systemd takes up to 255 of.
    static func isValid(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_.".utf8.contains(byte)
            }
        }
        return isPlain && !name.isEmpty && name.utf8.count <= 255 && name != "." && name != ".."
    }
}
