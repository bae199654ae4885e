import Mustache

/// Escapes scalar by scalar; the library's own escaping goes by grapheme cluster, and so lets `<` through when a
/// combining mark follows it.
struct StrictHTML: MustacheContentType {
    /// Makes it known to the library under the name that the templates give; once, because its register has no lock.
    static let registered: Void = MustacheContentTypes.register(StrictHTML(), named: "STRICT_HTML")

    func escapeText(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
