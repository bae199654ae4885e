import VyaCore

/// Follows what a dump makes of `character_set_client`, on which it depends whether a byte is half of a character.
///
/// In some sets the second byte of a character may look like a backslash or a backtick: the server then reads on where the
/// client, which does not know of the set, sees an end, or the other way round.
struct MySQLClientCharacterSet {
    private static let limit = 1000
    /// The sets with second bytes below 0x80.
    private static let ambiguous: Set<String> = ["BIG5", "CP932", "GBK", "GB18030", "SJIS"]

    /// True while a byte that looks like a backslash may be half of a character.
    private(set) var isAmbiguous = false
    private var wasEver = false
    /// What variables of the session keep; those that are not here may keep anything.
    private var saved: [String: Bool] = [:]

    /// Sets it to a name, or to what is not known; unless that `isCertain` it may also stay as it is.
    mutating func set(_ name: String?, isCertain: Bool) {
        change(MySQLClientCharacterSet.mayBeAmbiguous(name), isCertain)
    }

    private mutating func change(_ next: Bool, _ isCertain: Bool) {
        isAmbiguous = next || (!isCertain && isAmbiguous)
        wasEver = wasEver || isAmbiguous
    }

    /// True unless it is the plain name of another set: numbers stand for sets as well, and texts may have escapes.
    private static func mayBeAmbiguous(_ name: String?) -> Bool {
        guard let name, let first = name.utf8.first, !Byte.isDigit(first) else { return true }
        return !name.utf8.allSatisfy { $0 < 0x80 && Byte.isIdentifier($0) }
            || ambiguous.contains(name.uppercased())
    }

    /// Takes note that a variable keeps the set that is set.
    mutating func save(in variable: String) {
        save(isAmbiguous, variable)
    }

    /// Takes note that a variable is given a text, or what is not known.
    mutating func save(_ text: String?, in variable: String) {
        save(MySQLClientCharacterSet.mayBeAmbiguous(text), variable)
    }

    private mutating func save(_ value: Bool, _ variable: String) {
        let name = variable.uppercased()
        if saved.count < MySQLClientCharacterSet.limit || saved[name] != nil { saved[name] = value }
    }

    /// Takes note that a variable is mentioned where it could get a value.
    mutating func touch(_ variable: String) {
        let name = variable.uppercased()
        if saved[name] == false { saved[name] = nil }
    }

    /// Sets it from a variable; unless that `isCertain` it may also stay as it is.
    mutating func restore(from variable: String, isCertain: Bool) {
        let isFull = saved.count >= MySQLClientCharacterSet.limit
        change(saved[variable.uppercased()] ?? (wasEver || isFull), isCertain)
    }
}
