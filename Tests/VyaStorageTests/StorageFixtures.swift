import Foundation
import VyaCore
import VyaStorage
import VyaTestSupport

/// A small file system of a test's own, mounted below its temporary folder and gone with the last reference.
final class MountedFolder {
    let path: String
    private let parent: TemporaryFolder

    /// Mounts a tmpfs with options such as `size=2m`.
    init(_ options: String) throws {
        parent = try TemporaryFolder("mount")
        path = parent("out")
        try Command("mkdir", "-m", "700", path).check()
        try Command("mount", "-t", "tmpfs", "-o", "mode=700," + options, "vya-test", path).check()
    }

    deinit {
        _ = try? Command("umount", "-l", path).run()
    }

    /// Takes the file system away while it is in use.
    func unmountLazily() throws {
        try Command("umount", "-l", path).check()
    }

    func remount(_ options: String) throws {
        try Command("mount", "-o", "remount," + options, path).check()
    }
}

/// Bytes that do not compress and are the same in every run.
func noise(_ count: Int, seed: UInt64 = 0x9E37_79B9_7F4A_7C15) -> Data {
    var state = seed
    var words = [UInt64](repeating: 0, count: count / 8 + 1)
    for index in words.indices {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        words[index] = state
    }
    return words.withUnsafeBytes { Data($0.prefix(count)) }
}

/// Text as a dump has it, of exactly so many bytes.
func dumpText(_ count: Int) -> Data {
    let lines = (0..<1000).map { "INSERT INTO customer VALUES (\($0), 'name \($0 &* 7919 % 1000)', NULL);\n" }
    let unit = Data(lines.joined().utf8)
    var result = Data()
    while result.count < count { result.append(unit) }
    return result.prefix(count)
}

extension ArtifactWriter {
    /// Writes data in pieces.
    func write(_ data: Data, piece: Int = 1 << 20) throws {
        for start in stride(from: 0, to: data.count, by: piece) {
            try data.dropFirst(start).prefix(piece).withUnsafeBytes { try append($0) }
        }
    }
}

/// Stores, proves and publishes data as `<name>.sql.gz`, further attempts as `<name>~2.sql.gz`; returns the
/// facts.
@discardableResult
func store(
    _ data: Data, as name: String, in folder: SafeFolder, compression: any BlockCompressor = ZlibCompressor(),
    piece: Int = 1 << 20, workers: Int = 2, blockSize: Int? = nil,
    style: PendingFile.Style = .unnamed
) throws -> (name: String, facts: StoredFacts) {
    let writer = try ArtifactWriter(
        in: folder, compression: compression, workers: workers, blockSize: blockSize, style: style)
    try writer.write(data, piece: piece)
    let facts = try writer.finish()
    try writer.prove()
    return (try writer.publish { $0 == 1 ? "\(name).sql.gz" : "\(name)~\($0).sql.gz" }, facts)
}

/// The names in a folder as text, those included that begin with a dot.
func names(in folder: SafeFolder) throws -> [String] {
    try folder.names().map { String(decoding: $0, as: UTF8.self) }
}
