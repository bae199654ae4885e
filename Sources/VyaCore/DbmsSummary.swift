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

    /// Makes a summary.
    package init(
        name: String, aliases: [String] = [], isFiles: Bool = false, folderKeys: [String],
        refusedOptions: [RefusedOption] = []
    ) {
        self.name = name
        self.aliases = aliases
        self.isFiles = isFiles
        self.folderKeys = folderKeys
        self.refusedOptions = refusedOptions
    }
}

/// An option that may not be added to a dump.
package struct RefusedOption: Sendable, Equatable {
    /// The option as written: `--compact`, or `-r` for a short one that may be followed directly by its value.
    package let option: String
    /// Why it is refused.
    package let reason: String

    /// Makes a refused option.
    package init(_ option: String, reason: String) {
        self.option = option
        self.reason = reason
    }

    /// Tells whether an argument is this option, alone, abbreviated as the tools allow it, or with its value.
    ///
    /// A long option also matches its unambiguous-looking abbreviations (`--comp`), because getopt accepts
    /// them; a short option matches alone (`-r`) and with a value attached (`-rfile`).
    package func matches(_ argument: String) -> Bool {
        if option.hasPrefix("--") {
            let name = argument.prefix { $0 != "=" }
            guard name.hasPrefix("--"), name.count > 3 else { return false }
            let normalized = name.replacing("_", with: "-")
            return normalized == option || (normalized.count >= 6 && option.hasPrefix(normalized))
        }
        return argument.hasPrefix(option) && !argument.hasPrefix("--")
    }
}
