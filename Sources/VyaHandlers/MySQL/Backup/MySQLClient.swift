import VyaCore

/// What a MySQL or MariaDB client program is and which flags it knows (traps.md T17).
struct MySQLClient {
    let tool: LocatedTool
    /// What `--help` prints; empty when it was not asked.
    var help = ""

    var isMariaDB: Bool { tool.version.lowercased().holds("mariadb") }

    /// True if the program knows a flag.
    func knows(_ flag: String) -> Bool { help.contains(flag) }

    /// The flags that switch off what `--binary-mode` leaves of the client's own commands.
    var withoutCommands: [String] {
        (knows("--sandbox ") ? ["--sandbox"] : [])
            + (knows("--system-command") ? ["--skip-system-command"] : [])
    }

    /// The flag that has a session return all that it is asked for, whatever the server's settings are.
    ///
    /// Each server skips the version comment of the other.
    static let unlimited =
        "--init-command=SET SESSION sql_select_limit=18446744073709551615/*!50708 , max_execution_time=0 */"
        + "/*M!100101 , max_statement_time=0 */"

    /// The flags for an entry's TLS policy, in this client's words.
    ///
    /// MariaDB's client falls back to plain text unless it verifies the certificate, so that `require` is
    /// also checked by asking the server.
    func tls(_ policy: TLSPolicy) -> [String] {
        let authority = policy.caFile.map { ["--ssl-ca=" + $0] } ?? []
        guard let mode = policy.mode else { return authority }
        if isMariaDB {
            switch mode {
            case .disable: return ["--skip-ssl"]
            case .prefer, .require: return ["--ssl"] + authority
            case .verifyCA, .verifyFull: return ["--ssl", "--ssl-verify-server-cert"] + authority
            }
        }
        switch mode {
        case .disable: return ["--ssl-mode=DISABLED"]
        case .prefer: return ["--ssl-mode=PREFERRED"] + authority
        case .require: return ["--ssl-mode=REQUIRED"] + authority
        case .verifyCA: return ["--ssl-mode=VERIFY_CA"] + authority
        case .verifyFull: return ["--ssl-mode=VERIFY_IDENTITY"] + authority
        }
    }
}

/// Writes names into MySQL's SQL.
enum MySQLQuoting {
    /// A database's or table's name between backticks.
    static func identifier(_ name: String) -> String { "`" + name.escaping(["`": "``"]) + "`" }

    /// A text as a value; hexadecimal digits mean the same under every sql_mode.
    static func literal(_ text: String) -> String {
        "CONVERT(X'" + text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            + "' USING utf8mb4)"
    }

    /// A database's name as a pattern of GRANT, in which `_` and `%` stand for themselves.
    static func grantPattern(_ name: String) -> String {
        identifier(
            name.escaping(["\\": "\\\\", "_": "\\_", "%": "\\%"]))
    }

    /// An account as GRANT wants it, from `name@host`.
    static func account(_ text: String) -> String {
        guard let at = text.lastPlace(of: "@") else { return identifier(text) }
        return identifier(String(text[..<at])) + "@" + identifier(String(text[text.index(after: at)...]))
    }
}
