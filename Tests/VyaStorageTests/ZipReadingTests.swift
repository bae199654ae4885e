import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaStorage

@Suite("Zip files of the Python program")
struct ZipReadingTests {
    private let temporary: TemporaryFolder
    private static let content = mixture(1_300_000)
    private let raw = Self.content

    init() throws {
        temporary = try TemporaryFolder("zip")
        try temporary.write(raw, to: "raw")
        try temporary.write(Data(), to: "empty")
    }

    /// Makes `x.zip` with lines of Python that have `Z`, a `ZipFile` made with a method, and `raw`.
    private func make(
        _ lines: String..., method: String = "zipfile.ZIP_DEFLATED", from file: String = "raw",
        stream: Bool = false
    ) throws -> String {
        let target = stream ? "Pipe(open(sys.argv[1], 'wb'))" : "sys.argv[1]"
        let program = """
            import sys, zipfile
            class Pipe:
                def __init__(self, file): self.file = file
                def write(self, data): return self.file.write(data)
                def flush(self): self.file.flush()
            raw = open(sys.argv[2], 'rb').read()
            with zipfile.ZipFile(\(target), 'w', \(method)) as Z:
                \(lines.joined(separator: "\n    "))
            """
        try Command("python3", "-c", program, temporary("x.zip"), temporary(file)).check()
        return temporary("x.zip")
    }

    private func expectRead(_ path: String, _ raw: Data) throws {
        let reader = try ArtifactReader.open(path)
        #expect(reader.encoding == .zip)
        let (all, facts) = try reader.everything()
        #expect(all == raw)
        #expect(facts.crc32 == raw.withUnsafeBytes(Checksum.crc32))
        #expect(try facts.sha256 == Command("sha256sum", path).check().text.prefix(64))
        #expect(try reader.again() == raw)
        if raw.count > 2000 { #expect(try reader.again([1000..<2000]) == raw[1000..<2000]) }
    }

    private static let writers = [
        "Z.writestr('x.sql', raw)",
        "with Z.open('x.sql', 'w', force_zip64=True) as f: f.write(raw)",
        "Z.comment = b'a comment PK\\x05\\x06'; Z.writestr('x.sql', raw)",
        "Z.writestr('\\u00e9\\u4e2d.sql', raw)",
    ]

    @Test(
        "a zip file is read, stored or deflated, with 64-bit sizes, a comment, and sizes behind the data",
        arguments: ["ZIP_STORED", "ZIP_DEFLATED"], [true, false])
    func kinds(method: String, stream: Bool) throws {
        for writer in Self.writers {
            for file in ["raw", "empty"] {
                let path = try make(writer, method: "zipfile.\(method)", from: file, stream: stream)
                try expectRead(path, file == "raw" ? raw : Data())
            }
        }
    }

    @Test("a directory with 64-bit numbers is read")
    func directory64() throws {
        // Python writes one when its limits are lower than the sizes.
        let path = try make(
            "zipfile.ZIP64_LIMIT = 1000; zipfile.ZIP_FILECOUNT_LIMIT = 0",
            "info = zipfile.ZipInfo('x.sql')",
            "with Z.open(info, 'w', force_zip64=True) as f: f.write(raw)")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.range(of: Data(ZipFormat.end64)) != nil)
        try expectRead(path, raw)
    }

    @Test("files that are sound and not of this kind are refused by their cause")
    func refused() throws {
        let cases: [(lines: [String], method: String, code: String)] = [
            ([], "zipfile.ZIP_STORED", "artifact.zipMembers"),
            (["Z.writestr('a', raw)", "Z.writestr('b', raw)"], "zipfile.ZIP_STORED", "artifact.zipMembers"),
            (["Z.writestr('a/', b'')"], "zipfile.ZIP_STORED", "artifact.zipMembers"),
            (["Z.writestr('a', raw)"], "zipfile.ZIP_BZIP2", "artifact.zipMethod"),
        ]
        for (lines, method, code) in cases {
            let path = try make((lines.isEmpty ? ["pass"] : lines).joined(separator: "; "), method: method)
            let error = #expect(throws: SourceError.self) { try ArtifactReader.open(path).everything() }
            #expect(error?.explanation.code == code, "\(lines)")
        }
    }

    @Test("an encrypted file is told as such")
    func encrypted() throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: make("Z.writestr('x.sql', raw)")))
        let directory = try #require(bytes.range(of: Data(ZipFormat.directoryHeader))).lowerBound
        bytes[6] |= 1
        bytes[directory + 8] |= 1
        let path = try temporary.write(bytes, to: "encrypted.zip")
        let error = #expect(throws: SourceError.self) { try ArtifactReader.open(path).everything() }
        #expect(error?.explanation.code == "artifact.encrypted")
    }

    @Test(
        "F12 a zip file that is cut, longer or flipped is refused, or its stream is the same",
        arguments: [true, false])
    func damaged(stream: Bool) throws {
        try temporary.write(mixture(20_000), to: "small")
        let small = mixture(20_000)
        let path = try make("Z.writestr('x.sql', raw)", from: "small", stream: stream)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let sound = try ArtifactReader.open(path).everything().facts.sha256
        var generator = SeededGenerator()
        var files: [(String, Data)] = [("one more", bytes + Data([0])), ("one before", Data([0]) + bytes)]
        for _ in 0..<100 {
            let cut = Int.random(in: 0..<bytes.count, using: &generator)
            files.append(("cut at \(cut)", bytes.prefix(cut)))
        }
        for (name, file) in files {
            let path = try temporary.write(file, to: "damaged.zip")
            #expect(throws: ArtifactDamage.self, "seed \(generator.seed), \(name)") {
                try ArtifactReader.open(path).everything()
            }
        }
        // Every bit that is not in the compressed data, and some that are.
        let directory = try #require(bytes.range(of: Data(ZipFormat.directoryHeader))).lowerBound
        let frame = Array(0..<40) + Array(directory - 20..<bytes.count)
        let places = frame + (0..<60).map { _ in Int.random(in: 40..<directory, using: &generator) }
        for place in places {
            for bit in 0..<8 where place < 40 || place >= directory - 20 || bit == place % 8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                let path = try temporary.write(changed, to: "damaged.zip")
                do {
                    let read = try ArtifactReader.open(path).everything()
                    #expect(read.raw == small, "seed \(generator.seed), byte \(place), bit \(bit)")
                    #expect(read.facts.sha256 != sound)
                } catch is ArtifactDamage {
                } catch is SourceError {
                }
            }
        }
    }
}
