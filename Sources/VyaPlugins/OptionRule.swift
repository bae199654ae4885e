import VyaCore

extension Plugin {
    /// Says why an argument from an entry's `options` may not be passed on; nil if it may.
    ///
    /// An argument that is no option would be read as the name of another database, and letters behind one
    /// dash can hide a refused one; so only `--name`, `--name=value` and a single letter are taken.
    package func refusal(of argument: String) -> String? {
        guard argument.hasPrefix("-"), argument != "-", argument != "--" else {
            return "it is no option; write an option and its value as one argument, --option=value"
        }
        if argument.utf8.contains(0) { return "it holds a NUL" }
        let spellings = OptionRule.spellings(of: argument, dialect: dialect)
        for refused in dump?.refusedOptions ?? [] {
            if spellings.contains(where: { refused.matches($0) || OptionRule.abbreviates($0, refused.option) }
            ) {
                return refused.reason
            }
        }
        if dialect != .plain, !argument.hasPrefix("--"), argument.utf8.count > 2 {
            return "letters behind one dash are not taken; write the long form, --option=value"
        }
        return nil
    }
}

/// Knows how an option can be written.
private enum OptionRule {
    /// True when the name of a long option is cut short, as getopt takes it.
    static func abbreviates(_ argument: String, _ option: String) -> Bool {
        let name = String(argument.prefix { $0 != "=" }).replacing("_", with: "-")
        return name.hasPrefix("--") && name.utf8.count > 2 && option.hasPrefix(name)
    }

    /// The option as written and, for MySQL's clients, without the prefixes that they understand.
    static func spellings(of argument: String, dialect: Plugin.Dialect) -> [String] {
        guard dialect == .mysql, argument.hasPrefix("--") else { return [argument] }
        var result = [argument]
        var rest = String(argument.dropFirst(2)).replacing("_", with: "-")
        while let prefix = ["loose-", "skip-", "disable-", "enable-", "maximum-"].first(where: rest.hasPrefix)
        {
            rest = String(rest.dropFirst(prefix.count))
            result.append("--" + rest)
        }
        return result
    }
}
