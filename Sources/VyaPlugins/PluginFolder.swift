import Glibc
import VyaCore
import VyaSystem

/// Reads the plugin files of a folder through descriptors, and refuses whatever somebody else could change.
///
/// A plugin says which programs run as this account; whoever can write one could run anything.
enum PluginFolder {
    /// A trusted plugin file.
    struct File {
        let path: String
        let bytes: [UInt8]
    }

    /// The schema of plugin files, which lies beside them and is none.
    private static let schema = Array("plugin.schema.json".utf8)

    /// The `*.json` files of a folder in the order of their names, but for a schema; none if there is no such folder.
    ///
    /// Throws `UnsafeError` for a folder, file or folder above that is owned by neither root nor this
    /// account, is writable by others, or is reached through a symbolic link; `ConfigurationError` if reading
    /// fails.
    static func files(in folder: String) throws -> [File] {
        guard folder.begins(with: "/") else {
            throw ConfigurationError(
                "plugin.folder-relative", "the plugin folder \(folder.printable) is no absolute path")
        }
        guard let descriptor = try openFolder(folder) else { return [] }
        defer { close(descriptor) }
        var names: [[UInt8]] = []
        do { names = try FolderNames.sorted(in: descriptor) } catch { throw failure("read", folder, error) }
        names = names.filter {
            $0.first != UInt8(ascii: ".") && $0.suffix(5).elementsEqual(".json".utf8) && $0 != schema
        }
        return try names.map { name in
            let path = folder + "/" + String.printable(name)
            // A FIFO must not make the program wait, so nothing is opened blocking.
            let opened = uninterrupted {
                openat(descriptor, name.terminated, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
            }
            guard opened >= 0 else {
                if errno == ELOOP { throw unsafe(path, "it is a symbolic link") }
                throw failure("open", path)
            }
            defer { close(opened) }
            var status = stat()
            guard fstat(opened, &status) == 0 else { throw failure("examine", path) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw unsafe(path, "it is no regular file") }
            let objection = PathTrust.objection(to: status, at: path, isWay: false) {
                AccessControlList.read(opened)
            }
            if let objection { throw unsafe(path, objection.words, fix: objection.hint) }
            return File(path: path, bytes: try read(opened, path))
        }
    }

    /// The bytes of a file that is only to be checked, wherever it lies.
    static func contents(ofUntrusted path: String) throws -> [UInt8] {
        let file: OwnedDescriptor
        do throws(RegularFile.Fault) {
            file = try RegularFile.open(path)
        } catch {
            throw ConfigurationError(
                "plugin.unreadable", "cannot open \(path.printable): \(error.words)")
        }
        return try read(file.number, path)
    }

    /// Opens a folder that nobody else could have put there or could change; nil if there is none.
    private static func openFolder(_ path: String) throws -> Int32? {
        let descriptor = uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT: return nil
            case ELOOP, ENOTDIR: throw unsafe(path, "it is no folder but a file or symbolic link")
            default: throw failure("open", path)
            }
        }
        // On a way that nobody else can change, what was opened is what is judged.
        if let objection = PathTrust.objection(to: path, []) {
            close(descriptor)
            throw unsafe(path, objection.words, fix: objection.hint)
        }
        return descriptor
    }

    private static func read(_ descriptor: Int32, _ path: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 * 1024)
        // One byte more than allowed is enough for the reader to refuse the file.
        while bytes.count <= PluginReader.maximumSize {
            let count = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            if count == 0 { break }
            bytes += block.prefix(count)
        }
        return bytes
    }

    private static func unsafe(_ path: String, _ why: Message, fix: Message? = nil) -> UnsafeError {
        UnsafeError(
            "plugin.unsafe", "the plugin path \(path.printable) cannot be trusted: \(why)",
            hints: [
                fix ?? "put the plugin file itself there, owned by root"
            ])
    }

    private static func failure(
        _ action: Message, _ path: String, _ cause: SystemFailure = SystemFailure()
    ) -> ConfigurationError {
        let reason = cause.words
        return ConfigurationError("plugin.unreadable", "cannot \(action) \(path.printable): \(reason)")
    }
}
