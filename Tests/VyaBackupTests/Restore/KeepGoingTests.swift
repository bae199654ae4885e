import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Dumps of PostgreSQL of which one statement cannot be repeated.
@Suite("A restore that goes on behind what fails", .ownThread)
struct KeepGoingTests {
    @Test(
        "S8 what cannot be repeated is named by statement, the rest comes, and rows of a table that was not made are no statements"
    )
    func goesOn() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "going"
        try server.createDatabase(name)
        defer { for name in [name, "going_copy", "going_none"] { try? server.dropDatabase(name) } }
        try server.execute(
            """
            CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, 50);
            CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t';
            SET search_path TO public; CREATE MATERIALIZED VIEW mv AS SELECT f();
            CREATE TABLE made (a text); INSERT INTO made VALUES ('DROP TABLE public.t;'), ('); DROP TABLE public.t; --');
            CREATE INDEX ON made (a);
            CREATE TABLE named (d text CHECK (d = current_database())); INSERT INTO named VALUES ('going');
            CREATE TABLE z (a int PRIMARY KEY); INSERT INTO z VALUES (1), (2); CREATE VIEW v AS SELECT * FROM z;
            """, in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        try Forgery.change(artifact) {
            $0.replacingOccurrences(
                of: "CREATE TABLE public.made (\n",
                with: "CREATE TABLE public.made (\n    bad public.nosuch,\n")
        }
        let first = try night.restore(artifact, "--target", "going_none")
        #expect(first.status == 2 && first.errors.contains("add --keep-going"), "\(first)")
        #expect(try server.query("SELECT count(*) FROM pg_database WHERE datname = 'going_none'") == "0")

        let result = try night.restore(artifact, "--target", "going_copy", "--keep-going")
        #expect(result.status == 4, "\(result)")
        for words in [
            "table of public.made", "table data of public.made", "index of public.made",
            "table data of public.named",
            "materialized view data", "type \"public.nosuch\" does not exist",
        ] {
            #expect(result.errors.contains(words), "\(words): \(result)")
        }
        let counts =
            "SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM z), (SELECT count(*) FROM v), (SELECT count(*) FROM named)"
        #expect(try server.query(counts, in: "going_copy") == "50|2|2|0")
        #expect(try server.query("SELECT to_regclass('made') IS NULL", in: "going_copy") == "t")
        // What makes something take another's place is whole or nothing.
        let replacing = try night.restore(artifact, "--replace", "--keep-going")
        #expect(replacing.status == 64 && replacing.errors.contains("never with --replace"), "\(replacing)")
        let plan = try night.run("restore", artifact, "--target", "going_none", "--keep-going", "--plan")
        #expect(plan.status == 0 && plan.text.contains("go on behind what fails"), "\(plan)")
    }
}
