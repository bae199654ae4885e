import Foundation
import Testing
import VyaTestSupport

@Suite("Restores of users and roles", .ownThread)
struct GlobalsRestoreTests {
    @Test(
        "M5 a user that fails is taken back and named, the others come; the second try makes what is missing")
    func mariaDB() throws {
        let source = try PrivateMariaDB()
        try source.execute(
            """
            CREATE DATABASE d; CREATE TABLE d.t (a INT); INSTALL SONAME 'auth_ed25519';
            CREATE ROLE zrole; CREATE ROLE `a role`; GRANT zrole TO `a role`; GRANT SELECT ON d.* TO zrole;
            CREATE USER app@'%' IDENTIFIED BY 'app-password'; GRANT `a role` TO app@'%';
            SET DEFAULT ROLE `a role` FOR app@'%'; GRANT INSERT ON d.* TO app@'%';
            CREATE USER half@'%' IDENTIFIED BY 'half-password'; GRANT SUPER ON *.* TO half@'%';
            CREATE USER `plug in`@'%' IDENTIFIED VIA ed25519 USING PASSWORD('secret');
            CREATE USER other@'%' IDENTIFIED BY 'its-password'; GRANT SELECT ON d.* TO other@'%';
            """)
        let night = try Night(entries: [Night.entry(source)])
        #expect(try night.runAll().status == 0)
        let globals = try night.artifact(of: "globals", kind: "globals")
        let names = ["app@'%'", "half@'%'", "other@'%'"]
        let grants = (names + ["zrole", "`a role`"]).map { "SHOW GRANTS FOR " + $0 }.joined(separator: "; ")
        let expected = try source.query(grants)

        let target = try PrivateMariaDB()
        // Who may create users, but not give all that the backup gives.
        try target.execute(
            """
            CREATE USER other@'%' IDENTIFIED BY 'another-password'; GRANT SELECT, DELETE ON d.* TO other@'%';
            CREATE USER limited@localhost IDENTIFIED BY 'limited-password';
            GRANT CREATE USER, SELECT, INSERT, UPDATE, DELETE ON *.* TO limited@localhost WITH GRANT OPTION;
            """)
        let others = try target.query("SHOW CREATE USER other@'%'; SHOW GRANTS FOR other@'%'")
        try night.configure([Night.entry(target, user: "limited", password: "limited-password")])
        let first = try night.restore(globals)
        #expect(first.status == 4, "\(first)")
        for word in ["half@%", "plug in@%", "other@%", "DELETE", "DROP USER `other`@`%`"] {
            #expect(first.errors.contains(word), "\(word): \(first)")
        }
        #expect(
            !(first.errors + first.text).contains("IDENTIFIED"), "no hash of a password is told: \(first)")
        let made =
            "SELECT GROUP_CONCAT(User ORDER BY User) FROM mysql.user WHERE User IN ('app', 'half', 'plug in', 'zrole', 'a role')"
        #expect(try target.query(made) == "a role,app,zrole")

        try night.configure([Night.entry(target)])
        let second = try night.restore(globals)
        #expect(second.status == 4, "\(second)")
        #expect(second.errors.contains("as in the backup: a role, app@%, "), "\(second)")
        #expect(try target.query(made) == "a role,app,half,zrole")
        #expect(try target.query("SHOW CREATE USER other@'%'; SHOW GRANTS FOR other@'%'") == others)

        try target.execute("INSTALL SONAME 'auth_ed25519'; DROP USER other@'%'")
        let third = try night.restore(globals)
        #expect(third.status == 0, "\(third)")
        #expect(try target.query(grants) == expected)
        #expect(try night.restore(globals).status == 0)

