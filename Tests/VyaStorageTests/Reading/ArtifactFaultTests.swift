import Foundation
import Testing
import VyaCore
import VyaStorage
import VyaTestSupport

@Suite("Faults of the destination", .ownThread)
struct ArtifactFaultTests {
    private static let styles: [PendingFile.Style] = [.unnamed, .hidden]

    @Test(
        "B1 a full disk fails loudly, leaves earlier backups alone, and its space comes back",
        arguments: styles)
    func fullDisk(style: PendingFile.Style) throws {
        let mount = try MountedFolder("size=2m")
        let folder = try SafeFolder.open(mount.path, createIfMissing: false)
        let earlier = noise(200_000)
        let kept = try store(earlier, as: "earlier", in: folder).name
        let free = try folder.freeBytes()
        let writer = try ArtifactWriter(in: folder, workers: 2, style: style)
        let error = #expect(throws: DestinationError.self) {
            try writer.write(noise(16 << 20))
            _ = try writer.finish()
        }
        #expect(error?.explanation.code == "destination.full")
        #expect(error?.description.contains("the disk is full") == true)
        #expect(try names(in: folder).filter { $0.hasSuffix(".gz") } == [kept])
        #expect(throws: DestinationError.self) { try writer.publish { _ in "bad.sql.gz" } }
        writer.abandon()
        #expect(try names(in: folder) == [kept])
        // A program that another test is starting holds copies of all descriptors until its exec.
        try waitUntil("the space is free again") { try folder.freeBytes() == free }
        #expect(try Command("gzip", "-dc", mount.path + "/" + kept).check().output == earlier)
    }

    @Test("B1 the disk that is full is told by finish when the stream was short")
    func fullAtTheEnd() throws {
        let mount = try MountedFolder("size=64k")
        let folder = try SafeFolder.open(mount.path, createIfMissing: false)
        let writer = try ArtifactWriter(in: folder, workers: 1)
        try writer.write(noise(100_000))
        let error = #expect(throws: DestinationError.self) { try writer.finish() }
        #expect(error?.explanation.code == "destination.full")
    }

    @Test("B4 running out of inodes is told as such", arguments: styles)
    func inodes(style: PendingFile.Style) throws {
        let mount = try MountedFolder("size=2m,nr_inodes=2")
        let folder = try SafeFolder.open(mount.path, createIfMissing: false)
        let kept = try store(Data("x".utf8), as: "earlier", in: folder).name
        let error = #expect(throws: DestinationError.self) { try ArtifactWriter(in: folder, style: style) }
        #expect(error?.explanation.code == "destination.inodes")
        #expect(try names(in: folder) == [kept])
    }

    @Test("B10 a file system that becomes read-only is told by the writer")
    func readOnly() throws {
        let mount = try MountedFolder("size=2m")
        let folder = try SafeFolder.open(mount.path, createIfMissing: false)
        try mount.remount("ro")
        let error = #expect(throws: DestinationError.self) { try ArtifactWriter(in: folder) }
        #expect(error?.explanation.code == "destination.read-only")
    }

    @Test(
        "B13 a folder unmounted during the run gets no backup, and neither does what lay under it",
        arguments: styles)
    func unmounted(style: PendingFile.Style) throws {
        let mount = try MountedFolder("size=2m")
        let folder = try SafeFolder.open(mount.path, createIfMissing: false)
        let writer = try ArtifactWriter(in: folder, workers: 1, style: style)
        try writer.write(noise(1000))
        try mount.unmountLazily()
        _ = try writer.finish()
        try writer.prove()
        let error = #expect(throws: DestinationError.self) { try writer.publish { _ in "x.sql.gz" } }
        #expect(error?.explanation.code == "destination.vanished")
        writer.abandon()
        let underneath = try SafeFolder.open(mount.path, createIfMissing: false)
        #expect(try names(in: underneath).isEmpty)
        #expect(try names(in: folder).isEmpty)
        #expect(throws: DestinationError.self) { try folder.publish(document: [1], as: "x.json") }
    }

    @Test("B15 a byte that changed on the disk is found, and nothing is published", arguments: [0, 500, -6])
    func corruption(place: Int) throws {
        let temporary = try TemporaryFolder("corrupt")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let writer = try ArtifactWriter(in: folder, workers: 1)
        try writer.write(dumpText(100_000))
        let facts = try writer.finish()
        try flipByte(at: place < 0 ? facts.bytes + place : place, ofUnnamedFileIn: temporary.path)
        let error = #expect(throws: DestinationError.self) { try writer.prove() }
        #expect(error?.explanation.code == "proof.mismatch")
        #expect(throws: DestinationError.self) { try writer.publish { _ in "x.sql.gz" } }
        writer.abandon()
        #expect(try names(in: folder).isEmpty)
    }

    @Test("B15 bytes that were added are found")
    func addition() throws {
        let temporary = try TemporaryFolder("added")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let writer = try ArtifactWriter(in: folder, workers: 1)
        try writer.write(dumpText(1000))
        let facts = try writer.finish()
        try flipByte(at: facts.bytes, ofUnnamedFileIn: temporary.path)
        let error = #expect(throws: DestinationError.self) { try writer.prove() }
        #expect(error?.explanation.code == "proof.mismatch")
    }

    /// Changes one byte of the only unnamed file that this process has open in a folder; behind the end, adds
    /// one.
    private func flipByte(at offset: Int, ofUnnamedFileIn folder: String) throws {
        let links = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { number in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
            return target?.hasPrefix(folder + "/#") == true
        }
        #expect(links.count == 1)
        let descriptor = open("/proc/self/fd/\(links.first ?? "")", O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        var byte: UInt8 = 0
        _ = pread(descriptor, &byte, 1, off_t(offset))
        byte ^= 0x10
        #expect(pwrite(descriptor, &byte, 1, off_t(offset)) == 1)
    }

    @Test("only what was proven is published, and only once")
    func stages() throws {
        let temporary = try TemporaryFolder("stages")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let writer = try ArtifactWriter(in: folder, workers: 1)
        try writer.write(Data("x".utf8))
        #expect(throws: DestinationError.self) { try writer.publish { _ in "x.gz" } }
        #expect(throws: DestinationError.self) { try writer.prove() }
        _ = try writer.finish()
        #expect(throws: DestinationError.self) { try writer.publish { _ in "x.gz" } }
        #expect(throws: DestinationError.self) { try writer.write(Data("y".utf8)) }
        try writer.prove()
        #expect(try writer.publish { _ in "x.gz" } == "x.gz")
        #expect(throws: DestinationError.self) { try writer.publish { _ in "y.gz" } }
        #expect(try names(in: folder) == ["x.gz"])
    }

    @Test("a stop ends the proof")
    func stopped() throws {
        let temporary = try TemporaryFolder("stop")
        let writer = try ArtifactWriter(in: SafeFolder.open(temporary.path, createIfMissing: false))
        try writer.write(Data("x".utf8))
        _ = try writer.finish()
        let stop = StopSignal()
        stop.raise(.terminate)
        #expect(throws: StoppedError.self) { try writer.prove(stop: stop) }
        #expect(throws: DestinationError.self) { try writer.publish { _ in "x.gz" } }
    }

    @Test("an engine that fails stops the producer and publishes nothing")
    func failingEngine() throws {
        let temporary = try TemporaryFolder("engine")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        let writer = try ArtifactWriter(in: folder, compression: FailingEngine(), workers: 2, blockSize: 1000)
        let error = #expect(throws: DestinationError.self) {
            try writer.write(noise(100_000), piece: 100)
            _ = try writer.finish()
        }
        #expect(error?.explanation.code == "engine.fault")
    }

    @Test("a writer that is left alone leaves no thread, no descriptor and no file", arguments: styles)
    func abandoned(style: PendingFile.Style) throws {
        let temporary = try TemporaryFolder("gone")
        let folder = try SafeFolder.open(temporary.path, createIfMissing: false)
        for _ in 0..<50 {
            let writer = try ArtifactWriter(in: folder, workers: 4, style: style)
            try writer.write(noise(300_000))
        }
        #expect(try names(in: folder).isEmpty)
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { number in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
            return target?.hasPrefix(temporary.path + "/") == true
        }
        #expect(open.isEmpty)
    }

    @Test(
        "every cause has a code of its own and says where",
        arguments: [
            (ENOSPC, "destination.full"), (EDQUOT, "destination.quota"), (EIO, "destination.io"),
            (EROFS, "destination.read-only"), (ESTALE, "destination.stale"), (EACCES, "destination.denied"),
            (EFBIG, "destination.too-large"), (EMFILE, "destination.descriptors"),
            (EXDEV, "destination.failed"),
        ])
    func causes(errno: Int32, code: String) {
        let error = DestinationError.system("write the backup", in: "/srv/a\nb", errno: errno)
        #expect(error.explanation.code == code)
        #expect(error.explanation.message.hasPrefix("cannot write the backup in /srv/a\\nb: "))
    }
}

/// An engine that compresses three blocks and then breaks.
private struct FailingEngine: BlockCompressor {
    let name = "failing"

    func makeEncoder() throws(DestinationError) -> any BlockEncoder { Encoder() }

    private final class Encoder: BlockEncoder {
        private var count = 0

        func maximumSize(of rawCount: Int) -> Int { rawCount }

        func encode(
            _ block: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
        ) throws(DestinationError) -> Int {
            count += 1
            guard count < 4 else { throw DestinationError("engine.fault", "the engine broke") }
            return 0
        }
    }
}
