import VyaCore
import VyaPlugins

/// Tells the failures of dump tools that may pass from those that would come again.
enum TransientFailures {
    /// How long a server gets to come back before the next attempt.
    static let recovery: Duration = .seconds(5)

    /// The numbers that MySQL's and MariaDB's clients give for errors: `Error 1412: …`, `Got error: 2013: …`,
    /// `ERROR 2002 (HY000): …`, and `Couldn't execute '…': … (2013)`, where only the end of the line is the tool's.
    static func mySQLErrors(in lines: [String]) -> Set<Int> {
        Set(
            lines.flatMap { line in
                let line = line.lowercased()
                let last = line.firstMatch(of: /couldn't execute .*\((\d{4})\)\s*$/).flatMap { Int($0.1) }
                return line.matches(of: /error:?\s+(\d{4})\b/).compactMap { Int($0.1) }
                    + (last.map { [$0] } ?? [])
            })
    }

    /// What libpq and the server say when a connection was cut off, or when the server is on its way down or up.
    static func isPostgreSQLLoss(_ lines: [String]) -> Bool {
        let text = lines.joined(separator: "\n").lowercased()
        return [
            "server closed the connection unexpectedly", "terminating connection",
            "connection to server was lost",
            "could not receive data from server", "ssl connection has been closed unexpectedly",
            "ssl syscall error: eof detected", "ssl error: unexpected eof while reading",
            "the database system is shutting down", "the database system is starting up",
            "the database system is in recovery mode", "connection refused",
        ].contains { text.contains($0) }
    }

    /// The server went away, was stopped, cannot be reached, or cut this connection off.
    private static let mySQLLosses: Set<Int> = [1053, 1927, 2002, 2003, 2006, 2013]
    /// A table of the snapshot was altered, so that its rows cannot be read any more (`ER_TABLE_DEF_CHANGED`).
    private static let mySQLTableChanged = 1412

    /// Judges the failure of a dump of MySQL or MariaDB; an altered table is worth one more attempt without being
    /// asked: it says nothing against the server, and the next snapshot begins after it.
    static func mySQL(_ lines: [String], retries: Int) -> RetryRule? {
        let errors = mySQLErrors(in: lines)
        if errors.contains(mySQLTableChanged) { return RetryRule(repetitions: max(1, retries)) }
        return isMySQLLoss(lines) ? RetryRule(repetitions: retries, pause: recovery) : nil
    }

    /// True when a client of MySQL or MariaDB says that it could not reach its server, or has lost it.
    static func isMySQLLoss(_ lines: [String]) -> Bool {
        !mySQLErrors(in: lines).isDisjoint(with: mySQLLosses) || lines.contains(where: isMySQLLossUnderTLS)
    }

    /// Under TLS a connection that is cut off is an error of TLS (2026), as is one that cannot be made.
    private static func isMySQLLossUnderTLS(_ line: String) -> Bool {
        let words = ["unexpected eof", "connection reset", "broken pipe"]
        let text = line.lowercased()
        return mySQLErrors(in: [line]).contains(2026) && words.contains { text.holds($0) }
            && !text.holds("when trying to connect")
    }

    /// Judges the failure of a dump of PostgreSQL.
    static func postgreSQL(_ lines: [String], retries: Int) -> RetryRule? {
        // A standby ends what keeps it from following its primary: that says nothing against the next attempt (S13).
        if lines.contains(where: { $0.holds("due to conflict with recovery") }) {
            return RetryRule(repetitions: max(1, retries), pause: recovery)
        }
        return isPostgreSQLLoss(lines) ? RetryRule(repetitions: retries, pause: recovery) : nil
    }
}

extension Plugin.Dialect {
    /// Judges by a tool's last lines whether its dump may be tried again; nil where nothing is known of them.
    func retryRule(retries: Int) -> (@Sendable (ToolEnding, [String]) -> RetryRule?)? {
        switch self {
        case .postgresql: return { TransientFailures.postgreSQL($1, retries: retries) }
        case .mysql: return { TransientFailures.mySQL($1, retries: retries) }
        case .sqlite, .plain: return nil
        }
    }
}
