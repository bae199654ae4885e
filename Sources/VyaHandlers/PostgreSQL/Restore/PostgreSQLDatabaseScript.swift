import VyaCore

/// Writes the SQL that makes a database like the one that a manifest describes, and gives it its name.
struct PostgreSQLDatabaseScript {
    /// What the manifest says is needed to create the database; null when nothing is known.
    let create: JSONValue
    let target: PostgreSQLTarget
    /// The roles that will exist when the script runs.
    let roles: Set<ExactName>
    /// True when the dump makes extensions, which may set something for the database that they are made in.
    let hasExtensions: Bool

    /// Creates an empty database and marks it.
    ///
    /// The server goes on with `CREATE DATABASE` when its client is gone: a limit of connections that is a number of the mark's
    /// says whose it is until it has its comment.
    func creation(
        of name: ExactName, mark: ScratchMark, encoding: String?, owner: String? = nil
    ) -> PostgreSQLText {
        """
        \(statement(creating: name.text, encoding: encoding, owner: owner)) CONNECTION LIMIT = \(mark.number(on: name));
        COMMENT ON DATABASE \(name: name.text) IS \(value: mark.text(on: name));
        ALTER DATABASE \(name: name.text) CONNECTION LIMIT -1;

        """
    }

    /// `CREATE DATABASE …` without a semicolon, on one line unless a name has several.
    func statement(creating name: String, encoding: String?, owner: String? = nil) -> PostgreSQLText {
        var text: PostgreSQLText = "CREATE DATABASE \(name: name) WITH TEMPLATE = template0"
        func add(_ word: PostgreSQLText, _ value: String?) {
            if let value { text += " \(word) = \(value: value)" }
        }
        add("ENCODING", create["encoding"]?.stringValue ?? encoding)
        let provider = create["locale_provider"]?.stringValue
        let locale = create["locale"]?.stringValue
        if target.major >= 1500, let provider {
            text += " LOCALE_PROVIDER = \(words: ["i": "icu", "b": "builtin"][provider] ?? "libc")"
        }
        add("LC_COLLATE", create["collate"]?.stringValue)
        add("LC_CTYPE", create["ctype"]?.stringValue)
        if provider == "i" { add("ICU_LOCALE", locale) }
        if provider == "b" { add("BUILTIN_LOCALE", locale) }
        if provider == "i", target.major >= 1600 { add("ICU_RULES", create["icu_rules"]?.stringValue) }
        if let owner = owner ?? self.owner { text += " OWNER = \(name: owner)" }
        if let tablespace = create["tablespace"]?.stringValue, tablespace != "pg_default" {
            text += " TABLESPACE = \(name: tablespace)"
        }
        return text
    }

    /// The owner, if there is such a role and the account may make it one.
    var owner: String? {
        guard let owner = create["owner"]?.stringValue, roles.contains(ExactName(owner)),
            target.isSuperuser || target.roles[ExactName(owner)] == true
        else { return nil }
        return owner
    }

    /// One setting of the database, or of a role in it.
    private struct Setting {
        let role: String?
        let name: String
        let value: PostgreSQLText
    }

    private var settings: [Setting] {
        (create["settings"]?.arrayValue ?? []).flatMap { setting in
            (setting["values"]?.arrayValue ?? []).compactMap(\.stringValue).compactMap { text in
                PostgreSQLDatabaseScript.split(setting: text).map {
                    Setting(role: setting["role"]?.stringValue, name: $0.name, value: $0.value)
                }
            }
        }
    }

    /// What decides over sessions and not over values: it would have the load itself run as somebody else, or write nothing.
    private static let ofSessions: Set = ["role", "default_transaction_read_only", "transaction_read_only"]

    private func isOfSessions(_ setting: Setting) -> Bool {
        PostgreSQLDatabaseScript.ofSessions.contains(setting.name.lowercased())
    }

