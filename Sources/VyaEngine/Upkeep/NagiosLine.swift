import VyaCore

/// Writes what a Nagios plugin says (https://nagios-plugins.org/doc/guidelines.html): verdict, words, and performance data
/// behind a bar; then further text, whose last line has a bar with more of these.
package enum NagiosLine {
    /// The line; a bar or a line's end in the words would cut them.
    package static func line(_ severity: Severity, _ words: String, data: [String] = []) -> String {
        "VYA-BACKUP \(severity.word) - " + words.escaping(["|": "/", "\n": " ", "\r": " "])
            + (data.isEmpty ? "" : " | " + data.joined(separator: " "))
    }

    /// The longest line, in bytes: monitoring cuts what is longer.
    package static let longest = 4096

    /// The first line with as much of the data as fits, and the lines for the rest.
    static func lines(
        _ severity: Severity, _ words: String, data: [String]
    ) -> (first: String, further: [String]) {
        var words = words
        if words.utf8.count > longest / 2 {
            words = String(decoding: Array(words.utf8.prefix(longest / 2)), as: UTF8.self) + "…"
        }
        var room = longest - line(severity, words, data: [""]).utf8.count
        var rest = data[...]
        var fitting: [String] = []
        while let next = rest.first, next.utf8.count + 1 <= room {
            fitting.append(next)
            room -= next.utf8.count + 1
            rest.removeFirst()
        }
        var further: [String] = []
        var current = "figures of what did not fit into the first line |"
        for datum in rest {
            if current.utf8.count + 1 + datum.utf8.count > longest {
                further.append(current)
                current = datum
            } else {
                current += " " + datum
            }
        }
        if !rest.isEmpty { further.append(current) }
        return (line(severity, words, data: fitting), further)
    }

    /// The label of a value, to be put between single quotes, which may hold neither these nor an equals sign.
    static func label(_ text: String) -> String {
        text.escaping(["'": "_", "=": "_", "|": "_", "\n": " ", "\r": " "])
    }
}
