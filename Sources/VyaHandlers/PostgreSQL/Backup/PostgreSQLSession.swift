import VyaCore

/// What every session of ours begins with, whatever the account's, the database's and the server's settings are.
///
/// The search path is empty from the first statement, so that names without a schema mean PostgreSQL's own, and no
/// function or operator that a tenant made is taken for one of these. It is said in SQL, because poolers refuse it
/// among the parameters of a connection; and in the same message as a question, because they may give the next one to
/// another session.
enum PostgreSQLSession {
    /// The statements; settings that only newer servers know need the version, as `server_version_num / 100` counts it.
    static func settings(major: Int? = nil) -> [PostgreSQLText] {
        var settings: [PostgreSQLText] = [
            "search_path TO ''", "standard_conforming_strings TO on", "client_min_messages TO warning",
            "statement_timeout TO 0", "lock_timeout TO 0", "default_transaction_read_only TO off",
        ]
        for (name, first) in [
            ("idle_in_transaction_session_timeout", 906), ("idle_session_timeout", 1400),
            ("transaction_timeout", 1700),
        ] where (major ?? 0) >= first {
            settings.append("\(words: name) TO 0")
        }
        return settings.map { "SET \($0)" }
    }

    /// A question to be asked in one message, with the settings before it.
    static func question(_ query: PostgreSQLText) -> PostgreSQLText {
        (settings() + [query]).joined(separator: "; ")
    }

    /// How a script begins that a psql reads from its standard input: from here on it obeys no command, if it knows how
    /// to refuse them.
    static func head(of tool: LocatedTool, major: Int) -> PostgreSQLText {
        (tool.knowsRestrict ? "\\restrict \(words: key())\n" : "")
            + settings(major: major).map { "\($0);\n" }.joined()
    }

    /// A key for `\restrict`, which ends with the session that it begins.
    static func key() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in String(generator.next(), radix: 36) }.joined()
    }
}
