import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// A host as production has it, lived through on a made-up clock beside what has truly become of every backup.
///
/// The clock, the time since the start, the start's number and the host's name are the host's own: the program is started
/// in a mount and UTS namespace, under libfaketime. What it says is compared with the files that are there, and with those
/// that the uploader took.
final class ProductionHost {
    /// What empties the folders at 05:00, and what the configuration knows of the uploader.
    enum Cleaning: String, CaseIterable {
        /// `rm` in the crontab; nothing is declared, as in the field.
        case removed
        /// `rm` in the crontab; the uploader's log is declared.
        case removedWithLog
        /// `cleanup`, by age, where the uploader looks.
        case assumed
        /// `cleanup`, by the uploader's log; all backups go where it looks.
        case confirmed

        var hasLog: Bool { self == .removedWithLog || self == .confirmed }
    }

    /// A database on one of the two servers, by the entry that backs it up.
    private struct Database: Hashable {
        let entry: Int
        let name: String

        var source: String { "\(entry) dump \(name)" }
    }

    /// One backup, as it was made.
    private struct Made {
        let source: String
        let path: String
        let bytes: Int
        let finishedAt: Int
    }

    private(set) var faults: [String] = []
    private(set) var looks = 0
    private(set) var greens = 0
    /// What was not well at the last look.
    private(set) var alarms: [String] = []

    private let cleaning: Cleaning
    // Before its folder, because what is declared first goes first.
    private let disk: Mount
    private let folder: TemporaryFolder
    private let night: Night
    private let postgreSQL: PrivatePostgreSQL
    private let mariaDB: PrivateMariaDB
    /// One for all hosts, with accounts that no other test makes.
    private static let ownMariaDB = Result { try PrivateMariaDB() }
    private let mail: SMTPServer
    private let prefix: String
    private var random: SeededGenerator

    private var now: Int
    private var startedAt: Int
    private var boot = 0
    private var hostname = "db1"
    private var databases: Set<Database> = []
    private var made: [Made] = []
    private var safetyCopies: Set<String> = []
    private var cloud: Set<String> = []
    /// The sources that the last whole run was to make.
    private var expected: Set<String> = []
    private var isRenamed = false
    private var uploaderIsUp = true

    private var bkpsql: String { folder("tmp/bkpsql") }
    private var bkpzip: String { folder("tmp/bkpzip") }
    private var app: String { folder("dbs/app.db") }

