import Foundation
import VyaCore

/// Copies of one backup, each with its manifest in a folder of its own, each hurt in one place.
package struct Injury {
    /// The paths of the copies.
    package let files: [String]

    /// Makes `count` copies that are cut off at random places, and as many with one bit turned over.
    package init(of artifact: String, in folder: TemporaryFolder, count: Int, seed: UInt64) throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: artifact))
        let manifest = try Data(contentsOf: URL(fileURLWithPath: artifact + ".json"))
        let name = URL(fileURLWithPath: artifact).lastPathComponent
        var random = SeededGenerator(seed: seed)
        var files: [String] = []
        for number in 0..<count * 2 {
            var hurt = bytes
            if number < count {
                hurt = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))
            } else {
                hurt[Int.random(in: 0..<bytes.count, using: &random)] ^=
                    1 << UInt8.random(in: 0..<8, using: &random)
            }
            let place = folder("hurt-\(seed)-\(number)")
            mkdir(place, 0o700)
            try hurt.write(to: URL(fileURLWithPath: place + "/" + name))
            try manifest.write(to: URL(fileURLWithPath: place + "/" + name + ".json"))
            files.append(place + "/" + name)
        }
        self.files = files
    }
}

extension Night {
    /// Puts a file into the folder of backups as the Python program would have left it: gzipped text, no manifest.
    package func legacy(_ name: String, _ text: String) throws -> String {
        mkdir(output, 0o700)
        let path = output + "/" + name
        var gzip = Command("/bin/gzip", "-c")
        gzip.input = Data(text.utf8)
        let content = name.hasSuffix(".gz") ? try gzip.check().output : Data(text.utf8)
        try content.write(to: URL(fileURLWithPath: path))
        chmod(path, 0o600)
        return path
    }

    /// Restores without being asked.
    package func restore(_ words: String..., within seconds: Double = 120) throws -> Program.Result {
        try program.run(["restore", "--yes"] + words + ["--config", folder("config.json")], within: seconds)
    }
}
