/// Decides whether a line of an uploader's log says that a file was taken.
///
/// `{file}` stands for the file: its name, or as much of its path as the log writes before that. What stands right before
/// and behind it in the line must end it, so that a line about `X.sql.gz.json` says nothing of `X.sql.gz`. A pure
/// function of bytes.
package struct UploadPattern: Sendable, Equatable {
    /// What stands for the file.
    package static let placeholder = "{file}"

    /// As the configuration has it.
    package let text: String
    private let before: [UInt8]
    private let after: [UInt8]

    /// Reads a pattern; nil unless it holds `{file}` once, with something around it that ends a name, and words of what
    /// was done with it.
    ///
    /// The name alone would be found in a line that says that the file is still to be taken, too.
    package init?(_ pattern: String) {
        text = pattern
        let bytes = Array(pattern.utf8)
        let mark = Array(Self.placeholder.utf8)
        let places = bytes.indices.filter { bytes[$0...].starts(with: mark) }
        guard places.count == 1, let place = places.first else { return nil }
        before = Array(bytes[..<place])
        after = Array(bytes[(place + mark.count)...])
        guard (before + after).contains(where: { Self.isAlpha($0) || Self.isDigit($0) }),
            !(before.last.map(Self.isOfName) ?? false), !(after.first.map(Self.isOfName) ?? false)
        else { return nil }
    }

    /// Tells whether a line says that the file of a path was taken; `line` has no line ending.
    package func says(_ line: some RandomAccessCollection<UInt8>, of path: String) -> Bool {
        let line = Array(line)
        let path = Array(path.utf8)
        let nameStart = (path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
        let name = path[nameStart...]
        guard !name.isEmpty, line.count >= name.count else { return false }
        return (0...(line.count - name.count)).contains { start in
            guard line[start] == name.first, line[start...].starts(with: name) else { return false }
            let end = start + name.count
            guard line[end...].starts(with: after) else { return false }
            if after.isEmpty, !Self.ends(line[end...]) { return false }
            // As much of the path as the line has, back to where it differs.
            var (begin, place) = (start, nameStart)
            while true {
                let isWhole = begin == start || before.last.map { !Self.isOfPath($0) } ?? true
                if isWhole, line[..<begin].suffix(before.count).elementsEqual(before),
                    !before.isEmpty || Self.starts(line[..<begin])
                {
                    return true
                }
                guard begin > 0, place > 0, line[begin - 1] == path[place - 1] else { return false }
                (begin, place) = (begin - 1, place - 1)
            }
        }
    }

    private static func ends(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let next = rest.first else { return true }
        if !isOfPath(next) { return true }
        // The end of a sentence.
        return next == UInt8(ascii: ".") && rest.dropFirst().first.map { !isOfPath($0) } ?? true
    }

    private static func starts(_ before: ArraySlice<UInt8>) -> Bool {
        before.last.map { !isOfPath($0) } ?? true
    }

    private static func isAlpha(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte >= 0x80
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        isAlpha(byte) || isDigit(byte) || Array("._-~%+@".utf8).contains(byte)
    }

    private static func isOfPath(_ byte: UInt8) -> Bool { isOfName(byte) || Array("/\\".utf8).contains(byte) }
}
