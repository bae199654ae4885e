import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("Purposes of a restore of PostgreSQL", .ownThread)
struct PostgreSQLRestorePurposesTests {
    /// A server whose database `name` holds the shop.
    private func shop(_ name: String) throws -> (RestoreDriver, dump: [UInt8], Manifest) {
        let server = try PrivatePostgreSQL.shared()
        let driver = try RestoreDriver(server)
        try HostileData.load(.shop, into: server, database: name)
        let (dump, manifest) = try driver.backUp(name)
        return (driver, dump, manifest)
    }

    @Test("the database that gives way is kept under another name, and its sessions end")
    func replacing() throws {
        let name = String(repeating: "é", count: 31)
        let (driver, dump, manifest) = try shop(name)
        let server = driver.server
        try server.execute("DELETE FROM order_lines; CREATE TABLE added ()", in: name)
        let session = try RunningProgram(
            "/usr/bin/psql", ["-Xqw", "-c", "SELECT pg_sleep(600)"],
            environment: server.environment.merging(["PGDATABASE": name]) { $1 })
        let request = driver.request(dump, manifest, .database(replacing: true), target: name)
        let plan = try driver.plan(request)
        _ = try driver.carryOut(plan, dump: dump)
        try session.wait()
        #expect(try server.query("SELECT count(*) FROM order_lines", in: name) == "6000")
        let old = try server.query(
            "SELECT datname FROM pg_database WHERE datname LIKE '%\\_replaced\\_%' AND datname NOT LIKE 'visited%'"
        )
        #expect(plan.notes.contains { $0.contains(old) })
        #expect(try server.query("SELECT count(*) FROM added", in: old) == "0")
        for name in [name, old] { try server.dropDatabase(name) }
    }

    @Test("M4 a replacement that fails at its end leaves the old database as it was, and open to all")
    func failedReplacement() throws {
        let name = "unreplaced"
        let (driver, dump, manifest) = try shop(name)
        let server = driver.server
        let request = driver.request(dump, manifest, .database(replacing: true), target: name)
        let plan = try driver.plan(request)
        // The scratch database is not there, so that the second name cannot be given.
        #expect(throws: RestoreDriver.Failure.self) { try driver.carryOut(plan.stages[0].finish) }
        let open = "SELECT datallowconn, datconnlimit FROM pg_database WHERE datname = '\(name)'"
        #expect(try server.query(open) == "t|-1")
        #expect(try server.query("SELECT count(*) FROM orders", in: name) == "2000")
        try driver.discard(plan)
        #expect(try server.query(open) == "t|-1")
        let steps = plan.stages[0].discard
        #expect(steps.allSatisfy { $0.remedy?.contains("DROP DATABASE") == true } && !steps.isEmpty)
        try server.dropDatabase(name)
    }

    @Test("M4 clients that come back at once do not keep a database from being replaced")
    func visitors() throws {
        let name = "visited"
        let (driver, dump, manifest) = try shop(name)
        let server = driver.server
        let visitors = try (0..<3).map { _ in
            try RunningProgram(
                "/bin/bash", ["-c", "while :; do psql -Xqw \(name) -c 'SELECT pg_sleep(0.2)'; done"],
                environment: server.environment)
        }
        defer { for visitor in visitors { visitor.killSession() } }
        let plan = try driver.plan(driver.request(dump, manifest, .database(replacing: true), target: name))
        _ = try driver.carryOut(plan, dump: dump)
        let old = try server.query(
            "SELECT datname FROM pg_database WHERE datname LIKE '\(name)\\_replaced\\_%'")
        for visitor in visitors { visitor.killSession() }
        for name in [name, old] {
            #expect(try server.query("SELECT count(*) FROM orders", in: name) == "2000")
            try server.dropDatabase(name)
        }
    }

