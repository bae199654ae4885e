import CLinux
import Glibc
import VyaSystem

/// The two ends of a pipe that no child inherits by accident (traps.md T28).
struct PipeEnds: ~Copyable {
    /// `F_LINUX_SPECIFIC_BASE + 7` of `<linux/fcntl.h>`, which Swift's Glibc leaves out.
    private static let setPipeSize: Int32 = 1031
    /// `F_LINUX_SPECIFIC_BASE + 8`.
    private static let getPipeSize: Int32 = 1032

    /// The end that is read from.
    let reader: OwnedDescriptor
    /// The end that is written to.
    let writer: OwnedDescriptor

    /// Makes a pipe, as large as asked for, in bytes, if the system allows it; throws when no descriptor is left.
    init(capacity: Int32? = nil) throws(SystemFailure) {
        var ends: [Int32] = [-1, -1]
        guard vya_pipe(&ends) == 0 else { throw SystemFailure() }
        reader = OwnedDescriptor(owning: ends[0])
        writer = OwnedDescriptor(owning: ends[1])
        if let capacity { _ = fcntl(ends[1], PipeEnds.setPipeSize, capacity) }
    }

    /// The bytes that the pipe of an end can hold; 0 where that is no pipe.
    static func capacity(of end: borrowing OwnedDescriptor) -> Int {
        max(0, Int(fcntl(end.number, getPipeSize)))
    }
}
