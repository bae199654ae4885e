import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// What a drill on the server that was backed up does there, and what a database's owner gains by it.
@Suite("Drills of MariaDB", .ownThread)
struct MariaDBDrillTests {
    /// A database with one of everything that holds code, in other names than the drill's, and what it refers to.
    private func furnish(_ server: PrivateMariaDB) throws {
        try server.execute("CREATE USER app IDENTIFIED BY 'app'; CREATE DATABASE other")
        try server.execute(
            "CREATE TABLE parent (id INT PRIMARY KEY) ENGINE=InnoDB; INSERT INTO parent VALUES (1)",
            in: "other")
        try server.createDatabase("furnished")
        try server.execute("GRANT ALL ON furnished.* TO app")
        try server.execute(
            """
            CREATE TABLE t (id INT PRIMARY KEY, n INT) ENGINE=InnoDB; INSERT INTO t VALUES (1, 2), (2, 3);
            CREATE TABLE child (id INT, FOREIGN KEY (id) REFERENCES other.parent (id)) ENGINE=InnoDB;
            INSERT INTO child VALUES (1);
            CREATE TABLE m1 (id INT) ENGINE=MyISAM; INSERT INTO m1 VALUES (1);
            CREATE TABLE merged (id INT) ENGINE=MERGE UNION=(m1);
            CREATE SEQUENCE s; SET sql_mode = 'ANSI_QUOTES';
            DELIMITER ;;
            CREATE DEFINER=app FUNCTION f(n INT) RETURNS INT DETERMINISTIC BEGIN IF "n" > 1 THEN RETURN n; END IF; RETURN 1; END;;
            CREATE DEFINER=app PROCEDURE p() BEGIN SELECT f(1); END;;
            CREATE DEFINER=app TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.n = f(NEW.id); END;;
            CREATE DEFINER=app EVENT e ON SCHEDULE EVERY 1 DAY DO INSERT INTO furnished.t VALUES (9, 9);;
            DELIMITER ;
            SET sql_mode = ''; ALTER DATABASE furnished CHARACTER SET latin1;
            CREATE DEFINER=app VIEW z AS SELECT id, f(n) AS n FROM t;
            CREATE DEFINER=app SQL SECURITY DEFINER VIEW a AS SELECT * FROM z;
            CREATE DEFINER=root@localhost VIEW far AS SELECT * FROM other.parent;
            CREATE DEFINER=root@localhost VIEW near_far AS SELECT * FROM far;
            """, in: "furnished")
    }

    /// What the server knows of accounts, databases and their rights.
    private func picture(_ server: PrivateMariaDB) throws -> String {
        try server.query(
            """
            SELECT Host, User FROM mysql.user ORDER BY 1, 2; SELECT * FROM mysql.db ORDER BY 1, 2, 3;
            SELECT Host, Db, User, Routine_name, Proc_priv FROM mysql.procs_priv ORDER BY 1, 2, 3, 4;
            SELECT Host, Db, User, Table_name, Table_priv FROM mysql.tables_priv ORDER BY 1, 2, 3, 4; SHOW DATABASES
            """)
    }

