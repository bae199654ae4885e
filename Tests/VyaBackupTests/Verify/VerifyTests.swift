import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// `verify` reads every byte again, and says what is wrong and where.
@Suite("Verify", .ownThread)
struct VerifyTests {
    /// A host with one backup of each kind.
    private func night() throws -> Night {
        let postgreSQL = try PrivatePostgreSQL.shared()
        let mariaDB = try PrivateMariaDB.shared()
        let name = "verify_\(UInt32.random(in: .min ... .max))"
        try HostileData.load(.shop, into: postgreSQL, database: name)
        try HostileData.load(.shop, into: mariaDB, database: name)
        defer {
            try? postgreSQL.dropDatabase(name)
            try? mariaDB.dropDatabase(name)
        }
        let night = try Night(entries: [])
        mkdir(night.folder("tree"), 0o700)
        for number in 0..<50 {
            try night.folder.write(String(repeating: "file \(number)\n", count: 500), to: "tree/\(number)")
        }
        try night.configure([
            Night.entry(postgreSQL, databases: [name]), Night.entry(mariaDB, databases: [name]),
            """
            { "id_dbms": 3, "dbms": "files", "db_list": ["\(night.folder("tree"))"] }
            """,
        ])
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        return night
    }

    @Test("a backup of every kind is proven again, with and without a configuration")
    func proven() throws {
        let night = try night()
        let all = try night.run("verify", "--all", "--json")
        #expect(all.status == 0, "\(all)")
        let backups = try #require(try all.json()["backups"]?.arrayValue)
        #expect(backups.count == 5)
        #expect(backups.allSatisfy { $0["state"]?.stringValue == "proven" }, "\(all)")
        let files = try night.program.run(["verify"] + night.artifacts().map { night.output + "/" + $0 })
        #expect(files.status == 0, "\(files)")
        #expect(files.text.contains("5 backups: 5 proven"), "\(files)")
        let latest = try night.run("verify", "--latest", "--id", "3", "--quiet")
        #expect(latest.status == 0 && latest.text.isEmpty && latest.errors.isEmpty, "\(latest)")
    }

