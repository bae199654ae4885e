import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

/// Databases that are replaced, and what is there when the replacement ends at any of its statements.
@Suite("Databases of MySQL and MariaDB that are replaced", .ownThread(seconds: Adversity.isFull ? 1800 : 240))
struct MySQLSwapTests {
    private let server: PrivateMariaDB
    private let restorer: any Restorer
    private let driver: MySQLRestoreDriver

    init() throws {
        server = try PrivateMariaDB.shared()
        restorer = try Restores.restorer("mysql")
        driver = try MySQLRestoreDriver()
    }

    @Test("M2 a replaced database is what was dumped, and the old one is kept with all that it had")
    func replaced() throws {
        let bench = try SwapBench(server, restorer, driver)
        defer { bench.remove() }
        let plan = try bench.plan()
        #expect(plan.obstacles == [] && plan.stages.allSatisfy { !$0.needsSafetyBackup })
        try driver.carryOut(plan, dump: bench.dump, summary: bench.request.summary)
        #expect(try bench.difference(from: "new") == nil)
        let kept = try #require(try bench.kept().first)
        #expect(try server.query("SELECT GROUP_CONCAT(x ORDER BY x) FROM audit", in: kept) == "o1,o2,o3")
        #expect(
            try server.query("SELECT COUNT(*) FROM vya_backup_replaced WHERE role = 'old'", in: kept) == "9")
        #expect(try server.query("SELECT a, b FROM child ORDER BY a", in: kept) == "1\t1\n2\t1\n3\t1")
        // What belongs to the old tables holds on to the old ones, and what is new to the new.
        try server.execute("INSERT INTO child (b, x) VALUES (1, 'n4')", in: bench.name)
        #expect(
            try server.query("SELECT GROUP_CONCAT(x ORDER BY x) FROM audit", in: bench.name) == "n4,o1,o2")
        #expect(try server.query("SELECT x FROM child WHERE a = 3", in: bench.name) == "new:n4")
        #expect(
            try server.query(
                "SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '\(kept)'"
            )
                == "latin1_german1_ci")
        #expect(try server.query("SHOW DATABASES LIKE 'vya\\_restore\\_\(bench.name)'") == "")
        #expect(
            try server.query(
                "SELECT STATUS FROM information_schema.EVENTS WHERE EVENT_SCHEMA = '\(bench.name)'")
                == "ENABLED")
        // And once more, in the same second.
        try driver.carryOut(try bench.plan(), dump: bench.dump, summary: bench.request.summary)
        #expect(try bench.difference(from: "new") == nil)
        #expect(try bench.kept().count == 2)
    }

    @Test(
        "M2 ended at any statement, a replacement leaves the old database or the new one, and the next start heals it"
    )
    func cut() throws { try MySQLSwapTests.cut(SwapBench(server, restorer, driver)) }

    static func cut(_ bench: SwapBench) throws {
        let (server, driver) = (bench.server, bench.driver)
        defer { bench.remove() }
        let (count, moving) = try bench.statements()
        var (old, new) = (0, 0)
        let points =
            Adversity.isFull ? Array(0..<count) : [moving - 3, moving - 1, moving, moving + 3, count - 2]
        for place in points {
            try bench.reset()
            try bench.replace(cutAt: place)
            // All rows are there under the name, whatever else is not yet.
            let rows = try server.query("SELECT GROUP_CONCAT(x ORDER BY x) FROM audit", in: bench.name)
            #expect(["o1,o2,o3", "o1,o2"].contains(rows), "cut at \(place)")
            try bench.heal()
            let state = try bench.state()
            #expect(["old", "new"].contains(state), "cut at \(place): \(state)")
            #expect((state == "old") == (rows == "o1,o2,o3"), "cut at \(place)")
            #expect(try bench.leftovers() == [], "cut at \(place)")
            #expect(try bench.kept().count == (state == "old" ? 0 : 1), "cut at \(place)")
            if state == "old" { old += 1 } else { new += 1 }
            try driver.carryOut(
                try bench.plan(at: "2024-01-02T03:04:06Z"), dump: bench.dump, summary: bench.request.summary)
            #expect(try bench.difference(from: "new") == nil, "cut at \(place)")
        }
        Adversity.report("M2 replacements cut", ["statements": count, "old": old, "new": new])
        #expect(old > 1 && new > 2)
    }

    @Test("M2 what cannot be made under the name brings the old database back, and keeps what was restored")
    func goesBack() throws {
        let bench = try SwapBench(server, restorer, driver)
        defer { bench.remove() }
        try bench.replace(cutAt: try bench.statements().count - 12)
        // A view that came with the dump cannot be made any more.
        try server.execute("DROP TABLE plain", in: bench.name)
        let healing = try #require(try bench.plan(at: "2024-01-02T03:04:06Z").stages.first)
        #expect(throws: MySQLRestoreDriver.Failure.self) { try driver.perform(healing.prepare[0]) }
        for step in healing.discard { try driver.perform(step) }
        #expect(try bench.difference(from: "old") == nil)
        let failed = try server.query("SHOW DATABASES LIKE '\(bench.name)\\_failed\\_%'")
        #expect(try server.query("SELECT COUNT(*) FROM child", in: failed) == "2")
        #expect(try bench.kept() == [])
        try server.dropDatabase(failed)
    }

    @Test(
        "M2 a table that is made, and a foreign key from elsewhere that is, while the dump is loaded stop the replacement"
    )
    func meanwhile() throws {
        let bench = try SwapBench(server, restorer, driver)
        defer { bench.remove() }
        for statement in [
            "CREATE TABLE \(bench.name)_other.f (i INT, FOREIGN KEY (i) REFERENCES \(bench.name).parent (i))"
        ] {
            try server.execute(statement)
            let plan = try bench.plan()
            #expect(plan.obstacles.map(\.code) == ["restore.foreign-keys"])
            #expect(plan.obstacles.first?.details.first?.contains("\(bench.name)_other") == true)
            try server.execute("DROP TABLE \(bench.name)_other.f")
            let free = try bench.plan()
            try server.execute(statement)
            #expect(throws: (any Error).self) {
                try driver.carryOut(free, dump: bench.dump, summary: bench.request.summary)
            }
            try server.execute("DROP TABLE \(bench.name)_other.f")
        }
        var plan = try bench.plan()
        let finish = plan.stages[0].finish
        plan.stages[0].finish = []
        try driver.carryOut(plan, dump: bench.dump, summary: bench.request.summary)
        #expect(throws: MySQLRestoreDriver.Failure.self) {
            for step in finish {
                try driver.perform(step) { input in
                    try server.execute("CREATE TABLE meanwhile (i INT)", in: bench.name)
                    return input
                }
            }
        }
        for step in plan.stages[0].discard { try driver.perform(step) }
        try server.execute("DROP TABLE meanwhile", in: bench.name)
        #expect(try bench.difference(from: "old") == nil)
        #expect(try bench.leftovers() == [])
    }

    @Test("M2 what is written down for the way back and was changed by somebody else is not run")
    func forged() throws {
        let bench = try SwapBench(server, restorer, driver)
        defer { bench.remove() }
        try bench.replace(cutAt: 6)
        let kept = try #require(try bench.kept().first)
        try server.execute(
            "UPDATE vya_backup_replacing SET statement = CONCAT(statement, '; CREATE USER gained') WHERE role = 'old' LIMIT 1",
            in: kept)
        #expect(throws: UnsafeError.self) { try bench.heal() }
        #expect(try server.query("SELECT COUNT(*) FROM mysql.user WHERE User = 'gained'") == "0")
        // Another program's mark is nobody's to take up, either.
        #expect(try bench.plan(secret: "another").stages.count == 1)
    }

    @Test("M7 a scratch database that could not be marked goes again, also where every table wants a key")
    func unmarked() throws {
        let bench = try SwapBench(server, restorer, driver)
        defer { bench.remove() }
        let plan = try bench.plan(purpose: .database(replacing: true))
        let scratch = bench.request.scratch.text
        // As it is between the two statements.
        try server.execute("CREATE DATABASE \(scratch)")
        try driver.perform(plan.stages[0].discard[2])
        #expect(try server.query("SHOW DATABASES LIKE '\(scratch)'") == "")
        try server.execute("CREATE DATABASE \(scratch); CREATE TABLE \(scratch).somebodys (i INT)")
        try driver.perform(plan.stages[0].discard[2])
        #expect(try server.query("SHOW TABLES", in: scratch) == "somebodys")
        try server.dropDatabase(scratch)
        try server.execute("CREATE DATABASE \(scratch)")
        let again = try bench.plan()
        try driver.carryOut(again, dump: bench.dump, summary: bench.request.summary)
        #expect(try bench.difference(from: "new") == nil)
        guard case .run(_, let input) = again.stages[0].prepare.last?.action else { return }
        #expect(String(decoding: input, as: UTF8.self).contains("(mark INT PRIMARY KEY)"))
    }

    @Test("M3 a database that carries the mark under its own name is never dropped, whatever is asked for")
    func marked() throws {
        let bench = try SwapBench(server, restorer, driver)
        defer { bench.remove() }
        try server.execute(
            "CREATE TABLE vya_backup_restore (mark INT) COMMENT '\(Restores.mark.text(on: ExactName(bench.name)))'",
            in: bench.name)
        let plan = try bench.plan(purpose: .database(replacing: false))
        #expect(plan.obstacles.map(\.code) == ["restore.exists"] && plan.stages.isEmpty)
        #expect(plan.obstacles.first?.message.contains("mark") == true)
        let scripts = try bench.plan().stages.flatMap { $0.prepare + $0.finish + $0.discard }.map {
            if case .run(_, let input) = $0.action { String(decoding: input, as: UTF8.self) } else { "" }
        }
        #expect(!scripts.contains { $0.contains("DROP DATABASE `\(bench.name)`") })
        try driver.carryOut(try bench.plan(), dump: bench.dump, summary: bench.request.summary)
        let kept = try #require(try bench.kept().first)
        #expect(try server.query("SELECT COUNT(*) FROM child", in: kept) == "3")
    }
}

