import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// `restore --replace` that is cut off, with writers at work: what the name has is the old database or the new one.
@Suite("Replacements that are cut off", .ownThread(seconds: Adversity.isFull ? 3600 : 240))
struct ReplacementKills {
    @Test(
        "M2 MariaDB: program, client or server killed at any call of a client, --replace loses no row and heals"
    )
    func mariaDB() throws {
        // The server must keep what it has acknowledged.
        let disk = try SmallDisk()
        let server = try PrivateMariaDB(options: ["--innodb-flush-log-at-trx-commit=1"], place: disk.path)
        defer { server.stop() }
        try sweep(
            "MariaDB", ReplacedServer(server, client: "mariadb", path: "/usr/bin/mariadb"), on: disk)
    }

    @Test(
        "M4 PostgreSQL: program, client or server killed at any call of a client, --replace loses no row and heals"
    )
    func postgreSQL() throws {
        let disk = try SmallDisk()
        let server = try PrivatePostgreSQL(place: disk.path)
        defer { server.stop() }
        // The server acknowledges before it writes, unless the account says otherwise.
        try server.execute("ALTER ROLE \"\(server.user)\" SET synchronous_commit = on")
        #expect(try server.query("SHOW synchronous_commit") == "on")
        try sweep("PostgreSQL", ReplacedServer(server), on: disk)
    }

    @Test(
        "M2 MySQL: program, client or server killed at any call of a client, --replace loses no row and heals",
        .enabled("Debian unstable cannot be had here") { try DebianRoot.sid() != nil })
    func mySQL() throws {
        let root = try #require(try DebianRoot.sid())
        let folder = try TemporaryFolder("clients")
        let disk = try SmallDisk()
        let server = try PrivateMariaDB(
            in: root, isMySQL: true, options: ["--innodb-flush-log-at-trx-commit=1"], place: disk.path)
        defer { server.stop() }
        try sweep(
            "MySQL",
            ReplacedServer(
                server, client: "mysql", path: try root.wrapper(for: "mysql", in: folder),
                dump: try root.wrapper(for: "mysqldump", in: folder)), on: disk)
    }

    private enum Way: String, CaseIterable { case after, server, down, program, client, full }

    private func sweep(_ title: String, _ server: ReplacedServer, on disk: SmallDisk) throws {
        let night = try Night(entries: [])
        mkdir(night.folder("cut"), 0o700)
        let client = try night.folder.write(
            server.script(in: night.folder, filling: disk.filler), to: "cut/" + server.client, mode: 0o700)
        try night.configure([server.entry(client)])
        try server.make()
        let run = try night.runAll()
        #expect(run.status <= 1, "\(run)")
        let artifact = try night.artifact(of: server.name)
        try server.spoil()
        let writer = try server.writer(into: night.folder("acknowledged"))
        defer { writer.killSession() }

        try night.folder.write("0 none", to: "cut/at")
        unlink(night.folder("cut/count"))
        #expect(try night.restore(artifact, "--replace").status == 0)
        let calls =
            Int(
                try String(contentsOfFile: night.folder("cut/count"), encoding: .utf8)
                    .trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
        // The moment within a call differs each time.
        let all = (1...calls).flatMap { call in Way.allCases.map { (call, $0) } }
        let points: [(Int, Way)] =
            Adversity.isFull
            ? (0...99 / all.count).flatMap { _ in all }
            : [
                (calls, .after), (calls, .server), (calls, .down), (calls - 1, .program), (calls, .client),
                (calls / 2, .full), (calls, .full),
            ]
        func acknowledged() throws -> Set<String> {
            Set(
                try String(contentsOfFile: night.folder("acknowledged"), encoding: .utf8).split(
                    separator: "\n"
                )
                .map(String.init))
        }
        var (old, new) = (0, 0)
        var written: Set<String> = []
        for (call, way) in points {
            try server.spoil()
            try night.folder.write("\(call) \(way.rawValue)", to: "cut/at")
            unlink(night.folder("cut/count"))
            let result = try night.restore(artifact, "--replace", within: 120)
            unlink(disk.filler)
            try? waitUntil("the server is back", within: 60) { (try? server.answers()) == true }
            // A server that has lost its client is at work for a moment more.
            try? waitUntil("the name is there", within: 20) {
                (try? server.rows()).map { $0.old + $0.new > 0 } ?? false
            }
            let rows = (try? server.rows()) ?? (old: -1, new: -1)
            #expect(rows == (300, 0) || rows == (0, 500), "\(title), \(way) at \(call): \(rows) \(result)")
            if way == .server || way == .down {
                // The program is alive, and waits for the server to bring all of it to an end.
                #expect(!"\(result)".contains("left over"), "\(title), \(way) at \(call): \(result)")
                #expect(try server.leftovers() == [], "\(title), \(way) at \(call): \(result)")
            }
            try night.folder.write("0 none", to: "cut/at")
            let healed = try night.restore(artifact, "--replace")
            #expect(healed.status == 0, "\(title), \(way) at \(call): \(healed)")
            let after = try server.rows()
            #expect(after == (0, 500), "\(title), \(way) at \(call)")
            #expect(try server.leftovers() == [], "\(title), \(way) at \(call)")
            if rows.old > 0 { old += 1 } else { new += 1 }
            let told = try acknowledged()
            written.formUnion(try server.written())
            let lost = told.subtracting(written)
            #expect(lost.isEmpty, "\(title), \(way) at \(call): lost \(lost.sorted().prefix(10))")
            // The disk has no room for all that is kept.
            try server.dropKept()
        }
        writer.killSession()
        let told = try acknowledged()
        let lost = told.subtracting(written.union(try server.written()))
        #expect(!told.isEmpty && lost.isEmpty, "\(title): lost \(lost.sorted().prefix(10))")
        Adversity.report(
            "M2 M4 replacements killed on \(title)",
            [
                "calls": calls, "points": points.count, "old": old, "new": new,
                "rows written": told.count,
            ])
    }
}

/// A file system of its own for a server, with room for its data and little more.
private struct SmallDisk {
    private let mount: Mount
    private let folder: TemporaryFolder
    /// Where the server's folder lies.
    let path: String
    /// What fills it.
    let filler: String

