package import VyaCore

/// One problem in a plugin file, with its place.
package struct PluginDiagnostic: Sendable, Equatable, CustomStringConvertible {
    /// The file, as it was named.
    package let file: String
    /// The line, counted from 1.
    package let line: Int
    /// The column, counted from 1.
    package let column: Int
    /// The key's path, such as `dump.arguments[2]`; empty for the whole document.
    package let path: String
    /// What is wrong and what is allowed.
    package let message: Message

    /// The problem on one line: `file:line:column: path: message`.
    package var words: Message {
        "\(file.printable):\(line):\(column): \(path.isEmpty ? "" : path.printable + ": ")\(message)"
    }

    /// The same in English.
    package var description: String { words.description }
}

/// Collects the problems of one file while it is read.
final class DiagnosticLog {
    let file: String
    private(set) var diagnostics: [PluginDiagnostic] = []

    init(file: String) {
        self.file = file
    }

    func report(line: Int, column: Int, path: String, _ message: Message) {
        diagnostics.append(
            PluginDiagnostic(file: file, line: line, column: column, path: path, message: message))
    }
}