/// The same on a MySQL, whose sessions rename tables that they have locked.
@Suite(
    "Databases of a newer MySQL that are replaced", .ownThread(seconds: Adversity.isFull ? 1800 : 240),
    .enabled("Debian unstable cannot be had here") { try DebianRoot.sid() != nil })
struct MySQLSwapOtherTests {
    @Test(
        "M2 ended at any statement, a replacement on MySQL leaves the old database or the new one, and the next start heals it"
    )
    func cut() throws {
        let root = try #require(try DebianRoot.sid())
        let driver = try MySQLRestoreDriver()
        let tool = try root.wrapper(for: "mysql", in: driver.probe.folder)
        try MySQLSwapTests.cut(
            SwapBench(
                try PrivateMariaDB(in: root, isMySQL: true), try Restores.restorer("mysql"), driver,
                tool: tool))
    }

    @Test("M7 a scratch database is made and marked where every table wants a key")
    func keys() throws {
        let root = try #require(try DebianRoot.sid())
        let server = try PrivateMariaDB(in: root, isMySQL: true)
        try server.execute("SET GLOBAL sql_require_primary_key = ON")
        let name: ExactName = "vya_drill_keys"
        let script = MySQLScripts.create(
            name, MySQLScripts.Creation(), mark: Restores.mark("drill").text(on: name),
            in: MySQLScripts.markTable)
        try server.execute(script.text)
        #expect(try server.query("SHOW TABLES", in: name.text) == MySQLScripts.markTable)
    }
}

