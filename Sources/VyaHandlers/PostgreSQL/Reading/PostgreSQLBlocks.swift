/// Tells which semicolons end no statement because they stand in the body of an SQL function, as psql does.
///
/// The source is the rule `{identifier}` of psql's lexer (`psqlscan.l`, since version 14): in a statement that
/// begins with `CREATE [OR REPLACE] FUNCTION` or `PROCEDURE`, `BEGIN` opens a block, `CASE` another in it, and
/// `END` closes one.
struct PostgreSQLBlocks {
    private var initials: [UInt8] = [0, 0, 0, 0]
    private var count = 0
    /// How many blocks are open.
    private(set) var depth = 0

    /// True while the words of the statement have to be looked at.
    var isWatching: Bool { count < 4 ? count == 0 || initials[0] != 0 : isRoutine }

    private var isRoutine: Bool {
        func isNoun(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "f") || byte == UInt8(ascii: "p") }
        guard initials[0] == UInt8(ascii: "c") else { return false }
        if isNoun(initials[1]) { return true }
        return initials[1] == UInt8(ascii: "o") && initials[2] == UInt8(ascii: "r") && isNoun(initials[3])
    }

    /// Takes the next word outside of quotes, in lower case; `atTop` says that no parenthesis is open.
    mutating func read(_ word: [UInt8], atTop: Bool) {
        if count < 4, PostgreSQLBlocks.heads.contains(where: { word.elementsEqual($0.utf8) }) {
            initials[count] = word[0]
        }
        count += 1
        guard atTop, isRoutine else { return }
        if word.elementsEqual("begin".utf8) {
            depth += 1
        } else if word.elementsEqual("case".utf8) {
            if depth > 0 { depth += 1 }
        } else if word.elementsEqual("end".utf8) {
            depth = max(0, depth - 1)
        }
    }

    private static let heads = ["create", "function", "procedure", "or", "replace"]
}
