import Glibc

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
