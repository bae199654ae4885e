import Glibc
import VyaSystem

/// Has a tool write its output in pieces of 64 KiB, as coreutils' `stdbuf -o64K` would.
///
/// Dump tools leave their output to the C library, which writes 4 KiB at a time into a pipe: for a fast dump that is a
/// tenth of all its work. The library that `stdbuf` has a program load asks for a larger buffer; it is not more than
/// that, and a tool that does not use the C library's output does not notice. Where it is missing, or where others
/// could change it, tools write as they like.
enum LargeOutput {
    /// The variables that make a tool load the library; none where it is missing.
    static let environment: [String: String] =
        library.map {
            ["LD_PRELOAD": $0, "_STDBUF_O": "65536"]
        } ?? [:]

    /// Where distributions put it.
    private static let places = ["/usr/libexec/coreutils/libstdbuf.so", "/usr/lib/coreutils/libstdbuf.so"]

    private static var library: String? {
        places.first { access($0, R_OK) == 0 && PathTrust.objection(to: $0) == nil }
    }
}
