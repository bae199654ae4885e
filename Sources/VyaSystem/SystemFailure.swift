import Glibc

/// What `errno` said when a system call failed.
package struct SystemFailure: Error, Equatable {
    /// The error number.
    package let number: Int32

    /// Takes the number, by default the calling thread's `errno`.
    package init(_ number: Int32 = errno) {
        self.number = number
    }

    /// The system's words for it.
    package var words: String { String(cString: strerror(number)) }
}
