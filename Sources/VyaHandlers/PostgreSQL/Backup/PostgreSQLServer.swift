import VyaCore

/// What a PostgreSQL server tells of itself and its databases.
struct PostgreSQLServer {
    /// One database as the server's catalog has it.
    struct Database {
        let name: ExactName
        let acceptsConnections: Bool
        /// True for what an interrupted DROP DATABASE left behind.
        let isInvalid: Bool
        /// nil where the server did not tell in time.
        var bytes: Int?
        /// What is needed to create it again, as far as it can be read.
        let create: JSONValue
        /// The members of that which cannot be read: they are in another encoding than UTF-8.
        let illegible: [String]
        /// True when its very name cannot.
        let hasIllegibleName: Bool
    }

    /// What stands for bytes that are no UTF-8.
    private static let replacement = "\u{FFFD}"

    let version: String
    /// The major version in the form that `ToolVersion.postgreSQLMajor` has: 1500 for 15, 906 for 9.6.
    let major: Int
    let account: String
    let isSuperuser: Bool
    /// False when the account may have no more than a few sessions at once.
    let hasSessionsToSpare: Bool
    /// True when the account may read the roles' passwords, as superusers and members of `pg_read_all_data` may.
    var readsPasswords: Bool
    private(set) var databases: [Database]
    /// Settings of all roles in all databases, as the catalog has them; null when there are none.
    let settingsOfAll: JSONValue
    /// The settings of the account's sessions by which values are written.
    let session: JSONValue

    /// The server's settings that decide what values and texts mean to code that is run while a dump is loaded, as an object in
    /// SQL; without those that this session has of its account, its database or its client.
    static let meanings: PostgreSQLText = """
        (SELECT pg_catalog.json_object_agg(name, reset_val) FROM pg_catalog.pg_settings WHERE name IN ('TimeZone', 'DateStyle',
        'IntervalStyle', 'lc_monetary', 'lc_numeric', 'lc_time', 'default_text_search_config', 'extra_float_digits',
        'transform_null_equals', 'array_nulls') AND source NOT IN ('client', 'database', 'user', 'database user', 'session'))
        """

    /// The settings of a session by which pg_dump writes values, and which it does not set itself, as an object in SQL.
    static let session: PostgreSQLText = """
        (SELECT pg_catalog.json_object_agg(name, setting ORDER BY name) FROM pg_catalog.pg_settings
        WHERE name IN ('TimeZone', 'bytea_output', 'lc_monetary', 'xmlbinary'))
        """

    /// What `ALTER ROLE ALL SET` has set, which pg_dumpall writes nothing of, as an array in SQL.
    static let settingsOfAll: PostgreSQLText = """
        (SELECT pg_catalog.to_json(setconfig) FROM pg_catalog.pg_db_role_setting WHERE setdatabase = 0 AND setrole = 0)
        """

    /// Asks for all that planning needs, in one query. Columns that only newer servers have are reached
    /// through the row as JSON, where a missing one is null.
    static let query: PostgreSQLText = """
        SELECT pg_catalog.json_build_object(
        'version', pg_catalog.current_setting('server_version'), 'number', pg_catalog.current_setting('server_version_num')::pg_catalog.int4,
        'account', current_user::pg_catalog.text,
        'superuser', (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user),
        'sessions', (SELECT rolconnlimit FROM pg_catalog.pg_roles WHERE rolname = current_user),
        'reads_passwords', pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'SELECT'),
        'all_settings', \(settingsOfAll), 'session', \(session),
        'databases', (SELECT pg_catalog.json_agg(entry) FROM (
        SELECT d.datname AS name, d.datallowconn AS accepts_connections, d.datconnlimit = -2 AS invalid,
        pg_catalog.json_build_object(
        'encoding', pg_catalog.pg_encoding_to_char(d.encoding), 'collate', pg_catalog.to_json(d)->>'datcollate',
        'ctype', pg_catalog.to_json(d)->>'datctype', 'locale_provider', pg_catalog.to_json(d)->>'datlocprovider',
        'locale', coalesce(pg_catalog.to_json(d)->>'datlocale', pg_catalog.to_json(d)->>'daticulocale'),
        'icu_rules', pg_catalog.to_json(d)->>'daticurules', 'owner', pg_catalog.pg_get_userbyid(d.datdba),
        'tablespace', t.spcname, 'connection_limit', d.datconnlimit, 'is_template', d.datistemplate,
        'comment', pg_catalog.shobj_description(d.oid, 'pg_database'), 'acl', d.datacl::pg_catalog.text[],
        'settings', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('role', r.rolname, 'values', s.setconfig))
        FROM pg_catalog.pg_db_role_setting s LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
        WHERE s.setdatabase = d.oid), 'server_settings', \(meanings)) AS "create"
        FROM pg_catalog.pg_database d JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace
        ORDER BY d.datname COLLATE "C") AS entry))
        """