    init() throws {
        folder = try TemporaryFolder("disk")
        path = folder("disk")
        filler = path + "/filler"
        mount = try Mount("tmpfs", at: path, options: "size=600m,mode=755")
        chmod(folder.path, 0o755)
    }
}

/// A server with a database that is replaced.
private struct ReplacedServer {
    let name = "shop"
    let client: String
    private let path: String
    /// Runs SQL, and answers with what it prints.
    private let query: (String, String?) throws -> String
    private let element: (String) -> String
    private let isPostgreSQL: Bool
    private let folder: String
    /// The words of a shell that write the row `$row`.
    private let writing: String
    private let environment: [String: String]

    init(_ server: PrivateMariaDB, client: String, path: String, dump: String? = nil) {
        (self.client, self.path, isPostgreSQL) = (client, path, false)
        query = { try server.query($0, in: $1) }
        folder = (server.socket as NSString).deletingLastPathComponent
        element = { tool in
            let tools = [client: tool].merging(dump.map { ["mysqldump": $0] } ?? [:]) { $1 }
                .map { "\"\($0.key)\": \"\($0.value)\"" }.joined(separator: ", ")
            return Night.entry(server, databases: ["shop"], more: ", \"tools\": { \(tools) }")
        }
        writing =
            "'\(path)' --defaults-file='\(server.optionFile)' shop -e \"INSERT INTO t (x) VALUES ('$row')\""
        environment = ["PATH": "/usr/bin:/bin"]
    }

    init(_ server: PrivatePostgreSQL) {
        (client, path, isPostgreSQL) = ("psql", "/usr/bin/psql", true)
        query = { try server.query($0, in: $1 ?? "postgres") }
        folder = server.socketFolder
        element = { Night.entry(server, databases: ["shop"], more: ", \"tools\": { \"psql\": \"\($0)\" }") }
        writing = "psql -Xqw shop -c \"INSERT INTO t (x) VALUES ('$row')\""
        environment = server.environment
    }

    func entry(_ client: String) -> String { element(client) }

    func answers() throws -> Bool { try query("SELECT 1", nil) == "1" }

    func make() throws {
        if isPostgreSQL {
            _ = try query("CREATE DATABASE shop", nil)
            _ = try query(
                """
                CREATE TABLE t (n serial PRIMARY KEY, x text); CREATE TABLE log (n int);
                CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (NEW.n); RETURN NEW; END $$;
                INSERT INTO t (x) SELECT 'new' FROM generate_series(1, 500);
                CREATE TRIGGER noted AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();
                """, "shop")
            return
        }
        _ = try query(
            """
            CREATE DATABASE shop; USE shop; CREATE TABLE t (n INT AUTO_INCREMENT PRIMARY KEY, x VARCHAR(20)); CREATE TABLE log (n INT);
            SET @r = 0; INSERT INTO t (x) SELECT 'new' FROM information_schema.COLUMNS LIMIT 500;
            CREATE TRIGGER noted AFTER INSERT ON t FOR EACH ROW INSERT INTO log VALUES (NEW.n); CREATE VIEW v AS SELECT n FROM t;
            """, nil)
    }

