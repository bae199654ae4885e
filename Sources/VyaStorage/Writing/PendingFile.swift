import CLinux
import Glibc
import VyaCore
import VyaSystem

/// A file that is being written and has no final name yet; dropping it frees its space.
///
/// It has no name at all (`O_TMPFILE`); where the file system cannot do that, it has a hidden one that begins
/// with `.vya-` and ends in `.partial`, and is locked for as long as its writer lives.
package final class PendingFile: Sendable {
    /// How the file exists before it has its name.
    package enum Style: Sendable, Equatable {
        /// Without a name; or hidden where the file system or a missing /proc does not allow it.
        case unnamed
        /// Under a hidden name, always.
        case hidden
    }

    private let folder: SafeFolder
    private let descriptor: OwnedDescriptor
    private let hiddenName: [CChar]?
    /// Whose members may read it; nil when it is its owner's alone.
    private let group: ReadingGroup?

    /// Creates an empty file of mode 0600 in a folder, whatever the umask; for a group, by default the folder's, of
    /// mode 0640.
    init(
        in folder: SafeFolder, style: Style = .unnamed, group: ReadingGroup? = nil
    ) throws(DestinationError) {
        self.folder = folder
        self.group = group ?? folder.group
        if style == .unnamed, let number = try Self.createUnnamed(in: folder) {
            descriptor = OwnedDescriptor(owning: number)
            hiddenName = nil
        } else {
            let (number, name) = try Self.createHidden(in: folder)
            descriptor = OwnedDescriptor(owning: number)
            hiddenName = name
        }
        try makePrivate()
    }

    deinit { dropName() }

    /// Takes the hidden name away, if there is one, without waiting for the last thread that holds the file.
    func dropName() {
        // It goes while the lock is still held. After publishing it is not there any more.
        if let hiddenName { _ = uninterrupted { unlinkat(folder.number, hiddenName, 0) } }
    }

    /// Creates a file without a name; nil when this file system cannot.
    private static func createUnnamed(in folder: SafeFolder) throws(DestinationError) -> Int32? {
        // The file gets its name through /proc; better to know now that it is missing than after the dump.
        guard access("/proc/self/fd", X_OK) == 0 else { return nil }
        let number = UnnamedFile.open(in: folder.number)
        if number >= 0 { return number }
        guard UnnamedFile.isUnsupported(errno) else {
            throw failure("create a file", folder)
        }
        return nil
    }

    /// Creates and locks a file with a hidden name that nobody can guess or have planted.
    private static func createHidden(in folder: SafeFolder) throws(DestinationError) -> (Int32, [CChar]) {
        while true {
            let name = UnnamedFile.hiddenName().terminated
            let number = UnnamedFile.openHidden(name, in: folder.number)
            if number < 0, errno == EEXIST { continue }
            guard number >= 0 else { throw failure("create a file", folder) }
            // Without locks on this file system nothing is ever swept there, so that a lost lock does no
            // harm.
            _ = uninterrupted { flock(number, LOCK_EX) }
            // Another run may have taken the file for a leftover in the instant before the lock.
            var status = stat()
            if fstat(number, &status) == 0, status.st_nlink == 0 {
                _ = close(number)
                continue
            }
            return (number, name)
        }
    }

    private func makePrivate() throws(DestinationError) {
        if let group {
            let code = group.give(descriptor.number, mode: ReadingGroup.fileMode)
            guard code == 0 else { throw group.refusal("a file", in: folder.path, errno: code) }
        } else {
            // The umask may have taken bits away, and some file systems give every file the same mode.
            _ = uninterrupted { fchmod(descriptor.number, 0o600) }
        }
        var status = stat()
        guard fstat(descriptor.number, &status) == 0 else { throw Self.failure("create a file", folder) }
        let isTheGroups = group.map {
            status.st_mode & 0o777 == ReadingGroup.fileMode && status.st_gid == $0.number
        }
        guard isTheGroups ?? false || status.st_mode & 0o077 == 0 else {
            throw DestinationError(
                "destination.not-private",
                "the file system of \(folder.path.printable) cannot keep a file private",
                hints: ["mount it with umask=077, or name a folder on a file system with permissions"])
        }
    }

    /// Writes all bytes at the end of the file.
    func write(_ bytes: some Collection<UInt8>) throws(DestinationError) {
        let content = Array(bytes)
        let error = content.withUnsafeBytes { writeAll($0) }
        if let error { throw error }
    }

    /// Writes all bytes at the end of the file; returns what stopped it.
    func writeAll(_ bytes: UnsafeRawBufferPointer) -> DestinationError? {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor.number, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return Self.failure("write the backup", folder) }
            // A regular file never takes nothing; a loop that made no progress would never end.
            guard count > 0 else { return .system("write the backup", in: folder.path, errno: EIO) }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
        return nil
    }

    /// Brings the content to the disk.
    ///
    /// An error is final: the kernel reports it once and then forgets the pages that it could not write.
    func flush() throws(DestinationError) {
        guard uninterrupted({ fsync(descriptor.number) }) == 0 else {
            throw Self.failure("flush the backup to the disk", folder)
        }
        let code = descriptor.flushedByClosing()
        guard code == 0 else { throw .system("flush the backup to the disk", in: folder.path, errno: code) }
    }

    /// Has the disk begin to take a part of the file, and does not wait for it.
    func startFlushing(_ part: Range<Int>) {
        _ = vya_flush_range(descriptor.number, Int64(part.lowerBound), Int64(part.count), 0)
    }

    /// Waits until a part of the file has been written to the disk; returns what stopped it.
    ///
    /// Only an error of the disk counts: a file system that cannot do this is asked again by `flush`. It is final, as
    /// it is there.
    func settle(_ part: Range<Int>) -> DestinationError? {
        guard vya_flush_range(descriptor.number, Int64(part.lowerBound), Int64(part.count), 1) != 0,
            [EIO, ENOSPC, EDQUOT].contains(errno)
        else { return nil }
        return Self.failure("flush the backup to the disk", folder)
    }

    /// Has the next reads of a part, nil for one up to the end, come from the disk and not from memory, as far as the
    /// file system allows it.
    func dropCache(from start: Int, to end: Int?) {
        // A length of 0 means up to the end.
        _ = posix_fadvise(
            descriptor.number, off_t(start), off_t(end.map { max(1, $0 - start) } ?? 0), POSIX_FADV_DONTNEED)
    }

    /// Makes sure of what surrounds the blocks: the header, the ending, and that nothing follows.
    func checkFrame(of facts: StoredFacts, codec: BlockCodec) throws {
        var status = stat()
        guard fstat(descriptor.number, &status) == 0 else {
            throw Self.failure("read the backup back", folder)
        }
        guard Int(status.st_size) == facts.bytes else {
            throw mismatch("it is \(status.st_size) bytes long instead of \(facts.bytes)")
        }
        guard try bytes(0..<codec.header.count) == codec.header else { throw mismatch("its header differs") }
        let ending = codec.ending(crc32: facts.crc32, rawBytes: facts.rawBytes)
        guard try bytes(facts.bytes - ending.count..<facts.bytes) == ending else {
            throw mismatch("its ending differs")
        }
        let blocks = facts.blocks.reduce(0) { $0 + $1.bytes }
        guard codec.header.count + blocks + ending.count == facts.bytes else {
            throw mismatch("its blocks are \(blocks) bytes long")
        }
    }

    /// What the operator reads of a file that is not what was written.
    func mismatch(_ what: Message) -> DestinationError {
        DestinationError(
            "proof.mismatch",
            "the backup read back from \(folder.path.printable) is not what was written: \(what)",
            hints: [
                "the disk, its controller or the memory of this machine damages data: look at `dmesg` and SMART",
                "nothing was published; earlier backups are untouched",
            ])
    }

    /// Reads bytes at an offset from the file that is open; returns how many, 0 at the end.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(DestinationError) -> Int {
        while true {
            let count = pread(descriptor.number, buffer.baseAddress, buffer.count, off_t(offset))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure("read the backup back", folder) }
            return count
        }
    }

    /// Gives the flushed file its final name and makes the name durable; false when the name is taken.
    ///
    /// The order is that of every database: the content is on the disk before the name exists, the name
    /// before anybody is told. A name that could not be made durable is taken back.
    func publish(as name: String) throws(DestinationError) -> Bool {
        let final = try SafeFolder.terminated(Array(name.utf8))
        try folder.checkInPlace()
        guard link(as: final) == 0 else {
            guard errno != EEXIST else { return false }
            throw Self.failure("name the finished file", folder)
        }
        do {
            try folder.flush()
        } catch {
            _ = uninterrupted { unlinkat(folder.number, final, 0) }
            throw error
        }
        return true
    }

    /// Gives the flushed file, which has a hidden name, the name of another and takes its place; the change is
    /// durable on return.
    ///
    /// Throws `DestinationError`; when only the name could not be made durable, the new file is in place.
    func replace(_ name: String) throws(DestinationError) {
        let final = try SafeFolder.terminated(Array(name.utf8))
        try folder.checkInPlace()
        guard let hiddenName else {
            throw .system("replace \(name.printable)", in: folder.path, errno: EINVAL)
        }
        guard uninterrupted({ renameat(folder.number, hiddenName, folder.number, final) }) == 0 else {
            throw Self.failure("replace \(name.printable)", folder)
        }
        try folder.flush()
    }

    /// Gives the file a name that is free; returns as system calls do.
    private func link(as name: [CChar]) -> Int32 {
        guard let hiddenName else { return UnnamedFile.link(descriptor.number, as: name, in: folder.number) }
        return UnnamedFile.rename(hiddenName, to: name, in: folder.number)
    }

    private static func failure(_ action: Message, _ folder: SafeFolder) -> DestinationError {
        // Without inodes a disk is full although `df` shows space.
        let code = errno
        var status = statvfs()
        if code == ENOSPC, fstatvfs(folder.number, &status) == 0, status.f_files > 0, status.f_favail == 0 {
            return DestinationError(
                "destination.inodes",
                "cannot \(action) in \(folder.path.printable): the file system has no free inodes",
                hints: ["remove files from it, see `df -i`", "backups that were made before are untouched"])
        }
        return .system(action, in: folder.path, errno: code)
    }
}
