import Glibc
import VyaCore

/// A configuration file as bytes, read through one descriptor from the check of its owner to its end.
package struct ConfigurationFile {
    let bytes: [UInt8]
    /// True when users without any relation to the file can read it.
    let othersMayRead: Bool

    /// The home folder that the environment names.
    package static var homeFolder: String? { getenv("HOME").map { String(cString: $0) } }

    /// Reads a file. Throws `UnsafeError` when others could have written it, else `ConfigurationError`.
    static func read(_ path: String) throws -> ConfigurationFile {
        // A configuration may be a symbolic link; what counts is who can write the file that it leads to.
        let file = try TrustedFile.read(
            path, limit: SourceText.maximumBytes, what: "the configuration", code: "config")
        return ConfigurationFile(bytes: file.bytes, othersMayRead: file.mode & S_IROTH != 0)
    }
}
