import Foundation
import Glibc
import Synchronization

/// Keeps everything that this process has open, Foundation's own socket included, out of a child (TRAPS T8).
///
/// `Process.run` makes a socket pair, then asks the file handles for their descriptors, then starts the child and lets it
/// inherit one of the sockets: the end of file on the other tells it that the child is gone. This handle, given as
/// standard error, is asked last, and uses that moment to mark all descriptors close-on-exec. So that `Process` does
/// not take the child for gone at once, and then block all its other children in `waitpid`, it keeps copies of
/// the sockets until `release`: `Process` reaps the child when it is told to, and not when a grandchild lets go (T5).
final class SealingHandle: FileHandle, @unchecked Sendable {
    // Sendable because `copies`, its only state, is behind its Mutex.
    private let copies = Mutex<[Int32]>([])

    /// Makes a handle for a descriptor that somebody else closes.
    init(_ descriptor: Int32) {
        super.init(fileDescriptor: descriptor, closeOnDealloc: false)
    }

    required init?(coder: NSCoder) {
        nil
    }

    deinit {
        release()
    }

    override var fileDescriptor: Int32 {
        seal()
        return super.fileDescriptor
    }

    /// Lets `Process` notice that the child has ended.
    func release() {
        copies.withLock { copies in
            for copy in copies { Glibc.close(copy) }
            copies = []
        }
    }

    private func seal() {
        guard let folder = opendir("/proc/self/fd") else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            guard let number = Int32(entry.pointee.text), number > STDERR_FILENO else { continue }
            let flags = fcntl(number, F_GETFD)
            guard flags >= 0, flags & FD_CLOEXEC == 0 else { continue }
            var info = stat()
            if fstat(number, &info) == 0, info.st_mode & S_IFMT == S_IFSOCK {
                let copy = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
                if copy >= 0 { copies.withLock { $0.append(copy) } }
            }
            _ = fcntl(number, F_SETFD, flags | FD_CLOEXEC)
        }
    }
}

extension dirent {
    /// The entry's name; bytes that are not UTF-8 are replaced.
    var text: String {
        withUnsafeBytes(of: d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
