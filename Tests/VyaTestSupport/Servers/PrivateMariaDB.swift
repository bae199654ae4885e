package import Foundation
import VyaCore

/// A MariaDB of the tests' own, in memory or below /tmp, with passwords asked for on every way in.
///
///     let server = try PrivateMariaDB.shared()             // one a test process: make databases with names of your own
///     let own = try PrivateMariaDB()                       // when the test needs to know every database; 3 s
///     try server.execute("CREATE DATABASE shop")
///     try server.query("SELECT count(*) FROM orders", in: "shop")   // "42"
///     try server.dump("shop")                              // what the stock mariadb-dump writes, as bytes
///     try server.restore(fileOf: "/tmp/x.sql.gz", into: "copy")     // zcat | mariadb
///     server.socket, server.port, server.user, server.password, server.optionFile
///
/// With `isMySQL` it is a MySQL, which has the same ways in. It also listens on 127.0.0.1. It ends with its last reference, with `stop()`, or with the test process.
package final class PrivateMariaDB: Sendable {
    /// The superuser.
    package let user = "root"
    /// The superuser's password, random in each server.
    package let password: String
    /// Whether it is a MySQL.
    package let isMySQL: Bool
    private let server: PrivateServer
    private let root: DebianRoot?
    private static let common = Result { try PrivateMariaDB() }

    /// Returns the server that all tests of the process share, starting it at the first call.
    package static func shared() throws -> PrivateMariaDB { try common.get() }

    /// What stands in for this host's server where a test asks for none of another release: with `VYA_TEST_MARIADB=11.8` that of
    /// Debian 13, so that all suites can be run over it, by this host's client. Some tests need plugins or a version that it lacks.
    private static func substitute() throws -> DebianRoot? {
        let wanted = ProcessInfo.processInfo.environment["VYA_TEST_MARIADB"]
        return wanted == "11.8" ? try DebianRoot.trixie() : nil
    }

    /// Starts a server, with options of its own; in the root of another release, where its own tools serve it.
    package init(
        in root: DebianRoot? = nil, isMySQL: Bool = false, options: [String] = [], place: String? = nil
    ) throws {
        let root = try isMySQL ? root : root ?? PrivateMariaDB.substitute()
        self.root = root
        self.isMySQL = isMySQL
        server = try PrivateServer(
            script: isMySQL ? "mysql.sh" : "mariadb.sh", in: root, options: options, place: place)
        password = try String(contentsOfFile: server.folder + "/password", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
    }

    /// The path of its socket.
    package var socket: String { server.folder + "/mysql.sock" }
    /// The port on 127.0.0.1.
    package var port: Int { server.port }
    /// An option file (`--defaults-file`) for the superuser.
    package var optionFile: String { server.folder + "/client.cnf" }

    /// Stops the server at once, as a crash would, and removes its data.
    package func stop() { server.stop() }

    /// Kills the server, starts it again, and waits until it answers.
    package func crash() throws {
        try server.crash(by: SIGKILL, pidFile: "pid")
        try waitUntil("MariaDB is back", within: 60) { (try? query("SELECT 1")) == "1" }
    }

    /// Makes whoever reads a table wait, while its definition stays readable; returns the way to let go of it.
    package func lock(_ table: String, in database: String) throws -> () throws -> Void {
        let holder = try RunningProgram(
            "/usr/bin/mariadb",
            [
                "--defaults-file=" + optionFile, database, "-e",
                "LOCK TABLES \(table) WRITE; SELECT SLEEP(600) AS \(table)",
            ],
            environment: [:])
        var id = ""
        try waitUntil("the table is locked", within: 60) {
            id = try query(
                "SELECT id FROM information_schema.processlist"
                    + " WHERE db = '\(database)' AND info LIKE 'SELECT SLEEP% \(table)'")
            return !id.isEmpty
        }
        // The server would not notice at once that its client is gone.
        return { [id] in
            try self.execute("KILL CONNECTION \(id)")
            holder.killSession()
            try waitUntil("the table is free", within: 60) {
                try self.query(
                    "SELECT count(*) FROM information_schema.processlist WHERE id = \(id)") == "0"
            }
        }
    }

    /// Runs statements by `mariadb`, which stops at the first error; returns what it prints, without headings.
    @discardableResult
    package func query(_ sql: String, in database: String? = nil) throws -> String {
        var command = client(stockClient, ["--batch", "--skip-column-names"] + selection(database))
        command.input = Data(sql.utf8)
        return try command.check().text.trimmingCharacters(in: .newlines)
    }

    /// Runs statements by `mariadb`, which stops at the first error; `DELIMITER` lines are understood.
    package func execute(_ sql: String, in database: String? = nil) throws {
        try query(sql, in: database)
    }

    /// Runs statements with the login of another account; line ends and zeros arrive as they are.
    package func execute(_ sql: String, in database: String?, as account: String, password: String) throws {
        try script(sql, in: database, as: account, password: password).check()
    }

    /// Runs all statements with the login of an account, and returns the errors of those that failed.
    package func errors(
        of sql: String, in database: String?, as account: String, password: String
    ) throws -> [String] {
        var command = try script(sql, in: database, as: account, password: password)
        command.arguments.append("--force")
        return try command.run().errors.split(separator: "\n").filter { $0.hasPrefix("ERROR ") }.map(
            String.init)
    }

    private func script(
        _ sql: String, in database: String?, as account: String, password: String
    ) throws -> Command {
        var command = client(
            stockClient,
            ["--user=\(account)", "--password=\(password)", "--batch", "--binary-mode"] + selection(database))
        command.input = Data(sql.utf8)
        return command
    }

    /// What lies in the folder of data, beside the files that the server keeps for itself.
    package func dataFolderNames() throws -> [String] {
        let own = ["#", "ib", "aria", "undo", "ddl", "tc.log"]
        return try FileManager.default.contentsOfDirectory(atPath: server.folder + "/data").filter { name in
            !own.contains { name.hasPrefix($0) }
        }.sorted()
    }

    /// Runs the statements of a file.
    package func execute(fileOf path: String, in database: String? = nil) throws {
        var command = client(stockClient, selection(database))
        command.input = try Data(contentsOf: URL(fileURLWithPath: path))
        try command.check()
    }

    /// Makes a database with exactly this name.
    package func createDatabase(_ name: String) throws {
        try execute("CREATE DATABASE \(PrivateMariaDB.identifier(name)) CHARACTER SET utf8mb4")
    }

    /// Drops a database with exactly this name, if there is one.
    package func dropDatabase(_ name: String) throws {
        try execute("DROP DATABASE IF EXISTS \(PrivateMariaDB.identifier(name))")
    }

    /// Returns what the stock `mariadb-dump` writes of a database, with all that belongs to it.
    ///
    /// Routines and events can be left out, because the tool cannot ask for them when the name holds a quote.
    package func dump(
        _ database: String, routines: Bool = true, leavingOut tables: [String] = []
    ) throws -> Data {
        let all = ["--routines", "--events"]
        let left =
            tables.map { "--ignore-table=\(database).\($0)" } + (tables.isEmpty ? [] : ["--order-by-primary"])
        return try client(
            isMySQL ? "mysqldump" : "mariadb-dump",
            ["--single-transaction", "--triggers", "--hex-blob"] + (routines ? all : []) + left + [
                "--", database,
            ]
        ).check().output
    }

    /// Restores a compressed dump as an operator would: `zcat FILE | mariadb`.
    package func restore(fileOf path: String, into database: String) throws {
        let line = "set -o pipefail; zcat -- \"$1\" | \"$4\" --defaults-file=\"$2\" --database=\"$3\""
        try command("/bin/bash", ["-c", line, "bash", path, optionFile, database, stockClient]).check()
    }

    /// A name as SQL wants it.
    package static func identifier(_ name: String) -> String {
        "`" + name.escaping(["`": "``"]) + "`"
    }

    private func selection(_ database: String?) -> [String] { database.map { ["--database=\($0)"] } ?? [] }

    private var stockClient: String { isMySQL ? "mysql" : "mariadb" }

    private func client(_ name: String, _ arguments: [String]) -> Command {
        command(name, ["--defaults-file=\(optionFile)"] + arguments)
    }

    private func command(_ name: String, _ arguments: [String]) -> Command {
        let words = root?.words(name, arguments) ?? [name] + arguments
        return Command(words[0], Array(words.dropFirst()))
    }
}
