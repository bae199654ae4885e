import Testing
import VyaCore
import VyaPlugins
import VyaTestSupport

@testable import VyaHandlers

@Suite("Plans for what only a file declares", .ownThread)
struct PlainPlannerTests {
    static let acme = """
        {"schema": "vya-backup.plugin/1", "name": "acme", "title": "Acme", "handler": "dump-tool",
         "dialect": "plain", "folder_keys": ["path_acme"], "default_port": 7777,
         "tools": {"dump": {"names": ["acmedump"]}, "query": {"names": ["acmectl"]}, "globals": {"names": ["acmectl"]}},
         "secret": {"format": "plain"}, "environment": {"ACME_KEY": "{secret_file}"},
         "databases": {"from": "query", "arguments": ["list", "--host={host}:{port}"], "system": ["_*"]},
         "dump": {"arguments": ["--host={host}:{port}", "{options}", "--", "{database}"], "end_marker": "# end"},
         "globals": {"from": "tool", "arguments": ["users", "--host={host}:{port}"], "end_marker": "none"}}
        """

    static func plugin(_ text: String) throws -> Plugin {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "acme.json")
        return try #require(try PluginCatalog.load(folder: folder.path).plugin(named: "acme"))
    }

    static func server() -> FakeHostProbe {
        FakeHostProbe(
            tools: [("/opt/acme/acmedump", "acmedump 1.0"), ("/opt/acme/acmectl", "acmectl 1.0")],
            answers: [.ok("acmectl list", "one\n_system\ntwo words\n")])
    }

    @Test("a dbms that the project does not know is planned from its file alone")
    func unknown() throws {
        let handler = HandlerCatalog.handler(for: try Self.plugin(Self.acme), home: nil)
        let entry = Entry(id: EntryID(4), dbms: "acme", host: "h", options: ["--fast"])
        let plan = try handler.plan(
            PlanRequest(entry: entry, password: Secret("S3CR3T")), asking: Self.server())
        #expect(plan.jobs.map(\.database) == ["globals", "one", "two words"])
        #expect(plan.jobs[2].arguments == ["--host=h:7777", "--fast", "--", "two words"])
        #expect(plan.jobs[2].invocation?.environment == ["ACME_KEY": .secretFile(prefix: "")])
        #expect(plan.jobs[2].invocation?.secret == Secret("S3CR3T\n"))
        #expect(plan.jobs[1].provenance.toolVersion == "acmedump 1.0")
        guard case .tool(_, let scanner) = plan.jobs[1].source else { return }
        #expect(
            Samples.summary(Array("a\n# end of all\n".utf8), by: scanner(), block: 3).marker
                == "# end of all")
        guard case .tool(_, let unknown) = plan.jobs[0].source else { return }
        #expect(Samples.summary([1], by: unknown(), block: 1).markerUnknown)
    }

    @Test("a dump comes back as its file says, into a database that nobody can compare")
    func restore() throws {
        let text = Self.acme.replacing(
            "\"globals\": {\"from\"",
            with: "\"restore\": {\"arguments\": [\"load\", \"{database}\"]}, \"globals\": {\"from\"")
        let restorer = PlainRestorer(plugin: try Self.plugin(text), home: nil)
        var request = RestoreRequest(
            entry: Entry(id: EntryID(4), dbms: "acme"), purpose: .database(replacing: false),
            target: "a b", scratch: "x", mark: Restores.mark)
        let plan = try restorer.plan(request, asking: Self.server())
        #expect(plan.stages.first?.load?.redactedArguments == ["load", "a b"])
        #expect(plan.stages.first?.comparison == nil && plan.notes.count == 1)
        for purpose in [RestoreRequest.Purpose.drill, .tables(["t"]), .globals, .database(replacing: true)] {
            request.purpose = purpose
            let refused = try restorer.plan(request, asking: Self.server())
            #expect(refused.stages.isEmpty && refused.obstacles.count == 1)
        }
        var inspector = restorer.inspector(of: .dump, forTables: false)
        Array("a\n# end\n".utf8).withUnsafeBytes { inspector.observe($0) }
        #expect(inspector.finish().marker == "# end")
        #expect(
            restorer.cardCommands(for: Restores.manifest("it's")).last
                == "zcat x.sql.gz | acmectl load 'it'\\''s'")
    }

    @Test("where nobody can be asked, what is listed is taken")
    func listed() throws {
        let text = Self.acme.replacing(
            "\"query\", \"arguments\": [\"list\", \"--host={host}:{port}\"]", with: "\"listed\"")
        let handler = HandlerCatalog.handler(for: try Self.plugin(text), home: nil)
        var entry = Entry(
            id: EntryID(4), dbms: "acme", host: "h", databases: ["b", "a", "b"], ignored: ["a"])
        #expect(
            try handler.plan(PlanRequest(entry: entry), asking: Self.server()).jobs.map(\.database) == [
                "globals", "b",
            ])
        entry.databases = []
        let request = PlanRequest(entry: entry)
        #expect(throws: SourceError.self) { try handler.plan(request, asking: Self.server()) }
    }

    @Test("databases that are files are found by globs, and only by absolute ones")
    func sqlite() throws {
        let fake = FakeHostProbe(
            tools: [("/usr/bin/sqlite3", "3.40.1")], files: ["/d/-rf.db", "/d/a.db", "/d/file:x?mode=rw.db"])
        let plan = try Servers.plan("sqlite", fake) { entry in
            entry.databases = ["/d/*.db", "/d/a.db", "d/a.db", "/none.db"]
            entry.ignored = ["/d/a.*"]
        }
        #expect(plan.jobs.map(\.database) == ["/d/-rf.db", "/d/file:x?mode=rw.db"])
        #expect(
            plan.jobs[0].arguments.prefix(8) == [
                "-batch", "-init", "/dev/null", "-readonly", "-cmd", ".timeout 15000", "/d/-rf.db",
                ".headers off",
            ])
        #expect(plan.jobs[0].arguments.contains(".dump --preserve-rowids"))
        let legacy = FakeHostProbe(tools: [("/usr/bin/sqlite3", "3.7.17")], files: ["/d/a.db"])
        let old = try Servers.plan("sqlite", legacy) { $0.databases = ["/d/a.db"] }.jobs[0]
        #expect(old.arguments.last == ".dump" && old.shortfalls.count == 1 && old.list == nil)
        #expect(plan.failures.map(\.database) == ["d/a.db", "/none.db"])
        #expect(throws: SourceError.self) { try Servers.plan("sqlite", fake) }
    }

    @Test("a corrupt SQLite database, whose dump ends with exit status 0 and a rollback, is refused")
    func rollback() {
        let dump = Array("BEGIN TRANSACTION;\nINSERT INTO t VALUES(1);\nROLLBACK; -- due to errors\n".utf8)
        #expect(Samples.summary(dump, by: PlainScanner(marker: .line("COMMIT;")), block: 4).marker == nil)
    }
}

