import Foundation
import Testing
import VyaCore
import VyaPlugins
import VyaTestSupport

@testable import VyaHandlers

/// Carries a plan out with the stock tools, as the engine would.
struct RestoreDriver {
    let server: PrivatePostgreSQL
    let folder: TemporaryFolder

    init(_ server: PrivatePostgreSQL) throws {
        self.server = server
        folder = try TemporaryFolder("restore")
    }

    func entry(user: String? = nil) -> Entry {
        Entry(
            id: EntryID(1), dbms: "postgresql", host: server.socketFolder, port: server.port,
            username: user ?? server.user)
    }

    @discardableResult
    func run(_ invocation: ToolInvocation, input: Data) throws -> ToolAnswer {
        var command = Command(invocation.executable, invocation.redactedArguments)
        command.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "PGPASSFILE": server.passFile]
        if let secret = invocation.secret {
            let name = "passfile-\(UInt64.random(in: .min ... .max))"
            try folder.write(secret.exposedPlainText, to: name)
            chmod(folder(name), 0o600)
            command.environment["PGPASSFILE"] = folder(name)
        }
        command.input = input
        let result = try command.run()
        return ToolAnswer(
            ending: result.signalled ? .signalled(result.status) : .exited(result.status),
            output: Array(result.output), errorLines: result.errors.split(separator: "\n").map(String.init))
    }

    struct Failure: Error, CustomStringConvertible { let description: String }

    func carryOut(_ steps: [RestoreStep]) throws {
        for step in steps {
            guard case .run(let invocation, let input) = step.action else { continue }
            let answer = try run(invocation, input: Data(input))
            guard answer.ending.isSuccess else {
                throw Failure(description: "\(step.title): \(answer.errorLines)")
            }
        }
    }

    /// Carries a stage out and answers with its counts; `dropping` leaves out the end of what the client gets.
    func carryOut(_ plan: RestorePlan, dump: [UInt8], dropping: Int = 0) throws -> RestoredCounts? {
        if let obstacle = plan.obstacles.first { throw Failure(description: obstacle.description) }
        var counts: RestoredCounts?
        for stage in plan.stages {
            try carryOut(stage.prepare + stage.parts.flatMap(\.steps))
            if let load = stage.load {
                var input = Data()
                for piece in stage.pieces ?? [0..<dump.count] { input += dump[piece] }
                let answer = try run(load, input: input.dropLast(dropping))
                guard answer.ending.isSuccess else {
                    throw Failure(description: "load: \(answer.errorLines)")
                }
            }
            if let comparison = stage.comparison {
                counts = try comparison.read(try run(comparison.invocation, input: Data(comparison.input)))
            }
            try carryOut(stage.finish)
        }
        return counts
    }

    func discard(_ plan: RestorePlan) throws {
        for stage in plan.stages { try carryOut(stage.discard) }
    }

    /// The real server, asked by the stock psql.
    func probe() -> any HostProbe { ServerHostProbe(driver: self) }

    private struct ServerHostProbe: HostProbe {
        let driver: RestoreDriver
        func locate(_ request: ToolRequest) throws -> [LocatedTool] {
            let name = request.names[0]
            return [
                LocatedTool(
                    name: name, path: "/usr/bin/\(name)",
                    version: try Command("/usr/bin/\(name)", "--version").check().text)
            ]
        }
        func ask(_ invocation: ToolInvocation, timeouts: Timeouts) throws -> ToolAnswer {
            try driver.run(invocation, input: Data())
        }
        func paths(matching glob: ExactName) throws -> [ExactName] { [] }
        func look(at path: String) -> PathFacts { PathFacts(exists: true, freeBytes: .max) }
    }

    /// Backs a database up as the planner says, with a manifest.
    func backUp(_ database: String) throws -> (dump: [UInt8], manifest: Manifest) {
        let handler = DumpToolHandler(plugin: try RestoreDriver.plugin(), home: nil)
        let plan = try handler.plan(
            PlanRequest(entry: entry(), only: [ExactName(database)]), asking: probe())
        let job = try #require(plan.jobs.first)
        let dump = try run(try #require(job.invocation), input: Data()).output
        let summary = PostgreSQLInspectorTests.inspect(dump).summary
        let manifest = Manifest(
            runID: "r", host: "h", entry: EntryID(1), dbms: "postgresql", database: ExactName(database),
            kind: .dump,
            file: "x.sql.gz", startedAt: "", finishedAt: "", provenance: job.provenance, arguments: [],
            rawBytes: dump.count, bytes: 1, sha256: "0", encoding: "gzip",
            proof: .init(marker: summary.marker, tables: summary.tables, objects: summary.objects))
        return (dump, manifest)
    }

    static func plugin() throws -> Plugin {
        try #require(try PluginCatalog.load(folder: nil).plugin(named: "postgresql"))
    }

    func request(
        _ dump: [UInt8], _ manifest: Manifest?, _ purpose: RestoreRequest.Purpose, target: String,
        kind: ArtifactKind = .dump, user: String? = nil
    ) -> RestoreRequest {
        let (summary, traits) = PostgreSQLInspectorTests.inspect(dump, forTables: true, kind: kind)
        return RestoreRequest(
            entry: entry(user: user), purpose: purpose, target: ExactName(target),
            scratch: ExactName("vya_restore_" + String(target.unicodeScalars.prefix(24)) + " scratch"),
            mark: Restores.mark("drill"), manifest: manifest,
            summary: summary, traits: traits, rawBytes: dump.count)
    }

    func plan(_ request: RestoreRequest) throws -> RestorePlan {
        try PostgreSQLRestorer(plugin: try RestoreDriver.plugin(), home: nil).plan(
            request, asking: probe())
    }
}

