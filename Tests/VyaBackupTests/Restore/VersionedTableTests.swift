import Testing
import VyaCore
import VyaTestSupport

@Suite("Tables of MariaDB with a history", .ownThread)
struct VersionedTableTests {
    @Test(
        "M10 the history of versioned tables comes back and is counted; where no tool can, the tables are named"
    )
    func history() throws {
        let server = try PrivateMariaDB()
        let name = "it's versioned"
        try server.createDatabase(name)
        try server.execute(
            """
            CREATE TABLE `a table` (a INT PRIMARY KEY, b VARCHAR(9)) WITH SYSTEM VERSIONING;
            INSERT INTO `a table` VALUES (1, 'x'), (2, 'y'); UPDATE `a table` SET b = 'z'; DELETE FROM `a table` WHERE a = 2;
            CREATE TABLE named (a INT, s TIMESTAMP(6) GENERATED ALWAYS AS ROW START, e TIMESTAMP(6) GENERATED ALWAYS AS ROW END,
            PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING; INSERT INTO named (a) VALUES (1); DELETE FROM named;
            CREATE TABLE parted (a INT) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME (PARTITION p HISTORY, PARTITION n CURRENT);
            INSERT INTO parted VALUES (1); UPDATE parted SET a = 2; CREATE TABLE plain (a INT); INSERT INTO plain VALUES (1);
            CREATE VIEW seen AS SELECT * FROM named;
            """, in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        let run = try night.runAll()
        #expect(run.status == 0, "\(run)")
        let manifest = try night.manifest(of: name)
        #expect(manifest.proof.tables.reduce(0) { $0 + $1.rows } == 4 + 1 + 2 + 1, "\(manifest)")
        let all = ["a table", "named", "parted"].map {
            "SELECT * FROM `\($0)` FOR SYSTEM_TIME ALL ORDER BY " + ($0 == "parted" ? "1" : "1, 2")
        }.joined(separator: "; ")
        let times = "SELECT a, b, ROW_START, ROW_END FROM `a table` FOR SYSTEM_TIME ALL ORDER BY 1, 3"
        let expected = try (server.query(all, in: name), server.query(times, in: name))
        let drill = try night.run("verify", "--restore", "--latest", within: 300)
        #expect(drill.status == 0, "\(drill)")
        let artifact = try night.artifact(of: name)
        for (result, restored) in [
            (try night.restore(artifact, "--replace"), name),
            (try night.restore(artifact, "--target", "copy"), "copy"),
        ] {
            #expect(result.status == 0, "\(result)")
            #expect(try server.query(all, in: restored) == expected.0)
            #expect(try server.query(times, in: restored) == expected.1)
        }

        try server.execute(
            """
            CREATE TABLE precise (a INT, s BIGINT UNSIGNED GENERATED ALWAYS AS ROW START, e BIGINT UNSIGNED GENERATED ALWAYS AS ROW END,
            PERIOD FOR SYSTEM_TIME (s, e)) ENGINE = InnoDB WITH SYSTEM VERSIONING; INSERT INTO precise (a) VALUES (1)
            """, in: name)
        let warned = try night.runAll()
        for word in ["history", "a table", "precise", "transactions"] {
            #expect((warned.errors + warned.text).contains(word), "\(word): \(warned)")
        }
        let again = try night.restore(try night.artifact(of: name), "--target", "again")
        #expect(again.status == 0, "\(again)")
    }
}
