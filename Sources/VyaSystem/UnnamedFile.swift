import CLinux
import Glibc
import VyaCore

/// Makes what has no name until it is whole, and gives it one, in a folder that is held open by its descriptor.
///
/// Descriptors stay the caller's, names are bytes with a NUL. Nothing here follows a link. All calls answer as system calls
/// do: 0 or more, or -1 with `errno` set.
package enum UnnamedFile {
    /// How a hidden name begins and ends, for what has to have one before it is whole.
    package static let hiddenPrefix = ".vya-"
    package static let hiddenSuffix = ".partial"

    /// A hidden name that nobody can guess or have planted.
    package static func hiddenName() -> [UInt8] {
        Array((hiddenPrefix + String(UInt64.random(in: .min ... .max), radix: 16) + hiddenSuffix).utf8)
    }

    /// The hidden name that belongs to a name, by which the next try finds what a killed one has left.
    package static func hiddenName(of name: [UInt8], suffix: String = hiddenSuffix) -> [UInt8] {
        Array((hiddenPrefix + NameHash.padded(NameHash.number(of: name)) + suffix).utf8)
    }

    /// Opens an empty file of mode 0600 that has no name, for reading and writing.
    ///
    /// Where `isUnsupported` says so of the error, one with a hidden name is what is left (`openHidden`).
    package static func open(in folder: Int32) -> Int32 {
        uninterrupted { openat(folder, ".", LinuxFlag.unnamedFile | O_RDWR | O_CLOEXEC, 0o600) }
    }

    /// True when an error of `open` says that the file system has no such files; EISDIR comes from kernels that do not know
    /// the flag and see a folder that is opened for writing.
    package static func isUnsupported(_ code: Int32) -> Bool {
        [EOPNOTSUPP, EISDIR, EINVAL, ENOENT].contains(code)
    }

    /// Opens an empty file of mode 0600 under a hidden name, for reading and writing; EEXIST when it is taken.
    package static func openHidden(_ name: [CChar], in folder: Int32) -> Int32 {
        uninterrupted { openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600) }
    }

    /// Gives what a descriptor is open on, also as a place (`O_PATH`), a name that is free; EEXIST when it is taken.
    ///
    /// It goes through /proc, because linking a bare descriptor wants a capability (openat(2)).
    package static func link(_ descriptor: Int32, as name: UnsafePointer<CChar>, in folder: Int32) -> Int32 {
        uninterrupted { linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", folder, name, AT_SYMLINK_FOLLOW) }
    }

    /// Gives a name to what has another in the same folder; EEXIST when it is taken.
    ///
    /// NFS cannot rename without replacing; a hard link does not replace either, and the old name goes after it.
    package static func rename(
        _ old: UnsafePointer<CChar>, to name: UnsafePointer<CChar>, in folder: Int32
    ) -> Int32 {
        if uninterrupted({ vya_rename_noreplace(folder, old, name) }) == 0 { return 0 }
        guard errno == EINVAL || errno == ENOSYS else { return -1 }
        guard uninterrupted({ linkat(folder, old, folder, name, 0) }) == 0 else { return -1 }
        _ = unlinkat(folder, old, 0)
        return 0
    }

    /// Lets two names of a folder change places in one step, so that neither is ever missing; EINVAL where the file system
    /// cannot.
    package static func exchange(
        _ one: UnsafePointer<CChar>, _ other: UnsafePointer<CChar>, in folder: Int32
    ) -> Int32 {
        uninterrupted { vya_rename_exchange(folder, one, other) }
    }
}
