/// Holds the name of a database, table, role or pattern, equal to another only byte for byte.
///
/// `String` compares by canonical equivalence, so that `é` written in two normal forms would be one name;
/// a server keeps them as two.
package struct ExactName: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral
{
    /// The name as text.
    package let text: String

    /// Wraps a name.
    package init(_ text: String) {
        self.text = text
    }

    /// Wraps a literal name.
    package init(stringLiteral value: String) {
        self.text = value
    }

    /// The name as text.
    package var description: String { text }

    /// Compares the UTF-8 bytes.
    package static func == (left: ExactName, right: ExactName) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Orders by the UTF-8 bytes.
    package static func < (left: ExactName, right: ExactName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// Hashes the UTF-8 bytes.
    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
    }
}
