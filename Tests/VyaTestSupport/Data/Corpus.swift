import Foundation

/// The small good inputs of `Fixtures/corpus`, which `Fixtures/corpus/make.sh` made.
///
/// `backups` holds what this program wrote, each file with its manifest; `tar` and `compressed` what stock tools wrote.
package enum Corpus {
    /// One file.
    package struct Sample: Sendable {
        package let name: String
        package let bytes: [UInt8]
    }

    /// The files of a folder of the corpus whose names end in one of the endings, sorted by name.
    package static func samples(in folder: String, ending endings: String...) throws -> [Sample] {
        let path = Repository.fixture("corpus/\(folder)")
        let found = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            .filter { name in endings.isEmpty || endings.contains(where: name.hasSuffix) }
            .map { name in
                Sample(
                    name: name, bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))))
            }
        guard !found.isEmpty else { throw Command.Failure(description: "\(path) holds no \(endings)") }
        return found
    }

    /// What a compressed file holds, by stock tools.
    package static func decompressed(_ sample: Sample) throws -> [UInt8] {
        let tool =
            sample.name.hasSuffix(".zst")
            ? Command("/usr/bin/zstd", "-dcq")
            : Command("/bin/gzip", "-dc")
        var command = tool
        command.input = Data(sample.bytes)
        return [UInt8](try command.check().output)
    }
}
