import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Dumps that are compared with the catalog of their server", .ownThread)
struct CatalogComparisonTests {
    /// A tool that is the stock one but for a line of shell.
    private func wrapper(_ tool: String, _ line: String, in night: Night) throws -> String {
        let path = night.folder("wrapped-" + tool)
        try night.folder.write("#!/bin/sh\n\(line)\n", to: "wrapped-" + tool)
        chmod(path, 0o755)
        return #", "tools": { "\#(tool)": "\#(path)" }"#
    }

    private func backup(_ database: String, in result: Program.Result) throws -> JSONValue {
        let backups =
            try result.json()["entries"]?.arrayValue?.flatMap { $0["backups"]?.arrayValue ?? [] } ?? []
        return try #require(backups.first { $0["database"]?.stringValue == database }, "\(result)")
    }

    private func shortfalls(_ backup: JSONValue) -> [String] {
        backup["shortfalls"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    /// One of each kind that is compared, and what looks like one and is in no dump.
    private static let postgreSQL = """
        CREATE EXTENSION citext; CREATE SCHEMA "Ação"; CREATE EXTENSION hstore SCHEMA "Ação";
        CREATE TYPE mood AS ENUM ('a'); CREATE TYPE pair AS (a int, b int); CREATE DOMAIN positive AS int CHECK (VALUE > 0);
        CREATE TYPE span AS RANGE (subtype = float8);
        CREATE TABLE "Ação"."table" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, s serial, m mood);
        CREATE TABLE parted (d date) PARTITION BY RANGE (d);
        CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
        CREATE UNLOGGED TABLE quick (id int); CREATE VIEW v AS SELECT 1 AS a; CREATE MATERIALIZED VIEW mv AS SELECT 1 AS a;
        CREATE VIEW again AS SELECT id, count(*) AS n FROM "Ação"."table" GROUP BY id;
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE FUNCTION over(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION over(text) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
        CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
        CREATE TRIGGER t BEFORE INSERT ON "Ação"."table" FOR EACH ROW EXECUTE FUNCTION f();
        CREATE TRIGGER each AFTER INSERT ON parted FOR EACH ROW EXECUTE FUNCTION f();
        CREATE TABLE refers (id int REFERENCES "Ação"."table");
        CREATE FUNCTION event() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION event();
        CREATE FOREIGN DATA WRAPPER nobody; CREATE SERVER far FOREIGN DATA WRAPPER nobody;
        CREATE FOREIGN TABLE ft (id int) SERVER far;
        """

    @Test("O3 nothing of what pg_dump leaves out by itself is missed, and what it leaves out else is")
    func postgreSQL() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "catalog compared"
        try server.createDatabase(name)
        defer { try? server.dropDatabase(name) }
        try server.execute(Self.postgreSQL, in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        let whole = try night.program.run(night.arguments("--all", "--json"))
        #expect(whole.status == 0, "\(whole)")
        let held = try night.manifest(of: name).proof.objects
        for (kind, count) in [
            "table": 5, "view": 2, "materialized view": 1, "sequence": 2, "foreign table": 1, "type": 3,
            "domain": 1,
            "function": 4, "procedure": 1, "aggregate": 1, "trigger": 2, "event trigger": 1, "extension": 2,
        ] {
            #expect(held[kind] == count, "\(kind)")
        }
        for (option, words) in [
            ("--exclude-table=parted_1", ["the server has 5 tables, the dump holds 4", "public.parted_1"]),
            ("--exclude-table=mv", ["the server has 1 materialized view, the dump holds 0", "public.mv"]),
            ("--exclude-schema=public", ["functions", "aggregate", "types", "domain", "tables"]),
            ("--extension=hstore", ["the server has 2 extensions, the dump holds 1"]),
            ("--section=data", ["tables", "views", "triggers", "sequences"]),
        ] {
            try night.configure([
                Night.entry(
                    server, databases: [name],
                    more: wrapper("pg_dump", "exec pg_dump \"$@\" \(option)", in: night))
            ])
            let result = try night.program.run(night.arguments("--all", "--json"))
            #expect(result.status == 1, "\(option): \(result)")
            let said = try shortfalls(backup(name, in: result)).joined(separator: "\n")
            for word in words { #expect(said.contains(word), "\(option): \(said)") }
        }
    }

    @Test("O3 what is dropped or made while PostgreSQL is dumped is not missed")
    func changes() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "catalog changes"
        try server.createDatabase(name)
        defer { try? server.dropDatabase(name) }
        try server.execute("CREATE TABLE goes (id int); CREATE TABLE stays (id int)", in: name)
        let night = try Night(entries: [])
        try night.configure([
            Night.entry(
                server, databases: [name],
                more: wrapper(
                    "pg_dump",
                    """
                    case $1 in --version) exec pg_dump --version ;; esac
                    for last do :; done
                    psql -qX "$last" -c 'DROP TABLE goes' -c 'CREATE TABLE comes (id int)' >&2 || exit 9
                    exec pg_dump "$@"
                    """, in: night))
        ])
        let result = try night.program.run(night.arguments("--all", "--json"))
        #expect(result.status == 0, "\(result)")
    }

    @Test("O5 unlogged tables that a standby has no rows of are named")
    func standby() throws {
        let server = try PrivatePostgreSQL(options: ["-c", "wal_level=replica"])
        try server.createDatabase("app")
        try server.execute(
            "CREATE UNLOGGED TABLE \"Quick\" AS SELECT 1 AS a; CREATE TABLE slow AS SELECT 1 AS a", in: "app")
        let night = try Night(entries: [Night.entry(server, databases: ["app"])])
        func warnings() throws -> [String] {
            let result = try night.program.run(night.arguments("--all", "--json"))
            #expect(result.status == 0, "\(result)")
            return try backup("app", in: result)["warnings"]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        #expect(try warnings() == [])
        try server.becomeStandby()
        let said = try warnings()
        #expect(
            said.first
                == "the server is a standby, which has no rows of unlogged tables, so that these are empty"
                + " in the dump: public.\"Quick\"", "\(said)")
    }

    @Test("O4 columns whose values a dump does not keep are named, and no view is asked for its own")
    func lossyColumns() throws {
        let server = try PrivateMariaDB.shared()
        try server.createDatabase("lossy")
        defer { try? server.dropDatabase("lossy") }
        try server.execute(
            """
            CREATE TABLE t (id INT, f FLOAT, d DOUBLE, s VARCHAR(9) CHARACTER SET gbk, u VARCHAR(9));
            INSERT INTO t (f) VALUES (123456.789); CREATE VIEW v AS SELECT f FROM t;
            """, in: "lossy")
        let night = try Night(entries: [Night.entry(server, databases: ["lossy"])])
        let result = try night.program.run(night.arguments("--all", "--json"))
        #expect(result.status == 0, "\(result)")
        let warnings =
            try backup("lossy", in: result)["warnings"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(
            warnings.map { $0.split(separator: ": ").last.map(String.init) } == ["t.f", "t.s"], "\(warnings)")
    }

    @Test("S3 what a dump tool says on standard error makes the backup incomplete, though it succeeds")
    func words() throws {
        let server = try PrivateMariaDB.shared()
        try server.createDatabase("said")
        defer { try? server.dropDatabase("said") }
        let night = try Night(entries: [])
        try night.configure([
            Night.entry(
                server, databases: ["said"],
                more: wrapper(
                    "mariadb-dump", "echo 'mariadb-dump: left out' >&2\nexec mariadb-dump \"$@\"", in: night))
        ])
        let result = try night.program.run(night.arguments("--all", "--json"))
        #expect(result.status == 1, "\(result)")
        let said = try backup("said", in: result)["shortfalls"]?.arrayValue?.compactMap(\.stringValue)
        #expect(said == ["the dump tool said: mariadb-dump: left out"], "\(result)")
    }

    @Test(
        "S3 an account that may not read subscriptions and mappings makes an incomplete backup, with what to do"
    )
    func subscriptions() throws {
        let server = try PrivatePostgreSQL.shared()
        try server.createDatabase("subscribed")
        defer { try? server.dropDatabase("subscribed") }
        try server.execute(
            """
            CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w;
            CREATE ROLE reads_all LOGIN PASSWORD 'S3CR3T' IN ROLE pg_read_all_data; GRANT USAGE ON FOREIGN SERVER far TO reads_all;
            CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (password 'x'); CREATE USER MAPPING FOR PUBLIC SERVER far;
            CREATE USER MAPPING FOR reads_all SERVER far OPTIONS (password 'y');
            CREATE SUBSCRIPTION s CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false, slot_name = NONE);
            """, in: "subscribed")
        defer {
            try? server.execute("DROP SUBSCRIPTION s; DROP SERVER far CASCADE", in: "subscribed")
            try? server.execute("DROP ROLE reads_all")
        }
        let night = try Night(entries: [
            Night.entry(server, databases: ["subscribed"], user: "reads_all", password: "S3CR3T")
        ])
        let result = try night.program.run(night.arguments("--all", "--json"))
        #expect(result.status == 1, "\(result)")
        let said =
            try backup("subscribed", in: result)["shortfalls"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let hidden = said.filter { $0.contains("user mappings") }
        #expect(
            hidden.count == 1 && hidden[0].contains("for: \"\(server.user) at far\", \"public at far\";"),
            "\(said)")
        #expect(
            said.contains { $0.contains("subscriptions not dumped") && $0.contains("superuser may") },
            "\(result)")
    }

    @Test("O3 a table, a partition, a sequence or a view that MariaDB's dump lacks makes it incomplete")
    func mariaDB() throws {
        let server = try PrivateMariaDB.shared()
        let name = "catalog`compared"
        try server.createDatabase(name)
        defer { try? server.dropDatabase(name) }
        try server.execute(
            """
            CREATE TABLE `a``b` (id INT PRIMARY KEY); CREATE TABLE empty (id INT);
            CREATE TABLE parted (id INT) PARTITION BY HASH (id) PARTITIONS 3; CREATE SEQUENCE counts;
            CREATE TABLE old (id INT) ENGINE=InnoDB WITH SYSTEM VERSIONING; CREATE VIEW v AS SELECT 1 AS a;
            CREATE VIEW w AS SELECT * FROM v; CREATE PROCEDURE p() SELECT 1; CREATE FUNCTION f() RETURNS INT RETURN 1;
            CREATE TRIGGER t BEFORE INSERT ON empty FOR EACH ROW SET NEW.id = 1;
            CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1;
            """, in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        let whole = try night.program.run(night.arguments("--all", "--json"))
        #expect(try shortfalls(backup(name, in: whole)) == [], "\(whole)")
        for (table, words) in [
            ("a`b", "the dump lacks tables that the server has: `a``b`"),
            ("parted", "the dump lacks tables that the server has: `parted`"),
            ("old", "the dump lacks tables that the server has: `old`"),
            ("counts", "the server has 1 sequences, the dump holds 0; one or more is missing of: counts"),
            ("w", "the server has 2 views, the dump holds 1; one or more is missing of: v, w"),
        ] {
            let option = "'--ignore-table=\(name).\(table)'"
            try night.configure([
                Night.entry(
                    server, databases: [name],
                    more: wrapper(
                        "mariadb-dump",
                        """
                        case $1 in --defaults-file=*) first=$1; shift; exec mariadb-dump "$first" \(option) "$@" ;; esac
                        exec mariadb-dump "$@"
                        """, in: night))
            ])
            let result = try night.program.run(night.arguments("--all", "--json"))
            #expect(result.status == 1, "\(table): \(result)")
            #expect(try shortfalls(backup(name, in: result)).contains(words), "\(table): \(result)")
        }
    }
}