    /// Asks for the sizes of databases: the server looks at each of their files, which may take long.
    static let sizes: PostgreSQLText = """
        SELECT pg_catalog.json_object_agg(d.datname, pg_catalog.pg_database_size(d.oid)) FROM pg_catalog.pg_database d
        WHERE pg_catalog.has_database_privilege(d.oid, 'CONNECT')
        """

    /// Adds the answer to `sizes`; what cannot be read is not known.
    mutating func add(sizes answer: ToolAnswer) {
        guard let sizes = try? JSONValue(parsing: Array(String(decoding: answer.output, as: UTF8.self).utf8))
        else { return }
        for index in databases.indices {
            databases[index].bytes = sizes[databases[index].name.text]?.intValue
        }
    }

    /// Reads the answer to `query`; throws `SourceError` when it is something else.
    init(answer: [UInt8]) throws {
        // What is in another encoding is left out by itself, and not all that was answered with it.
        let isWhole = String(validating: answer, as: UTF8.self) != nil
        guard let document = try? JSONValue(parsing: Array(String(decoding: answer, as: UTF8.self).utf8)),
            let version = document["version"]?.stringValue, let number = document["number"]?.intValue,
            let databases = document["databases"]?.arrayValue
        else {
            throw SourceError(
                "source.answer-unreadable", "the server's answer about its databases cannot be read",
                details: .verbatim([String.printable(answer.prefix(200))]),
                hints: ["servers before PostgreSQL 9.4 are not supported"])
        }
        self.version = version
        major = number / 100
        account = document["account"]?.stringValue ?? ""
        isSuperuser = document["superuser"]?.boolValue ?? false
        settingsOfAll = document["all_settings"] ?? .null
        session = document["session"] ?? .null
        let sessions = document["sessions"]?.intValue ?? -1
        hasSessionsToSpare = sessions < 0 || sessions > 8
        readsPasswords = document["reads_passwords"]?.boolValue ?? isSuperuser
        self.databases = databases.compactMap { value in
            guard let name = value["name"]?.stringValue else { return nil }
            let (create, illegible) =
                isWhole ? (value["create"] ?? .null, []) : Self.legible(value["create"] ?? .null)
            return Database(
                name: ExactName(name), acceptsConnections: value["accepts_connections"]?.boolValue ?? false,
                isInvalid: value["invalid"]?.boolValue ?? false, bytes: nil,
                create: create, illegible: illegible,
                hasIllegibleName: !isWhole && name.holds(Self.replacement))
        }
    }

    /// The members of an object that hold nothing illegible, and the names of the others.
    private static func legible(_ object: JSONValue) -> (JSONValue, [String]) {
        func isLegible(_ value: JSONValue) -> Bool {
            switch value {
            case .string(let text): !text.holds(replacement)
            case .array(let elements): elements.allSatisfy(isLegible)
            case .object(let members):
                members.allSatisfy { !$0.name.text.holds(replacement) && isLegible($0.value) }
            default: true
            }
        }
        guard case .object(let members) = object else { return (object, []) }
        return (
            .object(members.filter { isLegible($0.value) }),
            members.filter { !isLegible($0.value) }.map(\.name.text)
        )
    }
}

extension LocatedTool {
    /// The major version as `server_version_num / 100` counts it: 1500 for 15.18, 906 for 9.6.24.
    var postgreSQLMajor: Int {
        let numbers = versionNumbers
        guard let first = numbers.first else { return 0 }
        return first >= 10 ? first * 100 : first * 100 + (numbers.count > 1 ? numbers[1] : 0)
    }

    /// The version number alone, for messages.
    var versionText: String { versionNumbers.map(String.init).joined(separator: ".") }
}
