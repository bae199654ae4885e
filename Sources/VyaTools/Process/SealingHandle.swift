import Foundation
import Glibc
import VyaSystem
import Synchronization

/// Keeps everything that this process has open, Foundation's own socket included, out of a child (traps.md T8).
///
/// `Process.run` makes a socket pair, then asks the file handles for their descriptors, then starts the child and lets it
/// inherit one of the sockets: the end of file on the other tells it that the child is gone. This handle, given as
/// standard error, is asked last, and uses that moment to mark all descriptors close-on-exec. So that `Process` does
/// not take the child for gone at once, and then block all its other children in `waitpid`, it keeps copies of
/// the sockets until `release`: `Process` reaps the child when it is told to, and not when a grandchild lets go (traps.md
/// T5).
final class SealingHandle: FileHandle, @unchecked Sendable {
    private struct State {
        var copies: [Int32] = []
        var isSealed = false
    }

    // Sendable because its only state is behind this Mutex.
    private let state = Mutex(State())

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
        state.withLock { state in
            // Only at the first call: `FileHandle` asks once more, in its own deinit.
            if !state.isSealed { state.copies = SealingHandle.seal() }
            state.isSealed = true
        }
        return super.fileDescriptor
    }

    /// Lets `Process` notice that the child has ended; once is enough, again is harmless.
    func release() {
        state.withLock { state in
            for copy in state.copies { Glibc.close(copy) }
            state.copies = []
        }
    }

    /// Marks every descriptor close-on-exec and answers with copies of the sockets that were not.
    private static func seal() -> [Int32] {
        var copies: [Int32] = []
        // The descriptor by which the names are read is closed by then, and its number nobody else's.
        for name in (try? FolderNames.sorted(at: "/proc/self/fd")) ?? [] {
            guard let number = Int32(String(decoding: name, as: UTF8.self)), number > STDERR_FILENO else {
                continue
            }
            let flags = fcntl(number, F_GETFD)
            guard flags >= 0, flags & FD_CLOEXEC == 0 else { continue }
            var info = stat()
            if fstat(number, &info) == 0, info.st_mode & S_IFMT == S_IFSOCK {
                let copy = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
                if copy >= 0 { copies.append(copy) }
            }
            _ = fcntl(number, F_SETFD, flags | FD_CLOEXEC)
        }
        return copies
    }
}
