import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Dumps that hold a statement which no dump tool is known to write.
@Suite("What is merely unknown, and what is dangerous", .ownThread)
struct UnknownStatementTests {
    /// Backs a database up with a dump tool that adds a statement before a line; answers with what the run said.
    private func backUp(
        _ entry: (String) -> String, adding statement: String, by tool: String, before marker: String,
        _ night: Night
    ) throws -> Program.Result {
        let script = """
            #!/bin/bash
            set -o pipefail
            case "$*" in *--version*|*--help*) exec \(tool) "$@" ;; esac
            \(tool) "$@" | sed 's/^\(marker)/\(statement)\\n&/'
            """
        let path = try night.folder.write(script, to: "tool-\(UInt32.random(in: .min ... .max))", mode: 0o700)
        try night.configure([entry(path)])
        return try night.run("run", "--all", "--json")
    }

    private func judge(
        _ entry: @escaping (String) -> String, named name: String, tool: String, marker: String,
        unknown: String, dangerous: String, count: () throws -> String
    ) throws {
        let night = try Night(entries: [])
        let warned = try backUp(entry, adding: unknown, by: tool, before: marker, night)
        #expect(
            warned.status == 0 && warned.text.contains("unless it is told --accept-unknown"),
            "\(warned.text) \(warned.errors)")
        let artifact = try night.artifact(of: name)
        let refused = try night.restore(artifact, "--target", "unknown_copy")
        #expect(refused.status == 4 && refused.errors.contains("add --accept-unknown"), "\(refused)")
        let plan = try night.run(
            "restore", artifact, "--target", "unknown_copy", "--accept-unknown", "--plan")
        #expect(plan.status == 0 && plan.text.contains("statements that are not known are run"), "\(plan)")
        let restored = try night.restore(artifact, "--target", "unknown_copy", "--accept-unknown")
        #expect(restored.status == 0, "\(restored)")
        #expect(try count() == "2")

        try Command("/bin/rm", "-r", night.output).check()
        let incomplete = try backUp(entry, adding: dangerous, by: tool, before: marker, night)
        #expect(incomplete.status == 1, "\(incomplete)")
        #expect(incomplete.text.contains("a restore would refuse this dump"), "\(incomplete)")
        let never = try night.restore(
            try night.artifact(of: name), "--target", "dangerous_copy", "--accept-unknown",
            "--accept-incomplete")
        #expect(never.status == 4, "\(never)")
    }

    @Test(
        "R1 on PostgreSQL the run says what a restore would refuse; the unknown runs when it is accepted, the dangerous never"
    )
    func postgreSQL() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "unknown_pg"
        try server.createDatabase(name)
        defer { for name in [name, "unknown_copy", "dangerous_copy"] { try? server.dropDatabase(name) } }
        try server.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)", in: name)
        let tool = try Command("/bin/sh", "-c", "ls /usr/lib/postgresql/*/bin/pg_dump | tail -n 1").check()
            .text.lines[0]
        try judge(
            { Night.entry(server, databases: [name], more: ", \"tools\": { \"pg_dump\": \"\($0)\" }") },
            named: name, tool: String(tool), marker: "COPY public.t",
            unknown: "ANALYZE public.t;", dangerous: "ALTER SYSTEM SET work_mem = '9MB';"
        ) { try server.query("SELECT count(*) FROM t", in: "unknown_copy") }
    }

    @Test(
        "R1 on MariaDB the run says what a restore would refuse; the unknown runs when it is accepted, the dangerous never"
    )
    func mariaDB() throws {
        let server = try PrivateMariaDB.shared()
        let name = "unknown_my"
        try server.createDatabase(name)
        defer { for name in [name, "unknown_copy", "dangerous_copy"] { try? server.dropDatabase(name) } }
        try server.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)", in: name)
        try judge(
            { Night.entry(server, databases: [name], more: ", \"tools\": { \"mariadb-dump\": \"\($0)\" }") },
            named: name, tool: "/usr/bin/mariadb-dump", marker: "-- Dump completed",
            unknown: "CHECK TABLE `t`;", dangerous: "GRANT ALL ON *.* TO public;"
        ) { try server.query("SELECT count(*) FROM t", in: "unknown_copy") }
    }
}
