import VyaCore
import VyaPlugins

/// Writes a password in the format of the file that a tool reads it from.
enum SecretFileText {
    /// The content of the run-time secret file.
    static func compose(_ password: Secret, format: Plugin.SecretFormat) -> Secret {
        let text = password.exposedPlainText
        switch format {
        case .plain: return Secret(text + "\n")
        case .pgpass:
            // libpq's manual, "The Password File": `:` and `\` are escaped; the file serves one server only.
            return Secret("*:*:*:*:" + text.escaping(["\\": "\\\\", ":": "\\:"]) + "\n")
        case .mysqlOptionFile:
            // MySQL's manual, "Using Option Files": quoted, so that `#` begins no comment.
            return Secret("[client]\npassword=\"" + optionFileEscaped(text) + "\"\n")
        }
    }

    private static func optionFileEscaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
