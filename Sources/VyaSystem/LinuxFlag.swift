import Glibc

/// Flags of open(2) that glibc declares only for GNU sources, so that Swift does not see them.
///
/// The numbers are those of include/uapi/asm-generic/fcntl.h, which x86-64 and arm64 share.
package enum LinuxFlag {
    /// `O_PATH`: a place in the tree, for looking and walking, not for reading.
    package static let path: Int32 = 0o10_000_000
    /// `O_TMPFILE`: a file without a name in the folder that is opened.
    package static let unnamedFile: Int32 = 0o20_000_000 | O_DIRECTORY
}
