import VyaCore

/// A file of a schedule; its first line says who wrote it, and tells whether somebody has changed it since.
package struct ScheduledFile: Sendable, Equatable {
    /// How a file that is there stands to what this program writes.
    package enum Origin: Sendable, Equatable {
        /// This program wrote it, and nobody changed it.
        case own
        /// This program wrote it, and somebody changed it.
        case edited
        /// Somebody else wrote it.
        case foreign
    }

    /// Its name, without a folder.
    package let name: String
    /// Its text, the first line included.
    package let text: String

    private static let mark = "# Written by vya-backup schedule, which replaces and removes it; mark "

    /// Marks a text.
    init(name: String, body: String) {
        self.name = name
        text = ScheduledFile.mark + ScheduledFile.sum(of: body) + "\n" + body
    }

    /// Says who a text is by.
    ///
    /// The mark keeps what an operator changed from being lost by mistake; it is no proof against forgery.
    package static func origin(of text: String) -> Origin {
        guard text.begins(with: mark), let end = text.utf8.firstIndex(of: 0x0A) else { return .foreign }
        let body = String(text[text.utf8.index(after: end)...])
        return text[..<end] == mark + sum(of: body) ? .own : .edited
    }

    private static func sum(of body: String) -> String { NameHash.padded(NameHash.number(of: body.utf8)) }
}