    @Test(
        "F12 of cut and flipped copies of each kind none verifies and none restores a row",
        arguments: ["dump of postgresql", "dump of mysql", "files"])
    func hurt(_ kind: String) throws {
        let night = try night()
        let artifact = try #require(
            night.artifacts().map { night.output + "/" + $0 }.first { path in
                let manifest = try? Oracle.manifest(of: path)
                let words =
                    (manifest?["kind"]?.stringValue ?? "") + " of " + (manifest?["dbms"]?.stringValue ?? "")
                return words.hasPrefix(kind)
            })
        // The seed makes the same injuries at every run.
        let count = Adversity.count(20, full: 200)
        let injury = try Injury(of: artifact, in: night.folder, count: count, seed: 20_261_123)
        let verify = try night.program.run(["verify", "--json"] + injury.files, within: 300)
        #expect(verify.status == 4)
        let states = try #require(try verify.json()["backups"]?.arrayValue).map { $0["state"]?.stringValue }
        #expect(states.count == 2 * count)
        #expect(
            states.allSatisfy { $0 == "damaged" }, "\(zip(injury.files, states).filter { $0.1 != "damaged" })"
        )

        let target = night.folder("restored")
        try concurrently(injury.files) { file in
            let goal =
                kind == "files"
                ? ["--to", target] : ["--target", "never_\(UInt64.random(in: .min ... .max))"]
            let result = try night.program.run(
                ["restore", "--yes", file, "--config", night.folder("config.json")] + goal)
            #expect(result.status == 4, "\(file): \(result)")
        }
        #expect(!FileManager.default.fileExists(atPath: target))
        let databases =
            try PrivatePostgreSQL.shared().query("SELECT datname FROM pg_database")
            + PrivateMariaDB.shared().query("SHOW DATABASES")
        #expect(!databases.contains("never_"), "\(databases)")
    }

    @Test("the first damaged byte range and the table whose rows it holds are named")
    func place() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "verify_place_\(UInt32.random(in: .min ... .max))"
        try server.createDatabase(name)
        defer { try? server.dropDatabase(name) }
        try server.execute(
            """
            CREATE TABLE first AS SELECT n, md5(n::text) AS t FROM generate_series(1, 40000) n;
            CREATE TABLE second AS SELECT n, md5(n::text) AS t FROM generate_series(1, 40000) n;
            """, in: name)
        let night = try Night(entries: [Night.entry(server, databases: [name])])
        #expect(try night.runAll().status == 0)
        let artifact = try night.artifact(of: name)
        let index = try #require(try night.manifest(of: name).index)
        let extent = try #require(index.extents.first { $0.table.text == "public.second" })
        // A bit in the middle of a block that lies wholly in the rows of the second table.
        var (raw, offset, place) = (0, 10, 0..<0)
        for block in index.blocks {
            if extent.bytes.contains(raw), extent.bytes.contains(raw + block.rawBytes) {
                place = offset..<offset + block.bytes
            }
            raw += block.rawBytes
            offset += block.bytes
        }
        try #require(!place.isEmpty)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: artifact))
        bytes[(place.lowerBound + place.upperBound) / 2] ^= 4
        try bytes.write(to: URL(fileURLWithPath: artifact))
        let result = try night.program.run("verify", artifact, "--json")
        #expect(result.status == 4, "\(result)")
        let damage = try #require(try result.json()["backups"]?.arrayValue?.first?["damage"])
        #expect(damage["bytes"] == .array([.int(place.lowerBound), .int(place.upperBound)]), "\(result)")
        #expect(damage["tables"] == .strings(["public.second"]), "\(result)")
        let text = try night.program.run("verify", artifact)
        #expect(text.text.contains("public.second") && !text.text.contains("public.first"), "\(text)")
    }

    @Test("files of the Python program: what can be proven and what cannot")
    func legacy() throws {
        let night = try Night(entries: [])
        let dump = try PrivatePostgreSQL.shared().dump("postgres")
        let text = String(decoding: dump, as: UTF8.self)
        let whole = try night.legacy("20260101_003000_postgresql_some_db.sql.gz", text)
        let good = try night.program.run("verify", whole)
        #expect(good.status == 0, "\(good)")
        #expect(good.text.hasPrefix("unproven postgresql some_db"), "\(good)")
        #expect(good.text.contains("not proven: there is no manifest"), "\(good)")
        let plain = try night.legacy("some_db_20260101_003000.sql", text)
        #expect(try night.program.run("verify", plain).status == 0)
        // Cut at the end of a statement and gzipped again: only the missing last line tells.
        let cut = try night.legacy(
            "20260102_003000_postgresql_some_db.sql.gz", "--\n-- PostgreSQL database dump\n--\nSELECT 1;\n")
        let bad = try night.program.run("verify", cut)
        #expect(bad.status == 4, "\(bad)")
        #expect(bad.text.contains("completion line"), "\(bad)")
        let noise = try night.legacy("20260103_003000_mysql_some_db.sql.gz", "noise")
        #expect(try night.program.run("verify", noise).status == 4)
    }

    @Test("a file that is not there, a folder and a name of nothing are clear errors")
    func missing() throws {
        let night = try Night(entries: [])
        let result = try night.program.run("verify", night.folder("nothing.sql.gz"))
        #expect(result.status == 2, "\(result)")
        #expect(
            result.errors.contains("nothing.sql.gz") || result.text.contains("nothing.sql.gz"), "\(result)")
        #expect(try night.program.run("verify").status == 64)
        #expect(try night.program.run("verify", "--all", "x").status == 64)
    }

    @Test("rows that are missing in a dump whose checksums are right are found by counting")
    func recount() throws {
        let night = try night()
        let artifact = try #require(
            night.artifacts().map { night.output + "/" + $0 }.first {
                (try? Oracle.manifest(of: $0))?["dbms"]?.stringValue == "postgresql"
                    && (try? Oracle.manifest(of: $0))?["kind"]?.stringValue == "dump"
            })
        try Forgery.withoutOneRow(artifact)
        let result = try night.program.run("verify", artifact)
        #expect(result.status == 4, "\(result)")
        #expect(result.text.contains("rows instead of"), "\(result)")
    }
}
