import Foundation
import Testing
import VyaTestSupport

/// A Debian with nothing on it, on which a package is tried.
struct PackagedHost {
    private let root: DebianRoot
    private let package: DebianPackage

    /// Takes a root that may be changed, and puts a folder and a database into it.
    init(_ root: DebianRoot, _ package: DebianPackage) throws {
        self.root = root
        self.package = package
        // The roots of the tests leave manuals and documents out; here all of the package is to come, and to go.
        unlink(root.path + "/etc/dpkg/dpkg.cfg.d/tests")
        try check(
            "/bin/sh", "-c",
            """
            mkdir -m 755 /srv/data && echo words >/srv/data/page.html
            sqlite3 /srv/shop.db 'CREATE TABLE orders (id INTEGER); INSERT INTO orders VALUES (1), (2), (3)'
            """)
    }

    /// Everything that there is, by its path inside; the folders that are this host's are left out.
    func files() throws -> Set<String> {
        let found = try Command(
            "/usr/bin/find", root.path, "-xdev", "-mindepth", "1", "-printf", "/%P\\0"
        ).check().output
        let paths = found.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return Set(paths.filter { path in !["/tmp/", "/run/"].contains { path.hasPrefix($0) } })
    }

    /// Runs a command as root and returns what it printed; throws unless it exits with 0.
    @discardableResult
    func check(_ words: String...) throws -> String { try run(as: "root", home: "/root", words).check().text }

    private func run(as user: String, home: String, _ words: [String]) -> Command {
        let variables = [
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive",
            "HOME=" + home, "RUNTIME_DIRECTORY=" + (user == "root" ? "/run/vya-backup" : home + "/run"),
        ]
        let account = ["/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--"]
        let all = root.words("/usr/bin/env", ["-i"] + variables + account + words)
        return Command(all[0], Array(all.dropFirst()))
    }

    /// Backs a folder and a database up, verifies, drills, checks, and restores both, all with the installed program.
    ///
    /// Of root the backups go where they go when the configuration says nothing; of others to `output`.
    func wholeWay(user: String, home: String, configuration: String, output: String) throws {
        let libraries =
            package.isDevelopment
            ? ["/usr/bin/env", "LD_LIBRARY_PATH=" + (try DebianRoot.swiftLibraries())] : []
        func program(_ words: String...) throws -> String {
            let arguments = words + (user == "root" ? [] : ["--config", configuration])
            return try run(as: user, home: home, libraries + ["/usr/bin/vya-backup"] + arguments).check().text
        }
        let folders =
            user == "root"
            ? ""
            : """
            , "bkp_system": { "path_files": "\(output)", "path_sqlite": "\(output)" },
              "log_settings": { "log_dir": "\(home)/log" }
            """
        try Data(
            """
            { "db_config": [ { "id_dbms": 1, "dbms": "files", "db_list": ["/srv/data"], "enabled": true },
                             { "id_dbms": 2, "dbms": "sqlite", "db_list": ["/srv/shop.db"], "enabled": true } ]\(folders) }
            """.utf8
        ).write(to: URL(fileURLWithPath: root.path + configuration))
        try check("/bin/chown", user, configuration)
        try check("/bin/chmod", "600", configuration)
        try check("/usr/bin/install", "-d", "-m", "700", "-o", user, "/srv/back-" + user)
        // What systemd makes for a service of this account; only root may make folders below /run.
        if user != "root" { try check("/usr/bin/install", "-d", "-m", "700", "-o", user, home + "/run") }

        _ = try program("run", "--all")
        _ = try program("verify", "--all")
        _ = try program("verify", "--latest", "--restore")
        _ = try program("check")
        _ = try program(
            "restore", "--id", "1", "--database", "/srv/data", "--latest", "--to", "/srv/back-\(user)/files",
            "--yes")
        _ = try program(
            "restore", "--id", "2", "--database", "/srv/shop.db", "--latest", "--target",
            "/srv/back-\(user)/shop.db", "--yes")
        let page = try check(
            "/usr/bin/find", "/srv/back-" + user, "-name", "page.html", "-exec", "cat", "{}", "+")
        #expect(page == "words\n")
        #expect(
            try check("/usr/bin/sqlite3", "/srv/back-\(user)/shop.db", "SELECT sum(id) FROM orders") == "6\n")
    }
}
