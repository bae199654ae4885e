import VyaCore

/// An account that has all privileges on its own databases and nothing else, on MySQL or MariaDB, and what it may put
/// there to gain more.
///
/// Whatever it gains shows in `picture`: `gain()` and `seize()` write into another database, set a variable of the server,
/// grant and write a file, if the one who runs them can.
package struct HostileMySQLTenant {
    package let server: PrivateMariaDB
    /// The account's name, and its database's.
    package let name = "tenant"
    private let databases: [String]

    /// Makes the account and its database; on a server that runs events, beside a database that is somebody else's.
    ///
    /// The databases of further names are the account's, too.
    package init(on server: PrivateMariaDB, databases: [String] = []) throws {
        (self.server, self.databases) = (server, databases)
        let own = (["tenant"] + databases).map { name in
            let pattern = name.escaping(["_": "\\_", "%": "\\%", "\\": "\\\\"])
            return "CREATE DATABASE \(PrivateMariaDB.identifier(name));"
                + "GRANT ALL PRIVILEGES ON \(PrivateMariaDB.identifier(pattern)).* TO tenant@localhost;"
        }
        try server.execute(
            """
            CREATE USER tenant@localhost IDENTIFIED BY 'tenant'; CREATE USER somebody@localhost IDENTIFIED BY 'somebody';
            CREATE DATABASE bystander; CREATE TABLE bystander.kept (n int); INSERT INTO bystander.kept VALUES (1);
            CREATE TABLE bystander.referred (n int PRIMARY KEY); INSERT INTO bystander.referred VALUES (1);
            SET GLOBAL event_scheduler = ON;
            \(own.joined(separator: "\n"))
            """, in: nil, as: server.user, password: server.password)
        try act(
            """
            DELIMITER //
            CREATE FUNCTION gain() RETURNS int MODIFIES SQL DATA SQL SECURITY INVOKER BEGIN
              DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;
              INSERT INTO bystander.kept VALUES (666); SET GLOBAL max_connect_errors = 666;
              SELECT 'x' INTO OUTFILE '\(HostileTenant.trap)'; RETURN 1;
            END//
            CREATE PROCEDURE seize() SQL SECURITY INVOKER BEGIN
              DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;
              INSERT INTO bystander.kept VALUES (666); GRANT ALL PRIVILEGES ON *.* TO tenant@localhost;
            END//
            """)
    }

    /// Runs statements with the rights of the account.
    package func act(_ sql: String, in database: String = "tenant") throws {
        try server.execute(sql, in: database, as: name, password: name)
    }

    /// Furnishes the database, and returns the errors with which the server refused kinds.
    package func refusals(of kinds: [String], bySuperuser: Bool = false) throws -> [String] {
        let script = kinds.map { kind in
            kind + (kind.ends(with: "//") ? "\n" : ";\n")
                + "DELIMITER ;\nSET SESSION sql_mode = DEFAULT, foreign_key_checks = 1;\n"
        }
        return try server.errors(
            of: script.joined(), in: name, as: bySuperuser ? server.user : name,
            password: bySuperuser ? server.password : name)
    }

    /// Accounts, privileges, the server's own tables, its variables, the objects of all other databases, the data of one, and
    /// what lies in the folder of data and where nothing may be written.
    package func picture() throws -> [String] {
        let own = (["tenant"] + databases).map {
            "0x" + $0.utf8.map { String(UInt16($0) | 0x100, radix: 16).dropFirst() }.joined()
        }
        let others =
            "NOT IN (\(own.joined(separator: ", ")), 'information_schema', 'performance_schema', 'sys')"
        let lines = try server.query(
            """
            SET NAMES utf8mb4; SHOW DATABASES;
            SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE CAST(TABLE_SCHEMA AS BINARY) \(others) ORDER BY 1, 2;
            SELECT ROUTINE_SCHEMA, ROUTINE_NAME, DEFINER FROM information_schema.ROUTINES WHERE CAST(ROUTINE_SCHEMA AS BINARY) \(others) ORDER BY 1, 2;
            SELECT EVENT_SCHEMA, EVENT_NAME, STATUS FROM information_schema.EVENTS WHERE CAST(EVENT_SCHEMA AS BINARY) \(others) ORDER BY 1, 2;
            SELECT TRIGGER_SCHEMA, TRIGGER_NAME FROM information_schema.TRIGGERS WHERE CAST(TRIGGER_SCHEMA AS BINARY) \(others) ORDER BY 1, 2;
            SHOW GRANTS FOR tenant@localhost; SHOW GRANTS FOR somebody@localhost; SHOW GRANTS FOR root@localhost;
            SHOW GLOBAL VARIABLES
            """
        ).lines.filter { line in !HostileMySQLTenant.moving.contains { line.begins(with: $0) } }
        let dumps =
            try server.dump("bystander")
            + server.dump("mysql", routines: false, leavingOut: HostileMySQLTenant.noted)
        let dumped = String(decoding: dumps, as: UTF8.self).lines.filter {
            !$0.begins(with: "-- Dump completed")
        }
        // MariaDB shows grants in the order of a hash, which is another one once it has read them anew.
        return (lines.map { String($0) }.sorted() + dumped.map { String($0) })
            + (try server.dataFolderNames()) + HostileTenant.trapped()
    }

    /// Furnishes a fresh server's tenant with all there is, runs every command, and returns what went wrong: kinds that the server
    /// refused, commands that failed, and what the picture shows.
    package static func furnishingProblems(
        on server: PrivateMariaDB, in root: DebianRoot? = nil
    ) throws -> [String] {
        let tenant = try HostileMySQLTenant(on: server)
        let kinds =
            MySQLFurnishing.common + (server.isMySQL ? MySQLFurnishing.mySQL : MySQLFurnishing.mariaDB)
        var problems = try tenant.refusals(of: kinds)
        problems += try tenant.refusals(of: MySQLFurnishing.granted, bySuperuser: true)
        let before = try tenant.picture()
        var night = try Night(entries: [Night.entry(server, databases: [tenant.name])])
        if let root { night.program.path = try root.program(in: night.folder) }
        problems += try HostileTenant.exercise(night, copying: [tenant.name], drop: server.dropDatabase)
        problems += HostileTenant.changes(before, try tenant.picture())

        problems += try tenant.refusals(of: MySQLFurnishing.orphaned, bySuperuser: true)
        try Command("/bin/rm", "-r", night.output).check()
        for (words, status) in [(["run", "--all"], 0), (["verify", "--latest", "--restore"], 0)] {
            let result = try night.program.run(
                words + ["--config", night.folder("config.json")], within: 600)
            if result.status != status { problems.append("with definers that are gone, \(words): \(result)") }
        }
        let refused = try night.run(
            "restore", try night.artifact(of: tenant.name), "--target", "copied", "--plan")
        if refused.status != 2 { problems.append("with definers that are gone: \(refused)") }
        problems += HostileTenant.changes(before, try tenant.picture())
        // The proof that the picture shows what a superuser who runs the tenant's code does.
        try server.execute("CALL tenant.seize()")
        if try tenant.picture() == before { problems.append("the picture shows nothing") }
        return problems
    }

    /// Gives things on a fresh server these names, and some of them to databases and accounts, runs every command, and returns what
    /// went wrong.
    package static func namingProblems(
        on server: PrivateMariaDB, in root: DebianRoot? = nil, names: [String], databases: [String],
        leading: Int = 5
    ) throws -> [String] {
        let silent = try SilentServer()
        let databases = databases + HostileMySQLNames.leading(to: silent.port).prefix(leading)
        let tenant = try HostileMySQLTenant(on: server, databases: databases)
        try tenant.makeObjects(named: names)
        try tenant.makeAccounts(named: databases)
        for database in databases {
            let quoted = PrivateMariaDB.identifier(database)
            try tenant.act(
                "CREATE TABLE \(quoted) (\(quoted) int); INSERT INTO \(quoted) VALUES (1); "
                    + "CREATE TRIGGER \(quoted).\(quoted) BEFORE INSERT ON \(quoted).\(quoted) FOR EACH ROW SET @a = 1",
                in: database)
        }
        let before = try tenant.picture()
        var night = try Night(entries: [Night.entry(server)])
        if let root { night.program.path = try root.program(in: night.folder) }
        var problems = try HostileTenant.exercise(
            night, copying: [tenant.name] + databases.prefix(2), drop: server.dropDatabase)
        problems += HostileTenant.changes(before, try tenant.picture())
        if silent.wasReached { problems.append("the listener was reached") }
        return problems
    }

    /// Variables that tell of the time or of what was done last.
    private static let moving = [
        "timestamp", "gtid_", "innodb_", "last_", "pseudo_", "rand_", "statement_id",
    ]
    /// Tables of the server's own that it writes of itself: statistics, logs, events, help.
    private static let noted = [
        "innodb_index_stats", "innodb_table_stats", "table_stats", "column_stats", "index_stats",
        "gtid_slave_pos",
        "gtid_executed", "transaction_registry", "event", "general_log", "slow_log", "help_topic",
        "help_relation",
        "help_keyword", "help_category", "proc",
    ]
}