    @Test(
        "K6 a drill loads as an account with rights on the scratch alone, which goes with it, and says what it left out",
        arguments: [false, true])
    func account(hasBinaryLog: Bool) throws {
        let server = try PrivateMariaDB(options: hasBinaryLog ? ["--log-bin", "--server-id=1"] : [])
        try furnish(server)
        let night = try Night(entries: [Night.entry(server, databases: ["furnished"])])
        #expect(try night.runAll().status == 0)
        let before = try picture(server)
        let result = try night.run("verify", "--latest", "--restore")
        #expect(result.status == 0, "\(result)")
        for word in [
            "not drilled", "definers", "2 × views that name another database",
            "1 × tables that show what lies elsewhere",
        ] { #expect(result.text.contains(word), "\(word): \(result)") }
        #expect(try picture(server) == before)
    }

    @Test(
        "K6 the drill by an account without rights finds a missing trigger, routine and row, too",
        arguments: [false, true])
    func missing(hasBinaryLog: Bool) throws {
        let server = try PrivateMariaDB(options: hasBinaryLog ? ["--log-bin", "--server-id=1"] : [])
        try furnish(server)
        let night = try Night(entries: [Night.entry(server, databases: ["furnished"])])
        for what in ["TRIGGER", "PROCEDURE", "ROW"] {
            #expect(try night.runAll().status == 0)
            try Forgery.change(night.artifact(of: "furnished")) { text in
                if what == "ROW" { return text.replacing(placeholder: ",\n(2,3)", with: "") }
                var lines = text.lines.map(String.init)
                guard let start = lines.firstIndex(where: { $0.holds(what + " ") && $0.holds("CREATE") }),
                    let end = lines[start...].firstIndex(where: { $0.ends(with: ";;") })
                else { return text }
                lines.removeSubrange(start...end)
                return lines.joined(separator: "\n")
            }
            let result = try night.run("verify", "--latest", "--restore")
            #expect(result.status == 4, "\(what): \(result)")
            for name in try FileManager.default.contentsOfDirectory(atPath: night.output) {
                unlink(night.output + "/" + name)
            }
        }
    }

    /// A tenant whose view evaluates a function of his when it is opened, with the rights of whoever opens it.
    private func makeTrap(_ server: PrivateMariaDB) throws {
        try server.execute(
            """
            CREATE USER tenant IDENTIFIED BY 'tenant'; CREATE DATABASE tenant; GRANT ALL ON tenant.* TO tenant;
            CREATE DATABASE bystander; CREATE TABLE bystander.log (who TEXT) ENGINE=Aria
            """)
        try server.execute(
            """
            CREATE TABLE t (n INT); INSERT INTO t VALUES (1);
            DELIMITER ;;
            CREATE DEFINER=tenant FUNCTION f() RETURNS INT DETERMINISTIC MODIFIES SQL DATA SQL SECURITY INVOKER BEGIN
            DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;
            INSERT INTO bystander.log VALUES (CURRENT_USER()); RETURN 1; END;;
            DELIMITER ;
            CREATE DEFINER=tenant SQL SECURITY INVOKER VIEW v AS SELECT ROUND(1.5, f()) AS n;
            """, in: "tenant")
        // Whoever may write there does so by opening the view: else the test could not fail.
        #expect(try gains(server) != "0")
        try server.execute("TRUNCATE bystander.log")
    }

    private func gains(_ server: PrivateMariaDB) throws -> String {
        try server.query("SELECT COUNT(*) FROM bystander.log")
    }

    @Test("K4 K6 functions that a server evaluates when a view is opened run in no session of ours")
    func evaluated() throws {
        let server = try PrivateMariaDB()
        try makeTrap(server)
        let night = try Night(entries: [Night.entry(server, databases: ["tenant"])])
        func run(_ words: String...) throws {
            let result = try night.program.run(words + ["--config", night.folder("config.json")])
            #expect(result.status == 0, "\(words): \(result)")
        }
        try run("run", "--all", "--dry-run")
        let doctor = try night.run("doctor", "--json")
        #expect(doctor.text.holds("doctor.account-power"), "\(doctor)")
        #expect(try gains(server) == "0")
        // mariadb-dump itself opens the view, which is why doctor warns of such an account.
        try run("run", "--all")
        try server.execute("TRUNCATE bystander.log")
        try run("verify", "--latest", "--restore")
        try run("restore", try night.artifact(of: "tenant"), "--target", "copied", "--plan")
        #expect(try gains(server) == "0")
    }

    @Test("the least account that SECURITY.md names backs up, and lends a tenant's function no rights")
    func leastAccount() throws {
        let server = try PrivateMariaDB()
        try server.execute(Repository.leastAccount(of: "mysql"))
        try furnish(server)
        try makeTrap(server)
        let night = try Night(entries: [
            Night.entry(server, databases: ["furnished", "tenant"], user: "backup", password: "change me")
        ])
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        #expect(try gains(server) == "0")
        #expect(try !night.run("doctor", "--json").text.holds("doctor.account-power"))
        try night.configure([Night.entry(server, databases: ["furnished", "tenant"])])
        let drill = try night.run("verify", "--latest", "--restore")
        #expect(drill.status == 0, "\(drill)")
        #expect(drill.text.holds("13 objects"), "\(drill)")
    }
}
