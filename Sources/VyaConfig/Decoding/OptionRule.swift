import VyaCore

/// Decides which arguments an operator may add to a dump.
enum OptionRule {
    /// Why an argument is refused for a dbms; nil when it is taken.
    static func refusal(of option: String, for dbms: DbmsSummary) -> String? {
        if dbms.isFiles { return "there is no tool that could take options for files" }
        if option.isEmpty { return "an empty argument" }
        let name = option.prefix { $0 != "=" }
        if name.utf8.count >= 6, "--password".hasPrefix(name.lowercased()) {
            return "arguments are readable by every user of the host; use the key \"password\""
        }
        if option.hasPrefix("-p"), !option.hasPrefix("--") {
            return
                "\"-p\" is a password or a port, depending on the tool; use the keys \"password\" and \"port\""
        }
        return dbms.refusedOptions.first { $0.matches(option) }?.reason
    }

    /// The argument without what may be a secret: only the name of a long option, two characters of a short one.
    static func shown(_ option: String) -> String {
        guard option.hasPrefix("-") else { return "an argument that is no option" }
        let name = option.hasPrefix("--") ? String(option.prefix { $0 != "=" }) : String(option.prefix(2))
        return ("\"" + name + (name.count < option.count ? "…" : "") + "\"").printable
    }
}
