import Glibc

/// Writes all bytes to a descriptor, however many calls that takes and whatever signals come.
///
/// The caller owns the descriptor. Throws what the system refused; some of the bytes may then be written.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SystemFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if errno != EINTR {
            throw SystemFailure()
        }
    }
}

/// Makes a system call again for as long as a signal interrupts it, as may happen on network file systems and FUSE;
/// returns what it returns, with `errno` as it leaves it.
///
/// Not for close(2): Linux lets go of the descriptor whatever it answers.
package func uninterrupted(_ call: () -> Int32) -> Int32 {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
