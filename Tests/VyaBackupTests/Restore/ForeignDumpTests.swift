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
}
