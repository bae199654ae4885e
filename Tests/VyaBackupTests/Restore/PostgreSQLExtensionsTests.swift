import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Databases of extensions that Debian packages, each filled with what their users keep in them, in every way in which they
/// can come back.
@Suite("Extensions of PostgreSQL that keep rows of their own", .ownThread(seconds: 240))
struct PostgreSQLExtensionsTests {
    /// True when the programs of the private servers come with an extension.
    private static func isThere(_ extensions: String...) throws -> Bool {
        let names = extensions.map { "'\($0)'" }.joined(separator: ", ")
        let count = try PrivatePostgreSQL.shared().query(
            "SELECT count(*) FROM pg_available_extensions WHERE name IN (\(names))")
        return count == String(extensions.count)
    }

    @Test(
        "S4 a database of PostGIS comes back, in every way",
        .enabled("postgresql-NN-postgis-3 is not installed") {
            try isThere("postgis", "postgis_raster", "postgis_topology", "postgis_tiger_geocoder")
        })
    func postGIS() throws {
        // An overview's constraint looks for the columns of what it is made of.
        try Circle(of: "postgis", roles: ["surveyor", "visitor"]).wholeWay(
            bound: ["survey.o_2_heights": "survey.heights"])
    }

    @Test(
        "S4 a database of units comes back, in every way",
        .enabled("postgresql-NN-unit is not installed") { try isThere("unit") })
    func unit() throws { try Circle(of: "unit", roles: ["chemist"]).wholeWay() }

    @Test(
        "S4 a value that its type rounds when it writes it fails no drill, and the drill says so",
        .enabled("postgresql-NN-unit is not installed") { try isThere("unit") })
    func rounding() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "rounded_units"
        try server.createDatabase(name)
        defer { try? server.dropDatabase(name) }
        try server.execute(
            """
            CREATE EXTENSION unit; CREATE DOMAIN far AS unit; CREATE TYPE way AS (name text, length far[]);
            CREATE TABLE plain (length unit); INSERT INTO plain VALUES ('1 ly');
            CREATE TABLE wrapped (way way); INSERT INTO wrapped VALUES (('home', ARRAY['1 ly'::unit]));
            CREATE TABLE none (n int); INSERT INTO none VALUES (1);
            """, in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let drill = try night.run("verify", try night.artifact(of: name), "--restore")
        #expect(
            drill.status == 0 && drill.text.contains("public.plain has columns of a type that rounds values")
                && drill.text.contains("public.wrapped has columns of a type that rounds values"), "\(drill)")
    }

    @Test(
        "S4 a database of partman's partitions comes back, in every way",
        .enabled("postgresql-NN-partman is not installed") { try isThere("pg_partman") })
    func partman() throws {
        let circle = try Circle(of: "partman", roles: ["keeper"])
        try circle.wholeWay()
        // What came back goes on with its partitions.
        try circle.server.execute(
            """
            INSERT INTO watch.readings SELECT n, 0 FROM generate_series(2501, 4900) n;
            CALL partman.run_maintenance_proc();
            """, in: circle.name)
        let parts = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'watch.readings'::regclass"
        #expect(try Int(circle.server.query(parts, in: circle.name)) ?? 0 >= 7)
    }

    @Test(
        "S7 a database with the jobs of pg_cron comes back under its name, and beside it without what runs them",
        .enabled("postgresql-NN-cron is not installed") { try isThere("pg_cron") })
    func cron() throws {
        let circle = try Circle(
            of: "cron", roles: ["clerk", "auditor"],
            options: ["-c", "shared_preload_libraries=pg_cron", "-c", "cron.database_name=cron"])
        try circle.drill()
        let jobs = "SELECT count(*), string_agg(j::text, '|' ORDER BY jobid) FROM cron.job j"
        let rows = try circle.server.query(jobs, in: "cron")
        let copy = try circle.night.restore(circle.artifact, "--target", "copy")
        #expect(copy.status == 0 && copy.errors.contains("pg_cron can be in one database"), "\(copy)")
        #expect(try circle.server.query(jobs, in: "copy") == rows)
        #expect(try circle.server.query("SELECT count(*) FROM failures", in: "copy") == "5")
        #expect(try circle.server.query("SELECT count(*) FROM ledger", in: "copy") == "100")
        #expect(
            try circle.server.refusals(of: "SELECT plan_it('x')", in: "copy").first?
                .contains("a copy without pg_cron") == true)
        try circle.singleTables()
        try circle.underItsName()
        try circle.elsewhere()
        // A server that lets pg_cron be nowhere, or in another database.
        let stranger = try PrivatePostgreSQL()
        try stranger.execute("CREATE ROLE clerk; CREATE ROLE auditor")
        try circle.night.configure([
            Night.entry(circle.server, databases: ["cron"], more: #", "drill": { "id_dbms": 8 }"#),
            Night.entry(stranger, databases: ["postgres"], id: 8),
        ])
        let refused = try circle.night.restore(circle.artifact, "--id", "8")
        #expect(
            refused.status == 2 && refused.errors.contains("shared_preload_libraries = 'pg_cron'")
                && refused.errors.contains("cron.database_name = 'cron'"), "\(refused)")
        let drill = try circle.night.run("verify", circle.artifact, "--restore")
        #expect(drill.status == 0, "\(drill)")
        let other = try circle.night.restore(circle.artifact, "--id", "8", "--target", "copy")
        #expect(other.status == 0, "\(other)")
        #expect(try stranger.query(jobs, in: "copy") == rows)
    }
}