/// A database with all that a database can have, its dump, and what has become of it since.
struct SwapBench {
    let server: PrivateMariaDB
    let restorer: any Restorer
    let driver: MySQLRestoreDriver
    let name: String
    let dump: Data
    private(set) var request: RestoreRequest
    private let old: ComparableDump
    private let scratch: String

    /// Makes the database; `tool` is the client of a MySQL.
    init(
        _ server: PrivateMariaDB, _ restorer: any Restorer, _ driver: MySQLRestoreDriver, tool: String? = nil
    ) throws {
        (self.server, self.restorer, self.driver) = (server, restorer, driver)
        name = "swap_\(UInt32.random(in: .min ... .max))"
        scratch = "vya_restore_\(name)"
        try server.execute("CREATE DATABASE \(name) CHARACTER SET utf8mb4; CREATE DATABASE \(name)_other")
        try server.execute(SwapBench.first, in: name)
        dump = try server.dump(name)
        let (summary, traits) = MySQLRestoreDriver.inspect(dump, by: restorer)
        request = RestoreRequest(
            entry: Entry(id: EntryID(1), dbms: "mysql", host: server.socket, username: server.user),
            password: Secret(server.password), purpose: .database(replacing: true), target: ExactName(name),
            scratch: ExactName(scratch), mark: Restores.mark,
            manifest: Restores.manifest(
                ExactName(name),
                create: .object([
                    .init("character_set", .string("utf8mb4")),
                    .init("collation", .string("utf8mb4_unicode_ci")),
                ]), version: server.isMySQL ? "8.0.0" : "10.11.1-MariaDB"), summary: summary, traits: traits,
            rawBytes: dump.count)
        if let tool { request.entry.tools = ["mysql": tool] }
        try server.execute(SwapBench.change, in: name)
        try server.execute("ALTER DATABASE \(name) COLLATE latin1_german1_ci")
        old = ComparableDump(try server.dump(name))
    }

