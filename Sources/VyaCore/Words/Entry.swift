/// Describes one source of backups: an element of `db_config`, as validated by the configuration reader.
package struct Entry: Sendable, Equatable {
    /// The `id_dbms`.
    package var id: EntryID
    /// The dbms as the configuration names it, in lower case: a plugin's name or alias.
    package var dbms: String
    /// The host, socket folder (PostgreSQL) or socket file (MySQL); nil means the client's default.
    package var host: String?
    /// The TCP port; nil means the plugin's default.
    package var port: Int?
    /// The account; nil means the client's default.
    package var username: String?
    /// Where the password comes from; nil means the client's own files or peer authentication.
    package var password: SecretSource?
    /// Names or globs to take (`db_list`); empty means every database.
    package var databases: [ExactName]
    /// Names or globs to leave out (`db_ignore`).
    package var ignored: [ExactName]
    /// False when the entry is switched off.
    package var enabled: Bool
    /// How the connection is encrypted.
    package var tls: TLSPolicy
    /// Tools named outright: the tool's name → an absolute path.
    package var tools: [String: String]
    /// The deadlines of its tools.
    package var timeouts: Timeouts
    /// How often a dump that lost its server is tried again.
    package var retries: Int
    /// Additional arguments for the dump tool, already checked against the plugin's refused options.
    package var options: [String]
    /// The entry of the server that its backups are restored to for a drill; nil means its own.
    package var drill: EntryID?
    /// From when on `check` raises an alarm about it.
    package var thresholds = CheckThresholds()
    /// The operator's remark.
    package var comment: String?

    /// Makes an entry; everything that has a default may be left out.
    package init(
        id: EntryID, dbms: String, host: String? = nil, port: Int? = nil, username: String? = nil,
        password: SecretSource? = nil, databases: [ExactName] = [], ignored: [ExactName] = [],
        enabled: Bool = true, tls: TLSPolicy = TLSPolicy(), tools: [String: String] = [:],
        timeouts: Timeouts = Timeouts(), retries: Int = 0, options: [String] = [], drill: EntryID? = nil,
        comment: String? = nil
    ) {
        self.id = id
        self.dbms = dbms
        self.host = host
        self.port = port
        self.username = username
        self.password = password
        self.databases = databases
        self.ignored = ignored
        self.enabled = enabled
        self.tls = tls
        self.tools = tools
        self.timeouts = timeouts
        self.retries = retries
        self.options = options
        self.drill = drill
        self.comment = comment
    }

    /// What tells its server from others, for manifests and the catalog: `db1:5432`.
    ///
    /// All names of this host's own address are one. `port` is that of a server whose entry names none; nil is answered
    /// when neither is known, as for files.
    package func server(defaultPort port: Int?) -> String? {
        guard let port = self.port ?? port ?? (host == nil ? nil : 0) else { return nil }
        let name =
            isLocal && host?.begins(with: "/") != true ? "localhost" : host?.lowercased() ?? "localhost"
        return port == 0 ? name : "\(name):\(port)"
    }

    /// True when its server, if it has one, is on this host, as far as the address tells.
    package var isLocal: Bool {
        guard let host, !host.isEmpty else { return true }
        return host.begins(with: "/") || ["localhost", "127.0.0.1", "::1"].contains(host)
    }
}

/// Identifies one element of `db_config`: its `id_dbms`.
package struct EntryID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number as the configuration gives it.
    package let number: Int

    /// Wraps the number of an entry.
    package init(_ number: Int) {
        self.number = number
    }

    /// The number in decimal digits.
    package var description: String { String(number) }

    /// Orders entries by their number.
    package static func < (left: EntryID, right: EntryID) -> Bool {
        left.number < right.number
    }
}
