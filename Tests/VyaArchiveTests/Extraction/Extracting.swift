import Foundation
import Glibc
import VyaArchive
import VyaCore
import VyaTestSupport

/// Extracts an archive in the two passes that a restore makes of it.
struct Extracting {
    /// What keeps an archive from being extracted.
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    let archive: String
    let target: String
    var options = ExtractionOptions()
    var blockSize = 1 << 20
    var stop = StopSignal()

    /// Names an archive and the folder that it goes into.
    init(_ archive: String, into target: String) {
        self.archive = archive
        self.target = target
    }

    /// Reads the archive without writing.
    func survey() throws -> ExtractionPlan {
        var survey = try ExtractionPlanner(target: target, options: options, stop: stop)
        try Self.read(archive, blockSize) { try survey.observe($0) }
        return try survey.finish()
    }

    /// Writes what the archive holds, without a survey; `onBlock` is called with the number of each block first.
    func extract(onBlock: (Int) throws -> Void = { _ in }) throws -> ExtractionSummary {
        var extractor = try FilesExtractor(target: target, options: options, stop: stop)
        var number = 0
        try Self.read(archive, blockSize) {
            try onBlock(number)
            number += 1
            try extractor.observe($0)
        }
        return try extractor.finish()
    }

    /// Surveys, then extracts; throws the first obstacle.
    @discardableResult
    func run() throws -> ExtractionSummary {
        let plan = try survey()
        var extracting = self
        extracting.options.borrowed = plan.borrowed
        if let obstacle = plan.obstacles.first { throw Refused(description: obstacle.description) }
        let summary = try extracting.extract()
        guard summary.entries == plan.entries, summary.bytes == plan.bytes else {
            throw Refused(description: "\(plan) is not what was done: \(summary)")
        }
        return summary
    }

    /// Proves an archive in blocks of a size.
    static func prove(_ archive: String, blockSize: Int = 1 << 20) throws -> ArchiveFindings {
        var proof = ArchiveProof()
        try read(archive, blockSize) { try proof.observe($0) }
        return try proof.finish()
    }

    /// Hands over a file in blocks.
    static func read(_ path: String, _ blockSize: Int, _ take: (UnsafeRawBufferPointer) throws -> Void) throws
    {
        let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        try data.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: blockSize) {
                try take(UnsafeRawBufferPointer(rebasing: bytes[start...].prefix(blockSize)))
            }
        }
    }
}

/// A folder with an archive that a test made, a place `out` to extract it into, and something outside of that.
struct Workplace {
    let folder: TemporaryFolder

    /// Makes the archive with calls of `add(name, type, link, data, mode, …)`, in Python; `archive`, `T` (tarfile)
    /// and `F`, `D`, `S`, `H` (types) are at hand.
    init(format: String = "PAX_FORMAT", _ script: String) throws {
        folder = try TemporaryFolder("hostile")
        try Python.run(
            """
            import io, os, sys, tarfile as T
            os.chdir(sys.argv[1])
            os.mkdir('outside'); open('outside/secret', 'w').write('SECRET')
            F, D, S, H = T.REGTYPE, T.DIRTYPE, T.SYMTYPE, T.LNKTYPE
            archive = T.open('a.tar', 'w', format=T.\(format))
            def add(name, type=F, link='', data=b'', mode=0o755, **more):
                member = T.TarInfo(name)
                member.type, member.linkname, member.size, member.mode = type, link, len(data), mode
                for key, value in more.items(): setattr(member, key, value)
                archive.addfile(member, io.BytesIO(data))
            \(script)
            archive.close()
            """, folder.path)
    }

    var archive: String { folder("a.tar") }
    var target: String { folder("out") }
    var extracting: Extracting { Extracting(archive, into: target) }

    /// True when nothing outside of the target is other than it was made.
    func isUntouchedOutside() throws -> Bool {
        let names = try folder.names().filter { $0 != "out" }
        let secret = try String(contentsOfFile: folder("outside/secret"), encoding: .utf8)
        return try names == ["a.tar", "outside"] && folder.names(in: "outside") == ["secret"]
            && secret == "SECRET"
    }

    /// Runs Python in the folder.
    @discardableResult
    func run(_ script: String) throws -> [String] {
        try Python.run("import os, sys; os.chdir(sys.argv[1])\n" + script, folder.path)
    }

    /// The text of an extracted file.
    func text(_ name: String) throws -> String {
        try String(contentsOfFile: target + "/" + name, encoding: .utf8)
    }
}
