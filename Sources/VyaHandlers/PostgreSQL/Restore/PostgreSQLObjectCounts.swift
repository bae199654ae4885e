import VyaCore

/// How objects are counted in a database, by the words with which pg_dump announces them.
///
/// A count may be higher than the number of the dump's items, never lower: some objects, such as the rule of a view, come
/// as part of another item.
enum PostgreSQLObjectCounts {
    /// The words, each with the query that counts it on a server of a version (1500 for 15).
    static func counts(major: Int) -> [(kind: String, query: PostgreSQLText)] {
        var counts =
            relations.map(counting) + [
                // A dump says where those of extensions stand, too.
                ("sequence set", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_class WHERE relkind = 'S'"),
                ("default", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_attrdef"),
                (
                    "constraint",
                    "SELECT pg_catalog.count(*) FROM pg_catalog.pg_constraint WHERE (contype IN ('p', 'u', 'x') OR contype = 'n' AND NOT convalidated) AND oid >= 16384"
                ),
                // The indexes of keys are announced as constraints.
                (
                    "index",
                    """
                    SELECT pg_catalog.count(*) FROM pg_catalog.pg_class c WHERE \(own("pg_class", "c")) AND c.relkind IN ('i', 'I') \
                    AND c.relnamespace <> 'pg_toast'::pg_catalog.regnamespace AND NOT EXISTS (SELECT FROM \
                    pg_catalog.pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
                    """
                ),
                (
                    "check constraint",
                    "SELECT pg_catalog.count(*) FROM pg_catalog.pg_constraint WHERE contype = 'c'"
                ),
                (
                    "fk constraint",
                    "SELECT pg_catalog.count(*) FROM pg_catalog.pg_constraint WHERE contype = 'f'"
                ),
                ("trigger", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_trigger WHERE NOT tgisinternal"),
                ("rule", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_rewrite r WHERE r.oid >= 16384"),
                ("schema", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_'"),
                ("extension", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_extension"),
                ("event trigger", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_event_trigger"),
                ("blob", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_largeobject_metadata"),
                ("default acl", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_default_acl"),
                (
                    "type",
                    """
                    SELECT pg_catalog.count(*) FROM pg_catalog.pg_type t WHERE \(own("pg_type", "t")) AND (t.typtype IN ('e', 'r') OR \
                    t.typtype = 'p' AND NOT t.typisdefined OR \
                    t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_catalog.pg_type a WHERE a.typarray = t.oid) OR \
                    t.typtype = 'c' AND EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid \
                    AND c.relkind = 'c'))
                    """
                ),
                (
                    "domain",
                    "SELECT pg_catalog.count(*) FROM pg_catalog.pg_type t WHERE \(own("pg_type", "t")) AND t.typtype = 'd'"
                ),
            ]
        if major >= 1100 {
            let kinds: [(kind: String, letters: PostgreSQLText)] = [
                ("function", "'f', 'w'"), ("procedure", "'p'"), ("aggregate", "'a'"),
            ]
            for (kind, letters) in kinds {
                counts.append(
                    (
                        kind,
                        """
                        SELECT pg_catalog.count(*) FROM pg_catalog.pg_proc p WHERE \(own("pg_proc", "p")) \
                        AND p.prokind IN (\(letters))
                        """
                    ))
            }
        }
        if major >= 905 {
            counts.append(("policy", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_policy"))
            counts.append(
                ("row security", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_class WHERE relrowsecurity"))
        }
        if major >= 1000 {
            counts.append(("statistics", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_statistic_ext"))
            counts.append(("publication", "SELECT pg_catalog.count(*) FROM pg_catalog.pg_publication"))
            counts.append(("table attach", inheritance("'p'")))
            counts.append(("index attach", inheritance("'I'")))
        }
        for (kind, catalog) in others {
            counts.append(
                (
                    kind,
                    "SELECT pg_catalog.count(*) FROM pg_catalog.\(words: catalog) o WHERE \(own(catalog, "o"))"
                ))
        }
        return counts
    }

    /// What pg_dump announces by itself and is part of something that is counted, or that no catalog lists one by one.
    private static let parts: Set = [
        "acl", "comment", "security label", "table data", "materialized view data", "blobs", "blob metadata",
        "statistics data",
        "publication table", "publication tables in schema", "shell type", "procedural language", "transform",
        "access method",
        "encoding", "stdstrings", "searchpath", "database", "database properties", "user mapping",
        "subscription",
        "subscription table", "default acl",
    ]

    /// The kinds of a dump that nobody here knows how to count.
    static func uncounted(of kinds: some Sequence<String>, major: Int) -> [String] {
        let known = parts.union(counts(major: major).map(\.kind))
        return kinds.filter { !known.has($0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The kinds of what is in `pg_class`, with their letters there.
    private static let relations: [(kind: String, letters: PostgreSQLText)] = [
        ("table", "'r', 'p'"), ("view", "'v'"), ("materialized view", "'m'"), ("sequence", "'S'"),
        ("sequence owned by", "'S'"),
        ("foreign table", "'f'"),
    ]

    private static let others = [
        ("operator", "pg_operator"), ("operator class", "pg_opclass"), ("operator family", "pg_opfamily"),
        ("cast", "pg_cast"), ("collation", "pg_collation"), ("conversion", "pg_conversion"),
        ("text search configuration", "pg_ts_config"), ("text search dictionary", "pg_ts_dict"),
        ("text search parser", "pg_ts_parser"), ("text search template", "pg_ts_template"),
        ("server", "pg_foreign_server"), ("foreign data wrapper", "pg_foreign_data_wrapper"),
    ]

    /// Neither the system's own nor part of an extension; 16384 is `FirstNormalObjectId`.
    private static func own(_ catalog: String, _ row: PostgreSQLText) -> PostgreSQLText {
        """
        \(row).oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = \
        \(value: "pg_catalog." + catalog)::pg_catalog.regclass AND d.objid = \(row).oid AND d.deptype = 'e')
        """
    }

    private static func counting(
        _ kind: String, _ letters: PostgreSQLText
    ) -> (kind: String, query: PostgreSQLText) {
        (
            kind,
            "SELECT pg_catalog.count(*) FROM pg_catalog.pg_class c WHERE \(own("pg_class", "c")) AND c.relkind IN (\(letters))"
        )
    }

    private static func inheritance(_ letters: PostgreSQLText) -> PostgreSQLText {
        """
        SELECT pg_catalog.count(*) FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhparent \
        WHERE c.relkind IN (\(letters))
        """
    }
}
