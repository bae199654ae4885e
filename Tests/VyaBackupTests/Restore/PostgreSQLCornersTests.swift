import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// What a PostgreSQL database is besides its rows, and comes back as it was.
@Suite("Odd corners of PostgreSQL that come back", .ownThread)
struct PostgreSQLCornersTests {
    /// What `pg_dump --create` says of a database.
    private func dump(_ database: String, on server: PrivatePostgreSQL) throws -> [String] {
        var command = Command("pg_dump", "-w", "--create")
        command.environment = server.environment
        command.environment["PGDATABASE"] = database
        return try command.check().text.split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("\\restrict") && !$0.hasPrefix("\\unrestrict") }
    }

    @Test("S1 settings of the database are there before its rows: values come back as they were, everywhere")
    func settings() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "corner_settings"
        try server.createDatabase(name)
        defer { for name in [name, name + "_copy"] { try? server.dropDatabase(name) } }
        try server.execute(
            """
            ALTER DATABASE \(name) SET timezone = 'America/Sao_Paulo';
            ALTER DATABASE \(name) SET default_text_search_config = 'pg_catalog.portuguese';
            ALTER DATABASE \(name) SET default_transaction_read_only = 'on';
            ALTER DATABASE \(name) SET log_statement = 'none';
            """)
        try server.execute(
            """
            SET default_transaction_read_only TO off;
            CREATE TABLE orders (at timestamptz, day date, CHECK (at::date = day), words text);
            INSERT INTO orders VALUES ('2026-01-01 23:30', '2026-01-01', 'as casas'), ('2026-07-01 00:30', '2026-07-01', 'o mercado');
            CREATE MATERIALIZED VIEW searched AS SELECT to_tsvector(words) AS words, at::text AS at FROM orders;
            """, in: name)
        let query = "SELECT * FROM orders ORDER BY 1; SELECT * FROM searched ORDER BY 1"
        let (before, rows) = (try dump(name, on: server), try server.query(query, in: name))
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        let run = try night.runAll()
        #expect(run.status == 0, "\(run)")
        let drill = try night.run("verify", "--latest", "--restore")
        #expect(
            drill.status == 0
                && drill.text.contains("owners, privileges of the database, settings of roles in it\n"),
            "\(drill)")
        let artifact = try night.artifact(of: name)
        let copy = try night.restore(artifact, "--target", name + "_copy")
        #expect(copy.status == 0, "\(copy)")
        #expect(try server.query(query, in: name + "_copy") == rows)
        let replaced = try night.restore(artifact, "--replace")
        #expect(replaced.status == 0, "\(replaced)")
        #expect(try server.query(query, in: name) == rows)
        // Settings have no order.
        #expect(try dump(name, on: server).sorted() == before.sorted())
        for kept in try server.query("SELECT datname FROM pg_database WHERE datname LIKE '\(name)_replaced%'")
            .lines
        {
            try server.dropDatabase(String(kept))
        }

        // By the card's commands alone.
        try server.dropDatabase(name)
        let card = try night.run("restore", "--card", artifact).text.lines.filter { !$0.hasPrefix("#") }
        var shell = Command("/bin/sh", "-euc", "cd \(night.output)\n" + card.joined(separator: "\n"))
        shell.environment.merge(server.environment) { $1 }
        try shell.check()
        #expect(try server.query(query, in: name) == rows)
    }

    @Test("S1 a server whose own settings give values another meaning is told of before it is restored to")
    func serverSettings() throws {
        let source = try PrivatePostgreSQL(options: [
            "-c", "timezone=America/Sao_Paulo", "-c", "datestyle=SQL, DMY",
        ])
        try source.createDatabase("meant")
        let night = try Night(entries: [Night.entry(source, databases: ["meant"])])
        #expect(try night.runAll().status == 0)
        let target = try PrivatePostgreSQL.shared()
        try night.configure([Night.entry(target, databases: ["meant"])])
        let plan = try night.run(
            "restore", try night.artifact(of: "meant"), "--target", "meant_copy", "--plan")
        #expect(plan.text.contains("SET TimeZone TO 'America/Sao_Paulo'"), "\(plan)")
        #expect(plan.text.contains("was SQL, DMY on the one that was backed up"), "\(plan)")
    }

    @Test("S2 --table of a partitioned table brings its partitions, and a child what it inherits from")
    func partitions() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "corner_parts"
        try server.createDatabase(name)
        defer { for name in [name, name + "_copy"] { try? server.dropDatabase(name) } }
        try server.execute(
            """
            CREATE TABLE sales (at date, amount int) PARTITION BY RANGE (at);
            CREATE TABLE "sales 2025" PARTITION OF sales FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE sales_2026 PARTITION OF sales FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (amount);
            CREATE TABLE sales_2026_1 PARTITION OF sales_2026 DEFAULT;
            CREATE INDEX ON sales (at);
            INSERT INTO sales SELECT d::date, 1 FROM generate_series('2025-06-01'::date, '2026-06-01', '1 day') d;
            CREATE TABLE elder (a int); CREATE TABLE other (b int); CREATE TABLE child (c int) INHERITS (elder, other);
            INSERT INTO elder VALUES (1); INSERT INTO child VALUES (2, 3, 4);
            CREATE TABLE hollow (a int) PARTITION BY LIST (a);
            """, in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        let (count, structure) = (
            "SELECT count(*), count(DISTINCT tableoid) FROM sales",
            "SELECT count(*) FROM pg_inherits"
        )
        let (rows, bonds) = (try server.query(count, in: name), try server.query(structure, in: name))
        let copy = try night.restore(
            artifact, "--table", "sales", "--table", "child", "--table", "hollow", "--target", name + "_copy")
        #expect(copy.status == 0 && copy.errors.contains("elder"), "\(copy)")
        #expect(try server.query(count, in: name + "_copy") == rows)
        #expect(try server.query(structure, in: name + "_copy") == bonds)
        #expect(try server.query("SELECT count(*) FROM elder", in: name + "_copy") == "2")

        // Into the living database: a partitioned table again, and one partition, which finds its place by itself.
        try server.execute("DROP TABLE sales", in: name)
        let back = try night.restore(artifact, "--table", "sales")
        #expect(back.status == 0, "\(back)")
        #expect(try server.query(count, in: name) == rows)
        #expect(try server.query(structure, in: name) == bonds)
        // A child alone finds its parents, which are there.
        try server.execute("DROP TABLE child", in: name)
        let child = try night.restore(artifact, "--table", "child")
        #expect(child.status == 0, "\(child)")
        #expect(try server.query("SELECT count(*) FROM elder", in: name) == "2")
        let parent = try night.run(
            "restore", artifact, "--table", "elder", "--target", name + "_none", "--plan")
        #expect(
            parent.status == 0
                && parent.text.contains("do not come unless they are named, too: \"public.child\""),
            "\(parent)")
    }

    @Test(
        "S9 a table comes with what it is made of, however its database writes names",
        arguments: ["off", "on"])
    func foundations(quoting: String) throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "corner_founded_" + quoting
        try server.createDatabase(name)
        defer { for name in [name, name + "_copy"] { try? server.dropDatabase(name) } }
        try server.execute("ALTER DATABASE \(name) SET quote_all_identifiers = \(quoting)")
        try server.execute(
            """
            CREATE SCHEMA s; CREATE SEQUENCE s.numbers START 100; SELECT nextval('s.numbers');
            CREATE TEXT SEARCH DICTIONARY s.words (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION s.search (COPY = simple);
            CREATE FUNCTION s.less(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > $2';
            CREATE FUNCTION s.compare(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $2 - $1';
            CREATE OPERATOR s.<< (LEFTARG = int, RIGHTARG = int, FUNCTION = s.less);
            CREATE OPERATOR CLASS s.backwards FOR TYPE int USING btree AS OPERATOR 1 s.<<, OPERATOR 5 >, FUNCTION 1 s.compare(int, int);
            CREATE DOMAIN s.positive AS int CHECK (VALUE > 0);
            CREATE TABLE s.t (id int DEFAULT nextval('s.numbers') PRIMARY KEY, "Name" text, n s.positive, CHECK (n < 1000));
            INSERT INTO s.t ("Name", n) SELECT 'a' || g, g FROM generate_series(1, 9) g;
            CREATE INDEX ON s.t (n s.backwards); CREATE INDEX ON s.t USING gin (to_tsvector('s.search', "Name"));
            CREATE STATISTICS s.st ON id, n FROM s.t; COMMENT ON COLUMN s.t."Name" IS 'x';
            CREATE FUNCTION s.tr() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER tr BEFORE INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION s.tr();
            ALTER TABLE s.t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON s.t USING (true);
            CREATE TABLE s.other (a int REFERENCES s.t (id)); CREATE VIEW s.seen AS SELECT a FROM s.other; CREATE TYPE s.pair AS (o s.other);
            CREATE FUNCTION s.all_of(s.other) RETURNS SETOF s.other LANGUAGE sql AS 'SELECT $1';
            CREATE FUNCTION s.each_of(s.seen) RETURNS int LANGUAGE sql AS 'SELECT $1.a';
            CREATE FUNCTION s.of_it(s.t) RETURNS int LANGUAGE sql AS 'SELECT $1.n'; CREATE TABLE "T 2" (a serial); INSERT INTO "T 2" DEFAULT VALUES;
            """, in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        let shape = """
            SELECT (SELECT count(*) FROM s.t), (SELECT count(*) FROM pg_index WHERE indrelid = 's.t'::regclass),
            (SELECT count(*) FROM pg_statistic_ext), (SELECT count(*) FROM pg_description WHERE objoid = 's.t'::regclass),
            (SELECT last_value FROM s.numbers), (SELECT relrowsecurity FROM pg_class WHERE oid = 's.t'::regclass)
            """
        let expected = try server.query(shape, in: name)
        let copy = try night.restore(artifact, "--table", "s.t", "--table", "T 2", "--target", name + "_copy")
        #expect(copy.status == 0, "\(copy)")
        #expect(
            "\(copy)".contains("made of tables that are not chosen") && "\(copy)".contains("2 × function"),
            "\(copy)")
        #expect(try server.query("SELECT s.of_it(t) FROM s.t WHERE n = 5", in: name + "_copy") == "5")
        #expect(try server.query(shape, in: name + "_copy") == expected)
        #expect(try server.query("INSERT INTO \"T 2\" DEFAULT VALUES RETURNING a", in: name + "_copy") == "2")
        // Into the living database, with what binds it to others.
        let bonds = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal; SELECT count(*) FROM pg_policy"
        let bound = try server.query(bonds, in: name)
        try server.execute("DROP TABLE s.t CASCADE", in: name)
        let back = try night.restore(artifact, "--table", "s.t")
        #expect(back.status == 0, "\(back)")
        #expect(try server.query(shape, in: name) == expected)
        #expect(try server.query(bonds, in: name) == bound)
    }

    @Test(
        "S4 rows that an extension brings itself are no difference, and rows of its tables that are missing are",
        .enabled("Debian 13 cannot be had here") { try DebianRoot.trixie() != nil })
    func extensions() throws {
        let root = try #require(try DebianRoot.trixie())
        let folder = root.path + "/usr/share/postgresql/17/extension/"
        let name = "vya_rows_\(UInt32.random(in: .min ... .max))"
        defer { for ending in [".control", "--1.sql"] { unlink(folder + name + ending) } }
        try "default_version = '1'\n".write(
            toFile: folder + name + ".control", atomically: true, encoding: .utf8)
        try """
        CREATE TABLE @extschema@.reference (id int PRIMARY KEY);
        INSERT INTO @extschema@.reference SELECT generate_series(1, 100);
        SELECT pg_catalog.pg_extension_config_dump('@extschema@.reference', 'WHERE id > 1000');
        """.write(toFile: folder + name + "--1.sql", atomically: true, encoding: .utf8)
        let server = try PrivatePostgreSQL(in: root)
        try server.createDatabase("extended")
        try server.execute(
            "CREATE EXTENSION \(name); INSERT INTO reference VALUES (2000); CREATE TABLE t AS SELECT 1 AS a",
            in: "extended")
        var night = try Night(entries: [Night.entry(server, databases: ["extended"])])
        night.program.path = try root.program(in: night.folder)
        let run = try night.runAll()
        #expect(run.status == 0, "\(run)")
        let drill = try night.run("verify", "--latest", "--restore")
        #expect(drill.status == 0, "\(drill)")
        let artifact = try night.artifact(of: "extended")
        for words in [["--target", "extended_copy"], ["--replace"]] {
            let result = try night.program.run(
                ["restore", artifact, "--yes", "--config", night.folder("config.json")] + words)
            #expect(result.status == 0, "\(result)")
        }
        #expect(try server.query("SELECT count(*) FROM reference", in: "extended") == "101")
        // Fewer than the dump holds are a difference still: here a trigger takes what comes.
        try """
        CREATE TABLE @extschema@.reference (id int PRIMARY KEY);
        CREATE FUNCTION @extschema@.taken() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER taken BEFORE INSERT ON @extschema@.reference FOR EACH ROW EXECUTE FUNCTION @extschema@.taken();
        SELECT pg_catalog.pg_extension_config_dump('@extschema@.reference', '');
        """.write(toFile: folder + name + "--1.sql", atomically: true, encoding: .utf8)
        let lost = try night.restore(artifact, "--target", "lost")
        #expect(lost.status == 4 && (lost.text + lost.errors).contains("reference"), "\(lost)")
    }

    @Test(
        "S5 a server that knows none of the roles gets all without owners and privileges; grants to roles that are gone stay away"
    )
    func withoutRoles() throws {
        let source = try PrivatePostgreSQL()
        try source.createDatabase("owned")
        try source.execute(
            """
            CREATE ROLE owner_of_all; CREATE ROLE reader; CREATE ROLE leaver; CREATE EXTENSION postgres_fdw;
            ALTER DATABASE owned OWNER TO owner_of_all; GRANT CONNECT ON DATABASE owned TO reader;
            ALTER ROLE reader IN DATABASE owned SET work_mem = '5MB'; ALTER DATABASE owned SET work_mem = '6MB';
            CREATE SCHEMA s AUTHORIZATION owner_of_all; CREATE TABLE s.t (a int); ALTER TABLE s.t OWNER TO owner_of_all;
            INSERT INTO s.t VALUES (1); GRANT SELECT ON s.t TO reader, leaver;
            ALTER DEFAULT PRIVILEGES FOR ROLE owner_of_all IN SCHEMA s GRANT SELECT ON TABLES TO reader;
            CREATE SERVER there FOREIGN DATA WRAPPER postgres_fdw; CREATE USER MAPPING FOR PUBLIC SERVER there;
            """, in: "owned")
        // As a role that was dropped while others held its privileges: its number stays in the access list.
        let number = try source.query("SELECT oid FROM pg_authid WHERE rolname = 'leaver'")
        try source.execute("DELETE FROM pg_authid WHERE rolname = 'leaver'", in: "owned")
        let night = try Night(entries: [Night.entry(source, databases: ["owned"])])
        #expect(try night.runAll().status == 0)
        let drill = try night.run("verify", "--latest", "--restore")
        #expect(drill.status == 0, "\(drill)")
        let artifact = try night.artifact(of: "owned")
        // On the same server all come but for what nobody can have any more.
        let same = try night.restore(artifact, "--target", "owned_copy")
        #expect(same.status == 0 && same.errors.contains("privileges of \"\(number)\""), "\(same)")
        #expect(
            try source.query("SELECT relacl FROM pg_class WHERE relname = 't'", in: "owned_copy").contains(
                "reader=r/owner_of_all"))

        let target = try PrivatePostgreSQL()
        try night.configure([Night.entry(target, databases: ["owned"])])
        let refused = try night.restore(artifact)
        #expect(refused.status == 2 && refused.errors.contains("--no-owner --no-privileges"), "\(refused)")
        for (words, name) in [([], "owned"), (["--table", "s.t"], "tabled")] {
            let bare = try night.program.run(
                [
                    "restore", artifact, "--no-owner", "--no-privileges", "--target", name, "--yes",
                    "--config", night.folder("config.json"),
                ]
                    + words)
            #expect(bare.status == 0, "\(bare)")
            #expect(
                try target.query(
                    "SELECT a, relowner::regrole, relacl FROM s.t, pg_class WHERE relname = 't'", in: name)
                    == "1|postgres|")
        }
        #expect(
            try target.query(
                "SELECT datdba::regrole, setconfig FROM pg_database d JOIN pg_db_role_setting ON setdatabase = d.oid WHERE datname = 'owned'"
            )
                == "postgres|{work_mem=6MB}")
        // One of both.
        try target.execute("CREATE ROLE owner_of_all")
        let owners = try night.restore(artifact, "--no-privileges", "--target", "with_owner")
        #expect(owners.status == 0, "\(owners)")
        #expect(
            try target.query("SELECT relowner::regrole FROM pg_class WHERE relname = 't'", in: "with_owner")
                == "owner_of_all")
    }

    @Test(
        "S6 names outside of ASCII come back, counted, whatever the encoding of the database",
        arguments: ["LATIN1", "WIN1252", "SQL_ASCII"])
    func encodings(_ encoding: String) throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "corner_\(encoding.lowercased())"
        try server.execute(
            "CREATE DATABASE \(name) TEMPLATE template0 ENCODING '\(encoding)' LC_COLLATE 'C' LC_CTYPE 'C'",
            in: "postgres")
        defer { for name in [name, name + "_copy", name + "_table"] { try? server.dropDatabase(name) } }
        try server.execute(
            """
            SET client_encoding TO \(encoding == "SQL_ASCII" ? "SQL_ASCII" : "UTF8");
            CREATE TABLE "relatório" ("ção" text PRIMARY KEY); INSERT INTO "relatório" VALUES ('é'), ('ü');
            CREATE INDEX "índice" ON "relatório" ("ção"); CREATE VIEW "visão" AS SELECT * FROM "relatório";
            """, in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        let run = try night.runAll()
        #expect(run.status == 0, "\(run)")
        let drill = try night.run("verify", "--latest", "--restore", "--id", "1")
        #expect(drill.status == 0, "\(drill)")
        let artifact = try night.artifact(of: name)
        for words in [
            ["--target", name + "_copy"], ["--replace"],
            ["--table", "relatório", "--target", name + "_table"],
        ] {
            let result = try night.program.run(
                ["restore", artifact, "--yes", "--config", night.folder("config.json")] + words)
            #expect(result.status == 0, "\(result)")
        }
        for database in [name, name + "_copy", name + "_table"] {
            #expect(
                try server.query(
                    "SET client_encoding TO \(encoding == "SQL_ASCII" ? "SQL_ASCII" : "UTF8"); SELECT count(*), min(\"ção\") FROM \"relatório\"",
                    in: database
                )
                .hasSuffix("2|é"))
        }
        for kept in try server.query("SELECT datname FROM pg_database WHERE datname LIKE '\(name)_replaced%'")
            .lines
        {
            try server.dropDatabase(String(kept))
        }
    }

    @Test("S12 a dump of one schema comes back, and options whose dumps never do are refused with the reason")
    func options() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "corner_options"
        try server.createDatabase(name)
        defer { for name in [name, name + "_copy"] { try? server.dropDatabase(name) } }
        try server.execute(
            "CREATE TABLE t AS SELECT 1 AS a; CREATE SCHEMA other; CREATE TABLE other.t AS SELECT 2 AS a; COMMENT ON SCHEMA public IS 'ours'",
            in: name)
        func night(_ options: String...) throws -> Night {
            try Night(entries: [
                Night.entry(
                    server, databases: [name],
                    more: #", "options": \#(JSONValue.array(options.map { .string($0) }).serialized())"#)
            ])
        }
        let one = try night("--schema=public")
        #expect(try one.runAll().status == 0)
        let drill = try one.run("verify", "--latest", "--restore")
        #expect(drill.status == 0, "\(drill)")
        let copy = try one.restore(try one.artifact(of: name), "--target", name + "_copy")
        #expect(copy.status == 0, "\(copy)")
        #expect(
            try server.query(
                "SELECT a, obj_description('public'::regnamespace), to_regclass('other.t') FROM t",
                in: name + "_copy")
                == "1|ours|")
        for option in ["--data-only", "-a", "--section=data", "--sect=pre-data"] {
            let refused = try night(option).runAll()
            #expect(
                refused.status == 3
                    && refused.errors.contains(option.hasPrefix("--s") ? "a part of a dump" : "rows without"),
                "\(refused)")
        }
    }

    @Test(
        "S1 a materialized view above a table whose policies hold for its owner comes back, filled, and its drill passes"
    )
    func forcedPolicies() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "forced_\(UInt32.random(in: .min ... .max))"
        let role = name + "_owner"
        try server.execute("CREATE DATABASE \(name) ENCODING latin1 LOCALE 'C' TEMPLATE template0")
        defer {
            for database in [name, name + "_copy"] { try? server.dropDatabase(database) }
            try? server.execute("DROP ROLE \(role)")
        }
        try server.execute(
            """
            CREATE ROLE \(role);
            CREATE TABLE "té" (a int); INSERT INTO "té" VALUES (1), (2); CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM "té";
            ALTER TABLE "té" OWNER TO \(role); ALTER MATERIALIZED VIEW m OWNER TO \(role);
            ALTER TABLE "té" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE POLICY p ON "té" USING (a > 1);
            """, in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        let drill = try night.run("verify", artifact, "--restore")
        #expect(drill.status == 0 && !drill.text.contains("not all values"), "\(drill)")
        let copy = try night.restore(artifact, "--target", name + "_copy")
        #expect(copy.status == 0, "\(copy)")
        #expect(try server.query("SELECT n FROM m", in: name + "_copy") == "2")
        #expect(
            ComparableDump(try server.dump(name + "_copy")).difference(
                from: ComparableDump(try server.dump(name)))
                == nil)
    }
}
