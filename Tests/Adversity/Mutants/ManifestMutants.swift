import Foundation
import Testing
import VyaCore
import VyaEngine
import VyaHandlers
import VyaPlugins
import VyaStorage
import VyaTestSupport

@Suite("Mutants of manifests", .ownThread)
struct ManifestMutants {
    private static let words =
        [
            "{", "}", "[", "]", ":", ",", "\"", "\\", "null", "-1", "0", "9223372036854775807", "1e18",
            "4294967296",
            "-zzzzzzzzzzzz", "zzzzzzzzzzzz-", " ", "-", "+1", "\"index\": {}", "\"blocks\": \"1-0\"",
            "\"raw_bytes\": 0",
            "0-9223372036854775807 t", "9-1 t", "\"create\"", "\"tables\"", "\"globals\"",
            "\"kind\": \"files\"", "../",
            "\"encoding\": \"zstd\"", "\\u0000", "\\n$(id)", "'", "\u{1F418}",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3]]

    private let plugins: PluginCatalog
    private let prover: BackupProver

    init() throws {
        let plugins = try PluginCatalog.load(folder: nil)
        self.plugins = plugins
        prover = BackupProver(
            readers: { DumpReaders.find($0, $1, among: plugins) }, workers: 1, stop: StopSignal())
    }

    private static func restorer(of dbms: String, in plugins: PluginCatalog) -> (any Restorer)? {
        plugins.plugin(named: dbms).flatMap { HandlerCatalog.handler(for: $0).restorer }
    }

    /// The facts of a manifest that a proof depends on.
    private static func claims(_ manifest: Manifest) -> [String] {
        [
            manifest.sha256, "\(manifest.bytes)", "\(manifest.rawBytes)", "\(manifest.proof.crc32)",
            manifest.file,
        ]
    }

    @Test("a mutated manifest is none, or is judged by the bytes of its backup; none crashes or hangs")
    func manifests() throws {
        let samples = try Corpus.samples(in: "backups", ending: ".json")
        let truths = try samples.map { sample in
            try #require(Manifest(json: try JSONValue(parsing: sample.bytes)), "\(sample.name)")
        }
        let mutator = Mutator(of: samples.map(\.bytes), dictionary: Self.words, seed: Adversity.seed)
        let place = try TemporaryFolder("manifests")
        for backup in try Corpus.samples(in: "backups", ending: ".gz", ".zst") {
            try place.write(Data(backup.bytes), to: backup.name)
        }
        let folder = try SafeFolder.open(place.path, createIfMissing: false)
        let watch = try MutantWatch("mutants of manifests")
        var (accepted, proven) = (0, 0)
        let tries = Adversity.count(300, full: 10_000)
        let wrong = try watch.sweep(tries) { number in
            let (sample, bytes) = mutator.mutant(number)
            let name = samples[sample].name
            try place.write(Data(bytes), to: name)
            defer { unlink(place(name)) }
            _ = try ArtifactListing.read(folder)
            let backup = try StoredBackup(
                name: String(name.dropLast(ArtifactName.manifestSuffix.utf8.count)), in: folder)
            let proof = try prover.examine(backup).proof
            _ = proof.json.serialized()
            guard let json = try? JSONValue(parsing: bytes), let manifest = Manifest(json: json) else {
                return proof.state == .proven ? ["\(name) is proven by what is no manifest"] : []
            }
            accepted += 1
            var wrong: [String] = []
            let again = Manifest(json: try JSONValue(parsing: Array(manifest.json.serialized().utf8)))
            if again != manifest { wrong.append("\(name) is another manifest once it is written") }
            let item = RecoveryCard.Item(
                manifest: manifest, restorer: Self.restorer(of: manifest.dbms, in: plugins))
            // Whatever the fields hold, a remark stays one, and a command that was not there does not come to be.
            wrong += RecoveryCard([item], in: place.path).text.split(separator: "\n")
                .filter { $0.hasPrefix("$(id)") && !$0.contains("'") }.map { "the card runs \($0)" }
            if proof.state == .proven {
                proven += 1
                if Self.claims(manifest) != Self.claims(truths[sample]) {
                    wrong.append("\(name) is proven although the manifest lies: \(Self.claims(manifest))")
                }
            }
            return wrong
        }
        Adversity.report(
            "mutants of manifests",
            [
                "tried": tries, "accepted": accepted, "proven": proven,
                "wrong": wrong.count,
            ])
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        #expect(accepted > tries / 20 && proven > tries / 50)
    }
}
