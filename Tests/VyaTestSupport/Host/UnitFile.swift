import Foundation

/// A unit file as a test reads it: the assignments, without what their words mean to systemd.
package struct UnitFile {
    private let lines: [Substring]

    /// Reads a file, and the drop-in of this program behind it.
    package init(_ path: String) throws {
        let dropIn = try? String(contentsOfFile: path + ".d/vya-backup.conf", encoding: .utf8)
        lines = (try String(contentsOfFile: path, encoding: .utf8) + "\n" + (dropIn ?? "")).split(
            separator: "\n")
    }

    /// The values that a key is given, in their order.
    package func values(_ key: String) -> [String] {
        lines.filter { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) }
    }

    /// The words of the values of a key, without the quotes that stand around them.
    package func words(_ key: String) -> [String] {
        values(key).flatMap { value in
            var words: [String] = []
            var (word, isQuoted, isOpen) = ("", false, false)
            var rest = value[...]
            while let character = rest.popFirst() {
                if character == "\\", let next = rest.popFirst() {
                    word.append(next)
                } else if character == "\"" {
                    (isQuoted, isOpen) = (!isQuoted, true)
                } else if character == " ", !isQuoted {
                    if isOpen { words.append(word) }
                    (word, isOpen) = ("", false)
                } else {
                    word.append(character)
                    isOpen = true
                }
            }
            return isOpen ? words + [word] : words
        }.map { $0.replacing("%%", with: "%").replacing("$$", with: "$") }
    }
}
