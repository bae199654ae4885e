import Foundation
import Testing
import VyaTestSupport

/// The Debian package: what is in it, and its whole life in a fresh Debian 12.
@Suite("The Debian package", .ownThread)
struct DebianPackageTests {
    @Test(
        "the package holds the program, its manual, completions, units and example, and lintian finds no error"
    )
    func contents() throws {
        let package = try DebianPackage.shared()
        let files = try package.files()
        for file in [
            "./usr/bin/vya-backup", "./usr/share/man/man1/vya-backup.1.gz",
            "./usr/share/bash-completion/completions/vya-backup",
            "./usr/share/zsh/vendor-completions/_vya-backup",
            "./usr/share/fish/vendor_completions.d/vya-backup.fish",
            "./usr/lib/systemd/system/vya-backup.service", "./usr/lib/systemd/system/vya-backup.timer",
            "./etc/vya-backup/config.json.example", "./etc/vya-backup/plugins.d/",
            "./usr/share/doc/vya-backup/copyright", "./usr/share/doc/vya-backup/changelog.Debian.gz",
        ] {
            #expect(files.contains(file), "\(file) is missing")
        }
        #expect(!files.contains { $0.contains("/usr/local/") })
        let depends = try Command("/usr/bin/dpkg-deb", "--field", package.path, "Depends").check().text
        for library in ["adduser", "libc6", "libcurl4", "libisal2", "libzstd1", "zlib1g"] {
            #expect(depends.contains(library), "\(depends)")
        }
        // The executable of the tests has the folder of the Swift toolchain in it, and the one of a release has not.
        let allowed = package.isDevelopment ? ["--suppress-tags", "custom-library-search-path"] : []
        let verdict = try Command(
            "/usr/bin/lintian", allowed + ["--allow-root", "--fail-on", "error", package.path]
        ).run()
        #expect(verdict.status == 0, "\(verdict.text)\(verdict.errors)")
    }

    @Test("the package is the same byte for byte when it is made again")
    func reproducible() throws {
        let folder = try TemporaryFolder("deb")
        let first = try DebianPackage.shared().contents()
        let second = try DebianPackage(in: folder("again")).contents()
        #expect(first == second)
    }

    @Test("the manual has every command, and man renders it without a warning")
    func manual() throws {
        let folder = try TemporaryFolder("deb")
        let package = try DebianPackage.shared()
        try Command("/usr/bin/dpkg-deb", "--extract", package.path, folder("root")).check()
        var man = Command(
            "/usr/bin/man", "--warnings=all", "--local-file",
            folder("root/usr/share/man/man1/vya-backup.1.gz"))
        man.environment["LC_ALL"] = "C.UTF-8"
        man.environment["MANPAGER"] = "/bin/cat"
        man.environment["MANWIDTH"] = "100"
        let page = try man.check()
        #expect(page.errors == "")
        for command in [
            "run", "list", "verify", "restore", "check", "cleanup", "prune", "catalog rebuild", "config init",
            "plugins check", "notify test", "completions", "version",
        ] {
            #expect(page.text.contains("   vya-backup \(command)\n"), "\(command) is missing")
        }
        for word in ["--dry-run", "EXIT STATUS", "/etc/vya-backup/config.json"] {
            #expect(page.text.contains(word), "\(word) is missing")
        }
    }

    @Test(
        "in a fresh Debian 12 it installs, backs up as root and as vya-backup, restores, and leaves the backups alone",
        .enabled("Debian 12 cannot be had here") { try DebianRoot.bookworm() != nil })
    func life() throws {
        let folder = try TemporaryFolder("deb")
        let package = try DebianPackage.shared()
        let host = try PackagedHost(
            try DebianRoot(copying: try #require(try DebianRoot.bookworm()), to: folder("root")), package)
        let before = try host.files()

        // APT's own account reads the package, which lies in a folder of root's.
        try host.check("/usr/bin/apt-get", "-qq", "-o", "APT::Sandbox::User=root", "install", package.path)
        let account = try host.check("/usr/bin/getent", "passwd", "vya-backup")
        #expect(account.hasSuffix(":/var/lib/vya-backup-user:/usr/sbin/nologin\n"), "\(account)")
        try host.check("/usr/bin/test", "-e", "/etc/vya-backup/config.json.example")

        try host.wholeWay(
            user: "root", home: "/root", configuration: "/etc/vya-backup/config.json",
            output: "/var/backups/vya-backup")
        let home = "/var/lib/vya-backup-user"
        try host.wholeWay(
            user: "vya-backup", home: home, configuration: home + "/config.json", output: home + "/backups")
        let made = try host.files().filter { $0.contains("_files_1_") || $0.contains("_sqlite_2_") }
        #expect(made.filter { $0.hasSuffix(".gz") }.count == 4, "\(made)")

        try host.check("/usr/bin/dpkg", "--remove", "vya-backup")
        #expect(try host.files().contains("/etc/vya-backup/config.json"))
        #expect(try !host.files().contains("/usr/bin/vya-backup"))
        try host.check("/usr/bin/dpkg", "--purge", "vya-backup")

        // APT and dpkg keep books of their own, and useradd the account files from before.
        let books = ["/var/cache/apt/", "/var/lib/apt/", "/var/log/apt/", "/var/log/dpkg.log"]
        let left = try host.files().subtracting(before).filter { path in
            !books.contains { path.hasPrefix($0) } && !path.hasPrefix("/srv/")
        }
        let folders: Set = [
            "/var/backups/vya-backup", "/var/backups/vya-backup/files", "/var/backups/vya-backup/sqlite",
            home, home + "/backups", home + "/config.json", home + "/log", home + "/run",
        ]
        let logs = left.filter { $0.hasPrefix(home + "/log/") }
        // Besides the backups only what a configuration has put into places of its own.
        #expect(left.subtracting(folders).subtracting(logs) == Set(made), "\(left.sorted())")
        #expect(before.subtracting(try host.files()) == [])
    }

    @Test(
        "Q13 the demo asks for what a night needs: servers and their clients, no Java, PHP, browser or node")
    func demo() throws {
        // As a user who may not install, and with a dpkg that knows nothing: what is missing is then printed.
        let folder = try TemporaryFolder("demo")
        mkdir(folder("bin"), 0o755)
        try folder.write("#!/bin/sh\nexit 1\n", to: "bin/dpkg-query", mode: 0o755)
        chmod(folder.path, 0o755)
        chmod(folder("bin"), 0o755)
        func wanted(_ target: String) throws -> Set<String> {
            var command = Command(
                "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "/bin/bash",
                "-s",
                target)
            command.input = try Data(contentsOf: URL(fileURLWithPath: Repository.root + "/.ci/prepare"))
            command.environment["PATH"] = folder("bin") + ":/usr/bin:/bin"
            let result = try command.run()
            let words = result.errors.split(whereSeparator: \.isWhitespace).map(String.init)
            #expect(result.status == 1 && words.contains("postgresql"), "\(result)")
            return Set(words)
        }
        let demo = try wanted("demo")
        #expect(demo.isSuperset(of: ["mariadb-server", "sqlite3", "libcurl4-openssl-dev"]), "\(demo)")
        let heavy: Set = [
            "openjdk-17-jdk-headless", "php-cli", "chromium", "nodejs", "prometheus", "debootstrap",
        ]
        #expect(demo.isDisjoint(with: heavy), "\(demo)")
        #expect(try wanted("test").isSuperset(of: heavy))
    }
}