extension PostgreSQLExtensionsTests {
    @Test(
        "S7 what pg_cron's database gives way to for a moment never stays: it is back before the dump is loaded, and after a failure or a kill",
        .enabled("postgresql-NN-cron is not installed") { try isThere("pg_cron") })
    func cronCutOff() throws {
        let server = try PrivatePostgreSQL(options: [
            "-c", "shared_preload_libraries=pg_cron", "-c", "cron.database_name=timed",
        ])
        let night = try Night(entries: [])
        let (fail, seen) = (night.folder("fail"), night.folder("seen"))
        let client = try night.folder.write(
            """
            #!/bin/bash
            input=$(mktemp); cat >"$input"
            if [[ " $* " == *--single-transaction* ]]; then
                PGPASSFILE='\(server.passFile)' /usr/bin/psql -XAtqw -h '\(server.socketFolder)' -p \(server.port) -U postgres \\
                    -c "SELECT datname FROM pg_database WHERE datname ~ 'timed|vya' ORDER BY 1" postgres >'\(seen)'
            elif [[ -e '\(fail)' ]] && grep -q '^CREATE EXTENSION' "$input"; then
                [[ $(cat '\(fail)') == kill ]] && kill -KILL $PPID
                echo 'psql: no more' >&2; rm "$input"; exit 1
            fi
            /usr/bin/psql "$@" <"$input"; status=$?; rm "$input"; exit $status

            """, to: "psql", mode: 0o700)
        let tools = ", \"tools\": { \"psql\": \"\(client)\" }"
        try night.configure([Night.entry(server, databases: ["timed"], more: tools)])
        try server.createDatabase("timed")
        try server.execute(
            """
            CREATE EXTENSION pg_cron; SELECT cron.schedule('leap', '0 0 29 2 *', 'SELECT 1');
            COMMENT ON DATABASE timed IS 'ours'
            """, in: "timed")
        let run = try night.runAll()
        #expect(run.status == 0, "\(run)")
        let artifact = try night.artifact(of: "timed")
        try server.execute("SELECT cron.schedule('later', '0 0 29 2 *', 'SELECT 2')", in: "timed")
        func databases() throws -> String {
            try server.query(
                """
                SELECT string_agg(datname || ' ' || coalesce(shobj_description(oid, 'pg_database'), ''), ',' ORDER BY datname)
                FROM pg_database WHERE datname ~ 'timed|vya'
                """)
        }
        func jobs() throws -> String {
            try server.query("SELECT string_agg(jobname, ',' ORDER BY jobid) FROM cron.job", in: "timed")
        }
        try night.folder.write("fail", to: "fail")
        let failed = try night.restore(artifact, "--replace")
        #expect(failed.status == 2 && !"\(failed)".contains("left over"), "\(failed)")
        #expect(try databases() == "timed ours")
        #expect(try jobs() == "leap,later")
        try night.folder.write("kill", to: "fail")
        _ = try night.restore(artifact, "--replace")
        unlink(fail)
        #expect(try databases().contains("timed vya-backup scratch"))
        let healed = try night.restore(artifact, "--replace")
        #expect(healed.status == 0 && "\(healed)".contains("put back first"), "\(healed)")
        #expect(try jobs() == "leap")
        let names = try String(contentsOfFile: seen, encoding: .utf8).split(separator: "\n")
        #expect(names.count == 2 && names[0] == "timed" && names[1].hasPrefix("vya_restore_"), "\(names)")
        // Without an old one.
        try server.dropDatabase("timed")
        try night.folder.write("kill", to: "fail")
        _ = try night.restore(artifact)
        unlink(fail)
        let again = try night.restore(artifact)
        #expect(again.status == 0, "\(again)")
        #expect(try jobs() == "leap")
    }
}

