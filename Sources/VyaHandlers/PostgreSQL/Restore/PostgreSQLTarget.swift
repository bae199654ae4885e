import VyaCore

/// What a PostgreSQL server tells of itself before a dump is restored on it.
struct PostgreSQLTarget {
    /// One database of the server.
    struct Database {
        let name: ExactName
        let comment: String?
        let acceptsConnections: Bool
        /// The sessions that are in it.
        let sessions: Int
        /// How many connections it takes.
        var limit = -1

        /// True for a scratch database that an interrupted restore or drill left behind.
        func isLeftover(of mark: ScratchMark) -> Bool {
            guard ScratchMark.isScratch(name) else { return false }
            guard let comment else { return limit == mark.number(on: name) }
            return mark.isOn(name, marked: comment)
        }
    }

    let version: String
    /// 1500 for 15, 906 for 9.6.
    let major: Int
    let account: String
    let isSuperuser: Bool
    let mayCreateDatabases: Bool
    let mayCreateRoles: Bool
    /// Every role, with those whose rights the account has marked.
    let roles: [ExactName: Bool]
    /// The roles that look like those of drills, with their comments.
    let scratchRoles: [ExactName: String]
    let extensions: Set<ExactName>
    /// The one database in which the server lets pg_cron be; nil where it does not run, or the account may not know.
    let cronDatabase: ExactName?
    let tablespaces: Set<ExactName>
    let collations: Set<String>
    let databases: [Database]
    let hasICU: Bool
    /// True for a standby, which takes no writes.
    let isStandby: Bool
    /// Settings of all roles in all databases, each as `name=value`.
    let settingsOfAll: [String]
    /// How many objects all transactions together can lock.
    let lockTable: Int
    /// Where the data is, if the account may know it.
    let dataFolder: String?
    /// The server's clock, `YYYYMMDDHHMMSS`.
    let now: String
    /// What values and texts mean by, as the server has it (`PostgreSQLServer.meanings`).
    let settings: [String: String]

    /// Asks for all that planning needs, in one query.
    static let query: PostgreSQLText = """
        SELECT pg_catalog.json_build_object(
        'version', pg_catalog.current_setting('server_version'), 'number', pg_catalog.current_setting('server_version_num')::pg_catalog.int4,
        'account', current_user::pg_catalog.text, 'now', pg_catalog.to_char(pg_catalog.now(), 'YYYYMMDDHH24MISS'),
        'rights', (SELECT pg_catalog.json_build_array(rolsuper, rolcreatedb, rolcreaterole)
        FROM pg_catalog.pg_roles WHERE rolname = current_user),
        'roles', (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(rolname, pg_catalog.pg_has_role(oid, 'MEMBER')))
        FROM pg_catalog.pg_roles),
        'extensions', (SELECT pg_catalog.json_agg(name) FROM pg_catalog.pg_available_extensions),
        'cron', (SELECT setting FROM pg_catalog.pg_settings WHERE name = 'cron.database_name'),
        'tablespaces', (SELECT pg_catalog.json_agg(spcname) FROM pg_catalog.pg_tablespace),
        'collations', (SELECT pg_catalog.json_agg(DISTINCT collcollate) FROM pg_catalog.pg_collation),
        'icu', (SELECT pg_catalog.count(*) > 0 FROM pg_catalog.pg_collation c WHERE pg_catalog.to_json(c)->>'collprovider' = 'i'),
        'locks', pg_catalog.current_setting('max_locks_per_transaction')::pg_catalog.int8
        * (pg_catalog.current_setting('max_connections')::pg_catalog.int8 + pg_catalog.current_setting('max_prepared_transactions')::pg_catalog.int8),
        'scratch_roles', (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(rolname,
        pg_catalog.shobj_description(oid, 'pg_authid'))) FROM pg_catalog.pg_roles WHERE rolname LIKE 'vya%'),
        'all_settings', \(PostgreSQLServer.settingsOfAll), 'standby', pg_catalog.pg_is_in_recovery(),
        'data', (SELECT setting FROM pg_catalog.pg_settings WHERE name = 'data_directory'),
        'settings', \(PostgreSQLServer.meanings),
        'databases', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', d.datname,
        'comment', pg_catalog.shobj_description(d.oid, 'pg_database'), 'open', d.datallowconn, 'limit', d.datconnlimit,
        'sessions', (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid)))
        FROM pg_catalog.pg_database d))
        """

