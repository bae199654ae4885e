import VyaCore

/// A member of the configuration in one line, as a remedy shows it.
struct ConfigurationLine {
    /// `"bkp_system": { "path_pgsql": "/backups" }`
    let words: Message

    /// Makes a line of a section, a key and a value that is JSON already.
    init(_ section: String, _ key: String, _ value: String) {
        words = "\(Self.text(section)): { \(Self.text(key)): \(value) }"
    }

    /// `"path_pgsql": "/backups"`
    static func member(_ key: String, _ value: String) -> String { text(key) + ": " + text(value) }

    /// A text as JSON has it.
    static func text(_ text: String) -> String { JSONValue.string(text).serialized() }
}
