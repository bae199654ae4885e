import Foundation

/// The library that gives a program another clock.
package enum Faketime {
    /// Its path, if it is installed.
    package static let library: String? = [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    ].first { access($0, R_OK) == 0 }

    /// Removes the shared memory that it leaves behind under the number of a process that has ended.
    package static func removeTraces(of process: Int32) {
        for name in ["faketime_shm_", "sem.faketime_sem_"] { unlink("/dev/shm/\(name)\(process)") }
    }
}
