import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// What PostgreSQL 16 to 18 brought, on the server of Debian unstable, with its own clients.
@Suite(
    "What is new in PostgreSQL 16 to 18", .ownThread,
    .enabled("Debian unstable cannot be had here") { try DebianRoot.sid() != nil })
struct PostgreSQL18Tests {
    private func dump(_ database: String, on server: PrivatePostgreSQL) throws -> ComparableDump {
        ComparableDump(try server.dump(database))
    }

    @Test(
        "S18 a database with a bit of everything that is new passes its drill, and comes back as it was",
        arguments: [[], ["--statistics"]])
    func sink(options: [String]) throws {
        let root = try #require(try DebianRoot.sid())
        let server = try PrivatePostgreSQL(in: root)
        try server.execute(
            "CREATE DATABASE sink LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' TEMPLATE template0")
        try server.execute(
            String(decoding: Repository.contents(ofFixture: "sql/postgresql18-sink.sql"), as: UTF8.self),
            in: "sink")
        if !options.isEmpty { try server.execute("ANALYZE", in: "sink") }
        let night = try Night(entries: [])
        let tools = try ["pg_dump", "pg_dumpall", "psql"].map {
            "\"\($0)\": \"\(try root.wrapper(for: "/usr/lib/postgresql/18/bin/" + $0, in: night.folder))\""
        }
        let quoted = options.map { "\"\($0)\"" }.joined()
        try night.configure([
            Night.entry(
                server, databases: ["sink"],
                more: ", \"options\": [\(quoted)], \"tools\": { \(tools.joined(separator: ", ")) }")
        ])
        let run = try night.run("run", "--all", "--json")
        #expect(run.status == 0 && !run.text.contains("refuse"), "\(run)")
        let before = try dump("sink", on: server)
        let artifact = try night.artifact(of: "sink")
        let drill = try night.run("verify", artifact, "--restore")
        #expect(drill.status == 0 && !drill.text.contains("not counted"), "\(drill.text)")
        for words in [["--target", "copy"], ["--replace"]] {
            let back = try night.program.run(
                ["restore", artifact, "--yes", "--config", night.folder("config.json")] + words)
            #expect(back.status == 0, "\(back.errors)")
        }
        #expect(try dump("sink", on: server).difference(from: before) == nil)
        #expect(try dump("copy", on: server).difference(from: before) == nil)
        // A constraint that is missing is missed, of the new kinds, too.
        try Forgery.change(artifact) { text in
            text.replacingOccurrences(
                of: "ALTER TABLE public.base\n    ADD CONSTRAINT b_nn NOT NULL b NOT VALID;\n", with: "")
        }
        let thinner = try night.run("verify", artifact, "--restore")
        #expect(thinner.status == 4, "\(thinner.text)")
    }
}