    private func statement(_ setting: Setting, of name: String) -> PostgreSQLText {
        let subject: PostgreSQLText =
            setting.role.map { "ALTER ROLE \(name: $0) IN DATABASE \(name: name)" }
            ?? "ALTER DATABASE \(name: name)"
        return "\(subject) SET \(name: setting.name) TO \(setting.value)"
    }

    /// What the values of the dump mean by: to be set before the session that loads it, as `pg_dump --create` does.
    func settings(of name: String) -> [PostgreSQLText] {
        settings.filter { !isOfSessions($0) }.map { statement($0, of: name) }
    }

    /// The settings of the database alone, without those that the account may not make.
    func permittedSettings(of name: String) -> [PostgreSQLText] {
        settings.filter { $0.role == nil && !isOfSessions($0) }.map { setting in
            let making = statement(setting, of: name)
            return PostgreSQLQueries.block(
                "BEGIN EXECUTE \(value: making); EXCEPTION WHEN insufficient_privilege THEN NULL; END")
        }
    }

    /// The settings of the backed-up server that the target's own differ from and that no setting of the database decides:
    /// name, value there, value here.
    func differingServerSettings() -> [(name: String, was: String, now: String)] {
        guard case .object(let members)? = create["server_settings"] else { return [] }
        let own = Set(settings.filter { $0.role == nil }.map { $0.name.lowercased() })
        return members.compactMap { member in
            guard let was = member.value.stringValue, let now = target.settings[member.name.text], was != now,
                !own.contains(member.name.text.lowercased())
            else { return nil }
            return (member.name.text, was, now)
        }
    }

    /// The settings of the database once more, without those that extensions made there, as PostGIS's do with `search_path`;
    /// none where nothing is known of them.
    private func settingsAgain(of name: String) -> [PostgreSQLText] {
        guard hasExtensions, case .object? = create as JSONValue? else { return [] }
        return ["ALTER DATABASE \(name: name) RESET ALL"]
            + settings.filter { $0.role == nil && !isOfSessions($0) }.map { statement($0, of: name) }
    }

    /// Settings of sessions, privileges, limit: what else belongs to the database and stands in no dump.
    func properties(of name: String) -> [PostgreSQLText] {
        var lines = settingsAgain(of: name)
        lines += settings.filter(isOfSessions).map { statement($0, of: name) } + privileges(on: name)
        if let limit = create["connection_limit"]?.intValue, limit >= 0 {
            lines.append("ALTER DATABASE \(name: name) CONNECTION LIMIT \(limit)")
        }
        if create["is_template"]?.boolValue == true, target.major >= 905 {
            lines.append("ALTER DATABASE \(name: name) IS_TEMPLATE true")
        }
        return lines
    }

    /// The comment that the database had; it takes the mark's place.
    func comment(on name: String) -> PostgreSQLText {
        let text: PostgreSQLText = create["comment"]?.stringValue.map { "\(value: $0)" } ?? "NULL"
        return "COMMENT ON DATABASE \(name: name) IS \(text)"
    }

    /// The roles that settings, privileges and ownership name.
    var namedRoles: Set<ExactName> {
        var names = Set((create["settings"]?.arrayValue ?? []).compactMap { $0["role"]?.stringValue })
        if let owner = create["owner"]?.stringValue { names.insert(owner) }
        for item in accessItems where !item.role.isEmpty && !isGone(item.role) { names.insert(item.role) }
        return Set(names.map { ExactName($0) })
    }

    /// True for the number of a role that was dropped, and that nobody has here.
    private func isGone(_ role: String) -> Bool {
        PostgreSQLRoles.isDropped(role) && !roles.contains(ExactName(role))
    }

    private var accessItems: [(role: String, letters: String)] {
        (create["acl"]?.arrayValue ?? []).compactMap(\.stringValue).compactMap(PostgreSQLDatabaseScript.item)
    }

