import VyaCore

/// Asks a database of a PostgreSQL server for the objects that a whole dump of it has.
struct PostgreSQLListing {
    let server: PostgreSQLServer
    let connection: PostgreSQLConnection

    /// Asks; throws `SourceError` when the server cannot be asked.
    func ask(of database: ExactName) throws -> CatalogListing {
        let answer = try connection.ask(
            query, in: database.text,
            about: "asking the database \"\(database.text.printable)\" what it holds")
        // Names may be in any encoding; objects are told from each other by their numbers.
        let text = Array(String(decoding: answer.output, as: UTF8.self).utf8)
        guard let items = try? JSONValue(parsing: text).arrayValue else {
            throw SourceError(
                "source.answer-unreadable", "the server's answer about what it holds cannot be read",
                details: .verbatim([String.printable(answer.output.prefix(200))]))
        }
        var listing = CatalogListing()
        var unlogged: [String] = []
        var mappings: [String] = []
        for item in items {
            guard let kind = item["kind"]?.stringValue, let number = item["oid"]?.stringValue else {
                continue
            }
            let name = item["name"]?.stringValue ?? number
            switch kind {
            case "unlogged table": unlogged.append(name)
            case "hidden mapping": mappings.append(name)
            default: listing.objects[kind, default: [:]][number] = name
            }
        }
        if !mappings.isEmpty {
            listing.shortfalls = [
                """
                the options of user mappings, passwords among them, cannot be read by the backup account, \
                and the dump lacks them, for: \(DatabaseSelection.enumerated(mappings.sorted())); a \
                superuser may read them all
                """
            ]
        }
        if !unlogged.isEmpty {
            listing.remarks.append(
                """
                the server is a standby, which has no rows of unlogged tables, so that these are empty in \
                the dump: \(DatabaseSelection.enumerated(unlogged.sorted()))
                """)
        }
        return listing
    }

    /// What pg_dump announces as an item each, by its words for the kinds.
    ///
    /// As pg_dump.c selects: nothing that came with the server or belongs to an extension, nothing in the system's schemas,
    /// no temporary table, no function that comes with a type, no trigger that a partition has of its parent.
    private var query: PostgreSQLText {
        let routine: PostgreSQLText =
            server.major >= 1100
            ? "CASE f.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END"
            : "CASE WHEN f.proisagg THEN 'aggregate' ELSE 'function' END"
        let ownTrigger: PostgreSQLText = server.major >= 1300 ? "AND g.tgparentid = 0" : ""
        return """
            SELECT coalesce(pg_catalog.json_agg(pg_catalog.json_build_object('kind', o.kind, 'oid', o.oid::pg_catalog.text,
            'name', coalesce(pg_catalog.quote_ident(n.nspname) || '.', '') || pg_catalog.quote_ident(o.name))), '[]') FROM (
            SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
            WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind, c.oid, c.relname AS name, c.relnamespace AS namespace,
            'pg_catalog.pg_class'::pg_catalog.regclass AS class, c.oid AS member
            FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't'
            UNION ALL SELECT 'unlogged table', u.oid, u.relname, u.relnamespace, 'pg_catalog.pg_class'::pg_catalog.regclass,
            u.oid FROM pg_catalog.pg_class u
            WHERE u.relkind = 'r' AND u.relpersistence = 'u' AND pg_catalog.pg_is_in_recovery()
            UNION ALL SELECT 'hidden mapping', m.umid, m.usename || ' at ' || s.srvname, NULL,
            'pg_catalog.pg_foreign_server'::pg_catalog.regclass, s.oid
            FROM pg_catalog.pg_user_mappings m JOIN pg_catalog.pg_foreign_server s ON s.oid = m.srvid
            WHERE m.umoptions IS NULL AND NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
            AND NOT CASE WHEN m.umuser = 0 OR m.usename = current_user THEN pg_catalog.pg_has_role(s.srvowner, 'USAGE')
            OR m.umuser <> 0 AND pg_catalog.has_server_privilege(s.oid, 'USAGE') ELSE false END
            UNION ALL SELECT CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END, t.oid, t.typname, t.typnamespace,
            'pg_catalog.pg_type'::pg_catalog.regclass, t.oid
            FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_class r ON r.oid = t.typrelid
            WHERE t.typtype IN ('d', 'e', 'r') OR t.typtype = 'c' AND r.relkind = 'c'
            UNION ALL SELECT \(routine), f.oid, f.proname, f.pronamespace, 'pg_catalog.pg_proc'::pg_catalog.regclass, f.oid
            FROM pg_catalog.pg_proc f WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend i
            WHERE i.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND i.objid = f.oid AND i.deptype = 'i')
            UNION ALL SELECT 'trigger', g.oid, g.tgname, r.relnamespace, 'pg_catalog.pg_class'::pg_catalog.regclass, r.oid
            FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class r ON r.oid = g.tgrelid
            WHERE NOT g.tgisinternal \(ownTrigger)
            UNION ALL SELECT 'event trigger', e.oid, e.evtname, NULL, 'pg_catalog.pg_event_trigger'::pg_catalog.regclass,
            e.oid FROM pg_catalog.pg_event_trigger e
            UNION ALL SELECT 'extension', x.oid, x.extname, NULL, 'pg_catalog.pg_extension'::pg_catalog.regclass, x.oid
            FROM pg_catalog.pg_extension x) o LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.namespace
            WHERE o.oid >= 16384
            AND (o.namespace IS NULL OR n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
            WHERE d.classid = o.class AND d.objid = o.member AND d.deptype = 'e')
            """
    }
}
