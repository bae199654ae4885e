import Foundation

/// The library that gives a program another clock.
package enum Faketime {
    /// Its path, if it is installed.
    package static let library: String? = [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    ].first { access($0, R_OK) == 0 }
}