@Suite("Restores of PostgreSQL, carried out by stock tools", .ownThread)
struct PostgreSQLRestoreTests {
    /// The head of a dump with `--create`, without the database's name.
    private func head(_ server: PrivatePostgreSQL, _ name: String) throws -> String {
        var command = Command("pg_dump", "-w", "-C", "-s", "-N", "*")
        command.environment = server.environment
        command.environment["PGDATABASE"] = name
        let text = try command.check().text
        let lines = text.split(separator: "\n").filter {
            !$0.contains("restrict ") && !$0.hasPrefix("\\connect") && !$0.hasPrefix("-- Name:")
        }
        return lines.joined(separator: "\n").replacing(PrivatePostgreSQL.identifier(name), with: "NAME")
            .replacing("DATABASE \(name) ", with: "DATABASE NAME ")
    }

    @Test(
        "F19 whatever a database holds comes back, counted, with its settings, privileges and comment",
        arguments: [HostileData.Kind.shop, .hostile] + (Adversity.isFull ? [.wideRow] : []))
    func roundTrip(_ kind: HostileData.Kind) throws {
        let server = try PrivatePostgreSQL.shared()
        let driver = try RestoreDriver(server)
        let name = "round \"trip\" 'é \(kind.rawValue)"
        let quoted = PrivatePostgreSQL.identifier(name)
        try HostileData.load(kind, into: server, database: name)
        defer { for name in [name, name + " copy"] { try? server.dropDatabase(name) } }
        let role = "role \"x\" \(kind.rawValue)"
        try server.execute(
            """
            CREATE ROLE \(PrivatePostgreSQL.identifier(role));
            ALTER DATABASE \(quoted) OWNER TO \(PrivatePostgreSQL.identifier(role));
            ALTER DATABASE \(quoted) SET search_path TO "$user", "a ""b", public;
            ALTER DATABASE \(quoted) SET work_mem = '7MB';
            ALTER DATABASE \(quoted) SET my.setting = 'it''s = \\ ''';
            ALTER ROLE \(PrivatePostgreSQL.identifier(role)) IN DATABASE \(quoted) SET datestyle = 'ISO, DMY';
            REVOKE ALL ON DATABASE \(quoted) FROM PUBLIC;
            GRANT CONNECT ON DATABASE \(quoted) TO postgres WITH GRANT OPTION;
            GRANT CREATE, TEMPORARY ON DATABASE \(quoted) TO postgres;
            COMMENT ON DATABASE \(quoted) IS E'a comment\\n''\\\\';
            ALTER DATABASE \(quoted) CONNECTION LIMIT 7;
            """)
        let (dump, manifest) = try driver.backUp(name)
        let copy = name + " copy"
        let request = driver.request(dump, manifest, .database(replacing: false), target: copy)
        #expect(request.traits.commands == [])
        let plan = try driver.plan(request)
        #expect(plan.obstacles == [] && plan.notes == [])
        let counts = try #require(try driver.carryOut(plan, dump: dump))
        #expect(counts.tables == request.summary.tables)
        for (kind, expected) in request.summary.objects {
            if let restored = counts.objects[kind] {
                #expect(restored >= expected, "\(kind)")
            } else {
                #expect(
                    ["comment", "acl", "blob metadata", "materialized view data"].contains(kind),
                    "\(kind) is not counted")
            }
        }
        #expect(try head(server, copy) == head(server, name))
        #expect(ComparableDump(try server.dump(copy)).difference(from: ComparableDump(Data(dump))) == nil)
        let left = "SELECT count(*) FROM pg_database WHERE datname = $$\(request.scratch)$$"
        #expect(try server.query(left) == "0")
        // The same again: the name is taken.
        #expect(try driver.plan(request).obstacles.map(\.code) == ["restore.target-exists"])
        try server.execute(
            "DROP DATABASE \(PrivatePostgreSQL.identifier(copy)); DROP DATABASE \(quoted); DROP OWNED BY \(PrivatePostgreSQL.identifier(role)); DROP ROLE \(PrivatePostgreSQL.identifier(role))"
        )
        let drill = try driver.plan(driver.request(dump, manifest, .drill, target: copy))
        #expect(drill.obstacles.map(\.code) == ["restore.missing-roles"])
        #expect(drill.stages.isEmpty)
    }
}
