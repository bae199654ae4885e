/// What the configuration reader needs to know of a dbms that some plugin declares.
package struct DbmsSummary: Sendable, Equatable {
    /// The plugin's name.
    package let name: String
    /// Other names that mean it.
    package let aliases: [String]
    /// True when entries are globs of files instead of databases of a server.
    package let isFiles: Bool
    /// The `bkp_system` keys of the folder, the first that is present wins, such as `path_mariadb`, `path_mysql`.
    package let folderKeys: [String]
    /// Options that may not be added to the dump, each with the reason: they divert output or drop the end marker.
    package let refusedOptions: [RefusedOption]
    /// What the tool understands between `--` and an option's name, such as MySQL's `loose-`.
    package let optionPrefixes: [String]
    /// True when the tool writes whole words behind one dash, as SQLite's does.
    package let hasSingleDashWords: Bool

    package init(
        name: String, aliases: [String] = [], isFiles: Bool = false, folderKeys: [String],
        refusedOptions: [RefusedOption] = [], optionPrefixes: [String] = [], hasSingleDashWords: Bool = false
    ) {
        self.name = name
        self.aliases = aliases
        self.isFiles = isFiles
        self.folderKeys = folderKeys
        self.refusedOptions = refusedOptions
        self.optionPrefixes = optionPrefixes
        self.hasSingleDashWords = hasSingleDashWords
    }
}
