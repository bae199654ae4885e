import VyaCore
import Glibc
import VyaSystem

/// Finds folders by a path glob such as `/usr/lib/postgresql/*/bin`.
///
/// A `*`, `?` or `[…]` stands within one component, never for a `/`, and not for a leading dot (POSIX `fnmatch`).
enum FolderPattern {
    /// The paths that the pattern matches, sorted; empty if it is not absolute.
    static func matches(_ pattern: String) -> [String] {
        guard pattern.utf8.first == UInt8(ascii: "/") else { return [] }
        var found = [""]
        for component in pattern.pieces(separatedBy: "/").map(String.init) {
            found =
                component.utf8.contains(where: { "*?[".utf8.contains($0) })
                ? found.flatMap { folder in
                    names(in: folder + "/", matching: component).map { folder + "/" + $0 }
                }
                : found.map { $0 + "/" + component }
        }
        return found
    }

    private static func names(in folder: String, matching pattern: String) -> [String] {
        let names = (try? FolderNames.sorted(at: folder)) ?? []
        return names.map { String(decoding: $0, as: UTF8.self) }.filter {
            fnmatch(pattern, $0, FNM_PERIOD) == 0
        }
    }
}
