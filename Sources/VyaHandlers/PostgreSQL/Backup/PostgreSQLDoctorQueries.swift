import VyaCore

/// Asks a PostgreSQL server what no backup needs to know: what the account may not read, and what lies where nobody looks.
struct PostgreSQLDoctorQueries {
    let server: PostgreSQLServer
    let connection: PostgreSQLConnection

    private var account: PostgreSQLText { "\(name: server.account)" }

    /// The databases that are there from the beginning, and may hold what nobody expects in them.
    private static let initial: [ExactName] = ["postgres", "template1"]

    /// Adds the server's time and folder, and the tables that somebody made in the databases that come with every server.
    func complete(_ facts: inout ServerFacts?) {
        if let value = try? ask(Self.host, in: ExactName(connection.database)) {
            facts?.clockOffset = value["clock"]?.intValue.map { $0 - Moment.now().unixSeconds }
            facts?.dataFolder = value["data"]?.stringValue
        }
        for database in server.databases where Self.initial.contains(database.name) {
            // Who may not look there cannot be told; that is no fault of the backups.
            guard database.acceptsConnections, let value = try? ask(Self.userTables, in: database.name),
                case let tables = value.arrayValue?.compactMap(\.stringValue) ?? [], !tables.isEmpty
            else { continue }
            facts?.strays.append(
                ServerFacts.Stray(
                    database: database.name, tables: tables, canBeListed: database.name == "postgres"))
        }
    }

    /// Adds what the account may not read of a job's database, with the statements that let it.
    func complete(_ job: inout Job) {
        guard !server.isSuperuser else { return }
        do {
            judge(try ask(Self.privileges, in: job.database), &job)
        } catch {
            let explanation = (error as? any ExplainedError)?.explanation ?? .unexpected(error)
            job.shortfalls.append(explanation.details.last ?? explanation.message)
            if explanation.details.contains(where: { $0.description.holds("permission denied for database") })
            {
                grant("GRANT CONNECT ON DATABASE \(name: job.database.text) TO \(account)", &job)
            }
        }
    }

    private func grant(_ statement: PostgreSQLText, _ job: inout Job) { job.grants.append(statement.text) }

    private func judge(_ value: JSONValue, _ job: inout Job) {
        func names(_ key: String) -> [String] { value[key]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        let (schemas, relations) = (names("schemas"), names("relations"))
        var local: [PostgreSQLText] = []
        if !schemas.isEmpty || !relations.isEmpty {
            let what = (schemas.map { "schema \($0)" } + relations)
            job.shortfalls.append(
                "the account may not read \(DatabaseSelection.enumerated(what, limit: 5))")
            if server.major >= 1400 {
                grant("GRANT pg_read_all_data TO \(account)", &job)
            } else {
                // written: the server quoted the names, with quote_ident
                let written = { (name: String) in PostgreSQLText(asWritten: name.utf8) }
                local += schemas.map(written).map { "GRANT USAGE ON SCHEMA \($0) TO \(account)" }
                for schema in names("places").map(written) {
                    local += [
                        "GRANT SELECT ON ALL TABLES IN SCHEMA \(schema) TO \(account)",
                        "GRANT SELECT ON ALL SEQUENCES IN SCHEMA \(schema) TO \(account)",
                    ]
                }
            }
        }
        let guarded = names("guarded")
        if !guarded.isEmpty {
            job.shortfalls.append(
                """
                row-level security hides rows from the account in \
                \(DatabaseSelection.enumerated(guarded, limit: 5))
                """)
            grant("ALTER ROLE \(account) BYPASSRLS", &job)
        }
        if let count = value["objects"]?.intValue, count > 0 {
            job.shortfalls.append("the account may not read \(count) large objects")
            local.append(
                """
                DO $vya$ DECLARE o oid; BEGIN FOR o IN SELECT oid FROM pg_catalog.pg_largeobject_metadata LOOP \
                EXECUTE format('GRANT SELECT ON LARGE OBJECT %s TO %I', o, \(value: server.account)); \
                END LOOP; END $vya$
                """)
        }
        // What concerns one database has to be run in it.
        if !local.isEmpty {
            let connect: PostgreSQLText = "\\connect \(name: job.database.text)"
            job.grants += ([connect] + local).map(\.text)
        }
    }

    private func ask(_ query: PostgreSQLText, in database: ExactName) throws -> JSONValue {
        let answer = try connection.ask(
            query, in: database.text,
            about: "asking the database \"\(database.text.printable)\" what the account may read")
        return (try? JSONValue(parsing: answer.output)) ?? .null
    }

    // MARK: The questions

    /// What a dump reads and no extension brings back by itself.
    private static let own: PostgreSQLText = """
        n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND d.objid = c.oid AND d.deptype = 'e' AND NOT EXISTS (SELECT FROM pg_catalog.pg_extension e
        WHERE e.oid = d.refobjid AND c.oid = ANY (e.extconfig)))
        """

    private static let source: PostgreSQLText =
        "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE \(own)"

    /// The folder is told to members of `pg_read_all_settings` alone.
    private static let host: PostgreSQLText = """
        SELECT pg_catalog.json_build_object('clock', pg_catalog.floor(extract(epoch FROM pg_catalog.clock_timestamp()))::pg_catalog.int8,
        'data', (SELECT setting FROM pg_catalog.pg_settings WHERE name = 'data_directory'))
        """

    private static let userTables: PostgreSQLText = """
        SELECT coalesce(pg_catalog.json_agg(t ORDER BY t), '[]') FROM (
        SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS t \(source)
        AND c.relkind IN ('r', 'p', 'm', 'v', 'f')) AS tables
        """

    private static let unreadable: PostgreSQLText = """
        CASE WHEN c.relkind = 'S' THEN NOT pg_catalog.has_sequence_privilege(c.oid, 'SELECT')
        ELSE NOT pg_catalog.has_table_privilege(c.oid, 'SELECT') END
        """

    private static let privileges: PostgreSQLText = """
        SELECT pg_catalog.json_build_object(
        'schemas', (SELECT pg_catalog.json_agg(DISTINCT pg_catalog.quote_ident(n.nspname)) \(source)
        AND c.relkind IN ('r', 'p', 'S') AND NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE')),
        'relations', (SELECT pg_catalog.json_agg(pg_catalog.format('%I.%I', n.nspname, c.relname) ORDER BY n.nspname, c.relname) \(source)
        AND c.relkind IN ('r', 'p', 'S') AND \(unreadable)),
        'places', (SELECT pg_catalog.json_agg(DISTINCT pg_catalog.quote_ident(n.nspname)) \(source)
        AND c.relkind IN ('r', 'p', 'S') AND \(unreadable)),
        'guarded', (SELECT pg_catalog.json_agg(pg_catalog.format('%I.%I', n.nspname, c.relname)) \(source)
        AND c.relkind IN ('r', 'p') AND c.relrowsecurity AND pg_catalog.row_security_active(c.oid)),
        'objects', (SELECT pg_catalog.count(*) FROM pg_catalog.pg_largeobject_metadata m
        WHERE NOT pg_catalog.pg_has_role(m.lomowner, 'USAGE') AND NOT EXISTS (
        SELECT FROM pg_catalog.aclexplode(m.lomacl) a WHERE a.privilege_type = 'SELECT'
        AND (a.grantee = 0 OR pg_catalog.pg_has_role(a.grantee, 'USAGE')))))
        """
}
