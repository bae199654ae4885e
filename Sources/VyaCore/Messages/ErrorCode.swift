/// The stable name of a kind of failure or finding, in kebab-case behind its area: `dump.truncated`.
///
/// Programs tell failures apart by it, in documents and in the catalog; the sentences may change. One code has one meaning, and
/// `Documentation/errors.md` lists all. Where the program itself decides by one, that is a constant beside who makes it.
package struct ErrorCode: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let rawValue: String

    package init(stringLiteral value: String) { rawValue = value }

    package var description: String { rawValue }
}
