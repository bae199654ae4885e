import VyaCore

/// An account that owns one database and nothing else, and what it may put there to gain more.
///
/// Whatever it gains shows in `picture`: `gain()` makes it a superuser, if the one who evaluates it can.
package struct HostileTenant {
    package let server: PrivatePostgreSQL
    /// The account's name, and its database's.
    package let name: String

    /// Makes the account and its database, in which everybody may create in `public`, as before PostgreSQL 15; beside it
    /// a database that is somebody else's.
    package init(on server: PrivatePostgreSQL, named name: String = "tenant") throws {
        (self.server, self.name) = (server, name)
        try server.execute(
            "CREATE ROLE \(name) LOGIN PASSWORD '\(name)'; CREATE DATABASE \(name) OWNER \(name) TEMPLATE template0"
        )
        try server.execute("CREATE DATABASE bystander TEMPLATE template0")
        try server.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)", in: "bystander")
        try server.execute("GRANT ALL ON SCHEMA public TO PUBLIC", in: name)
        try act(
            """
            CREATE FUNCTION public.gain() RETURNS int LANGUAGE plpgsql AS $$ BEGIN
            BEGIN EXECUTE 'ALTER ROLE \(name) SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
            BEGIN RESET SESSION AUTHORIZATION; EXECUTE 'ALTER ROLE \(name) SUPERUSER';
            EXCEPTION WHEN OTHERS THEN NULL; END;
            RETURN 1; END $$
            """)
    }

    /// Runs statements with the rights of the account.
    package func act(_ sql: String) throws {
        try server.execute(sql, in: name, as: name, password: name)
    }

    /// Runs every statement that the account may run, one by one, and leaves out what the server refuses.
    package func try_(_ statements: [String]) -> Int {
        statements.filter { (try? act($0)) != nil }.count
    }

    /// Accounts, memberships, databases, privileges, and what is in the other database.
    package func picture() throws -> String {
        try server.query(
            """
            SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolbypassrls, rolreplication
            FROM pg_catalog.pg_roles ORDER BY 1;
            SELECT roleid::regrole, member::regrole FROM pg_catalog.pg_auth_members ORDER BY 1, 2;
            SELECT datname, datdba::regrole, datacl FROM pg_catalog.pg_database ORDER BY 1;
            SELECT name, setting FROM pg_catalog.pg_file_settings ORDER BY 1, 2
            """) + "\n"
            + String(decoding: server.dump("bystander"), as: UTF8.self).lines
            .filter { !$0.begins(with: "\\restrict") && !$0.begins(with: "\\unrestrict") }.joined(
                separator: "\n")
    }

    /// Objects of the account that stand in the way of PostgreSQL's own, where the search path has `public`.
    package static let shadows: [String] = {
        var statements: [String] = []
        for (index, types) in [
            "name, name", "name, text", "text, text", "oid, oid", "int, int", "\"char\", \"char\"",
            "bigint, bigint",
            "json, text",
        ].enumerated() {
            let sides = types.pieces(separatedBy: ",").map { $0.trimming(" ") }
            let result = sides[0] == "json" ? "text" : "boolean"
            statements.append(
                """
                CREATE FUNCTION public.shadow\(index)(\(types)) RETURNS \(result) LANGUAGE plpgsql AS
                $$ BEGIN PERFORM public.gain(); RETURN \(result == "text" ? "'x'" : "true"); END $$
                """)
            for sign in ["=", "<>", "!~", "~", ">=", "<=", "->>", "||"] {
                statements.append(
                    "CREATE OPERATOR public.\(sign) (LEFTARG = \(sides[0]), RIGHTARG = \(sides[1]), "
                        + "PROCEDURE = public.shadow\(index))")
            }
        }
        for (name, arguments, result) in [
            ("count", "int", "bigint"), ("json_agg", "text", "json"), ("format", "text, name, name", "text"),
            ("format", "text, text, text", "text"), ("quote_ident", "name", "text"),
            ("to_json", "name", "json"),
            ("current_setting", "name", "text"), ("has_table_privilege", "name, name", "boolean"),
            ("has_database_privilege", "oid, name", "boolean"), ("pg_get_userbyid", "int", "name"),
            ("json_build_object", "name, int", "json"), ("set_config", "name, name, boolean", "text"),
            ("to_regclass", "name", "regclass"), ("lower", "name", "text"), ("array_agg", "name", "text"),
        ] {
            statements.append(
                """
                CREATE FUNCTION public.\(name)(\(arguments)) RETURNS \(result) LANGUAGE plpgsql AS
                $$ BEGIN PERFORM public.gain(); RETURN NULL; END $$
                """)
        }
        for catalog in ["pg_class", "pg_database", "pg_roles", "pg_namespace", "pg_proc", "pg_settings"] {
            statements.append("CREATE VIEW public.\(catalog) AS SELECT public.gain() AS oid")
        }
        statements.append("CREATE DOMAIN public.regclass AS text CHECK (public.gain() = 1)")
        statements.append("CREATE DOMAIN public.int4 AS integer CHECK (public.gain() = 1)")
        statements.append("ALTER DATABASE tenant SET search_path = public, pg_catalog")
        statements.append("ALTER DATABASE tenant SET standard_conforming_strings = off")
        return statements
    }()

    /// Code in every place that a load evaluates.
    package static let evaluated: [String] = [
        "CREATE TABLE checked (n int CHECK (public.gain() = n)); INSERT INTO checked VALUES (1)",
        "CREATE TABLE generated (n int, m int GENERATED ALWAYS AS (n + 1) STORED); INSERT INTO generated VALUES (1)",
        "CREATE FUNCTION public.pure(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS "
            + "$$ BEGIN RETURN public.gain() + $1 - 1; END $$",
        "CREATE TABLE computed (n int, m int GENERATED ALWAYS AS (public.pure(n)) STORED); "
            + "INSERT INTO computed VALUES (1)",
        "CREATE TABLE indexed (n int); INSERT INTO indexed VALUES (1); CREATE INDEX ON indexed (public.pure(n))",
        "CREATE TABLE partial (n int); INSERT INTO partial VALUES (1); "
            + "CREATE INDEX ON partial (n) WHERE public.pure(n) > 0",
        "CREATE DOMAIN positive AS int CHECK (public.pure(VALUE) > 0)",
        "CREATE TABLE typed (n positive); INSERT INTO typed VALUES (1)",
        "CREATE TABLE defaulted (n int DEFAULT public.gain()); INSERT INTO defaulted DEFAULT VALUES",
        "CREATE TABLE keyed (n int PRIMARY KEY); CREATE TABLE bound (n int REFERENCES keyed)",
        "CREATE TABLE excluded (n int, EXCLUDE USING btree (public.pure(n) WITH =)); INSERT INTO excluded VALUES (1)",
        "CREATE TABLE parted (n int) PARTITION BY LIST (public.pure(n)); "
            + "CREATE TABLE parted1 PARTITION OF parted FOR VALUES IN (1); INSERT INTO parted VALUES (1)",
        "CREATE MATERIALIZED VIEW seen AS SELECT public.gain() AS n",
        "CREATE TABLE watched (n int); INSERT INTO watched VALUES (1); "
            + "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS "
            + "'BEGIN PERFORM public.gain(); RETURN NEW; END'; "
            + "CREATE TRIGGER t BEFORE INSERT ON watched FOR EACH ROW EXECUTE FUNCTION t(); "
            + "ALTER TABLE watched ENABLE ALWAYS TRIGGER t",
        "CREATE TABLE ruled (n int); CREATE RULE r AS ON INSERT TO ruled DO ALSO SELECT public.gain()",
        "CREATE TABLE secured (n int); INSERT INTO secured VALUES (1); ALTER TABLE secured ENABLE ROW LEVEL SECURITY, "
            + "FORCE ROW LEVEL SECURITY; CREATE POLICY p ON secured USING (public.gain() = 1)",
        "CREATE VIEW looked AS SELECT public.gain() AS n",
        "CREATE STATISTICS s ON (public.pure(n)), n FROM indexed",
        "SELECT lo_from_bytea(0, 'x')",
        "CREATE SEQUENCE counted; SELECT nextval('counted')",
    ]

    /// Names with every mark that means something in a language that the program writes, each with a combining mark behind
    /// it or a prepended sign before it, and with what would act if the name were left.
    package static let names: [String] = {
        var names: [String] = []
        for mark in ["'", "\"", "\\", "`", ":", "|", "%", "$", "=", ";", "\r\n", "\n", "$$", "*/", "--"] {
            for (before, behind) in [
                ("", ""), ("", "\u{301}"), ("\u{600}", ""), ("\u{D4E}", ""), ("\u{200D}", ""),
                ("", "\u{200D}"),
                ("", "\u{D4E}"), ("", "\u{600}"),
            ] {
                names.append("a" + before + mark + behind)
                names.append("a" + before + mark + behind + "; ALTER ROLE tenant SUPERUSER; --")
                names.append("a" + before + mark + behind + "\n\\! id >&2 #")
            }
        }
        return names
    }()

    /// Names made of such marks, by chance.
    package static func names(_ count: Int, using generator: inout some RandomNumberGenerator) -> [String] {
        let marks = [
            "'", "\"", "\\", "`", ":", "|", "%", "$", "=", ";", "\r", "\n", "$$", "--", "/*", "{", "}", "(",
            ")", ".",
        ]
        let signs = [
            "\u{301}", "\u{600}", "\u{D4E}", "\u{200D}", "\u{1F469}", "e\u{301}", "\u{202E}", "\u{FEFF}", " ",
            "x",
        ]
        let acts = [
            "; ALTER ROLE tenant SUPERUSER; --", "\n\\! id >&2 #", "\\gexec", " host=203.0.113.1 ", "",
        ]
        return (0..<count).map { index in
            var name = "n\(index)"
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                name +=
                    (Bool.random(using: &generator) ? marks : signs).randomElement(using: &generator) ?? ""
            }
            name += acts.randomElement(using: &generator) ?? ""
            // A name has at most 63 bytes, and the server would cut it where it likes.
            while name.utf8.count > 63 { name.unicodeScalars.removeLast() }
            return name
        }
    }

    /// Makes a table of each name, with a column and a row.
    package func makeTables(named names: [String]) throws {
        try act(
            names.map { name in
                let quoted = PrivatePostgreSQL.identifier(name)
                return "CREATE TABLE \(quoted) (\(quoted) int); INSERT INTO \(quoted) VALUES (1);"
            }.joined(separator: "\n"))
    }

    /// Runs every command that reads a server or what came of it, and returns what did not end with 0.
    package static func exercise(_ night: Night) throws -> [String] {
        var failures: [String] = []
        func run(_ words: String...) throws {
            let result = try night.program.run(
                words + ["--config", night.folder("config.json")], within: 600)
            if result.status != 0 { failures.append("\(words): \(result)") }
        }
        try run("run", "--all", "--dry-run")
        try run("run", "--all")
        try run("verify", "--latest")
        try run("verify", "--latest", "--restore")
        // It has findings, and ends with what they are.
        _ = try night.run("doctor")
        try run("list")
        try run("report", "--json")
        for artifact in night.artifacts() where !artifact.contains("globals") {
            try run("restore", night.output + "/" + artifact, "--target", "copied", "--plan")
            try run("restore", night.output + "/" + artifact, "--card")
        }
        return failures
    }
}
