/// An option that may not be added to a dump.
package struct RefusedOption: Sendable, Equatable {
    /// The option as written: `--compact`, or `-r` for a short one that may be followed directly by its value.
    package let option: String
    /// Why it is refused.
    package let reason: Message

    package init(_ option: String, reason: Message) {
        self.option = option
        self.reason = reason
    }

    /// Tells whether an argument is this option: alone, with its value, or abbreviated as getopt takes it.
    package func matches(_ argument: String) -> Bool {
        guard option.begins(with: "--") else {
            return argument.begins(with: option) && !argument.begins(with: "--")
        }
        let name = argument.head(upTo: "=").escaping(["_": "-"])
        return name.begins(with: "--") && name.utf8.count > 2 && option.begins(with: name)
    }
}

extension DbmsSummary {
    /// Says why an argument from an entry's `options` may not be passed on; nil if it may.
    ///
    /// An argument that is no option would be read as the name of another database, and letters behind one dash
    /// can hide a refused one; so only `--name`, `--name=value` and a single letter are taken (A21).
    package func refusal(of argument: String) -> Message? {
        if isFiles { return "there is no tool that could take options for files" }
        guard argument.begins(with: "-"), argument != "-", argument != "--" else {
            return "it is no option; write an option and its value as one argument, --option=value"
        }
        if argument.utf8.contains(0) { return "it holds a NUL" }
        let spellings = spellings(of: argument)
        if spellings.contains(where: { RefusedOption("--password", reason: "").matches($0) }) {
            return "arguments are readable by every user of the host; use the key \"password\""
        }
        for refused in refusedOptions where spellings.contains(where: refused.matches) {
            return refused.reason
        }
        guard !hasSingleDashWords, !argument.begins(with: "--") else { return nil }
        if argument.begins(with: "-p") {
            return
                "\"-p\" is a password or a port, depending on the tool; use the keys \"password\" and \"port\""
        }
        // `-vf/x` is `-v -f /x`: whether that hides a refused option, only the tool itself could tell.
        return argument.utf8.count > 2
            ? "letters behind one dash are not taken; write the long form, --option=value" : nil
    }

    /// The option as written and without the prefixes that the tool understands.
    private func spellings(of argument: String) -> [String] {
        guard argument.begins(with: "--") else { return [argument] }
        var result = [argument]
        var rest = Substring(argument.unicodeScalars.dropFirst(2)).escaping(["_": "-"])
        while let prefix = optionPrefixes.first(where: { rest.begins(with: $0) }) {
            rest = String(rest.dropFirst(prefix.count))
            result.append("--" + rest)
        }
        return result
    }
}
