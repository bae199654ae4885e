import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Copies of one backup, each with its manifest in a folder of its own, each hurt in one place.
struct Injury {
    /// A generator whose numbers a reader can repeat (SplitMix64).
    struct Seeded: RandomNumberGenerator {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    /// The paths of the copies.
    let files: [String]

    /// Makes `count` copies that are cut off at random places, and as many with one bit turned over.
    init(of artifact: String, in folder: TemporaryFolder, count: Int, seed: UInt64) throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: artifact))
        let manifest = try Data(contentsOf: URL(fileURLWithPath: artifact + ".json"))
        let name = URL(fileURLWithPath: artifact).lastPathComponent
        var random = Seeded(seed: seed)
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
    func legacy(_ name: String, _ text: String) throws -> String {
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
    func restore(_ words: String..., within seconds: Double = 120) throws -> Program.Result {
        try program.run(["restore", "--yes"] + words + ["--config", folder("config.json")], within: seconds)
    }
}

/// Runs a body for each element, several at a time, and throws the first error.
func concurrently<Element: Sendable>(
    _ elements: [Element], _ body: @escaping @Sendable (Element) throws -> Void
) throws {
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: elements.count) { index in
        do { try body(elements[index]) } catch { failures.add(error) }
    }
    if let first = failures.first { throw first }
}

private final class Failures: @unchecked Sendable {
    // Sendable because of this lock.
    private let lock = NSLock()
    private var errors: [any Error] = []

    func add(_ error: any Error) { lock.withLock { errors.append(error) } }
    var first: (any Error)? { lock.withLock { errors.first } }
}
