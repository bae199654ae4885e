import VyaCore

/// Decides which arguments an operator may add to a dump.
enum OptionRule {
    /// Why an argument is refused for a dbms; nil when it is taken.
    static func refusal(of option: String, for dbms: DbmsSummary) -> String? {
        if dbms.isFiles { return "there is no tool that could take options for files" }
        if option.isEmpty { return "an empty argument" }
        let name = option.prefix { $0 != "=" }
        // The tools take any abbreviation that is not ambiguous.
        if name.utf8.count >= 4, "--password".hasPrefix(name.lowercased()) {
            return "arguments are readable by every user of the host; use the key \"password\""
        }
        if option.hasPrefix("-p"), !option.hasPrefix("--") {
            return
                "\"-p\" is a password or a port, depending on the tool; use the keys \"password\" and \"port\""
        }
        if let refused = dbms.refusedOptions.first(where: { $0.matches(option) }) { return refused.reason }
        // `-vf/x` is `-v -f /x`: whether that hides a refused option, only the tool itself could tell.
        if option.hasPrefix("-"), !option.hasPrefix("--"), option.utf8.count > 2 {
            return
                "several short options or a value in one argument; write the long form, or separate arguments"
        }
        return nil
    }

    /// The argument without what may be a secret: only the name of a long option, two characters of a short one.
    static func shown(_ option: String) -> String {
        guard option.hasPrefix("-") else { return "an argument that is no option" }
        let name = option.hasPrefix("--") ? String(option.prefix { $0 != "=" }) : String(option.prefix(2))
        return ("\"" + name + (name.count < option.count ? "…" : "") + "\"").printable
    }
}
