import Glibc
import VyaCore
import VyaSystem

/// The contents of a regular file that nobody but root and the user of this process can have written.
struct TrustedFile {
    let bytes: [UInt8]
    let mode: mode_t
    let owner: uid_t

    /// What a file is for.
    enum Purpose {
        case configuration
        case secret

        /// How it is called in messages.
        var words: Message { self == .configuration ? "the configuration" : "the password file" }

        var notAFile: ErrorCode { self == .configuration ? "config.not-a-file" : "secret.not-a-file" }
        var foreignOwner: ErrorCode {
            self == .configuration ? "config.foreign-owner" : "secret.foreign-owner"
        }
        var writable: ErrorCode { self == .configuration ? "config.writable" : "secret.writable" }
        var unreadable: ErrorCode { self == .configuration ? "config.unreadable" : "secret.unreadable" }
    }

    /// Reads a file of at most `limit` bytes; a longer one comes one byte longer than that, for the caller to refuse.
    ///
    /// Throws `UnsafeError` for a file that others could have written, `ConfigurationError` for one that is
    /// not there, not readable or not regular; `purpose` names it in messages and codes.
    static func read(_ path: String, limit: Int, as purpose: Purpose) throws -> TrustedFile {
        let file: OwnedDescriptor
        do throws(RegularFile.Fault) {
            file = try RegularFile.open(path)
        } catch {
            guard case .system(let failure) = error else {
                throw ConfigurationError(
                    purpose.notAFile, "\(purpose.words) \(path.printable) is not a regular file")
            }
            throw unreadable(path, purpose, failure)
        }
        var status = stat()
        guard fstat(file.number, &status) == 0 else { throw unreadable(path, purpose) }
        try trust(path, purpose)
        return TrustedFile(
            bytes: try contents(file.number, limit: limit + 1, path, purpose), mode: status.st_mode,
            owner: status.st_uid)
    }

    /// What is open is what is judged: on a way that nobody else can change, nobody has put another file there since.
    private static func trust(_ path: String, _ purpose: Purpose) throws {
        guard let objection = PathTrust.objection(to: path, [.links, .idleGroups]) else { return }
        let isOwner = if case .owner = objection.reason { true } else { false }
        throw UnsafeError(
            isOwner ? purpose.foreignOwner : purpose.writable,
            "\(purpose.words) \(path.printable) could have been written by others: \(objection.words)",
            hints: [objection.hint])
    }

    private static func contents(
        _ descriptor: Int32, limit: Int, _ path: String, _ purpose: Purpose
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit {
            let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path, purpose) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    private static func unreadable(
        _ path: String, _ purpose: Purpose, _ failure: SystemFailure = SystemFailure()
    ) -> ConfigurationError {
        let cause = failure.words
        return ConfigurationError(
            purpose.unreadable, "cannot read \(purpose.words) \(path.printable): \(cause)")
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
            path, limit: SourceText.maximumBytes, as: .configuration)
        return ConfigurationFile(bytes: file.bytes, othersMayRead: file.mode & S_IROTH != 0)
    }
}
