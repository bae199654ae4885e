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

    /// Sets it to a name.
    mutating func set(_ name: String) {
        isAmbiguous = MySQLClientCharacterSet.ambiguous.contains(name.uppercased())
        wasEver = wasEver || isAmbiguous
    }

    /// Takes note that a variable keeps the set that is set.
    mutating func save(in variable: String) {
        if saved.count < MySQLClientCharacterSet.limit { saved[variable.uppercased()] = isAmbiguous }
    }

    /// Takes note that a variable is mentioned where it could get a value.
    mutating func touch(_ variable: String) { saved[variable.uppercased()] = nil }

    /// Sets it from a variable.
    mutating func restore(from variable: String) { isAmbiguous = saved[variable.uppercased()] ?? wasEver }
}