    init(_ cleaning: Cleaning, seed: UInt64) throws {
        self.cleaning = cleaning
        random = SeededGenerator(seed: seed)
        folder = try TemporaryFolder("production")
        disk = try Mount("tmpfs", at: folder("tmp"), options: "size=16m,mode=700")
        postgreSQL = try PrivatePostgreSQL.shared()
        mariaDB = try Self.ownMariaDB.get()
        mail = try SMTPServer("plain")
        prefix = "nights_\(cleaning.rawValue.lowercased())_\(seed % 10_000)_"
        // Monday, 2026-01-05.
        now = 1_767_571_200
        startedAt = now - 40 * 86_400
        let uploader =
            switch cleaning {
            case .removed: ""
            case .assumed: #", "uploader": { "watches": ["\#(folder("tmp/bkpzip"))"] }"#
            case .removedWithLog, .confirmed:
                #", "uploader": { "watches": ["\#(folder("tmp/bkpzip"))"],"#
                    + #" "confirm": { "log": "\#(folder("idrive.log"))", "pattern": "uploaded {file}" } }"#
            }
        night = try Night(
            entries: [],
            settings: """
                \(uploader), "metrics": { "textfile": "\(folder("vya.prom"))" },
                "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \(mail.port),
                  "from_email": "backup@example.org", "success_recipients": ["good@example.org"],
                  "failure_recipients": ["bad@example.org"] }
                """)
        for name in ["dbs", "source"] { mkdir(folder(name), 0o700) }
        try folder.write("content", to: "source/file")
        try folder.write("", to: "idrive.log")
        try sqlite(app, "CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        try configure()
        for entry in [1, 2] { try create("shop", on: entry) }
    }

    deinit { for database in databases { try? drop(database) } }

    private func configure() throws {
        try night.configure([
            Night.entry(mariaDB, databases: [prefix + "*"], id: 1),
            Night.entry(postgreSQL, databases: [prefix + "*"], id: 2),
            #"{ "id_dbms": 4, "dbms": "sqlite", "db_list": ["\#(folder("dbs"))/*.db"] }"#,
            #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(folder("source"))"] }"#,
        ])
        let dumps = cleaning == .confirmed ? bkpzip : bkpsql
        let path = night.folder("config.json")
        try night.folder.write(
            try String(contentsOfFile: path, encoding: .utf8)
                .replacing("\"path_files\": \"\(night.output)\"", with: "\"path_files\": \"\(bkpzip)\"")
                .replacing("\"path_pgsql\": \"\(night.output)\"", with: "\"path_pgsql\": \"\(dumps)\"")
                .replacing("\"path_mysql\": \"\(night.output)\"", with: "\"path_mysql\": \"\(dumps)\"")
                .replacing("\"path_sqlite\": \"\(night.output)\"", with: "\"path_sqlite\": \"\(dumps)\""),
            to: "config.json")
    }

    // MARK: The program on this host

    private func program(_ words: String...) throws -> Program.Result { try program(words) }

    private func program(_ words: [String]) throws -> Program.Result {
        let library = try #require(Faketime.library, "the package faketime is missing")
        try folder.write("\(max(0, now - startedAt)).00 0.00\n", to: "uptime")
        try folder.write("00000000-0000-4000-8000-\(String(format: "%012d", boot))\n", to: "boot")
        // The library sets a variable of its own in the first program that it is loaded into, and one in Swift loses its
        // arguments by that: so `env` comes first.
        let script = """
            mount --bind \(folder("uptime")) /proc/uptime
            mount --bind \(folder("boot")) /proc/sys/kernel/random/boot_id
            hostname \(hostname)
            exec env LD_PRELOAD=\(library) FAKETIME_FMT=%s FAKETIME=@\(now) FAKETIME_DONT_FAKE_MONOTONIC=1 env "$@"
            """
        var program = night.program
        program.starter = ["/usr/bin/unshare", "--mount", "--uts", "/bin/sh", "-euc", script, "vya-backup"]
        let run = try program.start(words + ["--config", night.folder("config.json")])
        defer { Faketime.removeTraces(of: run.process.pid) }
        return try run.finish()
    }

    private func document(_ words: String...) throws -> JSONValue {
        let result = try program(words + ["--json"])
        do { return try result.json() } catch {
            throw Command.Failure(description: "\(words) printed no document: \(result)")
        }
    }

    private func fault(_ words: String) {
        faults.append("\(cleaning.rawValue), \(Moment.local(unixSeconds: now).rfc3339): \(words)")
    }

    /// Takes down what lies there now and did not before.
    private func findNew() throws {
        let known = Set(made.map(\.path)).union(safetyCopies)
        for place in [bkpsql, bkpzip] {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
            where name.hasSuffix(".gz") && !known.contains(place + "/" + name) {
                let path = place + "/" + name
                let manifest = try Oracle.manifest(of: path)
                if manifest["purpose"]?.stringValue == "safety" {
                    safetyCopies.insert(path)
                    continue
                }
                let finished = try #require(
                    manifest["finished_at"]?.stringValue.flatMap { Moment(rfc3339: $0)?.unixSeconds })
                made.append(
                    Made(
                        source: Self.source(manifest), path: path, bytes: Self.size(path) ?? -1,
                        finishedAt: finished))
            }
        }
    }

