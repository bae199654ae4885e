import Glibc
import VyaCore
import VyaNotify
import VyaSystem

/// Writes the text file of metrics: whoever opens its name sees the whole old file or the whole new one.
enum MetricsFile {
    /// Writes the text with mode 0644, because node_exporter runs as somebody else and it holds no secret.
    ///
    /// The folder may belong to that user, as Debian has it; so nothing below it is followed. Throws
    /// `NotificationError`; the old file is then still there.
    static func write(_ text: String, to path: String) throws(NotificationError) {
        let parts = path.split(separator: "/")
        let folderPath = "/" + parts.dropLast().joined(separator: "/")
        guard let name = parts.last.map(String.init),
            let folder = OwnedDescriptor.open(folderPath, O_RDONLY | O_DIRECTORY)
        else { throw failure("open the folder of", path, SystemFailure()) }
        do throws(SystemFailure) {
            try ReplacedFile.write(Array(text.utf8), as: name, in: folder)
        } catch {
            throw failure("write", path, error)
        }
    }

    private static func failure(
        _ action: String, _ path: String, _ failure: SystemFailure
    ) -> NotificationError {
        NotificationError(
            "metrics.file", "cannot \(action) \(path.printable): \(failure.words)",
            hints: ["metrics.textfile must lie in the folder that node_exporter's textfile collector reads"])
    }
}
