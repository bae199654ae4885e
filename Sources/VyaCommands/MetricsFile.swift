import Glibc
import VyaCore
import VyaNotify
import VyaSystem

/// Writes the text file of metrics: whoever opens its name sees the whole old file or the whole new one.
enum MetricsFile {
    /// Writes the text with mode 0644, because node_exporter runs as somebody else and it holds no secret.
    ///
    /// The folder may belong to that user, as Debian has it; so nothing below it is followed: the new file is made
    /// exclusively under a hidden name without the ending that node_exporter looks for, and renamed. Throws
    /// `NotificationError`; the old file is then still there.
    static func write(_ text: String, to path: String) throws(NotificationError) {
        let parts = path.split(separator: "/")
        let folderPath = "/" + parts.dropLast().joined(separator: "/")
        guard let name = parts.last.map(String.init),
            let folder = OwnedDescriptor.open(folderPath, O_RDONLY | O_DIRECTORY)
        else { throw failure("open the folder of", path) }
        let hidden = ".\(name).new"
        // What a killed run left.
        _ = unlinkat(folder.number, hidden, 0)
        let opened = openat(
            folder.number, hidden, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard opened >= 0 else { throw failure("create", path) }
        let file = OwnedDescriptor(owning: opened)
        do throws(NotificationError) {
            // Whatever the mask of the process is.
            guard fchmod(file.number, 0o644) == 0 else { throw failure("create", path) }
            try write(Array(text.utf8), to: file.number, path)
            guard fsync(file.number) == 0 else { throw failure("write", path) }
            guard renameat(folder.number, hidden, folder.number, name) == 0 else {
                throw failure("replace", path)
            }
        } catch {
            _ = unlinkat(folder.number, hidden, 0)
            throw error
        }
    }

    private static func write(
        _ bytes: [UInt8], to descriptor: Int32, _ path: String
    ) throws(NotificationError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw failure("write", path)
            }
        }
    }

    private static func failure(_ action: String, _ path: String) -> NotificationError {
        NotificationError(
            "metrics.file", "cannot \(action) \(path.printable): \(SystemFailure().words)",
            hints: ["metrics.textfile must lie in the folder that node_exporter's textfile collector reads"])
    }
}
