import Glibc
import VyaCore

/// Opens the folder that an archive is extracted into.
///
/// Links on the way are followed when they belong to root or to this account, as those in a path that the operator
/// wrote; from the target on, none is.
struct TargetFolder {
    /// The target; nil when it does not exist and was not to be made.
    let folder: OpenFolder?
    /// The folder that it lies in, or will lie in.
    let parent: OpenFolder
    /// True when the target was made.
    let isNew: Bool

    /// Opens the target, and makes it with mode 0700 when that is asked for and only its last name is missing.
    ///
    /// Throws `DestinationError` when it cannot be opened, and `UnsafeError` for somebody else's link.
    static func open(_ target: String, making: Bool) throws -> TargetFolder {
        guard var folder = OpenFolder.root() else {
            throw ExtractionFailure.system("open the target", target.printable, errno: errno)
        }
        var parent = folder
        let names = try absolute(target).split(separator: UInt8(ascii: "/")).map(Array.init)
        for (index, name) in names.enumerated() where !name.elementsEqual(".".utf8) {
            parent = folder
            let path = Array("/".utf8) + Array(names.prefix(index + 1).joined(separator: Array("/".utf8)))
            if let next = try step(name, in: folder, path: path) {
                folder = next
                continue
            }
            guard errno == ENOENT, index == names.count - 1 else {
                throw ExtractionFailure.system("open the target", String.printable(path), errno: errno)
            }
            guard making else { return TargetFolder(folder: nil, parent: parent, isNew: false) }
            guard OpenFolder.withCString(name, { mkdirat(parent.descriptor, $0, 0o700) }) == 0,
                let made = parent.folder(name)
            else { throw ExtractionFailure.system("make the target", String.printable(path), errno: errno) }
            return TargetFolder(folder: made, parent: parent, isNew: true)
        }
        return TargetFolder(folder: folder, parent: parent, isNew: false)
    }

    /// Opens the next folder on the way; nil with `errno` set when there is none.
    private static func step(_ name: [UInt8], in folder: OpenFolder, path: [UInt8]) throws -> OpenFolder? {
        guard let place = folder.place(name) else { return nil }
        switch place.status.st_mode & S_IFMT {
        case S_IFDIR: return place
        case S_IFLNK:
            // A link that leads nowhere is not a target that could be made.
            if let target = try LinkResolution.folder(name, in: folder, path: path) { return target }
            if errno == ENOENT { errno = ENOTDIR }
            return nil
        default:
            errno = ENOTDIR
            return nil
        }
    }

    private static func absolute(_ target: String) throws -> [UInt8] {
        let bytes = Array(target.utf8)
        if bytes.isEmpty || bytes.contains(0) {
            throw UsageError("restore.target", "the name of the target is empty or has a NUL in it")
        }
        if bytes.first == UInt8(ascii: "/") { return bytes }
        guard let current = getcwd(nil, 0) else {
            throw ExtractionFailure.system("open the target", target.printable, errno: errno)
        }
        defer { free(current) }
        return Array(UnsafeRawBufferPointer(start: current, count: strlen(current))) + Array("/".utf8) + bytes
    }
}
