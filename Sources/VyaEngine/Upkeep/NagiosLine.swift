import VyaCore

/// Writes the first line of a Nagios plugin
/// (https://nagios-plugins.org/doc/guidelines.html): verdict, words, and performance data behind a bar.
package enum NagiosLine {
    /// The line; a bar or a line's end in the words would cut them.
    package static func line(_ severity: Severity, _ words: String, data: [String] = []) -> String {
        "VYA-BACKUP \(severity.word) - " + words.escaping(["|": "/", "\n": " ", "\r": " "])
            + (data.isEmpty ? "" : " | " + data.joined(separator: " "))
    }

    /// The label of a value, to be put between single quotes, which may hold neither these nor an equals sign.
    static func label(_ text: String) -> String {
        text.escaping(["'": "_", "=": "_", "|": "_", "\n": " ", "\r": " "])
    }
}
