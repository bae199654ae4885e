import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Databases whose rows are checked against the name of the database that they are in.
@Suite("PostgreSQL restored under its own name", .ownThread)
struct PostgreSQLOwnNameTests {
    /// A server with such a database, its night, and the backup. `psql` does what the file `fail` says as it loads.
    private struct Shop {
        let server: PrivatePostgreSQL
        let night: Night
        let name = "own_name"
        let artifact: String

        init() throws {
            server = try PrivatePostgreSQL()
            night = try Night(entries: [])
            let client = try night.folder.write(
                """
                #!/bin/bash
                fail=$(cat '\(night.folder("fail"))' 2>/dev/null)
                if [[ -n $fail && " $* " == *--single-transaction* ]]; then
                    head -c 200 >/dev/null; sleep 1
                    [[ $fail == kill ]] && kill -KILL $PPID
                    echo 'psql: no more' >&2; exit 1
                fi
                exec /usr/bin/psql "$@"

                """, to: "psql", mode: 0o700)
            try night.configure([
                Night.entry(server, databases: [name], more: ", \"tools\": { \"psql\": \"\(client)\" }")
            ])
            try server.createDatabase(name)
            try server.execute(
                """
                CREATE TABLE t (x text CHECK (x = current_database())); INSERT INTO t VALUES ('own_name');
                COMMENT ON DATABASE own_name IS 'ours'
                """, in: name)
            let run = try night.runAll()
            #expect(run.status == 0, "\(run)")
            artifact = try night.artifact(of: name)
        }

        /// The databases of that name and what was made beside it, with their comments.
        func databases() throws -> [String] {
            try server.query(
                """
                SELECT regexp_replace(datname, '[0-9]{14}', 'TIME') || ' ' || coalesce(shobj_description(oid, 'pg_database'), '')
                FROM pg_database WHERE datname LIKE 'own%' OR datname LIKE 'vya%' ORDER BY 1
                """
            ).split(separator: "\n").map(String.init)
        }

        func rows() throws -> String { try server.query("SELECT string_agg(x, ',') FROM t", in: name) }
    }

    @Test(
        "S7 rows that are checked against the name of their database come back under it, and nowhere else; no drill fails of it"
    )
    func comesBack() throws {
        let shop = try Shop()
        // Weekly, it is told, and is no failure.
        let drill = try shop.night.run("verify", shop.artifact, "--restore")
        #expect(drill.status == 0, "\(drill)")
        #expect("\(drill)".contains("no drill can be made") && !"\(drill)".contains("violates"), "\(drill)")
        let check = try shop.night.run("check")
        #expect(!check.text.contains("drill failed"), "\(check)")
        let copy = try shop.night.restore(shop.artifact, "--target", "own_copy")
        #expect(copy.status == 2 && "\(copy)".contains("may come back into none but"), "\(copy)")
        let there = try shop.night.restore(shop.artifact)
        #expect(there.status == 2 && there.errors.contains("exists already"), "\(there)")
        try shop.server.execute("INSERT INTO t VALUES ('own_name')", in: shop.name)
        let replaced = try shop.night.restore(shop.artifact, "--replace")
        #expect(replaced.status == 0, "\(replaced)")
        #expect(try shop.rows() == "own_name")
        #expect(try shop.databases() == ["own_name ours", "own_name_replaced_TIME ours"])
        // Everybody may come in again.
        #expect(
            try shop.server.query("SELECT has_database_privilege('public', 'own_name', 'CONNECT')") == "t")
        try shop.server.dropDatabase(shop.name)
        let back = try shop.night.restore(shop.artifact)
        #expect(back.status == 0, "\(back)")
        #expect(try shop.rows() == "own_name")
    }

    @Test(
        "S7 a restore under the own name that fails, or is killed, leaves the old database under its name, at once or by the next"
    )
    func goesBack() throws {
        let shop = try Shop()
        try shop.server.execute("INSERT INTO t VALUES ('own_name')", in: shop.name)
        try shop.night.folder.write("fail", to: "fail")
        // Somebody goes where the old database is, and stays there.
        let visitor = try RunningProgram(
            "/bin/bash",
            [
                "-c",
                """
                while :; do for d in $(psql -XAtqw postgres -c "SELECT datname FROM pg_database WHERE datname LIKE 'own_name_replaced%'"); do
                psql -Xqw "$d" -c 'SELECT pg_sleep(60)'; done; done
                """,
            ], environment: shop.server.environment.merging(["PATH": "/usr/bin:/bin"]) { $1 })
        defer { visitor.killSession() }
        let failed = try shop.night.restore(shop.artifact, "--replace")
        visitor.killSession()
        #expect(failed.status == 2 && !"\(failed)".contains("left over"), "\(failed)")
        #expect(try shop.databases() == ["own_name ours"])
        #expect(try shop.rows() == "own_name,own_name")

        try shop.night.folder.write("kill", to: "fail")
        _ = try shop.night.restore(shop.artifact, "--replace")
        unlink(shop.night.folder("fail"))
        let half = try shop.databases()
        #expect(half.count == 2 && half[0].hasPrefix("own_name vya-backup scratch"), "\(half)")
        // Half of a database is backed up by nobody.
        let run = try shop.night.runAll()
        #expect(run.status == 2 && run.errors.contains("being restored under its own name"), "\(run)")
        // Neither does it take the place of anything, nor anything else in.
        for words in [[], ["--table", "public.t"]] {
            let refused = try shop.night.program.run(
                ["restore", shop.artifact, "--yes", "--config", shop.night.folder("config.json")] + words)
            #expect(refused.status == 2, "\(refused)")
        }
        let healed = try shop.night.restore(shop.artifact, "--replace")
        #expect(healed.status == 0 && "\(healed)".contains("put back first"), "\(healed)")
        #expect(try shop.rows() == "own_name")
        #expect(try shop.databases() == ["own_name ours", "own_name_replaced_TIME ours"])

        try shop.server.dropDatabase(shop.name)
        try shop.night.folder.write("kill", to: "fail")
        _ = try shop.night.restore(shop.artifact)
        unlink(shop.night.folder("fail"))
        let again = try shop.night.restore(shop.artifact)
        #expect(again.status == 0, "\(again)")
        #expect(try shop.rows() == "own_name")
    }
}
