import Foundation
import Testing
import VyaConfig
import VyaCore
import VyaTestSupport

@testable import VyaPlugins

@Suite("Mutants of configurations and plugin files", .ownThread)
struct ConfigurationMutants {
    private static let words =
        [
            "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud800", "/*", "//", "null", "true",
            "1e400", "-1",
            "9223372036854775808", "0x10", "\u{FEFF}", "\r\n", "\t", "---\n", "- ", "&a ", "*a", "<<: ",
            "|\n", ">",
            "\"id_dbms\"", "\"db_config\"", "\"password\"", "\"dbms\": \"files\"", "{database}", "{options}",
            "..", "!(x)",
            "{env}", "**", "\u{0}", "\u{1F418}", "\"alias_of\": \"postgresql\"", "\"handler\": \"files\"",
        ].map { Array($0.utf8) } + [[0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80]]

    @Test("J1 mutants of configurations are read or have placed problems; none crashes or hangs the reader")
    func configurations() throws {
        let folder = Repository.fixture("config")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let samples = try names.map { [UInt8](try Repository.contents(ofFixture: "config/\($0)")) }
        let mutator = Mutator(of: samples, dictionary: Self.words, seed: Adversity.seed)
        let known = try PluginCatalog.load(folder: nil).summaries
        let watch = try MutantWatch("J1 mutants of configurations")
        var (accepted, converted) = (0, 0)
        let wrong = try watch.sweep(Adversity.count(2_000, full: 10_000)) { number in
            let (sample, bytes) = mutator.mutant(number)
            var problems: [Diagnostic]
            do {
                let (configuration, warnings) = try ConfigurationReader.read(
                    bytes: bytes, path: names[sample], knownDbms: known)
                accepted += 1
                problems = warnings
                let shown = configuration.masked.serialized()
                if shown.contains("Optional(") { return ["it is shown with Optional(: \(shown)"] }
            } catch let error as ConfigurationFailure {
                problems = error.diagnostics
                if problems.isEmpty { return ["it is refused without a reason"] }
            }
            if names[sample].hasSuffix(".yaml") {
                do {
                    _ = try LegacyYAML.convert(bytes: bytes, path: names[sample])
                    converted += 1
                } catch let error as ConfigurationFailure { problems += error.diagnostics }
            }
            return problems.filter {
                $0.line < 1 || $0.column < 1 || $0.message.isEmpty || $0.description.contains("Optional(")
            }.map { "a problem is not placed or worded: \($0)" }
        }
        Adversity.report(
            "J1 mutants of configurations",
            [
                "tried": Adversity.count(2_000, full: 10_000), "accepted": accepted, "converted": converted,
                "wrong": wrong.count,
            ])
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        // Mutants that are all refused at the first bracket would test nothing.
        #expect(accepted > 100)
    }

    @Test("J10 mutants of plugin files are loaded or have placed problems; none crashes or hangs the reader")
    func plugins() throws {
        let folder = Repository.root + "/Plugins-config"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.hasSuffix(".json") }
        var samples = try names.map {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0)))
        }
        samples.append(Array(Night.plugin.utf8))
        let mutator = Mutator(of: samples, dictionary: Self.words, seed: Adversity.seed)
        let place = try TemporaryFolder("plugins")
        let watch = try MutantWatch("J10 mutants of plugin files")
        var accepted = 0
        let wrong = try watch.sweep(Adversity.count(2_000, full: 10_000)) { number in
            let bytes = mutator.mutant(number).bytes
            // Not by the file's path at once: that reads all bundled plugins each time.
            let log = DiagnosticLog(file: "mutant.json")
            let document = PluginReader.read(bytes, origin: "mutant.json", log: log)
            guard document != nil else {
                if log.diagnostics.isEmpty { return ["it is refused without a reason"] }
                return log.diagnostics.filter { $0.line < 1 || $0.column < 1 || $0.message.isEmpty }
                    .map { "a problem is not placed: \($0)" }
            }
            try place.write(Data(bytes), to: "mutant.json")
            _ = try PluginCatalog.check(file: place("mutant.json"))
            accepted += 1
            // What has no problems alone may still clash with a plugin that is there; then it is refused and not a crash.
            guard let catalog = try? PluginCatalog.load(folder: place.path) else { return [] }
            return catalog.plugins.compactMap { plugin in
                let text = plugin.json.serialized()
                return text.contains("Optional(") ? "the plugin is shown as \(text)" : nil
            }
        }
        Adversity.report(
            "J10 mutants of plugin files",
            ["tried": Adversity.count(2_000, full: 10_000), "accepted": accepted, "wrong": wrong.count])
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        #expect(accepted > 100)
    }
}
