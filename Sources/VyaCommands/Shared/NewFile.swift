import Glibc
import VyaCore
import VyaSystem

/// Writes files that must not exist yet.
enum NewFile {
    /// Creates a file with mode 0600, and its folder with mode 0700 if that is missing, and writes the text; throws `UsageError`
    /// if the file exists or cannot be made.
    static func write(_ text: String, to path: String) throws {
        let parts = path.pieces(separatedBy: "/", omittingEmptySubsequences: false).dropLast()
        let folder = parts.joined(separator: "/")
        if !folder.isEmpty { mkdir(folder, 0o700) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw UsageError(
                "file.not-created",
                "\(path.printable) cannot be created: \(SystemFailure().words)",
                hints: ["name a file that does not exist yet, in a folder that you may write to"])
        }
        defer { close(descriptor) }
        do throws(SystemFailure) {
            try writeAll(Array(text.utf8), to: descriptor)
        } catch {
            unlink(path)
            throw UsageError("file.not-written", "\(path.printable) cannot be written: \(error.words)")
        }
    }
}