    /// What is dumped.
    private static let first = """
        CREATE TABLE parent (i INT PRIMARY KEY, CONSTRAINT small CHECK (i < 100));
        CREATE TABLE audit (n INT AUTO_INCREMENT PRIMARY KEY, x VARCHAR(50), FULLTEXT KEY (x));
        CREATE TABLE child (a INT AUTO_INCREMENT PRIMARY KEY, b INT, x VARCHAR(50),
            CONSTRAINT bond FOREIGN KEY (b) REFERENCES parent (i) ON DELETE CASCADE);
        CREATE TABLE plain (i INT PRIMARY KEY) PARTITION BY HASH (i) PARTITIONS 3;
        CREATE TABLE `odd ``name ☃` (i INT, p POINT NOT NULL, SPATIAL KEY (p));
        INSERT INTO parent VALUES (1); INSERT INTO plain VALUES (1), (2);
        INSERT INTO audit (x) VALUES ('o1'), ('o2'); INSERT INTO child (b, x) VALUES (1, 'o1'), (1, 'o2');
        CREATE VIEW `a view` AS SELECT i FROM plain;
        CREATE VIEW `1 view` AS SELECT i * 2 AS twice FROM `a view`;
        CREATE VIEW view3 AS SELECT twice FROM `1 view` WHERE twice > 1;
        DELIMITER //
        CREATE TRIGGER first BEFORE INSERT ON child FOR EACH ROW SET NEW.x = CONCAT('new:', NEW.x)//
        CREATE TRIGGER second AFTER INSERT ON child FOR EACH ROW
        BEGIN /* it's; */ INSERT INTO audit (x) VALUES (SUBSTRING(NEW.x, 5)); END//
        CREATE FUNCTION double_of(i INT) RETURNS INT DETERMINISTIC BEGIN RETURN i * 2; -- it's
        END//
        CREATE PROCEDURE nothing() BEGIN SELECT 'a;b // c'; END//
        CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2038-01-01 00:00:00' COMMENT 'é' DO BEGIN DELETE FROM audit; END//
        DELIMITER ;
        """

    /// What becomes of it.
    private static let change = """
        DELETE FROM child; DELETE FROM audit; DROP TRIGGER first; DROP VIEW view3;
        ALTER TABLE audit AUTO_INCREMENT = 1; ALTER TABLE child AUTO_INCREMENT = 1;
        INSERT INTO child (b, x) VALUES (1, '----o1'), (1, '----o2'), (1, '----o3');
        CREATE TABLE later (i INT); INSERT INTO later VALUES (1);
        CREATE TRIGGER third BEFORE UPDATE ON later FOR EACH ROW SET NEW.i = 7;
        CREATE VIEW later_view AS SELECT i FROM later;
        CREATE PROCEDURE later_one() SELECT 1;
        CREATE OR REPLACE VIEW `a view` AS SELECT i + 1 AS i FROM plain;
        """

    /// Makes the database anew as it was before the replacement.
    func reset() throws {
        for kept in try kept() { try server.execute("SET foreign_key_checks = 0; DROP DATABASE `\(kept)`") }
        try server.execute(
            "SET foreign_key_checks = 0; DROP DATABASE \(name); DROP DATABASE IF EXISTS \(scratch); CREATE DATABASE \(name) CHARACTER SET utf8mb4"
        )
        try server.execute(SwapBench.first, in: name)
        try server.execute(SwapBench.change, in: name)
        try server.execute("ALTER DATABASE \(name) COLLATE latin1_german1_ci")
    }

    func remove() {
        for kept in (try? kept()) ?? [] {
            try? server.execute("SET foreign_key_checks = 0; DROP DATABASE `\(kept)`")
        }
        for database in [name, name + "_other", scratch] {
            try? server.execute("SET foreign_key_checks = 0; DROP DATABASE IF EXISTS `\(database)`")
        }
    }

