/// Writes words for unit files (systemd.syntax(7), systemd.service(5), systemd.unit(5)).
enum UnitWord {
    /// A path or argument as one word that holds no specifier.
    static func quoted(_ text: String) -> String {
        let escaped = text.replacing("%", with: "%%")
        let isPlain = escaped.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: byte >= 0x80 || "-_=./:,@%+".utf8.contains(byte)
            }
        }
        guard !isPlain || escaped.isEmpty else { return escaped }
        return "\"" + escaped.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// A command line; `$` is no variable in it.
    static func commandLine(_ words: [String]) -> String {
        words.map { quoted($0.replacing("$", with: "$$")) }.joined(separator: " ")
    }
}
