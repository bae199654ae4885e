import Foundation
import VyaCore

/// The log in which an uploader writes what it has taken.
struct UploaderLog {
    let path: String

    /// Tells whether a line holds a text, reading the log in pieces.
    ///
    /// Throws `SourceError` when it cannot be read.
    func mentions(_ text: String) throws -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw SourceError(
                "uploader.log", "the uploader's log \(path.printable) cannot be read",
                hints: ["look at uploader.confirm.log in the configuration"])
        }
        defer { try? handle.close() }
        let wanted = Data(text.utf8)
        var rest = Data()
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
            rest.append(piece)
            if rest.range(of: wanted) != nil { return true }
            rest = Data(rest.suffix(wanted.count))
        }
        return false
    }
}
