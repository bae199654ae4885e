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

    /// The flag that has a session return all that it is asked for, and take what it is given, whatever the server's settings
    /// are.
    ///
    /// Each server skips the version comment of the other.
    static let unlimited =
        "--init-command=SET SESSION sql_select_limit=18446744073709551615/*!50708 , max_execution_time=0 */"
        + "/*!50720 , transaction_read_only=0 *//*M!100101 , max_statement_time=0 */"

    /// The same for a session that loads a dump into a server: MySQL from 8.4 on refuses foreign keys to columns that are not
    /// unique (error 6125), unless somebody who may do so says otherwise.
    static func loading(into server: MySQLServer) -> String {
        let administers = ["SUPER", "SYSTEM_VARIABLES_ADMIN", "SESSION_VARIABLES_ADMIN"].contains {
            server.privileges.has($0)
        }
        return !server.isMariaDB && server.isAtLeast(8, 4) && administers
            ? unlimited + ", restrict_fk_on_non_standard_key=0" : unlimited
    }

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
            // From 11.4 on the client checks a certificate unless it is told not to (R4).
            case .prefer, .require: return ["--ssl", "--skip-ssl-verify-server-cert"] + authority
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

/// SQL for MySQL and MariaDB.
typealias MySQLText = SQL<MySQLDialect>

/// MySQL's quotes.
enum MySQLDialect: SQLDialect {
    static func name(_ text: some Sequence<UInt8>) -> [UInt8] { text.quoted(by: Byte.backtick) }

    /// Hexadecimal digits mean the same under every sql_mode.
    static func value(_ text: some Sequence<UInt8>) -> [UInt8] {
        Array("CONVERT(".utf8) + digits(Array(text)) + Array(" USING utf8mb4)".utf8)
    }

    fileprivate static func digits(_ bytes: [UInt8]) -> [UInt8] {
        Array("X".utf8) + Hexadecimal.digits(bytes).utf8.quoted(by: Byte.quote)
    }
}

extension SQL<MySQLDialect>.StringInterpolation {
    /// A text where the grammar wants a literal, in a session of ours, whose sql_mode lets a backslash escape.
    mutating func appendInterpolation(text: String) {
        append(quoted: text.utf8.quoted(by: Byte.quote, doubling: [Byte.backslash]))
    }

    /// Bytes in hexadecimal digits.
    mutating func appendInterpolation(digits bytes: [UInt8]) { append(quoted: MySQLDialect.digits(bytes)) }

    /// A database's name as a pattern of GRANT, in which `_` and `%` stand for themselves.
    mutating func appendInterpolation(pattern name: String) {
        appendInterpolation(name: name.escaping(["\\": "\\\\", "_": "\\_", "%": "\\%"]))
    }

    /// An account as GRANT wants it, from `name@host`; one without a host is a role.
    mutating func appendInterpolation(account text: String) {
        guard let at = text.lastPlace(of: "@") else { return appendInterpolation(name: text) }
        appendInterpolation(name: String(text[..<at]))
        appendLiteral("@")
        appendInterpolation(name: String(text[text.index(after: at)...]))
    }
}
