import Foundation
import Glibc
import VyaArchive
import VyaCore
import VyaTestSupport

/// An archive that a test had made, in a folder of its own.
struct Archived {
    let folder: TemporaryFolder
    let summary: ArchiveSummary
    /// The sizes of the blocks that the sink was given.
    let blocks: [Int]

    /// Archives what a pattern matches; `onBlock` is called with the number of each block before it is
    /// stored.
    ///
    /// With no readers every file is opened only when all before it are in the archive.
    init(
        _ pattern: String, ignored: [String] = [], stop: StopSignal = StopSignal(), readers: Int = 6,
        onBlock: (Int) throws -> Void = { _ in }
    ) throws {
        folder = try TemporaryFolder("archived")
        let file = open(folder("a.tar"), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw POSIXError(.EIO) }
        defer { close(file) }
        var blocks: [Int] = []
        let archiver = try FilesArchiver(
            pattern: ExactName(pattern), ignored: ignored.map { ExactName($0) }, stop: stop, readers: readers)
        summary = try withoutActuallyEscaping(onBlock) { onBlock in
            let sink = RecordingSink { block in
                try onBlock(blocks.count)
                blocks.append(block.count)
                guard write(file, block.baseAddress, block.count) == block.count else {
                    throw POSIXError(.EIO)
                }
            }
            let summary = try archiver.write(into: sink)
            try sink.finish()
            return summary
        }
        self.blocks = blocks
    }

    var path: String { folder("a.tar") }

    /// The names of the members as Python reads them, in order; for names that are UTF-8.
    func names() throws -> [String] {
        try Python.run(Python.list, path).map { line in
            let hexadecimal = Array(line.prefix { $0 != " " }.utf8)
            let bytes = stride(from: 0, to: hexadecimal.count, by: 2).compactMap {
                UInt8(String(decoding: hexadecimal[$0..<$0 + 2], as: UTF8.self), radix: 16)
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// What a reader makes of a folder that was archived, described in the same way as the folder itself.
    func extracted(
        _ root: String, by reader: Reader, locale: String = "C.UTF-8", _ wanted: String...
    ) throws -> [String] {
        let target = folder("\(reader)-\(locale)")
        try reader.extract(path, into: target, locale: locale)
        return try describe(target + root, wanted)
    }
}

/// Describes a folder and all in it, a line for each file.
func describe(_ root: String, _ wanted: [String] = []) throws -> [String] {
    var command = Command(Python.program, ["-c", Python.describe, root] + wanted)
    command.environment["PYTHONUTF8"] = "1"
    return try command.check().text.split(separator: "\n").map(String.init)
}
