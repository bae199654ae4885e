import VyaCore

/// What a plugin file may say; each rule answers with what is wrong with a text, or nil.
enum PluginRules {
    /// The name of a dbms.
    static func name(_ text: String) -> Message? {
        let valid = text.utf8.allSatisfy { isLower($0) || isDigit($0) || "-_".utf8.contains($0) }
        guard valid, let first = text.utf8.first, isLower(first), text.utf8.count <= 32 else {
            return "must be 1 to 32 of a-z, 0-9, - and _, and begin with a letter"
        }
        return nil
    }

    /// A key of `bkp_system`.
    static func folderKey(_ text: String) -> Message? {
        let valid = text.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
        return valid && text.begins(with: "path_") && text.utf8.count > 5
            ? nil : "must be path_ and then a-z, 0-9 and _"
    }

    /// The name of a program, which is looked for in trusted folders.
    static func program(_ text: String) -> Message? {
        if text.holds("/") { return "must be a program's name without a folder" }
        if text.isEmpty || text == "." || text == ".." || text.begins(with: "-") {
            return "is no program's name"
        }
        if Interpreter(named: text) != nil {
            return "\(text) runs what it is given; a plugin names the dump tool itself"
        }
        return nil
    }

    /// A path glob of folders, or the path of a program.
    static func folder(_ text: String) -> Message? {
        guard text.begins(with: "/") else { return "must be an absolute path" }
        return text.pieces(separatedBy: "/").has("..") ? "must not hold \"..\"" : nil
    }

    /// The name of an environment variable that a plugin may set.
    static func variable(_ text: String) -> Message? {
        let valid = text.utf8.allSatisfy { isUpper($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
        guard valid, let first = text.utf8.first, !isDigit(first) else {
            return "must be the name of an environment variable: A-Z, 0-9 and _"
        }
        let refused = ["PATH", "LC_ALL", "IFS", "ENV", "BASH_ENV", "SHELL"]
        return refused.contains(text) || text.begins(with: "LD_") ? "may not be set by a plugin" : nil
    }

    /// An option that entries may not add.
    static func option(_ text: String) -> Message? {
        text.begins(with: "-") && text.utf8.count > 1 ? nil : "must begin with - or --"
    }

    /// Text that must not be empty.
    static func filled(_ text: String) -> Message? { text.isEmpty ? "must not be empty" : nil }

    /// The line that ends a dump.
    static func endMarker(_ text: String) -> Message? {
        if text.isEmpty { return "must be the line that ends a complete dump, or \"none\"" }
        return text.unicodeScalars.contains {
            $0.properties.generalCategory == .control || "\u{2028}\u{2029}".unicodeScalars.contains($0)
        } ? "must be one line" : nil
    }

    private static func isLower(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
    private static func isUpper(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
