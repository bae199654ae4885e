package import Foundation

/// A folder of a test's own, removed with all that is in it when the last reference goes.
package final class TemporaryFolder: Sendable {
    /// The absolute path.
    package let path: String

    /// Makes an empty folder with mode 0700, below the system's folder for temporary files unless told otherwise.
    package init(_ label: String = "test", in place: String = "/tmp") throws {
        var template = Array("\(place)/vya-\(label)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { remove() }

    /// Removes it now; for what lives as long as the process.
    package func remove() {
        // `rm` and not `FileManager`: names need not be UTF-8 and folders need not be readable.
        _ = try? Command("/bin/rm", "-rf", "--one-file-system", path).run()
    }

    /// The path of something in the folder.
    package func callAsFunction(_ name: String) -> String { path + "/" + name }

    /// Writes a file into the folder and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String, mode: mode_t = 0o600) throws -> String {
        try write(Data(text.utf8), to: name, mode: mode)
    }

    /// Writes a file into the folder and returns its path.
    @discardableResult
    package func write(_ data: Data, to name: String, mode: mode_t = 0o600) throws -> String {
        let path = self(name)
        try data.write(to: URL(fileURLWithPath: path))
        if mode & 0o111 != 0 {
            // A child of another thread's can still hold it open for writing, and nobody can run it then: so another process
            // writes the file that is run.
            rename(path, path + ".text")
            try Command("/bin/cp", path + ".text", path).check()
            unlink(path + ".text")
        }
        chmod(path, mode)
        return path
    }

    /// The names in the folder, sorted.
    package func names(in sub: String = ".") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: self(sub)).sorted()
    }
}
