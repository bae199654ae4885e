import Testing
import VyaCore
import VyaTestSupport

@testable import VyaPlugins

/// A valid plugin for a dump tool that the project does not know; tests change one line of it.
enum UnknownPlugin {
    static let lines = [
        "{",
        "  \"schema\": \"vya-backup.plugin/1\",",
        "  \"name\": \"acme\",",
        "  \"title\": \"Acme\",",
        "  \"handler\": \"dump-tool\",",
        "  \"dialect\": \"plain\",",
        "  \"folder_keys\": [\"path_acme\"],",
        "  \"tools\": {\"dump\": {\"names\": [\"acmedump\"], \"version_arguments\": [\"-V\"]}},",
        "  \"databases\": {\"from\": \"listed\"},",
        "  \"dump\": {\"arguments\": [\"{options}\", \"--db={database}\"], \"end_marker\": \"-- done\"}",
        "}",
    ]

    static var text: String { lines.joined(separator: "\n") }

    static func with(_ old: String, _ new: String) -> String { text.replacing(old, with: new) }
}

@Suite("Problems in plugin files", .ownThread)
struct PluginDiagnosticsTests {
    private func problems(_ text: String) -> [String] {
        let log = DiagnosticLog(file: "acme.json")
        _ = PluginReader.read(Array(text.utf8), origin: "acme.json", log: log)
        return log.diagnostics.map(\.description)
    }

    @Test("the sample is valid")
    func valid() { #expect(problems(UnknownPlugin.text) == []) }

    @Test("a problem has its line and column")
    func place() {
        let text = UnknownPlugin.with("\"path_acme\"", "\"acme\"")
        #expect(problems(text).first?.hasPrefix("acme.json:7:19: folder_keys[0]: must be path_") == true)
    }

    @Test("every problem is named at once")
    func all() {
        let text = UnknownPlugin.with("plain", "plian").replacing("\"acmedump\"", with: "\"bin/x\"")
            .replacing("\"title\"", with: "\"titel\"")
        let found = problems(text)
        #expect(found.contains { $0.contains(":6:") && $0.contains("did you mean \"plain\"") }, "\(found)")
        #expect(found.contains { $0.contains("tools.dump.names[0]") })
        #expect(found.contains { $0.contains(":4:3: titel: unknown key; did you mean \"title\"?") })
        #expect(found.contains { $0.contains("the key \"title\" is missing") })
    }

    static let refusals: [(String, String, String)] = [
        ("\"acmedump\"", "\"sh\"", "runs what it is given"),
        ("\"acmedump\"", "\"bash\"", "runs what it is given"),
        ("\"acmedump\"", "\"./acmedump\"", "without a folder"),
        ("\"acmedump\"", "\"/bin/sh\"", "without a folder"),
        ("\"acmedump\"", "\"..\"", "no program's name"),
        ("\"acmedump\"", "\"-c\"", "no program's name"),
        ("[\"acmedump\"]", "[]", "at least one program"),
        ("[\"acmedump\"]", "[\"acmedump\"], \"folders\": [\"opt/bin\"]", "absolute path"),
        ("[\"acmedump\"]", "[\"acmedump\"], \"folders\": [\"/opt/../bin\"]", "must not hold \"..\""),
        ("{options}", "{optoins}", "did you mean {options}?"),
        ("--db={database}", "--db=x", "uses neither {database} nor {connection}"),
        ("--db={database}", "{database}", "put \"--\" before it"),
        ("--db={database}", "{query} {database}", "has no meaning here"),
        (", \"end_marker\": \"-- done\"", "", "the key \"end_marker\" is missing"),
        ("-- done", "", "or \"none\""),
        ("\"listed\"", "\"query\"", "tools.query is missing"),
        ("\"listed\"", "\"everything\"", "allowed: query, files, listed"),
        ("\"dump-tool\"", "\"shell\"", "allowed: dump-tool, files"),
        ("\"plain\"", "\"oracle\"", "allowed: postgresql, mysql, sqlite, plain"),
        ("\"plain\"", "7", "must be a string in quotes"),
        ("\"acme\",", "\"Ac me\",", "must be 1 to 32"),
        ("plugin/1", "plugin/2", "must be \"vya-backup.plugin/1\""),
        ("\"handler\"", "\"command\": \"rm -rf /\", \"handler\"", "unknown key"),
        ("\"handler\"", "\"environment\": {\"LD_PRELOAD\": \"x\"}, \"handler\"", "may not be set"),
        ("\"handler\"", "\"environment\": {\"PATH\": \"/tmp\"}, \"handler\"", "may not be set"),
        ("\"handler\"", "\"secret\": {\"format\": \"plain\"}, \"handler\"", "uses {secret_file}"),
        ("--db={database}", "--db={database}\", \"--key={secret_file}", "does not say its format"),
        ("\"handler\"", "\"default_port\": \"5432\", \"handler\"", "whole number from 1 to 65535"),
        ("\"handler\"", "\"default_port\": 0, \"handler\"", "whole number from 1 to 65535"),
        ("\"name\"", "\"title\": \"x\", \"name\"", "stands twice"),
        ("{\n", "{ [\n", "is not JSON"),
        ("--db={database}", "--db={database}\\u0000--evil", "NUL"),
    ]

    @Test("J10 J12 what a plugin may not say is refused", arguments: refusals)
    func refused(_ old: String, _ new: String, _ expected: String) {
        let found = problems(UnknownPlugin.with(old, new))
        #expect(found.contains { $0.contains(expected) }, "\(found)")
        #expect(found.allSatisfy { $0.hasPrefix("acme.json:") })
    }

    @Test("J10 ten thousand arguments, a huge file and deep nesting are refused")
    func limits() {
        let many = Array(repeating: "\"x\"", count: 10_000).joined(separator: ", ")
        #expect(
            problems(UnknownPlugin.with("\"{options}\"", many)).contains { $0.contains("allowed are 256") })
        #expect(problems(String(repeating: " ", count: 300_000)).contains { $0.contains("larger than") })
        #expect(problems(String(repeating: "[", count: 200_000)).contains { $0.contains("nested") })
    }

    @Test("a file cut off or damaged anywhere is refused or still valid, never a crash")
    func everyByte() {
        let bytes = Array(UnknownPlugin.text.utf8)
        for index in bytes.indices.dropLast() {
            let log = DiagnosticLog(file: "x")
            #expect(PluginReader.read(Array(bytes[..<index]), origin: "x", log: log) == nil)
            #expect(!log.diagnostics.isEmpty)
            var damaged = bytes
            damaged[index] ^= 0x80
            #expect(PluginReader.read(damaged, origin: "x", log: DiagnosticLog(file: "x")) == nil)
        }
    }

    @Test("check names the problems of one file and needs no trusted folder")
    func check() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(UnknownPlugin.with("\"listed\"", "\"lsited\""), to: "x.json", mode: 0o666)
        let problems = try PluginCatalog.check(file: path)
        #expect(problems.count == 1)
        #expect(problems.first?.line == 9)
        #expect(problems.first?.message.contains("did you mean \"listed\"?") == true)
        #expect(throws: ConfigurationError.self) { try PluginCatalog.check(file: folder("missing.json")) }
    }
}
