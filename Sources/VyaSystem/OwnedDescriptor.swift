import Glibc

/// Owns a file descriptor and closes it exactly once.
package struct OwnedDescriptor: ~Copyable, Sendable {
    /// The descriptor, for system calls that borrow it; whoever uses it must not close it.
    ///
    /// To be read from a value that has a name: a temporary is closed before its number reaches the call.
    package let number: Int32

    /// Takes over a descriptor that is open.
    package init(owning number: Int32) {
        self.number = number
    }

    deinit {
        _ = Glibc.close(number)
    }

    /// Closes it now instead of at the end of its scope.
    package consuming func close() {}

    /// Opens a path, closed at exec; nil with `errno` set if that fails.
    package static func open(_ path: String, _ flags: Int32) -> OwnedDescriptor? {
        let number = uninterrupted { Glibc.open(path, flags | O_CLOEXEC) }
        return number < 0 ? nil : OwnedDescriptor(owning: number)
    }

    /// Closes a duplicate and returns what `close` reported, 0 for success.
    ///
    /// Network file systems and quotas may report a failed write only when a descriptor is closed; an unnamed
    /// file has to stay open until it has its name, so a duplicate is closed for the answer.
    package borrowing func flushedByClosing() -> Int32 {
        let duplicate = fcntl(number, F_DUPFD_CLOEXEC, 0)
        guard duplicate >= 0 else { return errno }
        // An interruption says nothing of the content, and closes as well.
        return Glibc.close(duplicate) == 0 || errno == EINTR ? 0 : errno
    }
}

/// Flags of open(2) that glibc declares only for GNU sources, so that Swift does not see them.
///
/// The numbers are those of include/uapi/asm-generic/fcntl.h, which x86-64 and arm64 share.
package enum LinuxFlag {
    /// `O_PATH`: a place in the tree, for looking and walking, not for reading.
    package static let path: Int32 = 0o10_000_000
    /// `O_TMPFILE`: a file without a name in the folder that is opened.
    package static let unnamedFile: Int32 = 0o20_000_000 | O_DIRECTORY
}
