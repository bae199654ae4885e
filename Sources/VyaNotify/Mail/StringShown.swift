import VyaCore

extension String {
    /// The text for a mail: controls, invisible marks and line ends as escapes, and cut to so many characters.
    ///
    /// Unlike `printable` it leaves a backslash alone, because most texts of a report are escaped already.
    func shown(atMost limit: Int = 1000) -> String {
        var result = ""
        var count = 0
        for scalar in unicodeScalars {
            guard count < limit else { return result + "…" }
            count += 1
            switch scalar {
            case "\\": result += "\\"
            default: result += String(scalar).printable
            }
        }
        return result
    }
}
