import Foundation
import Testing
import VyaTestSupport

/// The package on a host whose first process is systemd.
@Suite(
    "Under systemd", .ownThread(seconds: 420),
    .enabled("no host with systemd can be started here") { try BootedHost.isPossible() })
struct BootedHostTests {
    private let host: BootedHost
    private let mails: SMTPServer

    init() throws {
        (host, mails) = (try BootedHost(), try SMTPServer("plain"))
        let package = try DebianPackage.shared()
        try Command("/bin/cp", package.path, host.path("/root/vya-backup.deb")).check()
        try host.check(
            "/usr/bin/apt-get", "-qq", "-o", "APT::Sandbox::User=root", "install", "/root/vya-backup.deb")
        try host.write("words\n", to: "/srv/data/page.html", mode: 0o644)
        try host.check(
            "/usr/bin/sqlite3", "/srv/shop.db",
            "PRAGMA journal_mode=wal; CREATE TABLE orders (id INTEGER); INSERT INTO orders VALUES (1), (2), (3)"
        )
    }

    /// Writes the configuration: a folder and a database, and mails to the tests' server.
    private func configure(_ output: String, _ settings: String = "", files: String = "/srv/data") throws {
        try host.write(
            """
            { "db_config": [ { "id_dbms": 1, "dbms": "files", "db_list": ["\(files)"], "enabled": true },
                             { "id_dbms": 2, "dbms": "sqlite", "db_list": ["/srv/shop.db"], "enabled": true } ],
              "bkp_system": { "path_files": "\(output)", "path_sqlite": "\(output)" },
              "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \(mails.port),
                "from_email": "backup@example.org", "success_recipients": ["good@example.org"],
                "failure_recipients": ["bad@example.org"] }\(settings) }
            """, to: "/etc/vya-backup/config.json")
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: host.path(folder)).sorted()
    }

    private func subjects(to recipient: String) throws -> [String] {
        try mails.mails().filter { $0.envelope.to == [recipient] }.map(\.content.subject)
    }

    @Test(
        "Q1 Q18 the timers of the package make the first night, at the hour of the configuration, and after a restart"
    )
    func night() throws {
        #expect(try host.check("/usr/bin/systemctl", "list-timers", "--all", "vya*").contains("0 timers"))
        // In two minutes, in the host's own zone.
        let soon = Calendar(identifier: .gregorian)
        var calendar = soon
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        let time = calendar.dateComponents([.hour, .minute], from: Date.now.addingTimeInterval(75))
        let clock = String(format: "%02d:%02d", time.hour ?? 0, time.minute ?? 0)
        try configure(
            "/backup/not/there/yet", #", "schedule_settings": { "enabled": true, "time": "\#(clock)" }"#)
        let installed = try host.check("/usr/bin/vya-backup", "schedule", "systemd", "--install")
        #expect(installed.contains("done  systemctl enable --now vya-backup.timer"), "\(installed)")
        #expect(
            try names(in: "/etc/systemd/system").filter { $0.hasSuffix(".service") && $0.hasPrefix("vya") }
                == [])
        let timers = try host.check("/usr/bin/systemctl", "list-timers", "vya*")
        #expect(timers.contains("\(clock):00") && timers.contains("3 timers"), "\(timers)")
        try waitUntil("the timer has started a night and it has ended", within: 240) {
            try !mails.mails().isEmpty
        }
        #expect(try names(in: "/backup/not/there/yet").filter { $0.hasSuffix(".gz") }.count == 2)
        #expect(try subjects(to: "good@example.org").count == 1 && mails.mails().count == 1)
        let journal = try host.check(
            "/usr/bin/journalctl", "--boot", "--output=cat", "-u", "vya-backup.service")
        #expect(!journal.contains("thread priority") && !journal.contains("Failed"), "\(journal)")

        // A folder that has moved needs nothing of the units.
        try configure("/var/moved")
        try host.check("/usr/bin/systemctl", "start", "vya-backup.service")
        #expect(try names(in: "/var/moved").filter { $0.hasSuffix(".gz") }.count == 2)
        try host.check("/usr/bin/systemctl", "start", "vya-backup-check.service")
        try host.check("/usr/bin/systemctl", "start", "vya-backup-drill.service")
        #expect(try names(in: "/var/moved").filter { $0.hasSuffix(".proof.json") }.count == 2)

        try host.reboot()
        let again = try host.check("/usr/bin/systemctl", "list-timers", "vya*")
        #expect(again.contains("\(clock):00") && again.contains("3 timers"), "\(again)")
    }

    @Test(
        "Q1 what fails tells once: a night, a unit that was killed; and a missing credential stops no night")
    func alarms() throws {
        try configure("/backup", files: "/srv/none/*")
        try host.check("/usr/bin/vya-backup", "schedule", "systemd", "--install")
        #expect(try host.run(["/usr/bin/systemctl", "start", "vya-backup.service"]).status != 0)
        try waitUntil("the failed night is told") { try !subjects(to: "bad@example.org").isEmpty }

        try configure(
            "/backup",
            """
            , "webhooks": [ { "url": {"credential": "hook"} } ]
            """)
        let installed = try host.check("/usr/bin/vya-backup", "schedule", "systemd", "--install")
        #expect(installed.contains("LoadCredential=hook"), "\(installed)")
        let run = try host.run(["/usr/bin/systemctl", "start", "vya-backup.service"])
        let journal = try host.check("/usr/bin/journalctl", "--output=cat", "-u", "vya-backup.service")
        // The unit starts all the same, and the program says what it lacks.
        #expect(!journal.contains("243/CREDENTIALS"), "\(run) \(journal)")
        #expect(try names(in: "/backup").filter { $0.hasSuffix(".gz") }.count >= 2)
        let before = try subjects(to: "bad@example.org").count

        _ = try host.run([
            "/usr/bin/systemctl", "start", "--no-block", "vya-backup-failed@vya-backup-drill.service",
        ])
        try waitUntil("the failed unit is told") { try subjects(to: "bad@example.org").count == before + 1 }
    }

    @Test("Q1 the package goes as it came: timers disabled, then nothing but the backups left")
    func removal() throws {
        try configure("/var/backups/vya-backup")
        try host.check("/usr/bin/vya-backup", "schedule", "systemd", "--install")
        try host.check("/usr/bin/systemctl", "start", "vya-backup.service")
        // An upgrade leaves the timers as they are.
        try host.check("/usr/bin/dpkg", "--install", "/root/vya-backup.deb")
        #expect(try host.check("/usr/bin/systemctl", "list-timers", "vya*").contains("3 timers"))
        let removed = try host.check("/usr/bin/vya-backup", "schedule", "systemd", "--remove")
        #expect(removed.contains("done  systemctl disable --now vya-backup.timer"), "\(removed)")
        #expect(try host.check("/usr/bin/systemctl", "list-timers", "--all", "vya*").contains("0 timers"))
        try host.check("/usr/bin/vya-backup", "schedule", "systemd", "--install")
        try host.check("/usr/bin/dpkg", "--remove", "vya-backup")
        #expect(try host.check("/usr/bin/systemctl", "list-timers", "vya*").contains("0 timers"))
        try host.check("/usr/bin/dpkg", "--purge", "vya-backup")
        #expect(try names(in: "/etc/systemd/system/timers.target.wants").filter { $0.hasPrefix("vya") } == [])
        #expect(try names(in: "/var/backups/vya-backup").filter { $0.hasSuffix(".gz") }.count == 2)
        #expect(try host.check("/usr/bin/systemctl", "--failed").contains("0 loaded"))
    }
}
