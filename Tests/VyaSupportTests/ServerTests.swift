import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("the private servers", .ownThread)
struct ServerTests {
    @Test("a private PostgreSQL answers, dumps, and leaves nothing when it stops")
    func postgresql() throws {
        let server = try PrivatePostgreSQL()
        try server.createDatabase("a \"b\" = c")
        try server.execute("CREATE TABLE t AS SELECT generate_series(1, 3) AS n", in: "a \"b\" = c")
        #expect(try server.query("SELECT count(*) FROM t", in: "a \"b\" = c") == "3")
        #expect(try server.dump("a \"b\" = c").count > 500)
        server.stop()
        #expect(access(server.socketFolder, F_OK) != 0)
        #expect(throws: Command.Failure.self) { try server.query("SELECT 1") }
    }

    @Test("a private MariaDB answers, dumps, and leaves nothing when it stops")
    func mariadb() throws {
        let server = try PrivateMariaDB()
        try server.createDatabase("a `b` = c")
        try server.execute("CREATE TABLE t (n INT); INSERT INTO t VALUES (1), (2), (3)", in: "a `b` = c")
        #expect(try server.query("SELECT count(*) FROM t", in: "a `b` = c") == "3")
        #expect(try server.dump("a `b` = c").count > 500)
        server.stop()
        #expect(access(server.socket, F_OK) != 0)
        #expect(throws: Command.Failure.self) { try server.query("SELECT 1") }
    }

    @Test(
        "the script of a server ends with the process that holds its pipe",
        arguments: ["postgresql.sh", "mariadb.sh"])
    func orphaned(script: String) throws {
        let folder = try TemporaryFolder("orphan")
        chmod(folder.path, 0o755)  // the server has an account of its own
        // The holder of the pipe dies by SIGKILL as soon as the server is ready.
        let holder = """
            exec 3> >("$1" "$2" >"$3")
            until grep -q ready "$3"; do sleep 0.05; done
            kill -KILL $$
            """
        let running = try RunningProgram(
            "/bin/bash",
            ["-c", holder, "bash", Repository.fixture("servers/\(script)"), folder("server"), folder("out")],
            environment: ["PATH": "/usr/bin:/bin"])
        #expect(try running.wait(seconds: 60) == .signalled(SIGKILL))
        try waitUntil("the server and its folder are gone") {
            access(folder("server"), F_OK) != 0 && running.survivors().isEmpty
        }
    }
}
