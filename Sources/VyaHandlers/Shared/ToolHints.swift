import VyaCore
import VyaPlugins

/// Turns what a client tool or server said into what an operator can do.
enum ToolHints {
    /// What is said of a dump that is whole.
    private static let harmless = [
        // pg_dump of all versions, of tables that refer to each other; it concerns dumps of rows alone.
        "circular foreign-key constraints",
        // MariaDB's tools from 11.0 on about their older names, and from 11.4 on of an account without a password.
        "Deprecated program name", "--ssl-verify-server-cert is disabled",
        // mysqldump from 8.0.28 on, of a server that numbers its transactions; and from 8.0.34 on of its own library.
        "from a server that has GTIDs", "MYSQL_OPT_RECONNECT is deprecated",
        // MySQL's and MariaDB's tools of an option that somebody has abbreviated.
        "unique option prefix",
        // Debian's wrapper around PostgreSQL's tools on a host without a server.
        "cluster is suitable as a default target",
    ]

    /// Judges the error lines of a dump tool that succeeded: what it left out, and what is only worth a warning.
    ///
    /// Nothing is said of what is known to be harmless, nor of the details of that, nor of the progress that a tool was asked
    /// to tell of.
    static func remarks(
        _ lines: [String], of dialect: Plugin.Dialect, isVerbose: Bool = false
    ) -> ToolRemarks {
        var isHarmless = false
        var isServers = false
        var remarks = ToolRemarks()
        for line in lines {
            if !["detail:", "hint:", "DETAIL:", "HINT:"].contains(where: { line.holds($0) }) {
                isHarmless = harmless.contains { line.holds($0) }
                // Of PostgreSQL the server speaks as well, in its own language, of a collation's version or the like.
                isServers = dialect == .postgresql && !line.begins(with: "pg_dump")
            }
            let text = line.lowercased()
            if isHarmless || isVerbose && !text.holds("warning") && !text.holds("error") { continue }
            if isServers { remarks.warnings.append("\(line)") } else { remarks.shortfalls.append("\(line)") }
        }
        return remarks
    }

    /// An error line without the statement that it repeats, whose words are no message.
    private static func withoutStatements(_ line: String) -> String {
        let trimmed = line.dropping(leading: " ", "\t")
        if ["LINE ", "STATEMENT:", "QUERY:", "CONTEXT:"].contains(where: { trimmed.begins(with: $0) }) {
            return ""
        }
        // mysqldump: Couldn't execute 'SHOW CREATE …': the message (number)
        guard let start = line.unicodeScalars.firstRange(of: "execute '".unicodeScalars)?.lowerBound,
            let end = line.unicodeScalars.ranges(of: "':".unicodeScalars).last?.upperBound, start < end
        else { return line }
        return String(line[..<start]) + String(line[end...])
    }

    /// The hints for the error lines of a tool that worked for an entry; none for words that are not known.
    static func hints(for lines: [String], entry: Entry) -> [Message] {
        let text = lines.map(withoutStatements).joined(separator: "\n").lowercased()
        func says(_ phrases: String...) -> Bool { phrases.contains { text.contains($0) } }
        let server = entry.host.map { "\($0.printable)" } ?? ("the local server" as Message)
        let account =
            entry.username.map { "\($0.printable)" } ?? ("the operating system's own account" as Message)
        let role = entry.username.map { PostgreSQLText("\(name: $0)").text.printable } ?? "NAME"
        if says("no password supplied", "fe_sendauth") {
            return ["give id_dbms \(entry.id) a \"password\", or put one into ~/.pgpass"]
        }
        if says("peer authentication failed", "ident authentication failed") {
            return [
                """
                over its socket \(server) lets nobody be \(account) but the account of that name: give \
                id_dbms \(entry.id) \"host\": \"127.0.0.1\" and a password, or in pg_hba.conf, above the \
                other lines: local all \(role) scram-sha-256
                """
            ]
        }
        if says("unix_socket", "access denied for user") && says("using password: no"), entry.password == nil
        {
            return [
                "give id_dbms \(entry.id) a \"password\"; by its socket a server may let in only the account of the same name"
            ]
        }
        if says("invalid response to ssl negotiation", "expected authentication request from server") {
            return [
                "what answers on port \(entry.port.map(String.init) ?? "5432") of \(server) is no PostgreSQL; check \"port\" of id_dbms \(entry.id) (PostgreSQL's is 5432, MySQL's 3306)"
            ]
        }
        if says("password authentication failed", "access denied for user", "authentication failed") {
            return [
                "check \"username\" and \"password\" of id_dbms \(entry.id): \(server) refuses \(account)"
            ]
        }
        if says("no pg_hba.conf entry", "pg_hba.conf rejects connection", "is not allowed to connect") {
            return [
                "allow this host and \(account) on \(server): pg_hba.conf, or the host part of the account"
            ]
        }
        if says("connection refused", "can't connect to", "could not connect to server") {
            return ["is the server running on \(server), and is \"port\" of id_dbms \(entry.id) right?"]
        }
        if says("could not translate host name", "unknown mysql server host", "unknown server host") {
            return ["\(server) cannot be resolved; check \"host\" of id_dbms \(entry.id)"]
        }
        if says("reading initial communication packet", "reading authorization packet") {
            return [
                "\(server) takes connections and does not answer as MySQL does; see what has port \(entry.port.map(String.init) ?? "3306") (MySQL's is 3306, PostgreSQL's 5432), or whether it hangs"
            ]
        }
        if says("timeout expired", "timed out", "no route to host", "network is unreachable") {
            return ["\(server) does not answer; check \"host\", \"port\" and the firewall between"]
        }
        if says("row-level security", "row security") {
            return ["rows would be missing; let the account see all: ALTER ROLE \(role) BYPASSRLS"]
        }
        if says("server version mismatch") {
            return ["install the client of the server's version"]
        }
        if says("permission denied for", "permission denied to") {
            return ["grant \(account) what it lacks, such as: GRANT pg_read_all_data TO \(role)"]
        }
        if says("unknown command '\\-'") {
            return [
                "the client is older than the dump: install mariadb-client of the version that wrote it, or leave its first line out: zcat FILE | tail -n +2"
            ]
        }
        if says(
            "certificate", "ssl error", "ssl connection", "ssl is required", "support ssl", "ssl off", "tls")
        {
            return ["check \"ssl\" of id_dbms \(entry.id): its mode and the authority's certificate"]
        }
        if says("subscriptions not dumped") {
            return [
                "only a superuser may read subscriptions: back up as one, or drop what the host does not need"
            ]
        }
        if says("conflict with recovery") {
            return [
                """
                the standby ended the dump to follow its primary: back up the primary, or set \
                hot_standby_feedback = on and a longer max_standby_streaming_delay on the standby
                """
            ]
        }
        // MySQL's and MariaDB's error 1356, in whatever language.
        if TransientFailures.mySQLErrors(in: lines).contains(1356) {
            return [
                """
                the view is broken: what it selects from is gone, or its definer has no rights there; drop \
                it or make it anew, or leave it out by \"options\": [\"--ignore-table=DATABASE.VIEW\"]
                """
            ]
        }
        // pg_dump's --lock-wait-timeout is a statement_timeout while it locks the tables, and 0 afterwards.
        let locks = "canceling statement due to "
        if says(locks + "lock timeout", locks + "statement timeout", "lock wait timeout") {
            return ["another session holds a lock; run the backup when no tables are being altered"]
        }
        return []
    }
}