    private static func size(_ path: String) -> Int? {
        var status = stat()
        return lstat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    private static func source(_ json: JSONValue) -> String {
        let id = json["id_dbms"]?.intValue.map(String.init) ?? "?"
        return "\(id) \(json["kind"]?.stringValue ?? "?") \(json["database"]?.stringValue ?? "?")"
    }

    /// The true copies of a source, the newest first.
    private func copies(_ source: String) -> [Made] {
        made.filter { $0.source == source && (cloud.contains($0.path) || Self.size($0.path) == $0.bytes) }
            .sorted { $0.finishedAt > $1.finishedAt }
    }

    // MARK: What happens

    private func sqlite(_ path: String, _ sql: String) throws { try Command("sqlite3", path, sql).check() }

    private func execute(_ sql: String, in database: Database) throws {
        switch database.entry {
        case 1: try mariaDB.execute(sql, in: database.name)
        default: try postgreSQL.execute(sql, in: database.name)
        }
    }

    private func create(_ name: String, on entry: Int) throws {
        let database = Database(entry: entry, name: prefix + name)
        switch entry {
        case 1: try mariaDB.createDatabase(database.name)
        default: try postgreSQL.createDatabase(database.name)
        }
        databases.insert(database)
        try execute("CREATE TABLE t (a bigint)", in: database)
    }

    private func drop(_ database: Database) throws {
        databases.remove(database)
        switch database.entry {
        case 1: try mariaDB.dropDatabase(database.name)
        default: try postgreSQL.dropDatabase(database.name)
        }
    }

    /// All rows of a database's table.
    private func rows(of database: Database) throws -> String {
        let query = "SELECT a FROM t ORDER BY a"
        return database.entry == 1
            ? try mariaDB.query(query, in: database.name) : try postgreSQL.query(query, in: database.name)
    }

    private func backUp() throws {
        try sqlite(app, "INSERT INTO t VALUES (\(now))")
        for database in databases { try execute("INSERT INTO t VALUES (\(now))", in: database) }
        let mails = try mail.mails().count
        let result = try program("run", "--all", "--json")
        now += 60
        try findNew()
        let entries = try result.json()["entries"]?.arrayValue ?? []
        let whole = entries.filter { isNull($0["error"]) }
        expected = Set(
            whole.flatMap { entry in
                (entry["backups"]?.arrayValue ?? []).map { backup in
                    "\(entry["id_dbms"]?.intValue ?? 0) \(backup["kind"]?.stringValue ?? "?") "
                        + (backup["database"]?.stringValue ?? "?")
                }
            })
        if result.status == 0 {
            let wanted =
                databases.map(\.source) + ["3 files " + folder("source")]
                + sqliteFiles.map { "4 dump " + $0 }
            for source in wanted where copies(source).first.map({ now - $0.finishedAt > 600 }) ?? true {
                fault("a run ended with 0, and there is no new backup of \(source)")
            }
        }
        let new = try mail.mails().dropFirst(mails)
        let told = new.map { $0.envelope.to.contains("good@example.org") }
        if told != [result.status == 0] {
            fault("a run ended with \(result.status), and the mails said \(told)")
        }
    }

    private func isNull(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null: true
        default: false
        }
    }

    private var sqliteFiles: [String] {
        ((try? folder.names(in: "dbs")) ?? []).filter { $0.hasSuffix(".db") }.map { folder("dbs/" + $0) }
    }

