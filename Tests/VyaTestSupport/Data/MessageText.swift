package import VyaCore

/// Messages looked at by their English.
extension Message {
    package func contains(_ text: String) -> Bool { description.contains(text) }

    package func hasPrefix(_ text: String) -> Bool { description.hasPrefix(text) }

    package func hasSuffix(_ text: String) -> Bool { description.hasSuffix(text) }
}

extension Sequence<Message> {
    /// The English of all of them.
    package var english: [String] { map(\.description) }
}

/// Codes compared with texts.
extension ErrorCode {
    package static func == (code: ErrorCode, text: String) -> Bool { code.rawValue == text }
}

package func == (code: ErrorCode?, text: String) -> Bool { code?.rawValue == text }
