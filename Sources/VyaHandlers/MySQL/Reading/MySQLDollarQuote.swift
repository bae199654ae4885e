/// A text between `$tag$` and `$tag$`, as the server shows the bodies of routines and libraries that are not in SQL.
///
/// The source is the reference of MySQL 9, 27.3 "JavaScript Stored Programs", and what `SHOW CREATE FUNCTION` writes: the
/// tag is empty, or one that the body does not hold. MySQL's own client knows them from version 9 on; all others see quotes
/// and commands in them.
struct MySQLDollarQuote {
    /// The first major version of MySQL's client that knows them.
    static let firstClient = 9

    private var tag: [UInt8] = [Byte.dollar]
    private var isOpen = false
    private var matched = 0

    enum Event { case nothing, end, none }

    /// Takes the byte behind the first `$`, and those that follow: `end` with the last byte of the closing tag, `none` with one
    /// that shows that there is no such text.
    mutating func take(_ byte: UInt8) -> Event {
        guard isOpen else {
            guard byte == Byte.dollar || Byte.isIdentifier(byte), tag.count < 256 else {
                return .none
            }
            tag.append(byte)
            isOpen = byte == Byte.dollar
            return .nothing
        }
        // No tag holds its own first sign, but at its end.
        matched = byte == tag[matched] ? matched + 1 : byte == Byte.dollar ? 1 : 0
        return matched == tag.count ? .end : .nothing
    }
}
