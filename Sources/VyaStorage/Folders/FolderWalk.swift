import Glibc
import VyaCore
import VyaSystem

/// Walks from `/` to a folder one component at a time and makes sure that nobody else could have chosen the
/// way.
///
/// Every component is opened relative to the one before, without following links, and judged by its
/// descriptor, so that what was judged is what is used. A component must belong to root or to the user who
/// runs this, and must not be writable by group or others, by its mode or its access control list, unless it is sticky
/// and only on the way: in a sticky folder nobody can replace what belongs to another, but anybody can add to it (L5).
/// Symbolic links are followed by hand, and only those of root or of that
/// user; the last component may not be one.
struct FolderWalk {
    /// How many symbolic links are followed; as the kernel's own limit.
    private static let maximumLinks = 40

    private let path: String
    private let user: uid_t
    private let createIfMissing: Bool
    private let mayBeShared: Bool
    private var mayBeAnybodys = false
    private let group: ReadingGroup?
    private var linksFollowed = 0
    /// While the target of a link is walked: how many components are left behind it.
    private var behindLink: Int?

    /// Walks to the folder and returns it open for reading; missing components are made with mode 0700 when
    /// asked, or for a group with 0750. With `mayBeShared` the folder itself may be a sticky one, such as `/tmp`.
    static func open(
        _ path: String, createIfMissing: Bool, user: uid_t = geteuid(), group: ReadingGroup? = nil,
        mayBeShared: Bool = false
    ) throws -> OwnedDescriptor {
        var walk = FolderWalk(
            path: path, user: user, createIfMissing: createIfMissing, group: group, mayBeShared: mayBeShared)
        return try walk.descend()
    }

    /// Walks to a folder that may be anybody's, such as an application's, and returns it open for reading.
    ///
    /// Only the links on the way are judged, the last one like the others: whoever owns a folder there can have put another
    /// in its place, but cannot have the walk leave the tree that the path names.
    static func hold(_ path: String) throws -> OwnedDescriptor {
        var walk = FolderWalk(
            path: path, user: geteuid(), createIfMissing: false, group: nil, mayBeShared: true)
        walk.mayBeAnybodys = true
        return try walk.descend()
    }

    private init(path: String, user: uid_t, createIfMissing: Bool, group: ReadingGroup?, mayBeShared: Bool) {
        self.mayBeShared = mayBeShared
        self.path = path
        self.user = user
        self.createIfMissing = createIfMissing
        self.group = group
    }