    /// Reads the answer to `query`; throws `SourceError` when it is something else.
    init(answer: [UInt8]) throws {
        guard let document = try? JSONValue(parsing: answer),
            let version = document["version"]?.stringValue, let number = document["number"]?.intValue,
            let databases = document["databases"]?.arrayValue
        else {
            throw SourceError(
                "source.answer-unreadable", "the server's answer about itself cannot be read",
                details: .verbatim([String.printable(answer.prefix(200))]),
                hints: ["servers before PostgreSQL 9.4 are not supported"])
        }
        func names(_ member: String) -> Set<ExactName> {
            Set((document[member]?.arrayValue ?? []).compactMap(\.stringValue).map { ExactName($0) })
        }
        let rights = (document["rights"]?.arrayValue ?? []).map { $0.boolValue ?? false }
        self.version = version
        major = number / 100
        account = document["account"]?.stringValue ?? ""
        isSuperuser = rights.first ?? false
        mayCreateDatabases = isSuperuser || rights.dropFirst().first ?? false
        mayCreateRoles = isSuperuser || rights.dropFirst(2).first ?? false
        roles = Dictionary(
            (document["roles"]?.arrayValue ?? []).compactMap { role in
                role.arrayValue?.first?.stringValue.map { name in
                    (ExactName(name), role.arrayValue?.last?.boolValue ?? false)
                }
            }, uniquingKeysWith: { first, _ in first })
        scratchRoles = Dictionary(
            (document["scratch_roles"]?.arrayValue ?? []).compactMap { role in
                role.arrayValue?.first?.stringValue.map {
                    (ExactName($0), role.arrayValue?.last?.stringValue ?? "")
                }
            }, uniquingKeysWith: { first, _ in first })
        extensions = names("extensions")
        cronDatabase = document["cron"]?.stringValue.map { ExactName($0) }
        tablespaces = names("tablespaces")
        collations = Set(names("collations").map { PostgreSQLTarget.normalized($0.text) })
        hasICU = document["icu"]?.boolValue ?? false
        settingsOfAll = (document["all_settings"]?.arrayValue ?? []).compactMap(\.stringValue)
        isStandby = document["standby"]?.boolValue ?? false
        lockTable = document["locks"]?.intValue ?? 0
        dataFolder = document["data"]?.stringValue
        now = document["now"]?.stringValue ?? ""
        if case .object(let members)? = document["settings"] {
            settings = Dictionary(
                members.compactMap { member in member.value.stringValue.map { (member.name.text, $0) } },
                uniquingKeysWith: { first, _ in first })
        } else {
            settings = [:]
        }
        self.databases = databases.compactMap { value in
            guard let name = value["name"]?.stringValue else { return nil }
            return Database(
                name: ExactName(name), comment: value["comment"]?.stringValue,
                acceptsConnections: value["open"]?.boolValue ?? false,
                sessions: value["sessions"]?.intValue ?? 0, limit: value["limit"]?.intValue ?? -1)
        }
    }

    /// The database of a name.
    func database(_ name: ExactName) -> Database? { databases.first { $0.name == name } }

    /// True when the operating system of the server seems to have a locale, which it may write in other letters.
    func knows(locale: String) -> Bool {
        ["C", "POSIX"].contains(locale) || collations.contains(PostgreSQLTarget.normalized(locale))
    }

    private static func normalized(_ locale: String) -> String {
        locale.lowercased().escaping(["-": ""])
    }

    /// The major version for people.
    var majorText: String { PostgreSQLTarget.text(ofMajor: major) }

    /// 15 for 1500, 9.6 for 906.
    static func text(ofMajor major: Int) -> String {
        major >= 1000 ? String(major / 100) : "\(major / 100).\(major % 100)"
    }

    /// The major version that a server's own version text tells, as `major` counts it.
    static func major(of version: String) -> Int? {
        let numbers = VersionNumber.first(in: version)
        guard let first = numbers.first else { return nil }
        return first >= 10 ? first * 100 : first * 100 + (numbers.count > 1 ? numbers[1] : 0)
    }
}
