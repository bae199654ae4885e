import CLinux
import Glibc

/// A POSIX access control list as Linux keeps it in an extended attribute (linux/posix_acl_xattr.h).
package struct AccessControlList: Sendable, Equatable {
    /// The attribute of the list that counts for the file or folder itself.
    package static let attribute = "system.posix_acl_access"
    /// Stands for no user or group.
    package static let nobody = UInt32.max

    /// One line of the list.
    package struct Entry: Sendable, Equatable {
        /// What it speaks of.
        package enum Tag: Int, Sendable {
            case owner = 1
            case user = 2
            case owningGroup = 4
            case group = 8
            case mask = 0x10
            case other = 0x20
        }

        package let tag: Tag
        /// 4 to read, 2 to write, 1 to execute.
        package let permissions: Int
        /// The user or group; `nobody` for the other tags.
        package let id: UInt32

        package init(_ tag: Tag, permissions: Int, id: UInt32 = AccessControlList.nobody) {
            (self.tag, self.permissions, self.id) = (tag, permissions, id)
        }
    }

    /// Who, besides the owner and everybody, may write.
    enum Writer: Equatable {
        case user(UInt32)
        case owningGroup
        case group(UInt32)
    }

    /// What asking for a list came to.
    package enum Reading: Sendable {
        /// There is none, or the file system knows of none.
        case none
        case list(AccessControlList)
        /// There is one, and it cannot be read or understood.
        case unreadable(SystemFailure)
    }

    /// The entries in the kernel's order: by tag, and within one by number.
    package let entries: [Entry]

    /// Makes a list of entries in any order.
    package init(_ entries: [Entry]) {
        self.entries = entries.sorted { ($0.tag.rawValue, $0.id) < ($1.tag.rawValue, $1.id) }
    }

    /// Reads the attribute's value: a version, then (tag, permissions, id) each; nil when it is something else.
    package init?(_ value: [UInt8]) {
        func number(_ offset: Int, _ width: Int) -> Int {
            value[offset..<offset + width].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard value.count >= 4, value.count % 8 == 4, number(0, 4) == 2 else { return nil }
        var entries: [Entry] = []
        for offset in stride(from: 4, to: value.count, by: 8) {
            guard let tag = Entry.Tag(rawValue: number(offset, 2)) else { return nil }
            entries.append(
                Entry(tag, permissions: number(offset + 2, 2) & 7, id: UInt32(number(offset + 4, 4))))
        }
        self.entries = entries
    }

    /// The value of the attribute.
    package var value: [UInt8] {
        func bytes(_ number: UInt32, _ width: Int) -> [UInt8] {
            (0..<width).map { UInt8(truncatingIfNeeded: number >> UInt32($0 * 8)) }
        }
        return bytes(2, 4)
            + entries.flatMap {
                bytes(UInt32($0.tag.rawValue), 2) + bytes(UInt32($0.permissions), 2) + bytes($0.id, 4)
            }
    }

    /// Reads the list of what a path names, without following a link.
    package static func read(_ path: String) -> Reading {
        read { lgetxattr(path, attribute, $0, $1) }
    }

    /// Reads the list of what a descriptor is open on, also where that is only a place (`O_PATH`).
    package static func read(_ descriptor: Int32) -> Reading {
        // fgetxattr(2) does not take places; the name in /proc leads to the very file that is open.
        let isPlace = fcntl(descriptor, F_GETFL) & LinuxFlag.path != 0
        return read {
            isPlace
                ? getxattr("/proc/self/fd/\(descriptor)", attribute, $0, $1)
                : fgetxattr(descriptor, attribute, $0, $1)
        }
    }

    private static func read(_ get: (UnsafeMutableRawPointer?, Int) -> Int) -> Reading {
        var value = [UInt8](repeating: 0, count: 65_536)
        let count = value.withUnsafeMutableBytes { get($0.baseAddress, $0.count) }
        guard count >= 0 else {
            return errno == ENODATA || errno == EOPNOTSUPP ? .none : .unreadable(SystemFailure())
        }
        return AccessControlList(Array(value[..<count])).map(Reading.list)
            ?? .unreadable(SystemFailure(EINVAL))
    }

    /// Those whose permission to write is left by the mask.
    var writers: [Writer] {
        let mask = entries.first { $0.tag == .mask }?.permissions ?? 7
        return entries.filter { $0.permissions & mask & 2 != 0 }.compactMap { entry in
            switch entry.tag {
            case .user: .user(entry.id)
            case .owningGroup: .owningGroup
            case .group: .group(entry.id)
            case .owner, .mask, .other: nil
            }
        }
    }
}
