import VyaCore

/// Shows arguments that may hold a secret.
enum OptionText {
    /// The argument without what may be a secret: only the name of a long option, two characters of a short one.
    static func shown(_ option: String) -> String {
        guard option.hasPrefix("-") else { return "an argument that is no option" }
        let name = option.hasPrefix("--") ? String(option.prefix { $0 != "=" }) : String(option.prefix(2))
        return ("\"" + name + (name.count < option.count ? "…" : "") + "\"").printable
    }
}
