package import Foundation
import VyaCore

/// A PostgreSQL of the tests' own, in memory or below /tmp, with passwords asked for on every way in.
///
///     let server = try PrivatePostgreSQL.shared()          // one a test process: make databases with names of your own
///     let own = try PrivatePostgreSQL()                    // when the test needs to know every database; 2 s
///     try server.execute("CREATE DATABASE shop")
///     try server.query("SELECT count(*) FROM orders", in: "shop")   // "42"
///     try server.dump("shop")                              // what the stock pg_dump writes, as bytes
///     try server.restore(fileOf: "/tmp/x.sql.gz", into: "copy")     // zcat | psql
///     server.socketFolder, server.port, server.user, server.password, server.passFile
///
/// It also listens on 127.0.0.1. It ends with its last reference, with `stop()`, or with the test process.
package final class PrivatePostgreSQL: Sendable {
    /// The superuser.
    package let user = "postgres"
    /// The superuser's password, random in each server.
    package let password: String
    private let server: PrivateServer
    private let root: DebianRoot?
    private static let common = Result { try PrivatePostgreSQL() }

    /// Returns the server that all tests of the process share, starting it at the first call.
    package static func shared() throws -> PrivatePostgreSQL { try common.get() }

    /// Starts a server, with options of its own; in the root of another release, where its own tools serve it; with its
    /// data in a folder of the test's.
    package init(in root: DebianRoot? = nil, options: [String] = [], place: String? = nil) throws {
        self.root = root
        server = try PrivateServer(script: "postgresql.sh", in: root, options: options, place: place)
        password = try String(contentsOfFile: server.folder + "/password", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
    }

    /// The folder of its socket, which clients take as the host.
    package var socketFolder: String { server.folder }
    /// The port, of the socket as well as of 127.0.0.1.
    package var port: Int { server.port }
    /// A passfile (libpq's `PGPASSFILE`) for the superuser.
    package var passFile: String { server.folder + "/pgpass" }
    /// The variables with which stock tools reach it.
    package var environment: [String: String] {
        [
            "PATH": PrivatePostgreSQL.programs + "/usr/local/bin:/usr/bin:/bin", "PGHOST": socketFolder,
            "PGPORT": String(port),
            "PGUSER": user,
            "PGPASSFILE": passFile, "LC_ALL": "C.UTF-8",
        ]
    }

    /// Where Debian has the programs that its wrappers in /usr/bin start after a twentieth of a second of Perl (traps.md T34).
    private static let programs: String = {
        let releases = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newest = releases.max { $0.compare($1, options: .numeric) == .orderedAscending }
        return newest.map { "/usr/lib/postgresql/\($0)/bin:" } ?? ""
    }()

    /// Stops the server at once, as a crash would, and removes its data.
    package func stop() { server.stop() }

    /// Stops the server as `pg_ctl -m immediate stop` does, starts it again, and waits until it answers.
    package func crash() throws {
        try server.crash(by: SIGQUIT, pidFile: "data/postmaster.pid")
        try waitUntil("PostgreSQL is back", within: 60) { (try? query("SELECT 1")) == "1" }
    }

    /// Has the server come up as a standby, which takes no writes; it has to have been started with `wal_level=replica`.
    package func becomeStandby() throws {
        guard FileManager.default.createFile(atPath: server.folder + "/data/standby.signal", contents: nil)
        else {
            throw Command.Failure(description: "cannot make the server a standby")
        }
        try crash()
    }

    /// Runs statements by `psql`, which stops at the first error; returns what it prints, unaligned and without headings.
    @discardableResult
    package func query(_ sql: String, in database: String = "postgres") throws -> String {
        try psql(["-At"], in: database, input: Data(sql.utf8))
    }

    /// Runs statements by `psql`, which stops at the first error.
    package func execute(_ sql: String, in database: String = "postgres") throws {
        try query(sql, in: database)
    }

    /// Runs all statements, and returns the errors of those that the server refused.
    package func refusals(of sql: String, in database: String) throws -> [String] {
        var command = client("psql", ["-Xqw", "-v", "ON_ERROR_STOP=0", "-o", "/dev/null"], in: database)
        command.input = Data(sql.utf8)
        return try command.run().errors.split(separator: "\n").filter { $0.contains("ERROR:") }.map(
            String.init)
    }

    /// Runs statements with the login of another account.
    package func execute(_ sql: String, in database: String, as role: String, password: String) throws {
        var command = client("psql", ["-Xqw", "-v", "ON_ERROR_STOP=1"], in: database)
        command.environment["PGUSER"] = role
        command.environment["PGPASSWORD"] = password
        command.input = Data(sql.utf8)
        try command.check()
    }

    /// Runs the statements of a file.
    package func execute(fileOf path: String, in database: String = "postgres") throws {
        try psql(["-f", root == nil ? path : DebianRoot.inside(path)], in: database)
    }

    /// Makes a database with exactly this name.
    package func createDatabase(_ name: String) throws {
        try execute("CREATE DATABASE \(PrivatePostgreSQL.identifier(name)) TEMPLATE template0")
    }

    /// Drops a database with exactly this name, if there is one, whoever is connected to it.
    package func dropDatabase(_ name: String) throws {
        try execute("DROP DATABASE IF EXISTS \(PrivatePostgreSQL.identifier(name)) WITH (FORCE)")
    }

    /// Returns what the stock `pg_dump` writes of a database.
    package func dump(_ database: String) throws -> Data {
        try client("pg_dump", ["-w"], in: database).check().output
    }

    /// Restores a compressed dump as an operator would: `zcat FILE | psql`.
    package func restore(fileOf path: String, into database: String) throws {
        let line = "set -o pipefail; zcat -- \"$1\" | psql -XqwAt -v ON_ERROR_STOP=1 >/dev/null"
        try client("/bin/bash", ["-c", line, "bash", path], in: database).check()
    }

    /// A name as SQL wants it.
    package static func identifier(_ name: String) -> String {
        "\"" + name.escaping(["\"": "\"\""]) + "\""
    }

    @discardableResult
    private func psql(_ arguments: [String], in database: String, input: Data? = nil) throws -> String {
        var command = client("psql", ["-Xqw", "-v", "ON_ERROR_STOP=1"] + arguments, in: database)
        command.input = input
        return try command.check().text.trimmingCharacters(in: .newlines)
    }

    private func client(_ name: String, _ arguments: [String], in database: String) -> Command {
        let words = root?.words(name, arguments) ?? [name] + arguments
        var command = Command(words[0], Array(words.dropFirst()))
        command.environment = environment
        // Not as an argument: a name with `=` would be taken as a connection string.
        command.environment["PGDATABASE"] = database
        return command
    }
}