    /// Every ten minutes the uploader takes what lies in its folder, and nothing else.
    private func upload(allBut skipped: Int = 0) throws {
        guard uploaderIsUp else { return }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: bkpzip)) ?? []).filter {
            !$0.hasPrefix(".")
        }.sorted()
        var log = try String(contentsOfFile: folder("idrive.log"), encoding: .utf8)
        for name in names.dropLast(skipped) where !cloud.contains(bkpzip + "/" + name) {
            cloud.insert(bkpzip + "/" + name)
            log += "[\(now)] uploaded \(bkpzip)/\(name)\n"
        }
        try folder.write(log, to: "idrive.log")
    }

    private func clean() throws {
        switch cleaning {
        case .removed, .removedWithLog:
            for place in [bkpsql, bkpzip] {
                for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] {
                    unlink(place + "/" + name)
                }
            }
        case .assumed, .confirmed:
            let before = made.filter { Self.size($0.path) != nil }
            let result = try program("cleanup")
            if result.status != 0 { fault("cleanup: \(result)") }
            for backup in before where Self.size(backup.path) == nil {
                if cleaning == .confirmed, !cloud.contains(backup.path) {
                    fault("cleanup removed \(backup.path), which the uploader does not have")
                }
                if !backup.path.hasPrefix(bkpzip) {
                    fault("cleanup removed \(backup.path), where the uploader does not look")
                }
            }
        }
    }

    private func restart() {
        boot += 1
        startedAt = now - 90
        for place in [bkpsql, bkpzip] { try? FileManager.default.removeItem(atPath: place) }
    }

    /// Replaces one of the databases with its newest copy that lies here.
    private func replaceAtNoon() throws {
        let shops = databases.filter { $0.name.hasSuffix("shop") }.sorted { $0.entry < $1.entry }
        guard Int.random(in: 0..<3, using: &random) > 0, let database = shops.randomElement(using: &random)
        else { return try replaceSQLite() }
        guard let newest = copies(database.source).first(where: { Self.size($0.path) != nil }) else { return }
        let whole = try rows(of: database)
        try execute("INSERT INTO t VALUES (0)", in: database)
        let result = try program("restore", newest.path, "--replace", "--yes")
        if result.status != 0 { return fault("a restore at noon: \(result)") }
        try findNew()
        // Nothing but that row has come since the newest backup, where that is the last night's.
        if now - newest.finishedAt < 86_400 - 3600, try rows(of: database) != whole {
            fault("what came back of \(database.source) is not what was backed up")
        }
        try dropKept(of: database)
    }

    /// Drops what a replacement has kept, as its last words say.
    private func dropKept(of database: Database) throws {
        let pattern = "\(database.name)\\_replaced%"
        let names =
            database.entry == 1
            ? try mariaDB.query(
                "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE '\(pattern)'")
            : try postgreSQL.query("SELECT datname FROM pg_database WHERE datname LIKE '\(pattern)'")
        for name in names.split(separator: "\n") {
            try drop(Database(entry: database.entry, name: String(name)))
        }
    }

    private func replaceSQLite() throws {
        let newest = copies("4 dump " + app).first { Self.size($0.path) != nil }
        guard let newest else { return }
        let artifact = try Command("/bin/zcat", newest.path).check().text
        let result = try program("restore", newest.path, "--replace", "--yes")
        if result.status != 0 { return fault("a restore at noon: \(result)") }
        try findNew()
        let back = try Command("sqlite3", app, ".dump --preserve-rowids").check().text
        if !artifact.contains(back) { fault("what came back is not what was backed up: \(back)") }
        for name in try folder.names(in: "dbs") where name.contains(".replaced-") {
            unlink(folder("dbs/" + name))
        }
    }

    /// What one hour of one day brings by chance.
    private func befall(_ hour: Int) throws {
        guard Int.random(in: 0..<40, using: &random) == 0 else { return }
        switch Int.random(in: 0..<7, using: &random) {
        case 0: restart()
        case 1:
            if databases.count < 4 { try create("new\(now)", on: Int.random(in: 1...2, using: &random)) }
        case 2:
            let new = databases.filter { $0.name.contains("new") }
            if let database = new.min(by: { $0.name < $1.name }) { try drop(database) }
        case 3:
            hostname = hostname == "db1" ? "db2" : "db1"
            isRenamed = true
        case 4:
            let result = try program("run", "--id", "2", "--database", "Shpo")
            if result.status == 0 { fault("a name that nobody has was backed up") }
            try findNew()
        case 5:
            let path = folder("dbs/extra.db")
            if access(path, F_OK) == 0 { unlink(path) } else { try sqlite(path, "CREATE TABLE e (a)") }
        default:
            _ = try program("catalog", "adopt", hostname == "db1" ? "db2" : "db1")
            _ = hour
        }
    }

    // MARK: A day

    /// Lives through one day; `looksEveryHour` looks at all lights after each hour, else at those at which they may change.
    func live(looksEveryHour: Bool) throws {
        let midnight = now - now % 86_400
        let chance = Int.random(in: 0..<10, using: &random)
        uploaderIsUp = chance != 0
        for hour in 0..<24 {
            now = midnight + hour * 3600 + 1800
            if hour == 0, chance != 1 { try backUp(full: chance == 2) }
            if hour < 5 { try upload(allBut: chance == 3 ? 2 : 0) }
            if hour == 5 { try clean() }
            if hour == 12, chance == 4 || chance == 5 { try replaceAtNoon() }
            let before = faults.count
            try befall(hour)
            if looksEveryHour || [1, 5, 12, 23].contains(hour) || faults.count > before { try look() }
        }
        now = midnight + 86_400
    }

    private func backUp(full: Bool) throws {
        guard full else { return try backUp() }
        let filler = folder("tmp/filler")
        _ = try Command("/bin/dd", "if=/dev/zero", "of=\(filler)", "bs=64k").run()
        try backUp()
        unlink(filler)
    }

    // MARK: Lights

    private func look() throws {
        looks += 1
        let check = try document("check")
        let isGreen = check["severity"]?.stringValue == "OK"
        if isGreen { greens += 1 }
        alarms = (check["findings"]?.arrayValue ?? []).filter { $0["severity"]?.stringValue != "OK" }
            .compactMap { $0["message"]?.stringValue }
        let report = try document("report")
        if isGreen != (report["level"]?.stringValue == "good") {
            fault("check says \(check["severity"] ?? .null), the report \(report["level"] ?? .null)")
        }
        if isGreen {
            let living = databases.map(\.name) + sqliteFiles + [folder("source")]
            for source in expected where living.contains(where: { source.hasSuffix(" " + $0) }) {
                guard let newest = copies(source).first else {
                    fault("green, and there is no copy of \(source)")
                    continue
                }
                if now - newest.finishedAt > 26 * 3600 + 600 {
                    fault(
                        "green, and the newest copy of \(source) is \((now - newest.finishedAt) / 3600) h old"
                    )
                }
            }
        }
        let metrics = try String(contentsOfFile: folder("vya_copies.prom"), encoding: .utf8)
        for health in check["sources"]?.arrayValue ?? [] {
            let source = Self.source(health)
            let truth = copies(source)
            let count = health["redundancy"]?.intValue ?? -1
            if count > truth.count {
                fault("\(count) copies of \(source) are told of, and there are \(truth.count)")
            }
            // Where the uploader is asked, nothing is missed either; but for what is another host's until it is adopted.
            if cleaning.hasLog, !isRenamed, count < truth.count {
                fault("\(count) copies of \(source) are told of, and there are \(truth.count)")
            }
            let name = health["database"]?.stringValue ?? "?"
            let line = metrics.split(separator: "\n").first {
                $0.hasPrefix("vya_backup_copies{") && $0.contains("database=\"\(name)\"")
                    && $0.contains("kind=\"\(health["kind"]?.stringValue ?? "?")\"")
            }
            if line.map({ $0.hasSuffix(" \(count)") }) != true {
                fault("\(count) copies of \(source) by check, and the metrics say \(line ?? "nothing")")
            }
        }
        for shown in report["sources"]?.arrayValue ?? [] {
            let source = Self.source(shown)
            guard let newest = shown["newest_at"]?.stringValue.flatMap({ Moment(rfc3339: $0)?.unixSeconds })
            else { continue }
            if copies(source).first?.finishedAt ?? 0 < newest {
                fault("the report has a newer copy of \(source) than there is")
            }
        }
    }

    /// What `doctor` says of the folders that the uploader does not look into, once.
    func consultDoctor() throws {
        let text = try program("doctor", "--json").text
        let isHole = text.contains("doctor.uploader-hole")
        if isHole != [.assumed, .removedWithLog].contains(cleaning) {
            fault("doctor \(isHole ? "sees" : "does not see") a hole: \(text.prefix(2000))")
        }
    }
}