    private mutating func descend() throws -> OwnedDescriptor {
        guard path.utf8.first == UInt8(ascii: "/"), !path.utf8.contains(0) else {
            throw UnsafeError(
                "folder.relative", "\(path.printable) is not an absolute path",
                hints: ["begin the path with /"])
        }
        var current = try openRoot()
        var shown: [UInt8] = []
        // The components that are still to be walked, the next one last.
        var remaining = Self.components(Array(path.utf8))
        while let name = remaining.popLast() {
            if let count = behindLink, remaining.count < count { behindLink = nil }
            let next = try openComponent(name, in: current, shown: shown)
            let status = try Self.status(next.number, path)
            if status.st_mode & S_IFMT == S_IFLNK {
                try judge(link: status, at: shown + Self.slash + name, isLast: remaining.isEmpty)
                let target = try readLink(next.number)
                behindLink = behindLink ?? remaining.count
                if target.first == UInt8(ascii: "/") {
                    current = try openRoot()
                    shown = []
                }
                remaining += Self.components(target)
            } else {
                shown += Self.slash + name
                try judge(folder: status, next, at: shown, isLast: remaining.isEmpty)
                current = next
            }
        }
        // A place in the tree becomes a folder that can be read and flushed.
        let place = current.number
        let descriptor = uninterrupted { openat(place, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            throw DestinationError.system("open the folder", in: path, errno: errno)
        }
        return OwnedDescriptor(owning: descriptor)
    }

    private func openRoot() throws -> OwnedDescriptor {
        let descriptor = uninterrupted { Glibc.open("/", LinuxFlag.path | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            throw DestinationError.system("open the folder", in: path, errno: errno)
        }
        return OwnedDescriptor(owning: descriptor)
    }

    private func openComponent(
        _ name: [UInt8], in parent: borrowing OwnedDescriptor, shown: [UInt8]
    ) throws -> OwnedDescriptor {
        let terminated = name.map { CChar(bitPattern: $0) } + [0]
        let flags = LinuxFlag.path | O_NOFOLLOW | O_CLOEXEC
        let number = parent.number
        var descriptor = uninterrupted { openat(number, terminated, flags) }
        if descriptor < 0, errno == ENOENT {
            guard behindLink == nil else {
                throw UnsafeError(
                    "folder.link", "\(path.printable) leads through a symbolic link to nothing",
                    hints: ["remove the link, or create the folder that it points to"])
            }
            guard createIfMissing else {
                throw DestinationError(
                    "folder.missing", "the folder \(path.printable) does not exist",
                    hints: ["the first backup creates it; look for a misspelt path or a missing mount"])
            }
            try create(terminated, in: parent, shown: shown + Self.slash + name)
            descriptor = uninterrupted { openat(number, terminated, flags) }
        }
        guard descriptor >= 0 else {
            throw DestinationError.system("open the folder", in: path, errno: errno)
        }
        return OwnedDescriptor(owning: descriptor)
    }

    /// Makes a folder with exactly mode 0700, or gives it to the group, and makes its name survive a power cut.
    private func create(_ name: [CChar], in parent: borrowing OwnedDescriptor, shown: [UInt8]) throws {
        let number = parent.number
        guard uninterrupted({ mkdirat(number, name, 0o700) }) == 0 else {
            let code = errno
            // Another run was faster; what it made is judged like anything else.
            if code == EEXIST { return }
            throw DestinationError.system("create \(String.printable(shown))", in: path, errno: code)
        }
        if let group {
            let made = uninterrupted {
                openat(number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            }
            guard made >= 0 else {
                throw DestinationError.system("open the folder", in: path, errno: errno)
            }
            let folder = OwnedDescriptor(owning: made)
            let code = group.give(folder.number, mode: ReadingGroup.folderMode)
            guard code == 0 else {
                throw group.refusal("\(String.printable(shown))", in: path, errno: code)
            }
        }
        // A parent that cannot be read cannot be flushed either; the backup itself is not lost by that.
        let readable = uninterrupted { openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard readable >= 0 else { return }
        let folder = OwnedDescriptor(owning: readable)
        _ = uninterrupted { fsync(folder.number) }
    }

    private func judge(
        folder status: stat, _ place: borrowing OwnedDescriptor, at path: [UInt8], isLast: Bool
    ) throws {
        let shown = String.printable(path)
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw UnsafeError(
                "folder.not-folder", "\(shown) is not a folder",
                hints: ["move it away, or name another folder"])
        }
        if mayBeAnybodys { return }
        let number = place.number
        let objection = PathTrust.objection(
            to: status, at: String(decoding: path, as: UTF8.self), isWay: !isLast || mayBeShared, user: user
        ) { AccessControlList.read(number) }
        guard let objection else { return }
        if case .owner(let owner) = objection.reason {
            throw UnsafeError(
                "folder.owner",
                "\(shown) belongs to \(Account.title(of: owner)), who could replace the backups",
                hints: ["give it to root or to the account that runs the backup, or name another folder"])
        }
        throw UnsafeError(
            "folder.writable",
            "\(shown) can be changed by other users (mode \(Self.octal(status.st_mode))): \(objection.words)",
            hints: [objection.hint])
    }

    private mutating func judge(link status: stat, at place: [UInt8], isLast: Bool) throws {
        let shown = String.printable(place)
        // A second name of a link could have been planted where hard links are not protected.
        guard status.st_uid == user || status.st_uid == 0, status.st_nlink == 1 else {
            throw UnsafeError(
                "folder.link", "\(shown) is a symbolic link that another user may have made",
                hints: ["remove the link, and name the folder itself"])
        }
        guard !isLast || mayBeAnybodys else {
            throw UnsafeError(
                "folder.link", "\(shown) is a symbolic link, not a folder",
                hints: ["name the folder that the link points to"])
        }
        linksFollowed += 1
        guard linksFollowed <= Self.maximumLinks else {
            throw UnsafeError("folder.link", "\(path.printable) leads through too many symbolic links")
        }
    }

    private func readLink(_ descriptor: Int32) throws -> [UInt8] {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlinkat(descriptor, "", &buffer, buffer.count)
        guard count > 0 else { throw DestinationError.system("read a symbolic link", in: path, errno: errno) }
        return buffer.prefix(count).map { UInt8(bitPattern: $0) }
    }

    private static let slash = [UInt8(ascii: "/")]

    /// The components in reverse order, without empty ones and `.`.
    private static func components(_ path: [UInt8]) -> [[UInt8]] {
        path.split(separator: UInt8(ascii: "/")).map(Array.init).filter { $0 != [UInt8(ascii: ".")] }
            .reversed()
    }

    private static func status(_ descriptor: Int32, _ path: String) throws -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw DestinationError.system("look at the folder", in: path, errno: errno)
        }
        return status
    }

    private static func octal(_ mode: mode_t) -> String {
        "0" + String(mode & 0o7777, radix: 8)
    }
}
