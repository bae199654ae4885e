package import VyaCore

/// One problem of a configuration file, placed where it stands.
package struct Diagnostic: Sendable, Equatable, CustomStringConvertible {
    /// How bad a problem is.
    package enum Severity: String, Sendable {
        /// The file is refused.
        case error
        /// The file is taken as it is; the operator should know.
        case warning

        /// Its name.
        var words: Message { self == .error ? "error" : "warning" }
    }

    /// How bad it is.
    package let severity: Severity
    /// A stable name for the kind of problem, such as `config.unknown-key`.
    package let code: ErrorCode
    /// The file as the operator named it.
    package let file: String
    /// The line, from 1.
    package let line: Int
    /// The column in Unicode scalars, from 1.
    package let column: Int
    /// The key's path, such as `db_config[1].port`, counted from 0; empty for the file as a whole.
    package let keyPath: String
    /// What is wrong, in lower case without a full stop.
    package let message: Message
    /// What was found, in words that hold no secret; nil when the message says it.
    package let found: Message?
    /// What is allowed.
    package let allowed: Message?
    /// What was probably meant: the nearest known key or word.
    package let suggestion: String?

    /// The place, `file:line:column`.
    package var place: String { "\(file.printable):\(line):\(column)" }

    /// One line in the form of compilers, which editors and terminals know how to follow.
    package var words: Message {
        var text: Message = "\(place): \(severity.words): \(keyPath.isEmpty ? "" : keyPath + ": ")\(message)"
        if let found { text += "; found \(found)" }
        if let allowed { text += "; allowed: \(allowed)" }
        if let suggestion { text += "; did you mean \"\(suggestion)\"?" }
        return text
    }

    /// The same in English.
    package var description: String { words.description }

    /// The problem as a JSON object.
    package var json: JSONValue {
        .object([
            .init("severity", .string(severity.rawValue)), .init("code", .string(code.rawValue)),
            .init("file", .string(file)),
            .init("line", .int(line)), .init("column", .int(column)), .init("key", .string(keyPath)),
            .init("message", .english(message)), .init("found", .english(found)),
            .init("allowed", .english(allowed)), .init("suggestion", .optional(suggestion)),
        ])
    }
}
