import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Dumps and archives in the shapes that other options, versions and programs give them: each comes back whole, or is named for
/// what it is.
@Suite("The corpus of other programs", .ownThread(seconds: 300))
struct ForeignCorpusTests {
    /// What becomes of a file.
    private enum Outcome {
        /// All of the shop comes back.
        case back
        /// It is restored, and a question has this answer.
        case part(String, String)
        /// It is no dump that can come back, for a reason that is said with what to do.
        case named(String)
        /// It was cut off.
        case cut
        /// It holds what is not for a database.
        case refused(String)
    }

    /// The files of a folder with what becomes of each: all of the shop comes back where nothing else is said.
    private static func files(
        _ folder: String, atLeast count: Int, but exceptions: [String: Outcome]
    ) throws -> [(path: String, outcome: Outcome)] {
        let path = Repository.fixture("corpus/others/" + folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        #expect(names.count >= count && Set(exceptions.keys).isSubset(of: names), "\(names)")
        return names.map { (path + "/" + $0, exceptions[$0] ?? .back) }
    }

    /// Holds a restore against what was to become of it; `answer` asks what came back, `shop` is the answer for all of the shop.
    private func check(
        _ result: Program.Result, _ file: (path: String, outcome: Outcome), asks: String, shop: String,
        _ answer: (String) throws -> String
    ) throws {
        let name = (file.path as NSString).lastPathComponent
        let text = result.text + result.errors
        switch file.outcome {
        case .back:
            #expect(result.status == 0, "\(name): \(result)")
            if result.status == 0 { #expect(try answer(asks) == shop, "\(name)") }
        case .part(let question, let expected):
            #expect(result.status == 0, "\(name): \(result)")
            if result.status == 0 { #expect(try answer(question) == expected, "\(name)") }
        case .named(let words):
            #expect(result.status == 2 && text.contains(words), "\(name): \(result)")
            #expect(text.contains("hint: ") && !text.contains("damaged"), "\(name): \(result)")
            #expect(!text.contains("somebody may have changed"), "\(name): \(result)")
        case .cut: #expect(result.status == 4 && text.contains("cut off"), "\(name): \(result)")
        case .refused(let words):
            #expect(result.status == 4 && text.contains(words), "\(name): \(result)")
        }
    }

    // MARK: MySQL and MariaDB

    private static let mySQLShop = """
        SET NAMES utf8mb4; SELECT MD5(CONCAT(
          (SELECT GROUP_CONCAT(id, '|', name, '|', COALESCE(note, '-'), '|', COALESCE(born, '-'), '|', COALESCE(HEX(photo), '-')
                               ORDER BY id) FROM customers),
          (SELECT GROUP_CONCAT(id, '|', customer, '|', total, '|', COALESCE(made, '-') ORDER BY id) FROM orders),
          (SELECT COUNT(*) FROM log)))
        """

    private static let mySQLExceptions: [String: Outcome] = [
        "mariadb-dump-no-data.sql": .part(
            "SELECT (SELECT COUNT(*) FROM orders), (SELECT COUNT(*) FROM totals)", "0\t0"),
        "mariadb-dump-two-tables.sql": .part(
            "SELECT COUNT(*), SUM(total) FROM orders JOIN customers c ON c.id = customer", "3\t7.25"),
        // The dump tool itself wrote question marks.
        "mariadb-dump-latin1.sql": .part("SELECT COUNT(*), MAX(born) FROM customers", "3\t2000-01-01"),
        "mariadb-dump-no-create.sql": .named("makes none of them"),
        "mariadb-dump-two-databases.sql": .named("several databases: other, shop"),
        "mariadb-dump-twice.sql": .named("holds 2 dumps"),
        "mariadb-dump-xml.sql": .named("is XML"),
        "mariadb-dump-utf16.sql": .named("iconv -f UTF-16 -t UTF-8"),
        "mysqldump-9.sql": .named("utf8mb4_0900_ai_ci"),
        "mysqldump-9-gtid.sql": .named("utf8mb4_0900_ai_ci"),
        // Stock clients do not take it either: names in double quotes, behind settings that make texts of these.
        "mariadb-dump-ansi.sql": .named("ERROR 1064"),
        "mariadb-dump-cut.sql": .cut,
        "mariadb-dump-no-trailer.sql": .cut,
        "mariadb-dump-system-users.sql": .refused("CREATE USER"),
    ]

    @Test(
        "dumps of MySQL and MariaDB by 30 options and ten programs come back into their database, and into no other"
    )
    func mySQL() throws {
        let server = try PrivateMariaDB()
        try server.execute(fileOf: Repository.fixture("sql/shop-mysql.sql"))
        let shop = try server.query(Self.mySQLShop, in: "shop")
        // What the dumps themselves call their database lives, and nothing of it may change.
        try server.execute("DROP DATABASE shop; CREATE DATABASE shop; CREATE TABLE shop.living (a int)")
        let night = try Night(entries: [Night.entry(server, databases: ["shop"])])
        for file in try Self.files("mysql", atLeast: 45, but: Self.mySQLExceptions) {
            let result = try night.restore(file.path, "--id", "2", "--target", "back")
            try check(result, file, asks: Self.mySQLShop, shop: shop) { try server.query($0, in: "back") }
            #expect(try server.query("SHOW TABLES", in: "shop") == "living", "\(file.path)")
            try server.dropDatabase("back")
        }
        // By the commands that the refusals print.
        for (name, prefix) in [
            ("two-databases", "restore that: "), ("twice", "restore that: "), ("utf16", "restored: "),
            ("usual", "restored: "),
        ] {
            let copy = try night.copied("mysql/mariadb-dump-\(name).sql", as: "\(name).sql")
            if name == "usual" {
                let warning = "mysqldump: Deprecated program name. It will be removed in a future release"
                try Command("/bin/sed", "-i", "1i \(warning)", copy).check()
            }
            let refused = try night.restore(copy, "--id", "2", "--target", "back").errors
            var command = try #require(
                refused.components(separatedBy: prefix).last?.lines.first.map(String.init))
            command = command.replacing(placeholder: "FILE", with: copy).replacing(
                placeholder: "NAME", with: "shop")
            try Command("/bin/sh", "-euc", "cd \(night.folder.path); \(command)").check()
            let made = name == "two-databases" ? night.folder("shop.sql.gz") : try night.made(from: copy)
            let back = try night.restore(made, "--id", "2", "--target", "back")
            #expect(back.status == 0, "\(command): \(back)")
            #expect(try server.query(Self.mySQLShop, in: "back") == shop)
            try server.dropDatabase("back")
        }
    }

    // MARK: PostgreSQL

    private static let postgreSQLShop = """
        SET TimeZone = 'UTC'; SELECT md5(concat(
          (SELECT string_agg(c::text, ',' ORDER BY id) FROM customers c),
          (SELECT string_agg(o::text, ',' ORDER BY id) FROM orders o), (SELECT count(*) FROM log),
          (SELECT count(*) FROM totals)))
        """

    private static let postgreSQLExceptions: [String: Outcome] = [
        "pg_dump-schema.sql": .part(
            "SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM totals)", "0|0"),
        "pg_dump-pre.sql": .part(
            "SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM totals)", "0|0"),
        "pg_dump-table.sql": .part("SELECT count(*) FROM customers", "3"),
        "pg_dump-data.sql": .named("makes none of them"),
        "pg_dump-data-disable.sql": .named("makes none of them"),
        "pg_dump-section-data.sql": .named("makes none of them"),
        "pg_dump-post.sql": .named("does not exist"),
        "pg_dump-twice.sql": .named("holds 2 dumps"),
        "pg_dump-utf16.sql": .named("iconv -f UTF-16 -t UTF-8"),
        "pg_dump-18-statistics.sql": .named("pg_restore_relation_stats"),
        "pg_dumpall.sql": .named("pg_dumpall"),
        "pg_dumpall-globals.sql": .named("pg_dumpall"),
        "custom.dump": .named("pg_restore --exit-on-error"),
        "tar-format.tar.gz": .named("pg_restore --exit-on-error"),
        "pg_dump-cut.sql": .cut,
        "pg_dump-no-trailer.sql": .cut,
    ]

    @Test(
        "dumps of PostgreSQL by 30 options and three versions come back into their database, and into no other"
    )
    func postgreSQL() throws {
        let server = try PrivatePostgreSQL()
        try server.createDatabase("shop")
        try server.execute(fileOf: Repository.fixture("sql/shop-postgresql.sql"), in: "shop")
        let shop = try server.query(Self.postgreSQLShop, in: "shop")
        let night = try Night(entries: [Night.entry(server, databases: ["shop"])])
        for file in try Self.files("postgresql", atLeast: 35, but: Self.postgreSQLExceptions) {
            let result = try night.restore(file.path, "--id", "1", "--target", "back")
            try check(result, file, asks: Self.postgreSQLShop, shop: shop) {
                try server.query($0, in: "back").lines.last.map(String.init) ?? ""
            }
            try server.dropDatabase("back")
        }
        #expect(
            try server.query(Self.postgreSQLShop, in: "shop").lines.last.map(String.init)
                == shop.lines.last.map(String.init))
    }

    // MARK: SQLite

    @Test("dumps of SQLite by the shell and by a library come back")
    func sqlite() throws {
        let night = try Night(entries: [])
        try night.configure([#"{ "id_dbms": 4, "dbms": "sqlite", "db_list": ["/nowhere/shop.db"] }"#])
        let exceptions: [String: Outcome] = [
            "sqlite3-table.sql": .part("SELECT count(*) FROM customers", "3"),
            "sqlite3-data.sql": .named("makes none of them"),
            "sqlite3-twice.sql": .named("already exists"),
            "sqlite3-utf16.sql": .named("iconv -f UTF-16 -t UTF-8"),
            "backup.db": .named("a database of SQLite"),
            "sqlite3-cut.sql": .cut,
        ]
        let shop =
            "SELECT count(*), max(length(note)), hex(max(photo)), (SELECT sum(total) FROM orders) FROM customers"
        for file in try Self.files("sqlite", atLeast: 12, but: exceptions) {
            let target = night.folder("back.db")
            let result = try night.restore(file.path, "--id", "4", "--target", target)
            try check(result, file, asks: shop, shop: "3|25|00FF10270D0A1A5C|7.25") {
                try Command("sqlite3", target, $0).check().text.trimmingCharacters(in: .newlines)
            }
            unlink(target)
        }
    }

    // MARK: Proofs

    @Test("`verify` calls no file of another program proven or damaged, and says what it is")
    func verified() throws {
        let night = try Night(entries: [])
        let words = [
            "mysql/adminer.sql": "marks no end", "mysql/mariadb-dump-bom.sql": "6 rows of 3 tables",
            "mysql/mariadb-dump-utf16.sql": "UTF-16", "mysql/mariadb-dump-xml.sql": "XML",
            "postgresql/pg_dump-bom.sql": "6 rows of 3 tables",
            "postgresql/pg_dump-crlf.sql": "6 rows of 3 tables",
            "postgresql/custom.dump": "custom format", "postgresql/pg_dumpall.sql": "whole server",
            "sqlite/sqlite3-bom.sql": "tables", "files/two.tar.gz": "several archives",
            "files/no-end.tar.gz": "two empty blocks",
            "files/gnu.tar.bz2": "bzip2", "files/7z.7z": "archive of 7z",
        ]
        for (name, word) in words.sorted(by: { $0.key < $1.key }) {
            let result = try night.run("verify", Repository.fixture("corpus/others/" + name))
            let text = result.text + result.errors
            #expect(result.status == 0 && text.contains("unproven"), "\(name): \(result)")
            #expect(text.contains(word), "\(name): \(result)")
        }
        for name in ["mysql/mariadb-dump-cut.sql", "postgresql/pg_dump-no-trailer.sql", "files/cut.tar.gz"] {
            #expect(
                try night.run("verify", Repository.fixture("corpus/others/" + name)).status == 4, "\(name)")
        }
    }

    // MARK: Files

    @Test("archives by other programs come back, or are named with the program that reads them")
    func files() throws {
        let night = try Night(entries: [])
        try night.configure([#"{ "id_dbms": 3, "dbms": "files", "db_list": ["/nowhere"] }"#])
        let whole = "cat tree/a.txt tree/hard tree/soft; wc -c <tree/sparse; ls tree"
        func part(_ path: String) -> Outcome { .part("cat \(path)", "first") }
        let exceptions: [String: Outcome] = [
            "absolute.tar.gz": part("srv/shop/tree/a.txt"), "dot.tar.gz": part("a.txt"),
            "git.tar.gz": .part("cat a.txt", "first\nsecond"),
            "gnu-ustar.tar.gz": part("tree/a.txt"), "gnu-v7.tar.gz": part("tree/a.txt"),
            "bsd-ustar.tar.gz": part("tree/a.txt"), "python-ustar.tar.gz": part("tree/a.txt"),
            "appended.tar.gz": .part("cat tree/a.txt", "first\nsecond"),
            "dotdot.tar.gz": .refused("'..' in its name"), "cut.tar.gz": .refused("is damaged"),
            "text.tar.gz": .refused("is damaged"),
            "two.tar.gz": .named("--ignore-zeros"), "no-end.tar.gz": .named("tar --extract"),
            "gnu.tar.bz2": .named("bzcat"), "gnu.tar.xz": .named("xzcat"), "7z.7z": .named("7z x"),
            "cpio-newc.cpio": .named("cpio -idm"),
            "7z.zip": .refused("unzip -p"), "phpmyadmin.sql.zip": .refused("unzip -p"),
        ]
        for file in try Self.files("files", atLeast: 30, but: exceptions) {
            let target = night.folder("back")
            let result = try night.restore(file.path, "--to", target)
            try check(result, file, asks: whole, shop: "first\nfirst\nfirst\n60000\n" + Self.tree) {
                try Command("/bin/sh", "-euc", "cd \(target); " + $0).check().text.trimmingCharacters(
                    in: .newlines)
            }
            try? FileManager.default.removeItem(atPath: target)
        }
    }

    private static let tree =
        ["a.txt", "hard", String(repeating: "long-name-", count: 12), "soft", "sparse", "sub"].joined(
            separator: "\n")
}

extension Night {
    /// A copy of a file of the corpus in this host's folder.
    fileprivate func copied(_ name: String, as copy: String) throws -> String {
        try Command("/bin/cp", Repository.fixture("corpus/others/" + name), folder(copy)).check()
        return folder(copy)
    }

    /// What a command of a hint has made of a file: the one that has its name and more.
    fileprivate func made(from path: String) throws -> String {
        let name = (path as NSString).lastPathComponent
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return folder(try #require(names.first { $0.hasPrefix(name + ".") }))
    }
}
