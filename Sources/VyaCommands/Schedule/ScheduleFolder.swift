import Foundation
import Glibc
import VyaCore
import VyaEngine
import VyaSystem

/// The folder that schedules are read from by root, held by descriptor while its files are looked at and replaced.
final class ScheduleFolder {
    private static let limit = 1 << 20
    private let path: String
    private let descriptor: OwnedDescriptor

    /// Opens the folder, which is made with its parents, mode 0755, if that is asked for; nil when it is missing.
    ///
    /// With `isTrusted` throws `UnsafeError` when somebody else than root and this user could change it; in a tree
    /// that a package is made of, that is its builder's matter. Throws `DestinationError`.
    init?(_ path: String, isTrusted: Bool, makes: Bool) throws {
        self.path = path
        if makes {
            do {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
            } catch {
                throw DestinationError(
                    "schedule.folder", "the folder \(path.printable) cannot be made",
                    hints: ["run it as root, or name another place: --root, --folder"])
            }
        }
        guard let folder = OwnedDescriptor.open(path, O_RDONLY | O_DIRECTORY) else {
            let failure = SystemFailure()
            if failure.number == ENOENT { return nil }
            throw ScheduleFolder.failure("open", path, failure)
        }
        if isTrusted, let objection = PathTrust.objection(to: path) {
            throw UnsafeError("schedule.unsafe", "\(path.printable) is not safe: \(objection.words)")
        }
        descriptor = folder
    }

    /// The text of a file; nil when there is none. Bytes that are no UTF-8 are replaced: so it is nobody's but others'.
    ///
    /// Throws `UnsafeError` for a link and for anything else that is no file, such as a unit that is masked.
    func text(of name: String) throws -> String? {
        try at(name) { folder, leaf in try text(of: name, folder, leaf) } ?? nil
    }

    private func text(of name: String, _ folder: borrowing OwnedDescriptor, _ leaf: String) throws -> String?
    {
        let folder = folder.number
        let number = uninterrupted {
            openat(folder, leaf, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        }
        guard number >= 0 else {
            let failure = SystemFailure()
            if failure.number == ENOENT { return nil }
            if failure.number == ELOOP { throw noFile(name, "is a link") }
            throw ScheduleFolder.failure("read", path + "/" + name, failure)
        }
        let file = OwnedDescriptor(owning: number)
        var status = stat()
        guard fstat(file.number, &status) == 0 else {
            throw ScheduleFolder.failure("read", path + "/" + name, SystemFailure())
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.limit else {
            throw noFile(name, "is no file that this program wrote")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= Self.limit {
            let count = buffer.withUnsafeMutableBytes { read(file.number, $0.baseAddress, $0.count) }
            if count == 0 { break }
            if count > 0 {
                bytes += buffer[..<count]
            } else if errno != EINTR {
                throw ScheduleFolder.failure("read", path + "/" + name, SystemFailure())
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a file with mode 0644, in a folder of drop-ins that is made if need be: whoever reads it sees the whole old one
    /// or the whole new one.
    func write(_ file: ScheduledFile) throws {
        if let parent = Self.split(file.name).parent {
            guard mkdirat(descriptor.number, parent, 0o755) == 0 || errno == EEXIST else {
                throw ScheduleFolder.failure("make", path + "/" + parent, SystemFailure())
            }
            // Whatever the mask of this process is, systemd and its users read what is in it.
            _ = fchmodat(descriptor.number, parent, 0o755, 0)
        }
        try at(file.name) { folder, leaf in
            do throws(SystemFailure) {
                try ReplacedFile.write(Array(file.text.utf8), as: leaf, in: folder)
            } catch {
                throw ScheduleFolder.failure("write", path + "/" + file.name, error)
            }
        }
    }

    /// Removes a file, and the folder of drop-ins that was left empty by that.
    func remove(_ name: String) throws {
        try at(name) { folder, leaf in
            guard unlinkat(folder.number, leaf, 0) == 0 || errno == ENOENT else {
                throw ScheduleFolder.failure("remove", path + "/" + name, SystemFailure())
            }
        }
        if let parent = Self.split(name).parent { unlinkat(descriptor.number, parent, AT_REMOVEDIR) }
    }

    /// Has the disk keep what was done.
    func finish() throws {
        guard fsync(descriptor.number) == 0 || errno == EINVAL else {
            throw ScheduleFolder.failure("write", path, SystemFailure())
        }
    }

    /// Works in the folder that a file lies in, with its name there; nil when that folder of drop-ins is missing.
    private func at<Result>(
        _ name: String, _ body: (_ folder: borrowing OwnedDescriptor, _ leaf: String) throws -> Result
    ) throws -> Result? {
        let (parent, leaf) = Self.split(name)
        guard let parent else { return try body(descriptor, leaf) }
        let number = uninterrupted {
            openat(descriptor.number, parent, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
        guard number >= 0 else {
            let failure = SystemFailure()
            if failure.number == ENOENT { return nil }
            throw ScheduleFolder.failure("open", path + "/" + parent, failure)
        }
        let folder = OwnedDescriptor(owning: number)
        return try body(folder, leaf)
    }

    private static func split(_ name: String) -> (parent: String?, leaf: String) {
        let parts = name.pieces(separatedBy: "/").map(String.init)
        return parts.count > 1 ? (parts[0], parts[1]) : (nil, name)
    }

    private func noFile(_ name: String, _ words: Message) -> UnsafeError {
        UnsafeError(
            "schedule.no-file", "\((path + "/" + name).printable) \(words); it was left as it is",
            hints: [
                "if it is a unit that is masked: systemctl unmask \(ShellWord.quoted(name))",
                "else look at it: ls -l",
            ])
    }

    private static func failure(
        _ action: Message, _ path: String, _ failure: SystemFailure
    ) -> DestinationError {
        DestinationError(
            "schedule.files", "cannot \(action) \(path.printable): \(failure.words)",
            hints: ["run it as root, or name another place: --root, --folder"])
    }
}