        // Nobody's half account passes for a whole one.
        try target.execute("REVOKE INSERT ON d.* FROM app@'%'")
        let different = try night.restore(globals)
        #expect(different.status == 4 && different.errors.contains("GRANT INSERT ON `d`.*"), "\(different)")
        // Also not behind a database.
        let database = try night.restore(try night.artifact(of: "d"), "--globals")
        #expect(database.status == 4 && database.errors.contains("app@%"), "\(database)")
        #expect(try target.query("SELECT COUNT(*) FROM d.t") == "0")
    }

    @Test(
        "S16 what is set for all roles comes back, or is named where something else is set; new roles are members of old ones"
    )
    func settingsOfAll() throws {
        let source = try PrivatePostgreSQL()
        try source.createDatabase("d")
        try source.execute(
            """
            ALTER ROLE ALL SET work_mem TO '7MB'; ALTER ROLE ALL SET search_path TO "$user", "odd, name", public;
            ALTER ROLE ALL SET application_name TO 'it''s'; CREATE ROLE old_group; CREATE ROLE fresh IN ROLE old_group;
            """)
        let state = "SELECT setconfig FROM pg_db_role_setting WHERE setdatabase = 0 AND setrole = 0"
        let expected = try source.query(state)
        let night = try Night(entries: [Night.entry(source)])
        #expect(try night.runAll().status == 0)
        let globals = try night.artifact(of: "globals", kind: "globals")
        let target = try PrivatePostgreSQL()
        try target.execute("CREATE ROLE old_group")
        try night.configure([Night.entry(target)])
        let back = try night.restore(globals)
        #expect(back.status == 0, "\(back)")
        #expect(try target.query(state) == expected)
        #expect(try target.query("SELECT pg_has_role('fresh', 'old_group', 'MEMBER')") == "t")
        try target.execute("ALTER ROLE ALL SET work_mem TO '9MB'")
        let again = try night.restore(globals)
        #expect(
            again.status == 4 && again.errors.contains("ALTER ROLE ALL SET \"work_mem\" TO '7MB'"), "\(again)"
        )
        #expect(try target.query(state).contains("work_mem=9MB"))
        let card = try night.run("restore", "--card", globals).text
        #expect(card.contains("ALTER ROLE ALL SET"), "\(card)")
    }

    @Test(
        "R5 an account that the server cannot show as SQL costs itself, and is named",
        arguments: [false, true])
    func oddIssuer(isMySQL: Bool) throws {
        let server = try isMySQL ? PrivateMariaDB(in: DebianRoot.sid(), isMySQL: true) : PrivateMariaDB()
        try server.execute(
            """
            CREATE USER odd@'%' IDENTIFIED BY 'x' REQUIRE ISSUER '/C=BR/O=Let''s "encrypt"\\\\';
            CREATE USER plain@'%' IDENTIFIED BY 'y'; GRANT SELECT ON *.* TO plain@'%'; CREATE USER zz@'%' IDENTIFIED BY 'z';
            """)
        try server.createDatabase("d")
        let shown = try server.query("SHOW CREATE USER odd@'%'")
        let night = try Night(entries: [Night.entry(server)])
        let run = try night.runAll()
        let target = try isMySQL ? PrivateMariaDB(in: DebianRoot.sid(), isMySQL: true) : PrivateMariaDB()
        try night.configure([Night.entry(target)])
        let back = try night.restore(
            try night.artifact(of: "globals", kind: "globals"), "--accept-incomplete")
        let made = try target.query(
            "SELECT GROUP_CONCAT(User ORDER BY User) FROM mysql.user WHERE User IN ('odd', 'plain', 'zz')")
        // Some servers escape what they show, and then all of it comes.
        if made == "odd,plain,zz" {
            #expect(run.status == 0, "\(run)")
            #expect(try target.query("SHOW CREATE USER odd@'%'") == shown)
        } else {
            #expect(run.status == 1 && run.errors.contains("odd"), "\(run) \(shown)")
            #expect(made == "plain,zz", "\(back)")
        }
    }

    @Test("M5 MySQL: default roles, REVOKE without partial_revokes and missing plugins cost no other account")
    func mySQL() throws {
        let root = try #require(try DebianRoot.sid())
        let source = try PrivateMariaDB(in: root, isMySQL: true)
        try source.execute(
            """
            SET GLOBAL partial_revokes = ON; CREATE DATABASE d; CREATE TABLE d.t (a INT);
            CREATE ROLE zrole, zzz; GRANT zzz TO zrole; GRANT SELECT ON d.* TO zzz;
            CREATE USER app@'%' IDENTIFIED BY 'app-password' DEFAULT ROLE zrole;
            CREATE USER partial@'%' IDENTIFIED BY 'x'; GRANT SELECT ON *.* TO partial@'%';
            REVOKE SELECT ON mysql.* FROM partial@'%'; CREATE USER zuser@'%' IDENTIFIED BY 'y';
            GRANT INSERT ON d.* TO zuser@'%'; DROP USER root@127.0.0.1;
            """)
        let night = try Night(entries: [Night.entry(source)])
        let run = try night.runAll()
        #expect(run.status == 0, "\(run)")
        let globals = try night.artifact(of: "globals", kind: "globals")
        let grants = ["app", "partial", "zuser", "zrole", "zzz"].map {
            "SHOW CREATE USER \($0)@'%'; SHOW GRANTS FOR \($0)@'%'"
        }.joined(separator: "; ")
        let expected = try source.query(grants)
        let target = try PrivateMariaDB(in: root, isMySQL: true)
        try night.configure([Night.entry(target)])
        let first = try night.restore(globals)
        #expect(first.status == 4, "\(first)")
        for word in ["partial@%", "partial_revokes"] { #expect(first.errors.contains(word), "\(first)") }
        let made =
            "SELECT GROUP_CONCAT(User ORDER BY User) FROM mysql.user WHERE User IN ('app', 'partial', 'zuser', 'zrole', 'zzz')"
        #expect(try target.query(made) == "app,zrole,zuser,zzz")
        try target.execute("SET GLOBAL partial_revokes = ON")
        let second = try night.restore(globals)
        #expect(second.status == 0, "\(second)")
        #expect(try target.query(grants) == expected)
        #expect(try night.restore(globals).status == 0)
    }

    @Test(
        "M5 a role or tablespace that fails is named, the others come; the second try makes what is missing")
    func postgreSQL() throws {
        let source = try PrivatePostgreSQL()
        let folder = try TemporaryFolder()
        let space = folder.path + "/space"
        try Command("/bin/mkdir", "-m", "777", space).check()
        chmod(folder.path, 0o755)
        try Command("/bin/chown", "postgres", space).check()
        try source.execute(
            """
            CREATE ROLE zgroup; CREATE ROLE "a ""role" LOGIN PASSWORD 'a-password' IN ROLE zgroup;
            ALTER ROLE "a ""role" SET work_mem TO '9MB'; COMMENT ON ROLE zgroup IS 'it''s';
            CREATE ROLE odd LOGIN; ALTER ROLE odd SET plpgsql.odd TO 'x'; CREATE ROLE member IN ROLE odd;
            CREATE ROLE other LOGIN PASSWORD 'its-password';
            """)
        try source.execute("CREATE TABLESPACE spaced OWNER zgroup LOCATION '\(space)'")
        try source.createDatabase("d")
        let night = try Night(entries: [Night.entry(source)])
        #expect(try night.runAll().status == 0)
        let globals = try night.artifact(of: "globals", kind: "globals")
        let state = """
            SELECT string_agg(rolname || rolcanlogin || coalesce(rolpassword, '') || coalesce(setconfig::text, '') ||
            coalesce((SELECT string_agg(g.rolname, ',' ORDER BY g.rolname) FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
            WHERE m.member = a.oid), ''), '|' ORDER BY rolname)
            FROM pg_authid a LEFT JOIN pg_db_role_setting ON setrole = a.oid WHERE a.oid >= 16384
            """
        let expected = try source.query(state)
        try source.execute("DROP TABLESPACE spaced")
        try Command("/bin/rm", "-r", space).check()

        let target = try PrivatePostgreSQL()
        try target.execute("ALTER SYSTEM SET session_preload_libraries = 'plpgsql'")
        try target.execute(
            "SELECT pg_reload_conf(); CREATE ROLE other LOGIN PASSWORD 'another' CONNECTION LIMIT 3")
        try night.configure([Night.entry(target)])
        let first = try night.restore(globals)
        #expect(first.status == 4, "\(first)")
        for word in [
            "role \"odd\"", "role \"member\"", "spaced", "role \"other\" exists, differs",
            "CONNECTION LIMIT 3",
        ] {
            #expect(first.errors.contains(word), "\(word): \(first)")
        }
        #expect(!first.errors.contains("SCRAM-"), "no hash of a password is told: \(first)")
        let made = "SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles WHERE oid >= 16384"
        #expect(try target.query(made) == "a \"role,other,zgroup")

        try target.execute("ALTER SYSTEM RESET session_preload_libraries")
        try target.execute("SELECT pg_reload_conf(); DROP ROLE other")
        try Command("/bin/mkdir", "-m", "777", space).check()
        try Command("/bin/chown", "postgres", space).check()
        let second = try night.restore(globals)
        #expect(second.status == 0, "\(second)")
        #expect(try target.query(state) == expected)
        #expect(
            try target.query("SELECT pg_get_userbyid(spcowner) FROM pg_tablespace WHERE spcname = 'spaced'")
                == "zgroup")
        let third = try night.restore(globals)
        #expect(third.status == 0 && third.errors.contains("is as in the backup"), "\(third)")
        try target.execute("REVOKE zgroup FROM \"a \"\"role\"")
        let different = try night.restore(globals)
        #expect(different.status == 4 && different.errors.contains("GRANT zgroup TO"), "\(different)")
    }
}
