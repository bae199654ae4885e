import Foundation
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
            BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch \(HostileTenant.trap)'''; EXCEPTION WHEN OTHERS THEN NULL; END;
            RETURN 1; END $$
            """)
    }

    /// Runs statements with the rights of the account.
    package func act(_ sql: String) throws {
        try server.execute(sql, in: name, as: name, password: name)
    }

    /// Runs every statement that the account may run, one by one, and leaves out what the server refuses.
    package func try_(_ statements: [String]) -> Int {
        statements.count - refused(statements).count
    }

    /// Runs every statement, one by one, and returns those that the server refused.
    package func refused(_ statements: [String]) -> [String] { statements.filter { (try? act($0)) == nil } }

    /// Accounts, memberships, databases, privileges, and what is in the other database.
    package func picture() throws -> String {
        try server.query(
            """
            SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolbypassrls, rolreplication, rolinherit,
            rolconnlimit, rolpassword, rolvaliduntil FROM pg_catalog.pg_authid ORDER BY 1;
            SELECT setdatabase, setrole::regrole, setconfig FROM pg_catalog.pg_db_role_setting ORDER BY 1, 2;
            SELECT spcname, spcowner::regrole, spcacl FROM pg_catalog.pg_tablespace ORDER BY 1;
            SELECT roleid::regrole, member::regrole FROM pg_catalog.pg_auth_members ORDER BY 1, 2;
            SELECT datname, datdba::regrole, datacl FROM pg_catalog.pg_database ORDER BY 1;
            SELECT name, setting FROM pg_catalog.pg_file_settings ORDER BY 1, 2
            """) + "\n"
            + String(decoding: server.dump("bystander"), as: UTF8.self).lines
            .filter { !$0.begins(with: "\\restrict") && !$0.begins(with: "\\unrestrict") }.joined(
                separator: "\n") + HostileTenant.trapped().joined()
    }

    /// A file that code of a tenant makes where it runs as a program or with the rights of a superuser.
    package static let trap = "/tmp/vya-trapped"

    /// Says so when that file is there.
    package static func trapped() -> [String] { access(trap, F_OK) == 0 ? ["\(trap) was made"] : [] }

    /// The lines that one of two pictures has and the other has not.
    package static func changes(_ before: [String], _ after: [String]) -> [String] {
        after.difference(from: before).map { change in
            switch change {
            case .insert(_, let line, _): "now: \(line)"
            case .remove(_, let line, _): "gone: \(line)"
            }
        }
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

    /// Marks that mean something in a language that the program writes.
    package static let marks = [
        "'", "\"", "\\", "`", ":", "|", "%", "$", "=", ";", "\r\n", "\n", "$$", "*/", "--",
    ]
    /// What stands before and behind a mark, so that it is no `Character` of its own.
    package static let hidings = [
        ("", ""), ("", "\u{301}"), ("\u{600}", ""), ("\u{D4E}", ""), ("\u{200D}", ""), ("", "\u{200D}"),
        ("", "\u{D4E}"),
        ("", "\u{600}"),
    ]

    /// Names with every mark that means something in a language that the program writes, each with a combining mark behind
    /// it or a prepended sign before it, and with what would act if the name were left.
    package static let names: [String] = {
        var names: [String] = []
        for mark in marks {
            for (before, behind) in hidings {
                names.append("a" + before + mark + behind)
                names.append("a" + before + mark + behind + "; ALTER ROLE tenant SUPERUSER; --")
                names.append("a" + before + mark + behind + "\n\\! touch \(trap) #")
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
            "; ALTER ROLE tenant SUPERUSER; --", "\n\\! touch \(trap) #", "\\gexec", " host=203.0.113.1 ", "",
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

    /// Makes something of each name, by turns: tables with columns and rows, schemas, indexes, views and sequences, functions,
    /// types, triggers, constraints, policies, and accounts that have a privilege.
    package func makeObjects(named names: [String]) throws {
        try act(
            "CREATE TABLE carrier (n int); CREATE FUNCTION fired() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        )
        try act(
            "SET check_function_bodies = off;\n"
                + names.enumerated().map { index, name in
                    let quoted = PrivatePostgreSQL.identifier(name)
                    let text = "E'" + name.escaping(["'": "''", "\\": "\\\\"]) + "'"
                    return switch index % 9 {
                    case 0: "CREATE SCHEMA \(quoted); CREATE TABLE \(quoted).t (n int);"
                    case 1:
                        "CREATE TABLE k\(index) (n int, CONSTRAINT \(quoted) PRIMARY KEY (n)); COMMENT ON TABLE k\(index) IS \(text);"
                    case 2:
                        "CREATE VIEW \(quoted) AS SELECT 1 AS \(quoted); CREATE SEQUENCE \(PrivatePostgreSQL.identifier("s" + name));"
                    case 3:
                        "CREATE FUNCTION \(quoted)(\(quoted) int) RETURNS int LANGUAGE plpgsql AS \(text);"
                    case 4:
                        "CREATE TYPE \(quoted) AS ENUM (\(text)); CREATE TABLE e\(index) (n \(quoted) DEFAULT \(text));"
                    case 5:
                        "CREATE TRIGGER \(quoted) BEFORE INSERT ON carrier FOR EACH ROW EXECUTE FUNCTION fired(\(text));"
                    case 6:
                        "CREATE POLICY \(quoted) ON carrier; ALTER TABLE carrier ADD CONSTRAINT \(quoted) CHECK (n > 0);"
                    default: "CREATE TABLE \(quoted) (\(quoted) int); INSERT INTO \(quoted) VALUES (1);"
                    }
                }.joined(separator: "\n"))
        // pg_dumpall takes no line ends in names of accounts.
        let accounts = names.enumerated().filter {
            $0.offset % 9 == 8 && !$0.element.holds("\n") && !$0.element.holds("\r")
        }
        try server.execute(
            accounts.map {
                "CREATE ROLE \(PrivatePostgreSQL.identifier($0.element)); "
                    + "GRANT SELECT ON carrier TO \(PrivatePostgreSQL.identifier($0.element));"
            }.joined(separator: "\n"), in: name)
    }

    /// Runs every command that reads a server or what came of it, and returns what did not end with 0.
    ///
    /// The backups of some databases are restored beside them as well, as `copied`, which is dropped then.
    package static func exercise(
        _ night: Night, copying databases: [String] = [], drop: (String) throws -> Void = { _ in }
    ) throws -> [String] {
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
        for database in databases {
            try run("restore", "--yes", try night.artifact(of: database), "--target", "copied")
            try drop("copied")
        }
        return failures
    }
}
