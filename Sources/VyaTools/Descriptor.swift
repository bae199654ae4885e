import Glibc
import Synchronization

/// Owns an open file descriptor and closes it exactly once, when the owner goes.
struct Descriptor: ~Copyable, Sendable {
    /// The descriptor's number; only valid while the owner lives.
    let number: Int32

    /// Takes over a descriptor that nobody else will close.
    init(owning number: Int32) {
        self.number = number
    }

    deinit {
        Glibc.close(number)
    }

    /// Closes it now instead of at the end of its scope.
    consuming func close() {}

    /// Opens a path relative to nothing; nil with `errno` set if that fails.
    static func open(_ path: String, _ flags: Int32) -> Descriptor? {
        let number = Glibc.open(path, flags | O_CLOEXEC)
        return number < 0 ? nil : Descriptor(owning: number)
    }
}

/// The two ends of a pipe that no child inherits by accident (TRAPS T28).
struct PipeEnds: ~Copyable {
    /// Held while a pipe is made and while a child is started: `pipe2` is not to be had from Swift, and between
    /// `pipe` and `fcntl` no child may come into being.
    static let spawning = Mutex(())
    /// `F_LINUX_SPECIFIC_BASE + 7` of `<linux/fcntl.h>`, which Swift's Glibc leaves out.
    private static let setPipeSize: Int32 = 1031

    let reader: Descriptor
    let writer: Descriptor

    /// Makes a pipe, as large as asked for if the system allows it; throws when no descriptor is left.
    init(capacity: Int32? = nil) throws(SystemFailure) {
        var ends: [Int32] = [-1, -1]
        let failure: SystemFailure? = PipeEnds.spawning.withLock { _ in
            guard pipe(&ends) == 0 else { return SystemFailure() }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return nil
        }
        if let failure { throw failure }
        reader = Descriptor(owning: ends[0])
        writer = Descriptor(owning: ends[1])
        if let capacity { _ = fcntl(ends[1], PipeEnds.setPipeSize, capacity) }
    }
}

/// What `errno` said when a system call failed.
struct SystemFailure: Error, Equatable {
    /// The error number.
    let number: Int32

    /// Takes the number, by default the calling thread's `errno`.
    init(_ number: Int32 = errno) {
        self.number = number
    }

    /// The system's words for it.
    var words: String { String(cString: strerror(number)) }
}