    @Test("M7 a scratch database that was made and not yet marked is known, and removed")
    func unmarked() throws {
        let name = "half_made"
        let (driver, dump, manifest) = try shop(name)
        let server = driver.server
        defer { try? server.dropDatabase(name) }
        let request = driver.request(dump, manifest, .database(replacing: true), target: name)
        let creation = try #require(try driver.plan(request).stages.first?.prepare.last)
        guard case .run(let client, let input) = creation.action else { return }
        // The client ends before it says more than what makes the database.
        let text = String(decoding: input, as: UTF8.self)
        let cut = text.components(separatedBy: "COMMENT ON DATABASE")[0]
        #expect(try driver.run(client, input: Data(cut.utf8)).ending.isSuccess)
        let again = try driver.plan(request)
        #expect(again.obstacles == [] && again.notes.contains { $0.contains("interrupted") })
        try driver.carryOut(again.stages[0].prepare)
        #expect(
            try server.query("SELECT datconnlimit FROM pg_database WHERE datname = '\(request.scratch)'")
                == "-1")
        try driver.discard(again)
    }

    @Test("F21 what an interrupted restore left is removed, but no database of somebody else")
    func leftover() throws {
        let name = "leftover"
        let (driver, dump, manifest) = try shop(name)
        let server = driver.server
        defer { for name in [name, name + "2"] { try? server.dropDatabase(name) } }
        let request = driver.request(dump, manifest, .database(replacing: false), target: name + "2")
        let scratch = PrivatePostgreSQL.identifier(request.scratch.text)
        try server.createDatabase(request.scratch.text)
        #expect(try driver.plan(request).obstacles.map(\.code) == ["restore.scratch-exists"])
        try server.execute(
            "COMMENT ON DATABASE \(scratch) IS '\(Restores.mark("drill", secret: "another").text(on: request.scratch))'"
        )
        #expect(try driver.plan(request).obstacles.map(\.code) == ["restore.scratch-exists"])
        try server.execute(
            "COMMENT ON DATABASE \(scratch) IS '\(request.mark.beginning(on: request.scratch)) process 1'; ALTER DATABASE \(scratch) IS_TEMPLATE true"
        )
        let plan = try driver.plan(request)
        #expect(plan.notes.count == 1)
        _ = try driver.carryOut(plan, dump: dump)
        #expect(try server.query("SELECT count(*) FROM orders", in: name + "2") == "2000")
    }

    @Test("K10 a scratch with a subscription goes, and neither the slot nor anybody else's subscription does")
    func subscription() throws {
        let (driver, dump, manifest) = try shop("subscribed")
        let server = driver.server
        let subscribe =
            "CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p WITH (connect = false)"
        defer {
            try? server.execute(
                "ALTER SUBSCRIPTION s SET (slot_name = NONE); DROP SUBSCRIPTION s", in: "subscribed")
            try? server.dropDatabase("subscribed")
        }
        try server.execute(subscribe, in: "subscribed")
        var request = driver.request(dump, manifest, .database(replacing: false), target: "subscribed2")
        request.summary.objects["subscription"] = 1
        func leave() throws {
            try server.createDatabase(request.scratch.text)
            try server.execute(subscribe, in: request.scratch.text)
        }
        let plan = try driver.plan(request)
        try leave()
        try driver.discard(plan)
        try leave()
        try server.execute(
            "COMMENT ON DATABASE \(PrivatePostgreSQL.identifier(request.scratch.text)) IS '\(request.mark.text(on: request.scratch))'"
        )
        let again = try driver.plan(request)
        #expect(again.notes.contains { $0.contains("interrupted") })
        _ = try? driver.carryOut(again, dump: dump)
        #expect(
            try server.query("SELECT count(*) FROM pg_database WHERE datname = '\(request.scratch)'") == "0")
        #expect(try server.query("SELECT count(*) FROM pg_subscription") == "1")
        try server.dropDatabase("subscribed2")
    }

    @Test("a drill leaves nothing, and a sweep removes what a killed one left and nothing else")
    func drill() throws {
        let (driver, dump, manifest) = try shop("drilled")
        let server = driver.server
        defer { try? server.dropDatabase("drilled") }
        var request = driver.request(dump, manifest, .drill, target: "drilled")
        request.mark = Restores.mark("drill", secret: "sweep")
        let plan = try driver.plan(request)
        let counts = try driver.carryOut(plan, dump: dump)
        #expect(counts?.tables == request.summary.tables)
        #expect(
            try server.query("SELECT count(*) FROM pg_database WHERE datname = '\(request.scratch)'") == "0")
        let restorer = PostgreSQLRestorer(plugin: try RestoreDriver.plugin(), home: nil)
        try server.createDatabase("vya_drill_swept")
        try server.execute(
            "COMMENT ON DATABASE vya_drill_swept IS '\(request.mark.text(on: "vya_drill_swept"))'")
        let sweep = SweepRequest(entry: driver.entry(), mark: Restores.mark("drill", secret: "sweep"))
        let steps = try restorer.sweep(sweep, asking: driver.probe())
        #expect(steps.map(\.title) == ["remove the database \"vya_drill_swept\""])
        guard case .run(let invocation, let input) = steps.first?.action else { return }
        #expect(try driver.run(invocation, input: Data(input)).ending.isSuccess)
        #expect(try restorer.sweep(sweep, asking: driver.probe()).isEmpty)
    }

    @Test("single tables come into a database that exists, whole or not at all")
    func tables() throws {
        let (driver, dump, manifest) = try shop("tables")
        let server = driver.server
        defer { try? server.dropDatabase("tables") }
        let before = try server.dump("tables")
        let request = driver.request(dump, manifest, .tables(["order_lines"]), target: "tables")
        #expect(try driver.plan(request).obstacles.map(\.code) == ["restore.table-exists"])
        try server.execute("DROP TABLE order_lines CASCADE", in: "tables")
        let plan = try driver.plan(request)
        #expect(plan.obstacles == [])
        // A client whose input ends early would commit what it has.
        for dropping in [10, 200, 400, 5000, 100_000] {
            #expect(throws: RestoreDriver.Failure.self, "\(dropping) bytes less") {
                try driver.carryOut(plan, dump: dump, dropping: dropping)
            }
            #expect(try server.query("SELECT to_regclass('order_lines') IS NULL", in: "tables") == "t")
        }
        let counts = try driver.carryOut(plan, dump: dump)
        #expect(counts?.tables == [TableRows("public.order_lines", 6000)])
        // The view went with the table, and is none of it.
        try server.execute(
            "CREATE VIEW turnover AS SELECT o.customer, sum(l.quantity * l.price) AS total "
                + "FROM orders o JOIN order_lines l ON l.\"order\" = o.id GROUP BY o.customer", in: "tables")
        #expect(ComparableDump(before).difference(from: ComparableDump(try server.dump("tables"))) == nil)
    }

    @Test("single tables come into a new database without what binds them to others")
    func newDatabase() throws {
        let (driver, dump, manifest) = try shop("bonds")
        let server = driver.server
        defer { for name in ["bonds", "bonds new"] { try? server.dropDatabase(name) } }
        let request = driver.request(
            dump, manifest, .tables(["public.orders", "order_lines"]), target: "bonds new")
        let plan = try driver.plan(request)
        let counts = try driver.carryOut(plan, dump: dump)
        #expect(counts?.tables == [TableRows("public.order_lines", 6000), TableRows("public.orders", 2000)])
        #expect(plan.notes.contains { $0.contains("2 × fk constraint") })
        #expect(
            try server.query(
                "SELECT count(*) FROM pg_constraint WHERE conrelid::regclass::text LIKE 'order%' AND contype IN ('p', 'c')",
                in: "bonds new") == "3")
        #expect(
            try server.query(
                "INSERT INTO orders (customer, placed) VALUES (1, now()) RETURNING id > 2000", in: "bonds new"
            ) == "t")
        let error = try #require(throws: UsageError.self) {
            try driver.plan(driver.request(dump, manifest, .tables(["oders"]), target: "x"))
        }
        #expect(error.explanation.code == "restore.no-such-table")
        #expect(error.explanation.hints.first?.contains("orders") == true)
    }

    @Test(
        "every table of a hostile database comes alone",
        arguments: [
            "traps", "\"MixedCase\"", "\"sch.e\"\"ma\".\"quo'te\"\"d\"", "emoji 🐘", "no_columns", "computed",
            "measured_else", "new\nline", "--file=x",
        ])
    func hostileTables(_ table: String) throws {
        let server = try PrivatePostgreSQL.shared()
        let driver = try RestoreDriver(server)
        let name = "alone \(table.hashValue)"
        try HostileData.load(.hostile, into: server, database: name)
        defer { for name in [name, "new \(name)"] { try? server.dropDatabase(name) } }
        let (dump, manifest) = try driver.backUp(name)
        let request = driver.request(dump, manifest, .tables([ExactName(table)]), target: "new \(name)")
        let plan = try driver.plan(request)
        let counts = try #require(try driver.carryOut(plan, dump: dump))
        #expect(counts.tables.count == 1)
        #expect(
            counts.tables == request.summary.tables.filter { counts.tables.map(\.table).contains($0.table) }
        )
    }

    @Test("roles that exist are left alone, and new ones come with their memberships and settings")
    func globals() throws {
        let server = try PrivatePostgreSQL()
        let driver = try RestoreDriver(server)
        try server.execute(
            """
            CREATE ROLE old LOGIN PASSWORD 'a;b''c'; CREATE ROLE "new ; 'x" LOGIN PASSWORD 'p' SUPERUSER;
            CREATE ROLE member; GRANT old TO member; GRANT member TO "new ; 'x"; CREATE ROLE other; GRANT other TO "new ; 'x" WITH ADMIN OPTION;
            COMMENT ON ROLE "new ; 'x" IS 'it''s ; new'; ALTER ROLE "new ; 'x" SET search_path TO a, "b;c";
            """)
        var command = Command("pg_dumpall", "-w", "--globals-only")
        command.environment = server.environment
        let text = Array(try command.check().output)
        let state =
            "SELECT string_agg(rolname || rolsuper || coalesce(rolpassword, '') || coalesce(setconfig::text, ''), '|' ORDER BY rolname) FROM pg_authid LEFT JOIN pg_db_role_setting ON setrole = oid"
        let before = try server.query(state)
        try server.execute(
            "DROP ROLE \"new ; 'x\"; DROP ROLE member; DROP ROLE other; ALTER ROLE old CONNECTION LIMIT 3")
        var request = driver.request(text, nil, .globals, target: "globals", kind: .globals)
        #expect(request.traits.commands == [])
        request.globals = text
        let plan = try driver.plan(request)
        #expect(plan.obstacles == [])
        #expect(plan.notes == ["role \"postgres\" exists and is as in the backup"])
        #expect(plan.missing.count == 1)
        #expect(plan.missing.first?.contains("role \"old\" exists, differs from the backup") == true)
        _ = try driver.carryOut(plan, dump: text)
        #expect(try server.query(state) == before)
        #expect(try server.query("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'old'") == "3")
        #expect(try server.query("SELECT count(*) FROM pg_auth_members WHERE roleid >= 16384") == "3")
        #expect(try driver.plan(request).stages.isEmpty)
    }
}
