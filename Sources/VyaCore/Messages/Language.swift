/// A language that the program speaks to operators.
package enum Language: String, Sendable, CaseIterable {
    case portuguese = "pt-BR"
    case english = "en"

    /// The language that a locale asks for, by the first of the variables that is set and not empty; English for all that the
    /// program does not speak (POSIX.1-2017, 8.2).
    package static func ofLocale(_ variable: (String) -> String?) -> Language {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(variable).first { !$0.isEmpty }
        return locale?.head(upTo: "_", ".", "@") == "pt" ? .portuguese : .english
    }
}