    /// Splits `role=privileges/grantor`, in which a role stands in quotes if it must.
    private static func item(_ text: String) -> (role: String, letters: String)? {
        var quoted = false
        guard
            let equals = text.utf8.firstIndex(where: { byte in
                if byte == Byte.doubleQuote { quoted.toggle() }
                return byte == UInt8(ascii: "=") && !quoted
            })
        else { return nil }
        let role = String(text[..<equals])
        let letters = text[text.utf8.index(after: equals)...].head(upTo: "/")
        let isQuoted = role.utf8.first == Byte.doubleQuote
        return (isQuoted ? PostgreSQLName.unquoted(role) : role, String(letters))
    }

    /// Without a list the server's own defaults hold.
    private func privileges(on name: String) -> [PostgreSQLText] {
        guard case .array? = create["acl"] else { return [] }
        var lines: [PostgreSQLText] = ["REVOKE ALL ON DATABASE \(name: name) FROM PUBLIC"]
        let owner = create["owner"]?.stringValue
        if let owner = self.owner {
            lines.append("REVOKE ALL ON DATABASE \(name: name) FROM \(name: owner)")
        }
        let words: [Character: PostgreSQLText] = ["C": "CREATE", "T": "TEMPORARY", "c": "CONNECT"]
        for item in accessItems where (item.role != owner || self.owner != nil) && !isGone(item.role) {
            let grantee: PostgreSQLText = item.role.isEmpty ? "PUBLIC" : "\(name: item.role)"
            var (plain, passing) = ([PostgreSQLText](), [PostgreSQLText]())
            for (index, letter) in item.letters.enumerated() {
                guard let word = words[letter] else { continue }
                if item.letters.dropFirst(index + 1).unicodeScalars.first == "*" {
                    passing.append(word)
                } else {
                    plain.append(word)
                }
            }
            if !plain.isEmpty {
                lines.append("GRANT \(plain.joined(separator: ", ")) ON DATABASE \(name: name) TO \(grantee)")
            }
            if !passing.isEmpty {
                lines.append(
                    "GRANT \(passing.joined(separator: ", ")) ON DATABASE \(name: name) TO \(grantee) WITH GRANT OPTION"
                )
            }
        }
        return lines
    }

    /// The settings whose value is a list of names that are quoted each (`variable_is_guc_list_quote` in PostgreSQL's
    /// `dumputils.c`).
    private static let lists: Set = [
        "local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries",
        "temp_tablespaces", "unix_socket_directories",
    ]

    /// The statements of what the manifest of roles has for all of them (`ALTER ROLE ALL SET`), each with the name of its setting
    /// and as the catalog had it.
    static func settingsOfAll(
        in manifest: Manifest?
    ) -> [(name: String, setting: String, statement: PostgreSQLText)] {
        (manifest?.provenance.create?["all_settings"]?.arrayValue ?? []).compactMap(\.stringValue).compactMap
        { setting in
            split(setting: setting).map {
                ($0.name, setting, "ALTER ROLE ALL SET \(name: $0.name) TO \($0.value)")
            }
        }
    }

    private static func split(setting: String) -> (name: String, value: PostgreSQLText)? {
        guard let equals = setting.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let (name, value) = (
            String(setting[..<equals]), String(setting[setting.utf8.index(after: equals)...])
        )
        guard lists.contains(name.lowercased()) else { return (name, "\(value: value)") }
        var quoted = false
        let parts = value.utf8.split(omittingEmptySubsequences: false) { byte in
            if byte == Byte.doubleQuote { quoted.toggle() }
            return byte == UInt8(ascii: ",") && !quoted
        }
        .compactMap { part in
            String(part.drop { Byte.isSpace($0) })
        }
        .filter { !$0.isEmpty }
        // An empty value is a list of one empty name, as pg_dump writes it.
        guard !parts.isEmpty else { return (name, "''") }
        let values: [PostgreSQLText] = parts.map { "\(value: PostgreSQLName.unquoted($0))" }
        return (name, values.joined(separator: ", "))
    }
}
