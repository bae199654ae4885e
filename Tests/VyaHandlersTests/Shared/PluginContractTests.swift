import Testing
import VyaCore
import VyaPlugins
import VyaTestSupport

@testable import VyaHandlers

/// What every plugin with a dump tool must hold to, the bundled ones and one that the project does not know.
@Suite("The contract of every plugin", .ownThread)
struct PluginContractTests {
    static let plugins = ["postgresql", "mysql", "mariadb", "acme"]

    /// Names that want to be something else.
    static let hostileNames = [
        "-rf", "--file=/etc/x", "--result-file=/etc/cron.d/x", "-r/etc/x", "--", "-", "--help", "-h",
        "--defaults-file=/x",
        "host=evil dbname=x", "dbname='x'", "postgresql://evil/x", "postgres://evil", "service=x", "a=b", "=",
        "$(id)",
        "`id`", ";id", "|id", "&", ">x", "'", "\"", "''", "\\", "\\'", "a\nb", "\r", "\t", " ", "  lead",
        "%s%n", "*", "?",
        "{database}", "{secret_file}", "😀", "é", "e\u{301}", "../../etc/passwd", "/etc/passwd", ".", "..",
        "NULL", "\u{202E}x",
        String(repeating: "x", count: 200),
    ]

    private func server(_ plugin: String, _ names: [String]) -> FakeHostProbe {
        switch plugin {
        case "postgresql": return Servers.postgresql(databases: names)
        case "acme":
            return FakeHostProbe(
                tools: [("/opt/acmedump", "1.0"), ("/opt/acmectl", "1.0")],
                answers: [.ok("acmectl list", names.joined(separator: "\n"))])
        default: return Servers.mariadb(catalog: names.map { ["database", $0, "utf8mb4", "c", ""] })
        }
    }

    private func plan(_ name: String, _ names: [String], password: Secret? = nil) throws -> EntryPlan {
        let plugin =
            name == "acme"
            ? try PlainPlannerTests.plugin(PlainPlannerTests.acme)
            : try #require(try PluginCatalog.load(folder: nil).plugin(named: name))
        let entry = Entry(id: EntryID(1), dbms: name, host: "h", username: "u")
        return try HandlerCatalog.handler(for: plugin, home: nil)
            .plan(PlanRequest(entry: entry, password: password), asking: server(name, names))
    }

    @Test("G1 G2 G3 a hostile name stays one piece of data and changes no other argument", arguments: plugins)
    func names(_ plugin: String) throws {
        // A tool that prints a name a line cannot have names with line ends; G5 keeps them out of
        // configurations.
        let hostile = Self.hostileNames.filter { plugin != "acme" || !$0.contains { $0.isNewline } }
        let calm = try plan(plugin, ["calm"])
        let expected = try #require(calm.jobs.first { $0.database == "calm" }?.arguments)
        let place = try #require(expected.firstIndex { $0.contains("calm") })
        for name in hostile {
            let job = try #require(
                try plan(plugin, [name]).jobs.first { $0.database == ExactName(name) }, "\(name)")
            var arguments = job.arguments
            // Two flags depend on quotes in the name; they are fixed words of ours.
            let flags: Set = ["--events", "--skip-events", "--routines", "--skip-routines"]
            arguments.removeAll(where: flags.contains)
            let others = expected.filter { !flags.contains($0) }
            let position = try #require(others.firstIndex { $0.contains("calm") })
            #expect(arguments.count == others.count, "\(name)")
            let given = arguments.remove(at: position)
            #expect(
                arguments == others.enumerated().filter { $0.offset != position }.map(\.element), "\(name)")
            if plugin == "postgresql" {
                let quoted = name.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
                #expect(given == expected[place].replacing("dbname='calm'", with: "dbname='\(quoted)'"))
            } else {
                #expect(given == name)
                #expect(arguments[position - 1] == "--")
            }
        }
    }

    @Test("all hostile names together are as many jobs, byte for byte", arguments: plugins)
    func together(_ plugin: String) throws {
        let hostile = Self.hostileNames.filter { plugin != "acme" || !$0.contains { $0.isNewline } }
        let jobs = try plan(plugin, hostile).jobs.filter { $0.kind == .dump }
        #expect(Set(jobs.map(\.database)) == Set(hostile.map { ExactName($0) }))
    }

    @Test("G6 no secret is in an argument, an environment or a description", arguments: plugins)
    func secrets(_ plugin: String) throws {
        let secret = "S3CR3T-canary"
        let fake = server(plugin, ["calm"])
        let facts =
            plugin == "acme"
            ? try PlainPlannerTests.plugin(PlainPlannerTests.acme)
            : try #require(try PluginCatalog.load(folder: nil).plugin(named: plugin))
        let plan = try HandlerCatalog.handler(for: facts, home: nil).plan(
            PlanRequest(entry: Entry(id: EntryID(1), dbms: plugin, host: "h"), password: Secret(secret)),
            asking: fake)
        let invocations = plan.jobs.compactMap(\.invocation) + fake.asked
        #expect(invocations.contains { $0.secret != nil })
        for invocation in invocations {
            #expect(!"\(invocation)".contains(secret))
            #expect(!invocation.arguments.contains { $0.resolved(secretFile: "").contains(secret) })
            #expect(!invocation.environment.values.contains { $0.resolved(secretFile: "").contains(secret) })
            #expect(invocation.secret.map { $0.exposedPlainText.contains(secret) } ?? true)
        }
    }

    @Test("no tool is started that the plugin does not name, and none by a relative path", arguments: plugins)
    func executables(_ plugin: String) throws {
        let fake = server(plugin, ["calm"])
        let facts =
            plugin == "acme"
            ? try PlainPlannerTests.plugin(PlainPlannerTests.acme)
            : try #require(try PluginCatalog.load(folder: nil).plugin(named: plugin))
        let plan = try HandlerCatalog.handler(for: facts, home: nil).plan(
            PlanRequest(entry: Entry(id: EntryID(1), dbms: plugin)), asking: fake)
        let named = [facts.dumpTool, facts.queryTool, facts.globalsTool].flatMap { $0?.names ?? [] }
        for invocation in plan.jobs.compactMap(\.invocation) + fake.asked {
            #expect(invocation.executable.hasPrefix("/"))
            #expect(named.contains(String(invocation.executable.split(separator: "/").last ?? "")))
        }
    }
}
