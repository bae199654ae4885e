import VyaCore

/// Follows which statements set the session for objects that hold code, so that these can be created apart from the rest.
///
/// mysqldump writes `SET character_set_client = …`, `SET sql_mode = …` and `DELIMITER ;;` around each of them, and takes all
/// of it back behind it.
struct MySQLCodeSettings {
    /// The first statements of the dump, as long as they only set the session.
    private(set) var preamble: Range<Int>?
    /// Where the settings begin that nothing else has followed yet.
    private var start: Int?
    /// The `DELIMITER` line behind which statements end otherwise.
    private var block: Int?
    /// The object whose settings are being taken back.
    private var last: Int?
    private var isPreamble = true

    /// Takes a statement that sets the session; one that `restores` gives a setting a value that was kept before.
    mutating func set(_ bytes: Range<Int>, restores: Bool, _ code: inout [DumpTraits.Code]) {
        if isPreamble { preamble = (preamble?.lowerBound ?? bytes.lowerBound)..<bytes.upperBound }
        if restores {
            extend(to: bytes.upperBound, &code)
        } else {
            (start, last) = (start ?? bytes.lowerBound, nil)
        }
    }

    /// Takes the client's `DELIMITER` line; with `isPlain` statements end by a semicolon again.
    mutating func delimiter(_ bytes: Range<Int>, isPlain: Bool, _ code: inout [DumpTraits.Code]) {
        isPreamble = false
        if isPlain {
            extend(to: bytes.upperBound, &code)
            block = nil
        } else {
            (block, last) = (block ?? bytes.lowerBound, nil)
        }
    }

    private func extend(to end: Int, _ code: inout [DumpTraits.Code]) {
        if let last { code[last].setting = code[last].setting.lowerBound..<end }
    }

    /// Takes the last object of `code`, whose statement was just read.
    mutating func create(_ code: inout [DumpTraits.Code]) {
        let bytes = code[code.count - 1].bytes
        let first = [block, start, bytes.lowerBound].compactMap { $0 }.min() ?? 0
        code[code.count - 1].setting = first..<bytes.upperBound
        (last, start, isPreamble) = (code.count - 1, nil, false)
    }

    /// Takes a statement that makes way for the next object; it comes between the settings for that.
    mutating func prepareCode() { (last, isPreamble) = (nil, false) }

    /// Takes any other statement.
    mutating func other() { (last, start, isPreamble) = (nil, nil, false) }
}
