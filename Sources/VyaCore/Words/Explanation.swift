/// Explains a failure to an operator: what failed on what, the tool's own words, and what to do next.
///
/// It never holds a secret: whoever makes one passes no secret in.
package struct Explanation: Sendable, Equatable, CustomStringConvertible {
    /// A stable name for the kind of failure, such as `dump.truncated`.
    package let code: String
    /// One sentence in lower case without a full stop.
    package let message: String
    /// The last lines that a tool or server said, escaped for printing.
    package let details: [String]
    /// What the reader can do, one action a line; a line that holds a control character is escaped.
    package let hints: [String]

    package init(_ code: String, _ message: String, details: [String] = [], hints: [String] = []) {
        self.code = code
        self.message = message
        self.details = details
        self.hints = hints.map(\.pasteable)
    }

    /// The whole text for a terminal: the message, indented details, `hint:` lines.
    package var description: String {
        ([message] + details.map { "  " + $0 } + hints.map { "hint: " + $0 }).joined(separator: "\n")
    }

    /// Explains an error that no part of the program foresaw.
    package static func unexpected(_ error: any Error) -> Explanation {
        Explanation("internal", "unexpected failure: \(String(describing: error).printable)")
    }

    /// Explains any error: by its own explanation, or as one that no part of the program foresaw.
    package static func of(_ error: any Error) -> Explanation {
        (error as? any ExplainedError)?.explanation ?? unexpected(error)
    }

    /// Puts words in front of the message, such as the database it is about.
    package func about(_ subject: String) -> Explanation {
        Explanation(code, "\(subject): \(message)", details: details, hints: hints)
    }
}
