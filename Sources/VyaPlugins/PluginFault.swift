package import VyaCore

/// A plugin file that declares nothing, because something is wrong with it: its own entries fail, and no others.
package struct PluginFault: Sendable, Equatable {
    /// The file.
    package let file: String
    /// The names that it would have declared: its own, then its aliases; that of the file where they cannot be read.
    package internal(set) var names: [String]
    /// What the configuration reader knew of the plugin whose place it was to take; nil if there is none of its name.
    var replaced: DbmsSummary?
    package let diagnostics: [PluginDiagnostic]

    /// The error of whatever needs the file.
    package var error: ConfigurationError {
        ConfigurationError(
            "plugin.invalid",
            "the plugin file \(file.printable) "
                + (diagnostics.count == 1 ? "is invalid" : "holds \(diagnostics.count) problems"),
            details: diagnostics.map(\.words),
            hints: [
                """
                correct the file, or move it out of the folder; `vya-backup plugins check \
                \(ShellWord.quoted(file))` checks it
                """
            ])
    }

    /// What stands for its dbms in the configuration; the backups of the plugin whose place it was to take lie where they lay.
    var summary: DbmsSummary? {
        replaced
            ?? names.first.map {
                DbmsSummary(name: $0, aliases: Array(names.dropFirst()), folderKeys: ["path_" + $0])
            }
    }

    /// What a file is named after, by custom: `redis` for `…/redis.json`.
    static func name(ofFile path: String) -> String {
        let name = path.pieces(separatedBy: "/").last.map(String.init) ?? path
        return name.ends(with: ".json") ? String(name.dropLast(5)) : name
    }
}
