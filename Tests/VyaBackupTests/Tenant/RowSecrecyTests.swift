import Foundation
import Testing
import VyaTestSupport

/// What a row holds stands nowhere but in the database and its backup, also when the row is what a load stumbles on.
@Suite("Rows and password hashes that break a load", .ownThread)
struct RowSecrecyTests {
    private let secret = "S3CRETROW"

    /// Backs one database up, drills it in vain, and returns the places where the row stands.
    private func leaks(_ entry: String, of database: String, about name: String) throws -> [String] {
        let night = try Night(entries: [entry])
        let run = try night.runAll()
        #expect(run.status == 0, "\(run)")
        var places: [String] = []
        for words in [
            ["verify", "--latest", "--restore", "--log-level", "trace"],
            ["verify", "--latest", "--restore", "--json"],
            [
                "restore", "--yes", try night.artifact(of: database), "--target", database + "_copy",
                "--log-level",
                "trace",
            ],
            ["report"], ["report", "--json"], ["list", "--json"], ["check"],
        ] {
            let result = try night.program.run(
                words + ["--config", night.folder("config.json")], within: 120)
            if words[0] == "verify" || words[0] == "restore" {
                #expect(result.status != 0, "\(words): \(result)")
                #expect("\(result)".contains(name), "\(words): \(result)")
            }
            if "\(result)".contains(secret) { places.append("\(words): \(result)") }
        }
        return places + (try files(of: night))
    }

    private func files(of night: Night) throws -> [String] {
        try Command("/bin/grep", "-rlaF", secret, night.folder.path).run().text.split(separator: "\n").map(
            String.init)
    }

    @Test("K11 MariaDB: a row that breaks its CHECK stands on no terminal and in no log, evidence or report")
    func mariaDB() throws {
        let server = try PrivateMariaDB.shared()
        try server.execute(
            """
            CREATE DATABASE leaky; USE leaky;
            CREATE TABLE customers (s varchar(99), CONSTRAINT short CHECK (LENGTH(s) < 3));
            SET check_constraint_checks = 0; INSERT INTO customers VALUES ('\(secret)')
            """)
        defer { try? server.dropDatabase("leaky") }
        let found = try leaks(Night.entry(server, databases: ["leaky"]), of: "leaky", about: "short")
        #expect(found == [])
    }

    @Test(
        "K11 PostgreSQL: a row that breaks a load stands on no terminal and in no log, evidence or report",
        arguments: [
            // The row breaks what was another thing when it came: by DETAIL and CONTEXT, by a value in the message, and by a message
            // of the database's own.
            ("length($1) < 3", "short"), ("$1::int > 0", "invalid input syntax for type integer"),
            ("public.complains($1)", "ERROR"),
            ("public.warns($1)", "short"),
        ])
    func postgreSQL(_ condition: String, _ name: String) throws {
        let server = try PrivatePostgreSQL.shared()
        let database = "leaky_\(UInt32.random(in: .min ... .max))"
        try server.createDatabase(database)
        defer { try? server.dropDatabase(database) }
        try server.execute(
            """
            CREATE FUNCTION complains(text) RETURNS boolean LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'not %', $1 USING HINT = $1, DETAIL = $1; END $$;
            CREATE FUNCTION warns(text) RETURNS boolean LANGUAGE plpgsql AS
            $$ BEGIN RAISE WARNING 'not %', $1; RAISE NOTICE 'not %', $1; RETURN false; END $$;
            CREATE FUNCTION holds(text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
            CREATE TABLE customers (s text, CONSTRAINT short CHECK (public.holds(s))); INSERT INTO customers VALUES ('\(secret)');
            CREATE OR REPLACE FUNCTION holds(text) RETURNS boolean LANGUAGE sql AS 'SELECT \(condition)';
            """, in: database)
        let found = try leaks(Night.entry(server, databases: [database]), of: database, about: name)
        #expect(found == [])
    }

    @Test("K11 PostgreSQL: two rows with one key of an index that is made after them stand nowhere")
    func postgreSQLKeys() throws {
        let server = try PrivatePostgreSQL.shared()
        let database = "leaky_\(UInt32.random(in: .min ... .max))"
        try server.createDatabase(database)
        defer { try? server.dropDatabase(database) }
        try server.execute(
            """
            CREATE FUNCTION same(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN $1; END';
            CREATE TABLE customers (s text); INSERT INTO customers VALUES ('\(secret)1'), ('\(secret)2');
            CREATE UNIQUE INDEX one_each ON customers (same(s));
            CREATE OR REPLACE FUNCTION same(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN left($1, 9); END';
            """, in: database)
        let found = try leaks(Night.entry(server, databases: [database]), of: database, about: "one_each")
        #expect(found == [])
    }

    @Test("K11 the hash of a password stands nowhere when the server refuses the account")
    func hashes() throws {
        let (source, target) = (try PrivateMariaDB(), try PrivateMariaDB.shared())
        try source.execute(
            """
            INSTALL SONAME 'auth_ed25519'; CREATE DATABASE kept;
            CREATE USER hashed@localhost IDENTIFIED VIA ed25519 USING 'ZIgUREUg5PVgQ6LskhXmO+eZLS0nC8be6HPjYWR4YJY'
            """)
        let night = try Night(entries: [Night.entry(source, databases: ["kept"]), Night.entry(target, id: 7)])
        #expect(try night.run("run", "--id", "2").status == 0)
        let name = "kept_\(UInt32.random(in: .min ... .max))"
        defer { try? target.dropDatabase(name) }
        let result = try night.run(
            "restore", "--yes", try night.artifact(of: "kept"), "--id", "7", "--globals", "--target", name,
            "--log-level", "trace")
        #expect(result.status != 0, "\(result)")
        #expect("\(result)".contains("ed25519"), "\(result)")
        #expect(!"\(result)".contains("ZIgUREUg5PVgQ6"), "\(result)")
        #expect(try Command("/bin/grep", "-rlaF", "ZIgUREUg5PVgQ6", night.folder.path).run().text.isEmpty)
    }
}
