import Glibc
import VyaCore
import VyaSystem

/// The contents of a regular file that nobody but root and the user of this process can have written.
struct TrustedFile {
    let bytes: [UInt8]
    let mode: mode_t
    let owner: uid_t

    /// Reads a file of at most `limit` bytes; a longer one comes one byte longer than that, for the caller to refuse.
    ///
    /// Throws `UnsafeError` for a file that others could have written, `ConfigurationError` for one that is
    /// not there, not readable or not regular; `what` names it in messages, `code` begins the error's code.
    static func read(_ path: String, limit: Int, what: String, code: String) throws -> TrustedFile {
        let file: OwnedDescriptor
        do throws(RegularFile.Fault) {
            file = try RegularFile.open(path)
        } catch {
            guard case .system(let failure) = error else {
                throw ConfigurationError(
                    "\(code).not-a-file", "\(what) \(path.printable) is not a regular file")
            }
            throw unreadable(path, what, code, failure)
        }
        var status = stat()
        guard fstat(file.number, &status) == 0 else { throw unreadable(path, what, code) }
        try trust(path, what, code)
        return TrustedFile(
            bytes: try contents(file.number, limit: limit + 1, path, what, code), mode: status.st_mode,
            owner: status.st_uid)
    }

    /// What is open is what is judged: on a way that nobody else can change, nobody has put another file there since.
    private static func trust(_ path: String, _ what: String, _ code: String) throws {
        guard let objection = PathTrust.objection(to: path, [.links, .idleGroups]) else { return }
        let isOwner = if case .owner = objection.reason { true } else { false }
        throw UnsafeError(
            code + (isOwner ? ".foreign-owner" : ".writable"),
            "\(what) \(path.printable) could have been written by others: \(objection)",
            hints: [objection.hint])
    }

    private static func contents(
        _ descriptor: Int32, limit: Int, _ path: String, _ what: String, _ code: String
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit {
            let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path, what, code) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    private static func unreadable(
        _ path: String, _ what: String, _ code: String, _ failure: SystemFailure = SystemFailure()
    ) -> ConfigurationError {
        let cause = failure.words.lowercased()
        return ConfigurationError("\(code).unreadable", "cannot read \(what) \(path.printable): \(cause)")
    }
}

/// A configuration file as bytes, read through one descriptor from the check of its owner to its end.
package struct ConfigurationFile {
    let bytes: [UInt8]
    /// True when users without any relation to the file can read it.
    let othersMayRead: Bool

    /// The home folder of this account: that of the environment where it is safe, else the account's own.
    package static var homeFolder: String? {
        Account.home(environment: getenv("HOME").map { ["HOME": String(cString: $0)] } ?? [:])
    }

    /// Reads a file. Throws `UnsafeError` when others could have written it, else `ConfigurationError`.
    static func read(_ path: String) throws -> ConfigurationFile {
        // A configuration may be a symbolic link; what counts is who can write the file that it leads to.
        let file = try TrustedFile.read(
            path, limit: SourceText.maximumBytes, what: "the configuration", code: "config")
        return ConfigurationFile(bytes: file.bytes, othersMayRead: file.mode & S_IROTH != 0)
    }
}
