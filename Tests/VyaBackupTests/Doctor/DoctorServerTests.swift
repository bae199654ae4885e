import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Against servers of the tests' own, whose databases are all known.
@Suite("doctor and servers", .ownThread)
struct DoctorServerTests {
    @Test(
        "PostgreSQL: a database that no entry takes, a name that is gone, and tables where nobody looks are told"
    )
    func coverage() throws {
        let server = try PrivatePostgreSQL()
        for name in ["shop", "crm"] { try server.createDatabase(name) }
        var host = try DoctorHost(entries: [Night.entry(server, databases: ["shop"])])
        #expect(try host.alarms() == ["WARNING doctor.uncovered"])
        let lines = try host.remedies(of: "doctor.uncovered")
        #expect(
            lines == [
                #"in "db_list" of id_dbms 1: "crm""#,
                #"or, to leave out on purpose what may be lost, in "db_ignore": "crm""#,
            ])
        try host.night.configure([Night.entry(server, databases: ["shop", "crm", "gone"])])
        #expect(try host.alarms() == ["CRITICAL source.no-such-database"])
        try host.night.configure([Night.entry(server, databases: ["shop", "crm", "old_*"])])
        #expect(try host.alarms() == ["WARNING doctor.empty-glob"])
        try host.night.configure([Night.entry(server, databases: ["shop", "crm"])])
        #expect(try host.alarms() == [])
        for name in ["postgres", "template1"] { try server.execute("CREATE TABLE notes (t text)", in: name) }
        #expect(try host.alarms() == ["WARNING doctor.stray", "WARNING doctor.stray"])
        // An entry that means every database takes postgres, and never template1.
        try host.night.configure([Night.entry(server)])
        #expect(try host.alarms() == ["WARNING doctor.stray"])
        try server.execute("DROP TABLE notes", in: "template1")
        #expect(try host.alarms() == [])
        try host.fakeClock("-1h")
        #expect(try host.alarms() == ["WARNING doctor.clock-server"])
    }

    @Test(
        "A19 A20 PostgreSQL: what an account lacks is told as statements; once the administrator has run them, doctor is green and the run complete"
    )
    func privileges() throws {
        let server = try PrivatePostgreSQL()
        try server.createDatabase("shop")
        try server.execute(
            "REVOKE CONNECT ON DATABASE shop FROM PUBLIC; CREATE ROLE \"night watch\" LOGIN PASSWORD 'n'")
        try server.execute(
            """
            CREATE TABLE t (id serial PRIMARY KEY); CREATE SCHEMA "My Schema"; CREATE TABLE "My Schema"."T" (x int);
            CREATE TABLE secured (x int); ALTER TABLE secured ENABLE ROW LEVEL SECURITY;
            SELECT lo_from_bytea(0, 'large');
            """, in: "shop")
        let host = try DoctorHost(entries: [
            Night.entry(server, databases: ["shop"], host: "127.0.0.1", user: "night watch", password: "n")
        ])
        let first = try host.statements()
        #expect(first.contains(#"GRANT CONNECT ON DATABASE "shop" TO "night watch";"#), "\(first)")
        #expect(try host.night.runAll().status != 0)
        // What the account may not even connect to shows what else is lacking only afterwards.
        var rounds = 0
        while case let statements = try host.statements(), !statements.isEmpty, rounds < 2 {
            try server.execute(statements.joined(separator: "\n"))
            rounds += 1
        }
        #expect(rounds == 2)
        #expect(try host.alarms() == [])
        let result = try host.night.runAll()
        #expect(result.status == 0 && !result.errors.contains("password"), "\(result)")
        let globals = try #require(host.night.artifacts().last { $0.contains("globals") })
        // Who may read all data saves the passwords, too.
        #expect(
            try Command("/bin/zcat", host.night.output + "/" + globals).check().text.contains("SCRAM-SHA-256")
        )
    }

    @Test(
        "A19 MariaDB: what an account lacks is told as statements; once the administrator has run them, doctor is green and the run complete"
    )
    func mariaDB() throws {
        let server = try PrivateMariaDB()
        try server.createDatabase("shop_1")
        try server.execute(
            """
            CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM t;
            CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.id = NEW.id + 0;
            CREATE EVENT ev ON SCHEDULE EVERY 1 YEAR DO DELETE FROM t;
            CREATE PROCEDURE p() SELECT 1;
            """, in: "shop_1")
        try server.execute(
            "CREATE USER watch@'%' IDENTIFIED BY 'w'; GRANT SELECT ON `shop\\_1`.* TO watch@'%'")
        let host = try DoctorHost(entries: [
            Night.entry(server, host: "127.0.0.1", user: "watch", password: "w")
        ])
        let statements = try host.statements()
        for privilege in ["SHOW VIEW", "TRIGGER", "EVENT", "SHOW DATABASES"] {
            #expect(statements.contains { $0.hasPrefix("GRANT \(privilege) ON ") }, "\(statements)")
        }
        var rounds = 0
        while case let statements = try host.statements(), !statements.isEmpty, rounds < 2 {
            try server.execute(statements.joined(separator: "\n"))
            rounds += 1
        }
        #expect(try host.alarms() == [], "after \(rounds) rounds")
        #expect(try host.night.runAll().status == 0)
    }

    @Test(
        "MariaDB: a database that no entry takes, a name that is gone, and tables of users in mysql are told")
    func mariaDBCoverage() throws {
        let server = try PrivateMariaDB()
        for name in ["shop", "crm"] { try server.createDatabase(name) }
        let host = try DoctorHost(entries: [Night.entry(server, databases: ["shop"])])
        #expect(try host.alarms() == ["WARNING doctor.uncovered"])
        try host.night.configure([Night.entry(server, databases: ["shop", "crm", "gone"])])
        #expect(try host.alarms() == ["CRITICAL source.no-such-database"])
        try host.night.configure([
            Night.entry(server, databases: ["shop"]), Night.entry(server, databases: ["crm"], id: 3),
        ])
        #expect(try host.alarms() == [])
        try server.execute("CREATE TABLE mysql.notes (t text)")
        try host.night.configure([Night.entry(server)])
        #expect(try host.alarms() == ["WARNING doctor.stray"])
        #expect(
            try host.remedies(of: "doctor.stray")
                == ["RENAME TABLE `mysql`.`notes` TO `another_database`.`notes`;"])
    }

    @Test("backups on the file system of the server's own data are told where no uploader is known")
    func sameFileSystem() throws {
        // Not in memory, where nothing could stay anyway.
        let (postgresql, mariaDB) = (
            try PrivatePostgreSQL(place: "/var/tmp"), try PrivateMariaDB(place: "/var/tmp")
        )
        try mariaDB.createDatabase("doctor_beside")
        for (entry, folder) in [
            (Night.entry(postgresql, databases: ["postgres"]), postgresql.socketFolder),
            (
                Night.entry(mariaDB, databases: ["doctor_beside"]),
                (mariaDB.socket as NSString).deletingLastPathComponent
            ),
        ] {
            let beside = try TemporaryFolder("beside", in: (folder as NSString).deletingLastPathComponent)
            let host = try DoctorHost(entries: [entry])
            let mount = try Mount(folder: beside.path, at: host.night.output)
            let alarms = try host.alarms(keepsAll: true)
            #expect(alarms.contains("WARNING doctor.same-file-system"), "\(alarms) \(folder)")
            withExtendedLifetime(mount) {}
        }
    }

    @Test(
        "A14 A15 a server that is not there and a password that is wrong are critical, and say what to look at"
    )
    func connection() throws {
        let server = try PrivatePostgreSQL.shared()
        let wrong = try DoctorHost(entries: [
            Night.entry(server, host: "127.0.0.1", password: "S3CR3T_wrong")
        ])
        let result = try wrong.night.run("doctor")
        #expect(
            result.status == 2 && result.text.contains(#"check "username" and "password" of id_dbms 1"#),
            "\(result)")
        #expect(!"\(result)".contains("S3CR3T"), "G9 \(result)")
        let absent = try DoctorHost(entries: [
            Night.entry(server, host: "127.0.0.1", port: try closedLoopbackPort())
        ])
        #expect(try absent.alarms() == ["CRITICAL source.query-failed"])
    }
}
