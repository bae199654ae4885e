import VyaCore

/// Composes a libpq connection string in which every value is quoted, so that none is read as anything else.
///
/// libpq's manual, "Keyword/Value Connection Strings": values stand in single quotes, `\` and `'` are
/// escaped.
struct ConnectionString {
    private(set) var text = ""

    /// Adds a keyword with its value; leaves it out when there is none.
    mutating func add(_ keyword: String, _ value: String?) {
        guard let value else { return }
        if !text.isEmpty { text += " " }
        text += keyword + "='" + value.escaping(["\\": "\\\\", "'": "\\'"]) + "'"
    }

    /// The connection of an entry to one of its server's databases.
    static func to(_ database: String, of entry: Entry, port: Int?, encoding: String? = nil) -> String {
        var connection = ConnectionString()
        connection.add("host", entry.host)
        connection.add("port", port.map(String.init))
        connection.add("user", entry.username)
        connection.add("dbname", database)
        connection.add("connect_timeout", String(entry.timeouts.connectSeconds))
        connection.add("application_name", "vya-backup")
        connection.add("sslmode", entry.tls.mode?.rawValue)
        connection.add("sslrootcert", entry.tls.caFile)
        connection.add("client_encoding", encoding)
        return connection.text
    }
}
