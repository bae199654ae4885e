/// Holds a password or token; whatever prints or interpolates it shows only a mask.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let text: String

    /// Takes over the plain text.
    package init(_ text: String) {
        self.text = text
    }

    /// The plain text; for the file or the protocol that needs it, never for a message.
    package var exposedPlainText: String { text }

    /// The mask.
    package var description: String { Secret.mask }

    /// The mask.
    package var debugDescription: String { Secret.mask }

    /// A mirror without children, so that `dump` shows nothing.
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// What stands for a secret in every message.
    package static let mask = "********"
}