/// A database of an extension, on a server of its own, with one backup of it.
private struct Circle {
    let name: String
    let server: PrivatePostgreSQL
    let other: PrivatePostgreSQL
    let night: Night
    let artifact: String
    private let before: ComparableDump
    private let facts: String

    init(of name: String, roles: [String], options: [String] = []) throws {
        self.name = name
        (server, other) = (
            try PrivatePostgreSQL(options: options), try PrivatePostgreSQL(options: options)
        )
        try server.createDatabase(name)
        let fixture = try Repository.contents(ofFixture: "sql/postgresql-\(name).sql")
        try server.execute(String(decoding: fixture, as: UTF8.self), in: name)
        try server.execute(
            """
            ALTER DATABASE \(name) SET work_mem = '5MB'; COMMENT ON DATABASE \(name) IS 'kept';
            ALTER DATABASE \(name) OWNER TO \(roles[0]); GRANT CREATE ON DATABASE \(name) TO \(roles[0]);
            """)
        try other.execute(roles.map { "CREATE ROLE \($0);" }.joined())
        night = try Night(entries: [
            Night.entry(server, databases: [name]), Night.entry(other, databases: ["postgres"], id: 9),
        ])
        let run = try night.run("run", "--id", "1", "--json", within: 300)
        #expect(run.status == 0 && !run.text.contains("\"warning\""), "\(run)")
        artifact = try night.artifact(of: name)
        before = ComparableDump(try server.dump(name))
        facts = try Circle.facts(of: name, on: server)
    }

    /// What a dump does not have: all that is said of the database itself, and of what extensions made.
    private static func facts(of name: String, on server: PrivatePostgreSQL) throws -> String {
        try server.query(
            """
            SELECT pg_get_userbyid(datdba), datacl, encoding, datcollate, shobj_description(oid, 'pg_database'),
            (SELECT array_agg(s ORDER BY s) FROM pg_db_role_setting, unnest(setconfig) s WHERE setdatabase = d.oid)
            FROM pg_database d WHERE datname = current_database();
            SELECT extname, extversion, nspname, pg_get_userbyid(extowner), obj_description(x.oid, 'pg_extension'),
            (SELECT count(*) FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND refobjid = x.oid AND deptype = 'e')
            FROM pg_extension x JOIN pg_namespace n ON n.oid = extnamespace ORDER BY 1;
            SELECT oid::regclass, pg_get_userbyid(relowner), relacl, relrowsecurity, obj_description(oid, 'pg_class')
            FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'p', 'v', 'm', 'S') AND relnamespace <> 'pg_toast'::regnamespace
            ORDER BY oid::regclass::text;
            """, in: name)
    }