@Suite("Plans for files", .ownThread)
struct FilesHandlerTests {
    private func plan(_ patterns: [ExactName], only: [ExactName] = []) throws -> EntryPlan {
        let entry = Entry(id: EntryID(3), dbms: "files", databases: patterns, ignored: ["*.tmp"])
        return try FilesHandler().plan(
            PlanRequest(entry: entry, only: only), asking: FakeHostProbe(tools: []))
    }

    @Test("one archive of every pattern, with what is to be left out")
    func patterns() throws {
        let plan = try plan(["/a/**", "/b/*.{c,d}", "/a/**"])
        #expect(plan.jobs.map(\.database) == ["/a/**", "/b/*.{c,d}"])
        #expect(plan.jobs.allSatisfy { $0.kind == .files && $0.estimatedBytes == nil })
        guard case .files(let pattern, let ignored) = plan.jobs[0].source else { return }
        #expect(pattern == "/a/**" && ignored == ["*.tmp"])
    }

    @Test("Q16 a pattern's slug is of all patterns of the entry, in any order and when one of them is chosen")
    func slugs() throws {
        let alike: [ExactName] = ["/a/*", "/b", "/a/**"]
        let slugs = try plan(alike).jobs.map(\.slug)
        #expect(Set(slugs).count == 3 && slugs[1] == "b")
        #expect(try plan(alike.reversed()).jobs.map(\.slug) == slugs.reversed())
        #expect(try plan(alike, only: ["/a/**"]).jobs.map(\.slug) == [slugs[2]])
        #expect(try plan(["/a/**"]).jobs.map(\.slug) == ["a"])
    }

    @Test("no pattern is nothing to back up; one that is not listed fails")
    func none() throws {
        #expect(throws: SourceError.self) { try plan([]) }
        let chosen = try plan(["/a", "/b"], only: ["/b", "/c"])
        #expect(chosen.jobs.map(\.database) == ["/b"])
        #expect(chosen.failures.map(\.database) == ["/c"])
    }
}
