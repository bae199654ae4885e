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

/// Says where a password comes from; contract.md §3.
package enum SecretSource: Sendable, Equatable {
    /// The text itself stands in the configuration.
    case literal(Secret)
    /// An environment variable of this process.
    case environment(String)
    /// A file, whose last line end is not part of the secret.
    case file(String)
    /// The standard output of a program, given as an argument list, without a shell.
    case command([String])
    /// A credential that systemd placed in `$CREDENTIALS_DIRECTORY`.
    case credential(String)
}
