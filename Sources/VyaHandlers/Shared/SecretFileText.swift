import VyaCore
import VyaPlugins

/// Writes a password in the format of the file that a tool reads it from, for one server and one account: a connection
/// that was led elsewhere finds none.
enum SecretFileText {
    /// The content of the run-time secret file.
    static func compose(
        _ password: Secret, format: Plugin.SecretFormat, of entry: Entry, port: Int?
    ) -> Secret {
        let text = password.exposedPlainText
        switch format {
        case .plain: return Secret(text + "\n")
        case .pgpass:
            return Secret(passwordFile(text, of: entry, port: port))
        case .mysqlOptionFile:
            // MySQL's manual, "Using Option Files": quoted, so that `#` begins no comment.
            return Secret("[client]\npassword=\"" + optionFileEscaped(text) + "\"\n")
        }
    }

    /// libpq's manual, "The Password File": `host:port:database:user:password`, in which `:` and `\` are escaped. A
    /// socket in the folder that libpq was built with goes by `localhost`.
    private static func passwordFile(_ password: String, of entry: Entry, port: Int?) -> String {
        func escaped(_ text: String) -> String { text.escaping(["\\": "\\\\", ":": "\\:"]) }
        let user = entry.username.map(escaped) ?? "*"
        let hosts = entry.host.map { $0.pieces(separatedBy: ",").map(String.init) } ?? ["localhost"]
        let names = hosts.flatMap { host in
            ["/var/run/postgresql", "/run/postgresql", "/tmp"].has(host) ? [host, "localhost"] : [host]
        }
        return names.map { name in
            "\(escaped(name)):\(port.map(String.init) ?? "*"):*:\(user):\(escaped(password))\n"
        }.joined()
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