    private func isBack(_ name: String, on server: PrivatePostgreSQL, _ how: String) throws {
        let difference = ComparableDump(try server.dump(name)).difference(from: before)
        #expect(difference == nil, "\(how): \(difference ?? "")")
        let now = try Circle.facts(of: name, on: server)
        let lines = zip(now.split(separator: "\n"), facts.split(separator: "\n")).first { $0 != $1 }
        #expect(now == facts, "\(how): \(lines.map { "\($0) is not \($1)" } ?? "other lines")")
    }

    func wholeWay(bound: [String: String] = [:]) throws {
        let proof = try night.run("verify", artifact)
        #expect(proof.status == 0, "\(proof)")
        try drill()
        let copy = try night.restore(artifact, "--target", "copy", within: 300)
        #expect(copy.status == 0, "\(copy)")
        try isBack("copy", on: server, "another name")
        try singleTables(bound: bound)
        try underItsName()
        try elsewhere()
    }

    /// On another server, by the program and by the card.
    func elsewhere() throws {
        let elsewhere = try night.restore(artifact, "--id", "9", within: 300)
        #expect(elsewhere.status == 0, "\(elsewhere)")
        try isBack(name, on: other, "another server")
        try other.dropDatabase(name)
        try card()
    }

    /// A drill on the server itself, by a role without rights, and one on another server.
    func drill() throws {
        let drill = try night.run("verify", artifact, "--restore", within: 300)
        #expect(drill.status == 0 && !drill.text.contains("not all values"), "\(drill)")
        let there = night
        try there.configure([
            Night.entry(server, databases: [name], more: #", "drill": { "id_dbms": 9 }"#),
            Night.entry(other, databases: ["postgres"], id: 9),
        ])
        let second = try there.run("verify", artifact, "--restore", within: 300)
        #expect(second.status == 0 && !second.text.contains("not all values"), "\(second)")
    }

    /// In the place of the living one, and after a `DROP DATABASE`.
    func underItsName() throws {
        let replaced = try night.restore(artifact, "--replace", within: 300)
        #expect(replaced.status == 0, "\(replaced)")
        try isBack(name, on: server, "--replace")
        let names = try server.query("SELECT datname FROM pg_database WHERE datname LIKE '\(name)%'")
        for name in names.split(separator: "\n") { try server.dropDatabase(String(name)) }
        let back = try night.restore(artifact, within: 300)
        #expect(back.status == 0, "\(back)")
        try isBack(name, on: server, "its own name")
    }

    /// Each table by itself, or with what its rows are bound to, in a database of its own.
    func singleTables(bound: [String: String] = [:]) throws {
        let manifest = try night.manifest(of: name)
        #expect(manifest.proof.tables.count > 1)
        for rows in manifest.proof.tables {
            let table = rows.table.text
            let single = try night.restore(
                artifact, "--table", table, "--table", bound[table] ?? table, "--target", "single")
            #expect(single.status == 0, "\(table): \(single)")
            guard single.status == 0 else { continue }
            let content =
                "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM ONLY \(table) t"
            #expect(try server.query(content, in: "single") == server.query(content, in: name), "\(table)")
            try server.dropDatabase("single")
        }
    }

    /// The commands that the card prints, on the other server.
    func card() throws {
        let card = try night.run("restore", "--card", artifact)
        try night.folder.write(card.text, to: "card.sh")
        var shell = Command("/bin/sh", night.folder("card.sh"))
        shell.environment = other.environment
        let result = try shell.run()
        #expect(result.status == 0, "\(result)\n\(card.text)")
        try isBack(name, on: other, "the card")
    }
}
