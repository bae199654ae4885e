import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Dumps that other options or other programs made.
@Suite("Dumps of others", .ownThread)
struct ForeignDumpTests {
    private static func dump(
        _ options: [String], of name: String, on server: PrivatePostgreSQL
    ) throws -> Data {
        var command = Command("pg_dump", ["-w"] + options)
        command.environment = server.environment
        command.environment["PGDATABASE"] = name
        return try command.check().output
    }

    @Test(
        "S17 what another program reads is named with that program, whose command brings it back, and never fed to psql"
    )
    func named() throws {
        // Its own: pg_dumpall reads all databases, which others drop meanwhile.
        let server = try PrivatePostgreSQL()
        let name = "foreign_dump"
        try server.createDatabase(name)
        try server.execute("CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, 500)", in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        try night.folder.write(
            String(decoding: try Self.dump([], of: name, on: server), as: UTF8.self), to: "a.sql")
        let folder = night.folder.path
        try Self.dump(["-Fc"], of: name, on: server).write(to: URL(fileURLWithPath: folder + "/a.dump"))
        var whole = Command("pg_dumpall", "-w")
        whole.environment = server.environment
        try whole.check().output.write(to: URL(fileURLWithPath: folder + "/all.sql"))
        try Command(
            "/bin/sh", "-euc",
            "cd \(folder); bzip2 -k a.sql; xz -k a.sql; gzip -c a.sql | gzip -c >twice.gz; gzip -c a.dump >d.gz; gzip -c all.sql >all.gz;"
                + " printf 'SQLite format 3\\0xxxx' >s.sql"
        ).check()
        for (file, words) in [
            ("a.dump", "pg_restore"), ("d.gz", "custom format"), ("a.sql.bz2", "bzcat"),
            ("a.sql.xz", "xzcat"), ("twice.gz", "compressed twice"),
            ("all.gz", "a dump of a whole server"), ("all.sql", "a dump of a whole server"),
            ("s.sql", "a database of SQLite"),
        ] {
            let refused = try night.restore(folder + "/" + file, "--id", "1", "--target", "foreign_back")
            #expect(
                refused.status == 2 && (refused.text + refused.errors).contains(words), "\(file): \(refused)")
            #expect(!(refused.text + refused.errors).contains("damaged"), "\(file): \(refused)")
        }
        // By the commands that the refusals print.
        let hint = try night.restore(folder + "/a.sql.xz", "--id", "1", "--target", "foreign_back").errors
        let command = try #require(
            hint.lines.first { $0.contains("xzcat") }?.components(separatedBy: "restored: ").last)
        try Command("/bin/sh", "-euc", command).check()
        let back = try night.restore(folder + "/a.sql.xz.sql.gz", "--id", "1", "--target", "foreign_back")
        #expect(back.status == 0, "\(back)")
        #expect(try server.query("SELECT count(*) FROM t", in: "foreign_back") == "500")
    }

    @Test(
        "S17 a folder of pg_dump and archives that GNU tar alone reads are named, and no damage is seen in them"
    )
    func foldersAndArchives() throws {
        let night = try Night(entries: [])
        try night.configure([#"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("t"))"] }"#])
        let folder = night.folder.path
        try Command(
            "/bin/bash", "-euc",
            """
            cd \(folder); mkdir t directory; echo a >t/a; touch directory/toc.dat; tar -cf full.tar -g snar t; echo b >t/b
            tar -czf later.tar.gz -g snar t
            """
        ).check()
        for (file, words) in [
            ("full.tar", "listed-incremental"), ("later.tar.gz", "listed-incremental"),
        ] {
            let refused = try night.restore(folder + "/" + file, "--to", folder + "/back")
            #expect(refused.status == 2 && "\(refused)".contains(words), "\(file): \(refused)")
            #expect(!"\(refused)".contains("damaged"), "\(file): \(refused)")
            let verified = try night.run("verify", folder + "/" + file)
            #expect(!"\(verified)".contains("DAMAGED"), "\(file): \(verified)")
        }
        let hint = try night.restore(folder + "/later.tar.gz", "--to", folder + "/back").errors
        let command = try #require(
            hint.lines.first { $0.contains("--listed-incremental=") }?.components(separatedBy: "folder: ")
                .last)
        try Command(
            "/bin/sh", "-euc", "mkdir \(folder)/tar; \(command.replacing("FOLDER", with: folder + "/tar"))"
        ).check()
        for (sign, words) in [
            ("@.json", "mysqlsh"), ("xtrabackup_checkpoints", "mariabackup --prepare"),
            ("PG_VERSION", "pg_ctl start -D"),
            ("metadata", "myloader --directory"),
        ] {
            try Command("/bin/sh", "-euc", "cd \(folder); mkdir other-\(sign); touch other-\(sign)/\(sign)")
                .check()
            let other = try night.run("verify", folder + "/other-" + sign)
            #expect(other.status != 0 && "\(other)".contains(words), "\(other)")
        }
        let directory = try night.run("verify", folder + "/directory")
        #expect(
            directory.status != 0 && "\(directory)".contains("pg_restore --exit-on-error"), "\(directory)")
    }

    @Test(
        "S17 dumps that were cleaned and created, and zeros behind gzip, come back; anything else behind it is damage"
    )
    func restored() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "foreign_clean"
        try server.createDatabase(name)
        defer { for name in [name, "clean_back"] { try? server.dropDatabase(name) } }
        try server.execute("CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, 50)", in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        let folder = night.folder.path
        for options in [
            ["--clean", "--create"], ["--clean", "--if-exists"], ["--clean", "--if-exists", "--create"], [],
        ] {
            try Self.dump(options, of: name, on: server).write(to: URL(fileURLWithPath: folder + "/c.sql"))
            try Command("/bin/sh", "-euc", "cd \(folder); gzip -c c.sql >c.gz; head -c 5000 /dev/zero >>c.gz")
                .check()
            let back = try night.restore(folder + "/c.gz", "--id", "1", "--target", "clean_back")
            #expect(back.status == 0, "\(options): \(back)")
            #expect(try server.query("SELECT count(*) FROM t", in: "clean_back") == "50")
            #expect(try server.query("SELECT count(*) FROM t", in: name) == "50")
            try server.dropDatabase("clean_back")
        }
        try Command("/bin/sh", "-euc", "cd \(folder); printf x >>c.gz").check()
        let damaged = try night.restore(folder + "/c.gz", "--id", "1", "--target", "clean_back")
        #expect(damaged.status == 4 && damaged.errors.contains("behind its gzip data"), "\(damaged)")
    }

    @Test(
        "K7 a file that no program introduces is judged as any other: it reaches no other database, and no other kind of server"
    )
    func unintroduced() throws {
        let server = try PrivateMariaDB.shared()
        let (living, copy) = ("unintroduced_living", "unintroduced_back")
        try server.execute(
            "CREATE DATABASE \(living); CREATE TABLE \(living).t (a int); INSERT INTO \(living).t VALUES (1)")
        defer { for name in [living, copy] { try? server.dropDatabase(name) } }
        let night = try Night(entries: [Night.entry(server, databases: [living])])
        func restore(_ text: String) throws -> Program.Result {
            try night.folder.write(text, to: "bare.sql")
            return try night.restore(night.folder("bare.sql"), "--id", "2", "--target", copy)
        }
        for statement in [
            "DROP TABLE IF EXISTS \(living).t", "INSERT INTO \(living).t VALUES (2)",
            "GRANT ALL ON *.* TO x@y", "\\! true\n",
            "CREATE VIEW v AS SELECT a FROM \(living).t; CREATE TABLE IF NOT EXISTS v (a int); INSERT INTO v VALUES (2)",
            "CREATE TABLE w (a int) ENGINE=MRG_MyISAM UNION=(\(living).t) INSERT_METHOD=LAST; CREATE TABLE IF NOT EXISTS w (a int); "
                + "INSERT INTO w VALUES (2)",
        ] {
            let refused = try restore("CREATE TABLE x (a int);\n\(statement);\n")
            #expect(
                refused.status == 4 && "\(refused)".contains("no dump tool writes"),
                "\(statement): \(refused)")
        }
        // Nothing says whether it is whole, so that it takes no database's place without being told to.
        try night.folder.write("CREATE TABLE t (a int);\nINSERT INTO t VALUES (7);\n", to: "bare.sql")
        let replacing = ["--id", "2", "--target", living, "--replace"]
        let doubtful = try night.program.run(
            ["restore", night.folder("bare.sql"), "--yes", "--config", night.folder("config.json")]
                + replacing)
        #expect(doubtful.status == 4 && "\(doubtful)".contains("takes no database's place"), "\(doubtful)")
        #expect(try server.query("SELECT a FROM t", in: living) == "1")
        // What names its database comes into the one that was asked for.
        let back = try restore(
            "USE \(living);\nDROP TABLE IF EXISTS t;\nCREATE TABLE t (a int);\nINSERT INTO t VALUES (7);\n")
        #expect(back.status == 0 && "\(back)".contains("nothing tells what kind of dump"), "\(back)")
        #expect(try server.query("SELECT a FROM t", in: copy) == "7")
        #expect(try server.query("SELECT a FROM t", in: living) == "1")
        let other = try night.restore(
            Repository.fixture("corpus/others/postgresql/pg_dump-default.sql"), "--id", "2", "--target",
            "\(copy)_2")
        #expect(other.status == 2 && "\(other)".contains("is a dump of postgresql"), "\(other)")
    }

    @Test("M1 a table out of a dump that cleans first comes alone, and what is there beside it stays")
    func tableOfCleaningDump() throws {
        let server = try PrivatePostgreSQL.shared()
        let (name, living) = ("foreign_cleaning", "foreign_cleaned")
        for name in [name, living] { try server.createDatabase(name) }
        defer { for name in [name, living] { try? server.dropDatabase(name) } }
        try server.execute(
            """
            CREATE TABLE log (a int); INSERT INTO log VALUES (1);
            CREATE TABLE orders (a int PRIMARY KEY, b int DEFAULT 3, CHECK (b > 1)); CREATE VIEW v AS SELECT a, count(*) FROM orders GROUP BY a;
            CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE DOMAIN d AS int CHECK (value > 0);
            CREATE INDEX ON orders (b); CREATE VIEW w AS SELECT count(*) FROM v; SELECT lo_create(4711);
            """, in: name)
        try server.execute("CREATE TABLE orders (a int); INSERT INTO orders VALUES (42)", in: living)
        let entry = Night.entry(server, databases: [name])
        let night = try Night(entries: [entry])
        let folder = night.folder.path
        for options in [["--clean", "--if-exists"], ["--clean"]] {
            try Self.dump(options, of: name, on: server).write(to: URL(fileURLWithPath: folder + "/c.sql"))
            try server.execute("DROP TABLE IF EXISTS log", in: living)
            let back = try night.restore(folder + "/c.sql", "--id", "1", "--target", living, "--table", "log")
            #expect(back.status == 0, "\(options): \(back)")
            #expect(try server.query("SELECT a FROM orders", in: living) == "42", "\(options)")
            #expect(try server.query("SELECT a FROM log", in: living) == "1", "\(options)")
            // The whole of it comes back into a new database, where there is nothing to drop.
            let whole = try night.restore(folder + "/c.sql", "--id", "1", "--target", "foreign_whole")
            #expect(whole.status == 0, "\(options): \(whole)")
            let difference = ComparableDump(try server.dump("foreign_whole")).difference(
                from: ComparableDump(try server.dump(name)))
            #expect(difference == nil, "\(difference ?? "")")
            try server.dropDatabase("foreign_whole")
        }
    }

    /// What pg_dump writes around one table, with something more behind the table or above all of it.
    private static func dump(
        ofLogWith section: String = "", above: String = "", behind: String = ""
    ) -> String {
        """
        --
        -- PostgreSQL database dump
        --

        SET client_encoding = 'UTF8';
        SET standard_conforming_strings = on;
        SELECT pg_catalog.set_config('search_path', '', false);

        \(above)
        --
        -- Name: log; Type: TABLE; Schema: public; Owner: postgres
        --

        CREATE TABLE public.log (
            a integer
        );
        \(section)

        --
        -- Data for Name: log; Type: TABLE DATA; Schema: public; Owner: postgres
        --

        COPY public.log (a) FROM stdin;
        1
        \\.


        \(behind)
        --
        -- PostgreSQL database dump complete
        --


        """
    }

    @Test(
        "K8 a dump reaches nothing that the databases of a server share, and runs no query that pg_dump does not write"
    )
    func sharedObjects() throws {
        let server = try PrivatePostgreSQL()
        let night = try Night(entries: [Night.entry(server)])
        let columns =
            "(oid, rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, "
            + "rolbypassrls, rolconnlimit)"
        let (words, tabs) = (
            "99999, 'evil', true, true, true, true, true, true, true, -1",
            "99998\tevil\tt\tt\tt\tt\tt\tt\tt\t-1"
        )
        for statement in [
            "INSERT INTO pg_catalog.pg_authid \(columns) VALUES (\(words));",
            "INSERT INTO PG_CATALOG.pg_authid \(columns) VALUES (\(words));",
            "INSERT INTO \"pg_catalog\".\"pg_authid\" \(columns) VALUES (\(words));",
            " insert into pg_authid \(columns) values (\(words));",
            "COPY pg_catalog.pg_authid \(columns) FROM stdin;\n\(tabs)\n\\.\n",
            "COPY pg_authid \(columns) FROM stdin;\n\(tabs)\n\\.\n",
            "COPY pg_catalog.pg_db_role_setting (setdatabase, setrole, setconfig) FROM stdin;\n0\t0\t{\"work_mem=4MB\"}\n\\.\n",
            "GRANT ALL ON TABLESPACE pg_default TO PUBLIC;",
            "GRANT SET ON PARAMETER log_statement TO PUBLIC;",
            "COMMENT ON ROLE postgres IS 'x';", "COMMENT ON TABLESPACE pg_default IS 'x';",
            "CREATE SCHEMA s GRANT ALL ON TABLESPACE pg_default TO PUBLIC;",
            "SET allow_system_table_mods = on;", "SET U&\"client_encoding\" = 'SJIS';",
            "SET \"role\" = 'pg_monitor';",
            "RESET client_encoding;", "RESET ALL;",
            "CREATE TABLE public.x (a) AS SELECT pg_catalog.lo_export(1, '/tmp/x');",
            "CREATE UNLOGGED TABLE public.x AS SELECT 1 AS a;",
            "CREATE TABLE public.x (a text DEFAULT '\(String(repeating: "x", count: 1 << 20))', b) AS SELECT 'a', 1;",
            "INSERT INTO public.log SELECT pg_catalog.lo_export(1, '/tmp/x');",
            "INSERT INTO public.log SELECT a FROM ( VALUES (pg_catalog.lo_creat(1))) v(a);",
            "CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p WITH (create_slot = false);",
            "CREATE FOREIGN TABLE public.f (a int) SERVER s;\nCOPY public.f (a) FROM stdin;\n6\n\\.\n",
        ] {
            try night.folder.write(Self.dump(ofLogWith: "", behind: statement), to: "shared.sql")
            let refused = try night.restore(
                night.folder("shared.sql"), "--id", "1", "--target", "shared_back")
            #expect(
                refused.status == 4 && "\(refused)".contains("statements that pg_dump never writes"),
                "\(statement.prefix(100)): \(refused)")
        }
        // What is of the database as a whole is the restore's, however it is written.
        try night.folder.write(
            Self.dump(ofLogWith: "", behind: "GRANT ALL ON /* */ database postgres TO PUBLIC;"),
            to: "shared.sql")
        let back = try night.restore(night.folder("shared.sql"), "--id", "1", "--target", "shared_back")
        #expect(back.status == 0, "\(back)")
        #expect(
            try server.query(
                "SELECT count(*) FROM pg_database WHERE datname = 'postgres' AND datacl IS NULL",
                in: "shared_back") == "1")
        #expect(
            try server.query("SELECT count(*) FROM pg_authid WHERE rolname = 'evil'", in: "shared_back")
                == "0")
    }

    @Test("M1 a table out of a dump brings no statement about anything else along, wherever that stands")
    func strangersBesideTable() throws {
        let server = try PrivatePostgreSQL.shared()
        let living = "strangers_living"
        try server.createDatabase(living)
        defer { try? server.dropDatabase(living) }
        try server.execute(
            "CREATE TABLE secret (a int); INSERT INTO secret VALUES (42); CREATE INDEX i ON secret (a); CREATE SEQUENCE s;"
                + " CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT a FROM secret",
            in: living)
        let before = ComparableDump(try server.dump(living))
        let night = try Night(entries: [Night.entry(server, databases: [living])])
        func restore(_ text: String) throws -> Program.Result {
            try night.folder.write(text, to: "log.sql")
            return try night.restore(
                night.folder("log.sql"), "--id", "1", "--target", living, "--table", "log")
        }
        let words = ["a statement about something else", "FAILED"]
        for statement in [
            "ALTER TABLE public.secret ADD COLUMN b int;", "INSERT INTO public.secret VALUES (6);",
            "COPY public.secret (a) FROM stdin;\n7\n\\.\n", "GRANT ALL ON TABLE public.secret TO PUBLIC;",
            "SELECT pg_catalog.setval('public.s', 99, true);",
            "ALTER SEQUENCE public.s OWNED BY public.log.a;",
            "CREATE OR REPLACE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 2';",
            "CREATE OR REPLACE VIEW public.v AS SELECT 1 AS a;", "CREATE SCHEMA other;", "COMMIT;",
            "alter table public.secret rename to x;",
            "SET default_tablespace = '';\nINSERT INTO public.secret VALUES (8);",
            "SET search_path = public;\nALTER TABLE secret ADD COLUMN b int;",
            "ALTER TABLE public.log INHERIT public.secret;",
            "ALTER TABLE public.log ATTACH PARTITION public.secret DEFAULT;",
            "--\n-- Name: log x; Type: CONSTRAINT; Schema: public; Owner: x\n--\n\nALTER TABLE public.log ADD CONSTRAINT i CHECK (true);\n\n"
                + "--\n-- Name: i; Type: INDEX; Schema: public; Owner: x\n--\n\nALTER INDEX public.i RENAME TO j;",
            "--\n-- Name: s; Type: SEQUENCE OWNED BY; Schema: public; Owner: x\n--\n\nALTER SEQUENCE public.s OWNED BY public.log.a;",
            "--\n-- Name: r; Type: RULE; Schema: public; Owner: x\n--\n\nCREATE RULE r AS ON INSERT TO public.log DO DELETE FROM public.secret;"
                + "\n\n--\n-- Data for Name: log; Type: TABLE DATA; Schema: public; Owner: x\n--\n\nINSERT INTO public.log VALUES (2);",
        ] {
            let refused = try restore(Self.dump(ofLogWith: statement))
            #expect(
                refused.status != 0 && words.contains { "\(refused)".contains($0) },
                "\(statement): \(refused)")
        }
        // Rows would be read as statements where their head is left out.
        for above in [
            "COPY public.log (a) FROM stdin;\nDROP TABLE public.secret; COMMIT;\n\\.\n",
            "INSERT INTO public.secret VALUES (9);",
        ] {
            let refused = try restore(Self.dump(ofLogWith: "", above: above))
            #expect(
                refused.status != 0 && "\(refused)".contains("a statement about something else"),
                "\(above): \(refused)")
        }
        let difference = ComparableDump(try server.dump(living)).difference(from: before)
        #expect(difference == nil, "\(difference ?? "")")
        let back = try restore(Self.dump())
        #expect(back.status == 0, "\(back)")
    }

    /// What mysqldump writes around one table.
    private static func mysqlDump(
        ofLogWith section: String = "", above: String = "", behind: String = ""
    ) -> String {
        """
        -- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)
        --
        /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
        \(above)

        --
        -- Table structure for table `log`
        --

        DROP TABLE IF EXISTS `log`;
        CREATE TABLE `log` (
          `a` int(11) DEFAULT NULL
        ) ENGINE=InnoDB;
        \(section)

        --
        -- Dumping data for table `log`
        --

        LOCK TABLES `log` WRITE;
        INSERT INTO `log` VALUES (1);
        UNLOCK TABLES;
        /*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
        \(behind)
        -- Dump completed on 2026-01-01  0:00:00

        """
    }

    @Test("M1 a table out of a dump of MariaDB brings no statement about another along")
    func strangersBesideTableOfMariaDB() throws {
        let server = try PrivateMariaDB.shared()
        let living = "strangers_living"
        try server.execute(
            "CREATE DATABASE \(living); CREATE TABLE \(living).t (a int); INSERT INTO \(living).t VALUES (1); "
                + "CREATE TABLE \(living).u (a int); CREATE TRIGGER \(living).tr BEFORE INSERT ON \(living).u FOR EACH ROW SET @a = 1"
        )
        defer { try? server.dropDatabase(living) }
        let night = try Night(entries: [Night.entry(server, databases: [living])])
        func restore(_ text: String) throws -> Program.Result {
            try night.folder.write(text, to: "log.sql")
            return try night.restore(
                night.folder("log.sql"), "--id", "2", "--target", living, "--table", "log")
        }
        for statement in [
            "DROP TABLE IF EXISTS `t`;", "ALTER TABLE t ADD COLUMN b int;",
            "CREATE OR REPLACE TABLE t (a int);",
            "CREATE TABLE IF NOT EXISTS `t` (a int);\nINSERT INTO `t` VALUES (7);", "DROP VIEW IF EXISTS t;",
            "CREATE INDEX i ON t (a);",
            "SELECT SETVAL(`s`, 5, 0);", "CREATE VIEW w AS SELECT a FROM t;", "DROP PROCEDURE IF EXISTS p;",
        ] {
            for text in [
                Self.mysqlDump(ofLogWith: statement), Self.mysqlDump(above: statement),
                Self.mysqlDump(behind: statement),
            ] {
                let refused = try restore(text)
                #expect(
                    refused.status != 0 && "\(refused)".contains("a statement about something else"),
                    "\(statement): \(refused)")
            }
        }
        #expect(
            try server.query(
                "SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = '\(living)'") == "2")
        #expect(try server.query("SELECT group_concat(a) FROM \(living).t") == "1")
        // Another table may have a trigger of that name.
        let back = try restore(
            Self.mysqlDump(
                ofLogWith: "/*!50032 DROP TRIGGER IF EXISTS tr */;\nALTER TABLE `log` ADD KEY (a);"))
        #expect(back.status == 0, "\(back)")
        #expect(
            try server.query(
                "SELECT count(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '\(living)'") == "1")
    }

    @Test(
        "K7 neither a table that is there already, with its triggers, nor what is merely unknown leads into another database"
    )
    func triggersOfTablesThatStand() throws {
        let server = try PrivateMariaDB.shared()
        let (living, copy) = ("standing_living", "standing_back")
        try server.execute(
            "CREATE DATABASE \(living); CREATE TABLE \(living).t (a int) ENGINE=MyISAM; INSERT INTO \(living).t VALUES (1)"
        )
        defer { for name in [living, copy] { try? server.dropDatabase(name) } }
        let night = try Night(entries: [Night.entry(server, databases: [living])])
        let trigger = "CREATE TRIGGER tr BEFORE INSERT ON log FOR EACH ROW DELETE FROM \(living).t;\n"
        let again = "CREATE TABLE IF NOT EXISTS `log` (a int);\nINSERT INTO `log` VALUES (2);"
        let window = "CREATE TABLE w (a int) ENGINE=MRG_MyISAM UNION=(\(living).t) INSERT_METHOD=LAST;\n"
        for statement in [
            trigger + again, trigger + "/*!999998 DROP TABLE IF EXISTS log */;\n" + again,
            trigger + "DROP TABLE IF EXISTS LOG;\n" + again, trigger + "DROP VIEW IF EXISTS log;\n" + again,
            window + "TRUNCATE TABLE w;", window + "TRUNCATE `w`;", "CREATE TABLE x LIKE log;\nTRUNCATE x;",
            window + "OPTIMIZE TABLE w;", "ALTER EVENT e ENABLE;", "DROP SPATIAL REFERENCE SYSTEM 4326;",
        ] {
            try night.folder.write(Self.mysqlDump(behind: statement), to: "standing.sql")
            let refused = try night.restore(
                night.folder("standing.sql"), "--id", "2", "--target", copy, "--accept-unknown")
            #expect(
                refused.status == 4 && "\(refused)".contains("no dump tool writes"),
                "\(statement): \(refused)")
        }
        // Neither do rows whose numbers come from a sequence there.
        try server.execute("CREATE SEQUENCE \(living).s")
        for (number, rows) in [
            ("nextval(`\(living)`.`s`)", "INSERT INTO d (b) VALUES (1);"),
            ("nextval(`\(living)`.`s`)", "INSERT INTO d VALUES (DEFAULT,1);"),
            ("setval(\(living).s, 5)", "INSERT INTO d (b) VALUES (1);"),
            ("(NEXT VALUE FOR \(living).s)", "INSERT INTO d (b) VALUES (1);"),
        ] {
            try night.folder.write(
                Self.mysqlDump(behind: "CREATE TABLE d (a int DEFAULT \(number), b int);\n" + rows),
                to: "standing.sql")
            let refused = try night.restore(night.folder("standing.sql"), "--id", "2", "--target", copy)
            #expect(refused.status == 2 && "\(refused)".contains("take numbers of a sequence"), "\(refused)")
        }
        #expect(try server.query("SELECT group_concat(a) FROM \(living).t") == "1")
        for statement in [
            trigger + "DROP TABLE IF EXISTS `log`;\n" + again,
            trigger + "CREATE OR REPLACE TABLE log (a int);\nINSERT INTO log VALUES (2);",
        ] {
            try night.folder.write(Self.mysqlDump(behind: statement), to: "standing.sql")
            _ = try night.restore(night.folder("standing.sql"), "--id", "2", "--target", copy)
            #expect(try server.query("SELECT group_concat(a) FROM \(living).t") == "1")
            try? server.dropDatabase(copy)
        }
    }

    @Test(
        "F16 no row of SQLite's own tables makes a table that writes files, nor does what a trigger writes there"
    )
    func rowsOfSchema() throws {
        let night = try Night(entries: [])
        let folder = night.folder.path
        try night.configure([#"{ "id_dbms": 3, "dbms": "sqlite", "db_list": ["\#(folder)/a.db"] }"#])
        let zip = "CREATE VIRTUAL TABLE z USING zipfile(''\(folder)/z.zip'')"
        let columns = "sqlite_schema(type,name,tbl_name,rootpage,sql)"
        let row = "('table','z','z',0,'\(zip)')"
        func restore(_ statements: String) throws -> Program.Result {
            try night.folder.write(
                "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nPRAGMA writable_schema=ON;\nCREATE TABLE x(a);\n\(statements)\n"
                    + "PRAGMA writable_schema=RESET;\nINSERT INTO z(name,data) VALUES('a','b');\nCOMMIT;\n",
                to: "s.sql")
            return try night.restore(folder + "/s.sql", "--id", "3", "--target", folder + "/new.db")
        }
        for statement in [
            "INSERT INTO \(columns)VALUES\(row);", "INSERT INTO main.\(columns)VALUES\(row);",
            "INSERT INTO \(columns)VALUES('table','z','z',0,'CREATE VIRTUAL TABLE z USING zip'||'file(''\(folder)/z.zip'')');",
            "INSERT INTO \(columns)VALUES('table','z','z',0,'CREATE VIRTUAL TABLE \"\(String(repeating: "z", count: 70_000))\" USING zipfile()');",
            "INSERT INTO \(columns)VALUES('trigger','z','x',0,'CREATE TRIGGER z AFTER INSERT ON x BEGIN SELECT 1; END');",
            "INSERT INTO \(columns)SELECT 'table','z','z',0,'\(zip)';",
            "INSERT INTO \"sqlite_master\" SELECT * FROM x;",
            "INSERT INTO sqlite_dbpage(pgno,data)VALUES(1,x'00');",
            "CREATE TRIGGER t AFTER INSERT ON x BEGIN INSERT INTO \(columns)SELECT 'table','z','z',0,'\(zip)'; END;\nINSERT INTO x VALUES(1);",
            "CREATE TRIGGER t AFTER INSERT ON x BEGIN UPDATE OR IGNORE [sqlite_master] SET sql='\(zip)'; END;\nINSERT INTO x VALUES(1);",
        ] {
            let refused = try restore(statement)
            #expect(
                refused.status == 4 && "\(refused)".contains("no dump tool writes"),
                "\(statement.prefix(200)): \(refused)")
        }
        #expect(try night.folder.names().allSatisfy { !$0.hasSuffix(".zip") && $0 != "new.db" })
        // What `.dump` writes of a virtual table comes back.
        try Command(
            "/bin/sh", "-euc",
            "cd \(folder); sqlite3 a.db \"CREATE VIRTUAL TABLE f USING fts5(a, edit); INSERT INTO f VALUES('one','two')\"; sqlite3 a.db .dump >f.sql"
        ).check()
        let back = try night.restore(folder + "/f.sql", "--id", "3", "--target", folder + "/new.db")
        #expect(back.status == 0, "\(back)")
        let found = try Command("sqlite3", folder + "/new.db", "SELECT edit FROM f WHERE f MATCH 'one'")
            .check()
        #expect(String(decoding: found.output, as: UTF8.self) == "two\n")
    }

    @Test(
        "K6 a drill runs no statement of a dump as the program's account that a literal could hide another in"
    )
    func literalsInExtensions() throws {
        let server = try PrivatePostgreSQL()
        let (name, role) = ("literal_drill", "literal_evil")
        try server.createDatabase(name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        // By its name it is a backup of the entry's.
        let copy = try night.folder(#require(artifact.split(separator: "/").last.map(String.init)))
        for statement in [
            "SET standard_conforming_strings = off;\nCREATE EXTENSION IF NOT EXISTS plpgsql VERSION '1.0\\'; CREATE ROLE \(role) SUPERUSER; --';",
            "CREATE EXTENSION IF NOT EXISTS plpgsql VERSION E'1.0\\'; CREATE ROLE \(role) SUPERUSER; --';",
            "CREATE EXTENSION IF NOT EXISTS plpgsql (; CREATE ROLE \(role) SUPERUSER; );",
        ] {
            try night.folder.write(Self.dump(behind: statement), to: "a.sql")
            try Command("/bin/sh", "-euc", "gzip -c <\(night.folder("a.sql")) >\(copy); chmod 600 \(copy)")
                .check()
            let refused = try night.run("verify", copy, "--restore")
            #expect(refused.status == 4, "\(statement): \(refused)")
            #expect(
                try server.query("SELECT count(*) FROM pg_authid WHERE rolname = '\(role)'", in: name) == "0")
        }
        try night.folder.write(
            Self.dump(behind: "CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog VERSION '1.0';"),
            to: "a.sql")
        try Command("/bin/sh", "-euc", "gzip -c <\(night.folder("a.sql")) >\(copy); chmod 600 \(copy)")
            .check()
        let drilled = try night.run("verify", copy, "--restore")
        #expect(drilled.status == 0, "\(drilled)")
    }
}