    /// Makes another database of what is there, which the next replacement replaces.
    func spoil() throws {
        let numbers =
            isPostgreSQL ? "generate_series(1, 300)" : "information_schema.COLUMNS LIMIT 300"
        _ = try query(
            "DELETE FROM t WHERE x IN ('old', 'new'); INSERT INTO t (x) SELECT 'old' FROM \(numbers)", "shop")
    }

    func rows() throws -> (old: Int, new: Int) {
        let answer = try query(
            "SELECT COUNT(CASE WHEN x = 'old' THEN 1 END), COUNT(CASE WHEN x = 'new' THEN 1 END) FROM t",
            "shop")
        let numbers = answer.split { $0 == "|" || $0 == "\t" }.compactMap { Int($0) }
        return (numbers.first ?? 0, numbers.last ?? 0)
    }

    /// The databases that somebody has, or had, the name for.
    private func databases() throws -> [String] {
        let list = isPostgreSQL ? "SELECT datname FROM pg_database" : "SHOW DATABASES"
        return try query(list, nil).split(separator: "\n").map(String.init)
    }

    /// All rows of the writer, wherever they are kept.
    func written() throws -> Set<String> {
        var rows: Set<String> = []
        for database in try databases() where database.hasPrefix("shop") {
            // One that a full disk kept from being filled holds nothing, and its name was told.
            if !isPostgreSQL, database != name, try query("SHOW TABLES", database).isEmpty { continue }
            rows.formUnion(
                try query("SELECT x FROM t WHERE x LIKE 'w%'", database).split(separator: "\n").map(
                    String.init))
        }
        return rows
    }

    /// Drops what is kept of old databases.
    func dropKept() throws {
        for database in try databases() where database.hasPrefix(name + "_replaced_") {
            _ = try query("DROP DATABASE \(database)", nil)
        }
    }

    /// Scratch databases, notes of replacements, and databases that let nobody in.
    func leftovers() throws -> [String] {
        let scratch = try databases().filter { $0.hasPrefix("vya_") }
        let marks =
            isPostgreSQL
            ? "SELECT datname FROM pg_database WHERE NOT datallowconn AND datname <> 'template0'"
            : "SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) FROM information_schema.TABLES WHERE TABLE_COMMENT LIKE 'vya-backup scratch%'"
        return scratch + (try query(marks, nil).split(separator: "\n").map(String.init))
    }

    /// Writes row after row, and what the server has acknowledged into a file.
    func writer(into file: String) throws -> RunningProgram {
        let loop =
            "i=0; while :; do i=$((i + 1)); row=w$i; if \(writing) 2>/dev/null; then echo $row >>'\(file)'; fi; sleep 0.02; done"
        return try RunningProgram("/bin/bash", ["-c", loop], environment: environment)
    }

    /// A client that ends, or ends something, at the call that the file `cut/at` says.
    func script(in night: TemporaryFolder, filling filler: String) -> String {
        let pid = isPostgreSQL ? "head -n 1 '\(folder)/data/postmaster.pid'" : "cat '\(folder)/pid'"
        let signal = isPostgreSQL ? "QUIT" : "KILL"
        return """
            #!/bin/bash
            read -r at way <'\(night("cut/at"))'
            n=$(($(cat '\(night("cut/count"))' 2>/dev/null || echo 0) + 1))
            echo $n >'\(night("cut/count"))'
            if [[ $n == "$at" ]]; then
                case $way in
                    program) kill -KILL $PPID; exit 1 ;;
                    client) (sleep 0.05; kill -KILL $$) & ;;
                    after) '\(path)' "$@"; kill -KILL $PPID; exit 1 ;;
                    full) touch '\(folder)/restart'; dd if=/dev/zero of='\(filler)' bs=64k 2>/dev/null ;;
                    down) touch '\(folder)/restart'; pid=$(\(pid)); kill -\(signal) $pid
                        while kill -0 $pid 2>/dev/null; do sleep 0.01; done ;;
                    server) touch '\(folder)/restart'; (sleep 0.0$((RANDOM % 9)); kill -\(signal) $(\(pid))) & ;;
                esac
            fi
            exec '\(path)' "$@"

            """
    }
}
