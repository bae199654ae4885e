import Foundation
import Testing
import VyaCore
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

        // A new hour, which has passed today, is for tomorrow.
        let stamp = "/var/lib/systemd/timers/stamp-vya-backup.timer"
        try host.check("/usr/bin/touch", "--date=3 days ago", stamp)
        try host.check("/usr/bin/vya-backup", "schedule", "systemd", "--install")
        let runs = try host.check("/usr/bin/systemctl", "list-jobs").components(
            separatedBy: "vya-backup.service")
        #expect(try runs.count == 1 && mails.mails().count == 1)
        #expect(try host.run(["/usr/bin/systemctl", "is-active", "vya-backup.service"]).text == "inactive\n")

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

        // Whoever stops a timer and forgets it hears of it, and of the way out.
        #expect(try !idle().contains("vya-backup"))
        try host.check("/usr/bin/systemctl", "stop", "vya-backup-drill.timer")
        let told = try idle()
        #expect(
            told.contains("the timer vya-backup-drill.timer is enabled, and has not been started"), "\(told)")
        try host.check("/usr/bin/vya-backup", "schedule", "systemd", "--install")
        #expect(try !idle().contains("vya-backup"))
        try host.check("/usr/bin/systemctl", "stop", "vya-backup.timer")
        let nights = try host.run(["/usr/bin/vya-backup", "doctor", "--json"]).text
        #expect(nights.contains("\"doctor.schedule-none\""), "\(nights)")
    }

    /// What doctor says of timers that start nothing.
    private func idle() throws -> String {
        let doctor = try host.run(["/usr/bin/vya-backup", "doctor", "--json"])
        return try (JSONValue(parsing: doctor.output)["findings"]?.arrayValue ?? [])
            .filter { $0["code"]?.stringValue == "doctor.schedule-inactive" }
            .compactMap { $0["message"]?.stringValue }.joined(separator: "\n")
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

    /// The production file, with passwords, and the production crontab, beside IDrive.
    private func makeProduction(_ postgreSQL: PrivatePostgreSQL, _ mariaDB: PrivateMariaDB) throws -> String {
        let file = "/usr/local/bin/enterprise/python_backup/python_backup.json"
        try postgreSQL.createDatabase("chatwoot_db")
        try postgreSQL.execute("CREATE TABLE t AS SELECT generate_series(1, 100) n", in: "chatwoot_db")
        try mariaDB.createDatabase("dns_db")
        try mariaDB.execute("CREATE TABLE t AS SELECT seq FROM seq_1_to_100", in: "dns_db")
        try mariaDB.execute("CREATE USER dsroot@'%' IDENTIFIED BY 'S3CR3T_of_dsroot'")
        try mariaDB.execute("GRANT ALL ON *.* TO dsroot@'%' WITH GRANT OPTION")
        try host.write(
            """
            { "db_config": [
                { "id_dbms": 1, "dbms": "postgresql", "host": "127.0.0.1", "port": \(postgreSQL.port),
                  "username": "postgres", "password": "\(postgreSQL.password)", "db_list": ["chatwoot_db"], "enabled": true },
                { "id_dbms": 2, "dbms": "mysql", "host": "127.0.0.1", "port": \(mariaDB.port),
                  "username": "dsroot", "password": "S3CR3T_of_dsroot", "db_list": ["dns_db"], "enabled": true },
                { "id_dbms": 3, "dbms": "files", "db_list": ["/docker/volumes/**/*", "/opt/app/config/*.yaml"], "enabled": true } ],
              "bkp_system": { "path_pgsql": "/tmp/bkpsql", "path_mysql": "/tmp/bkpsql", "path_files": "/tmp/bkpzip",
                "retention_pgsql": 1, "retention_mysql": 1, "retention_files": 1 } }
            """, to: file, mode: 0o644)
        try host.write("x\n", to: "/docker/volumes/app/data")
        try host.write("a: 1\n", to: "/opt/app/config/app.yaml")
        try host.write("", to: "/opt/IDriveForLinux/bin/idrive")
        try host.write(
            """
            */10 * * * * root systemctl start idrivecron
            30 0 * * * root sh /usr/local/bin/enterprise/python_backup/python_backup.sh
            0 5 * * * root /usr/bin/rm -f /tmp/bkpsql/*
            0 5 * * * root /usr/bin/rm -f /tmp/bkpzip/*

            """, to: "/etc/crontab", mode: 0o644)
        return file
    }

    /// The commands among what doctor advises.
    private func remedies() throws -> [String] {
        try host.run(["/usr/bin/vya-backup", "doctor"]).text.split(separator: "\n")
            .filter { $0.hasPrefix("  fix: ") }.map { String($0.dropFirst(7)) }
    }

    @Test(
        "Q1 Q2 Q3 from the package and the production file to a proven night, by commands that each output names"
    )
    func newcomer() throws {
        let (postgreSQL, mariaDB) = (try PrivatePostgreSQL(), try PrivateMariaDB())
        let production = try makeProduction(postgreSQL, mariaDB)
        // 1: the package is installed again, to see what it says.
        try host.check("/usr/bin/dpkg", "--purge", "vya-backup")
        let installed = try host.check("/usr/bin/dpkg", "--install", "/root/vya-backup.deb")
        #expect(installed.contains("vya-backup doctor"), "\(installed)")
        // 2, 3
        let missing = try host.run(["/usr/bin/vya-backup", "doctor"])
        let takeOver = "install -D -m 600 \(production) /etc/vya-backup/config.json"
        #expect(missing.status == 3 && missing.errors.contains(takeOver), "\(missing)")
        try host.check("/bin/sh", "-c", takeOver)
        // 4
        let doctor = try host.run(["/usr/bin/vya-backup", "doctor"])
        let (stop, schedule) = ("sed -i '2s/^/#/' /etc/crontab", "vya-backup schedule systemd --install")
        #expect(
            doctor.status == 2 && doctor.text.contains(stop) && doctor.text.contains(schedule), "\(doctor)")
        // 5, 6
        try host.check("/bin/sh", "-c", stop)
        let scheduled = try host.check("/bin/sh", "-c", schedule)
        #expect(scheduled.contains("enable --now vya-backup.timer"), "\(scheduled)")

        // What the timer does at 00:30.
        #expect(try host.check("/usr/bin/systemctl", "list-timers", "vya-backup.timer").contains("00:30:00"))
        try host.check("/usr/bin/systemctl", "start", "vya-backup.service")
        let list = try host.check("/usr/bin/vya-backup", "list")
        for name in ["chatwoot_db", "dns_db", "/docker/volumes/**/*", "/opt/app/config/*.yaml"] {
            #expect(list.contains(name), "\(list)")
        }
        try host.check("/usr/bin/vya-backup", "verify", "--latest")

        // What doctor advised beside: done as it stands, nothing of it comes again, and nothing new.
        let advised = try remedies()
        for command in advised
        where ["sed ", "install ", "vya-backup "].contains(where: { command.hasPrefix($0) }) {
            try host.check("/bin/sh", "-c", command)
        }
        let line = try #require(advised.first { $0.hasPrefix("in the configuration: \"bkp_system\"") })
        let members = line.dropFirst("in the configuration: ".count)
        let text = try String(contentsOfFile: host.path("/etc/vya-backup/config.json"), encoding: .utf8)
        let before = try #require(text.range(of: "\"bkp_system\""))
        try host.write(text[..<before.lowerBound] + members + " }", to: "/etc/vya-backup/config.json")
        let left = try host.run(["/usr/bin/vya-backup", "doctor", "--json"])
        let codes = try #require(JSONValue(parsing: left.output)["findings"]?.arrayValue)
            .filter { $0["severity"]?.stringValue != "OK" }.compactMap { $0["code"]?.stringValue }
        // Nobody is told, the container's clock is its host's, and the first night lies where it was made.
        let rest: Set = [
            "doctor.telling", "doctor.clock-free", "doctor.schedule-inactive", "doctor.forgotten",
        ]
        #expect(Set(codes).subtracting(rest) == [], "\(left)")
    }
}