    func plan(
        at moment: String = "2024-01-02T03:04:05Z",
        purpose: RestoreRequest.Purpose = .database(replacing: true),
        secret: String = "secret"
    ) throws -> RestorePlan {
        var request = request
        request.purpose = purpose
        request.mark = ScratchMark(
            "restore", host: "h", secret: Array(secret.utf8), process: 1, since: moment)
        return try restorer.plan(request, asking: driver.probe)
    }

    /// `old`, `new`, or how the database differs from both.
    func state() throws -> String {
        let now = ComparableDump(try server.dump(name))
        let collation = try server.query(
            "SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '\(name)'")
        guard let older = now.difference(from: old) else {
            return collation == "latin1_german1_ci" ? "old" : "old, but \(collation)"
        }
        guard let newer = now.difference(from: ComparableDump(dump)) else {
            return collation == "utf8mb4_unicode_ci" ? "new" : "new, but \(collation)"
        }
        return "from the old one: \(older); from the new one: \(newer)"
    }

    /// How the database differs from the old one or the new one; nil if it does not.
    func difference(from wanted: String) throws -> String? {
        let state = try state()
        return state == wanted ? nil : state
    }

    /// The databases that keep what the name had.
    func kept() throws -> [String] {
        try server.query("SHOW DATABASES LIKE '\(name)\\_replaced\\_%'").split(separator: "\n").map(
            String.init)
    }

    /// What ought to be gone: hidden tables, ways, scratch databases.
    func leftovers() throws -> [String] {
        try server.query(
            "SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) FROM information_schema.TABLES WHERE TABLE_SCHEMA LIKE '\(name)%'"
                + " AND (TABLE_NAME LIKE 'vya\\_backup\\_%' AND TABLE_NAME <> 'vya_backup_replaced'"
                + " OR TABLE_COMMENT LIKE 'vya-backup scratch%')"
        ).split(separator: "\n").map(String.init)
    }

    // MARK: Ending half-way

    /// How many statements the message has, and which of them moves the tables.
    func statements() throws -> (count: Int, moving: Int) {
        var (count, moving) = (0, 0)
        try replace { input in
            let ends = SwapBench.ends(of: input)
            let rename = Array("RENAME TABLE ".utf8)
            (count, moving) = (ends.count, (ends.firstIndex { input[$0...].starts(with: rename) } ?? 0) + 1)
            throw CancellationError()
        }
        try server.dropDatabase(scratch)
        return (count, moving)
    }

    /// Replaces the database, with a server that ends behind some of the statements that move the tables.
    func replace(cutAt place: Int) throws {
        try replace { input in
            let ends = SwapBench.ends(of: input)
            guard place < ends.count else { return input }
            let token = String(decoding: input, as: UTF8.self).split(separator: "\n").first {
                $0.hasPrefix("DELIMITER ")
            }
            return input[..<ends[place]] + Array("DO 1".utf8)
                + Array((token.map { String($0.dropFirst("DELIMITER ".count)) } ?? "").utf8)
                + Array("\n".utf8)
        }
    }

    private func replace(_ change: @escaping ([UInt8]) throws -> [UInt8]) throws {
        var plan = try plan()
        let finish = plan.stages[0].finish
        plan.stages[0].finish = []
        try driver.carryOut(plan, dump: dump, summary: request.summary)
        do { for step in finish { try driver.perform(step, change) } } catch is CancellationError {}
    }

    /// Where the statements end, behind a semicolon or the end of a message.
    private static func ends(of input: [UInt8]) -> [Int] {
        guard let head = input.firstRange(of: Array("DELIMITER ".utf8))?.lowerBound,
            let start = input[head...].firstIndex(of: UInt8(ascii: "\n"))
        else { return [] }
        return input.indices.filter {
            $0 > start && input[$0] == UInt8(ascii: "\n")
                && [UInt8(ascii: ";"), UInt8(ascii: "$")].contains(input[$0 - 1])
        }.map { $0 + 1 }
    }

    /// What the next start does first.
    func heal() throws {
        let plan = try plan(at: "2024-01-02T03:04:06Z")
        guard plan.stages.count > 1 else { return try server.dropDatabase(scratch) }
        for step in plan.stages[0].prepare { try driver.perform(step) }
        try server.dropDatabase(scratch)
    }
}
