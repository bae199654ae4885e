import Glibc
package import VyaCore
import VyaSystem

/// The folder for what may exist only while the program runs: files with secrets.
///
/// It has mode 0700, belongs to this user, and is held by descriptor. Each secret file is locked as long as its owner
/// lives, so that a run can tell what a killed one left behind from what a live one needs (G11).
package final class RuntimeFolder: Sendable {
    /// The absolute path.
    package let path: String

    static let secretPrefix = "secret-"
    private let descriptor: OwnedDescriptor?
    /// The descriptor's number; that of none where there is no folder.
    private let number: Int32
    /// Why there is no folder; it matters to who has a secret to write.
    private let absence: ConfigurationError?

    /// Opens the folder, makes it if it is absent, and removes the secret files that a killed run left behind.
    ///
    /// It is `$RUNTIME_DIRECTORY` (systemd), else `/run/vya-backup` for root, else `vya-backup` in
    /// `$XDG_RUNTIME_DIR` or `/run/user/<uid>`. Throws `UnsafeError` if others could reach into it and
    /// `ConfigurationError` if it cannot be made. Where there is none at all, only writing a secret throws: files need none.
    package static func open(environment: [String: String]) throws -> RuntimeFolder {
        let path: String
        do { path = try choose(environment, user: geteuid()) } catch { return RuntimeFolder(absence: error) }
        let folder = try RuntimeFolder(at: path)
        folder.sweep()
        return folder
    }

    /// Picks the folder's path.
    static func choose(_ environment: [String: String], user: uid_t) throws(ConfigurationError) -> String {
        func absolute(_ name: String) -> String? {
            // systemd separates several with a colon.
            guard let first = environment[name]?.pieces(separatedBy: ":").first.map(String.init) else {
                return nil
            }
            return first.utf8.first == UInt8(ascii: "/") && !first.utf8.contains(0) ? first : nil
        }
        if let given = absolute("RUNTIME_DIRECTORY") { return given }
        if user == 0 { return "/run/vya-backup" }
        // After su(1) it may be another's, or nobody's.
        if let session = absolute("XDG_RUNTIME_DIR"), access(session, W_OK) == 0 {
            return session + "/vya-backup"
        }
        let session = "/run/user/\(user)"
        if access(session, W_OK) == 0 { return session + "/vya-backup" }
        throw ConfigurationError(
            "runtime.none", "there is no folder for run-time secrets",
            hints: [
                "set RUNTIME_DIRECTORY to a folder of this user's, such as one below /run (systemd: RuntimeDirectory=)"
            ])
    }

    private init(absence: ConfigurationError) {
        path = ""
        descriptor = nil
        number = -1
        self.absence = absence
    }

    private init(at path: String) throws {
        self.path = path
        absence = nil
        if uninterrupted({ mkdir(path, 0o700) }) != 0, errno != EEXIST {
            throw RuntimeFolder.unusable(path, SystemFailure())
        }
        guard let folder = OwnedDescriptor.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW) else {
            let failure = SystemFailure()
            guard failure.number == ENOTDIR || failure.number == ELOOP else {
                throw RuntimeFolder.unusable(path, failure)
            }
            throw RuntimeFolder.unsafe(path, "it is a symbolic link or not a folder")
        }
        var info = stat()
        guard fstat(folder.number, &info) == 0 else { throw RuntimeFolder.unusable(path, SystemFailure()) }
        guard info.st_uid == geteuid() else {
            throw RuntimeFolder.unsafe(path, "it belongs to another user (\(info.st_uid))")
        }
        if let objection = PathTrust.objection(to: path) {
            throw RuntimeFolder.unsafe(path, objection.words)
        }
        // systemd makes it 0755 unless told otherwise.
        if info.st_mode & 0o077 != 0, uninterrupted({ fchmod(folder.number, 0o700) }) != 0 {
            throw RuntimeFolder.unusable(path, SystemFailure())
        }
        number = folder.number
        descriptor = consume folder
    }

    /// Writes a secret into a new file with mode 0600 and a random name, to be removed by its owner.
    ///
    /// Throws `SourceError` if it cannot be written: without it, the source cannot be read.
    package func writeSecret(_ secret: Secret) throws -> SecretFile {
        if let absence { throw absence }
        do throws(SystemFailure) {
            while true {
                let name = RuntimeFolder.secretPrefix + String(UInt64.random(in: .min ... .max), radix: 36)
                if let file = try newSecret(name, secret) { return file }
            }
        } catch {
            throw SourceError(
                "runtime.secret",
                "the file for a password cannot be written in \(path.printable): \(error.words)",
                hints: ["see its free space and mode: df \(path.printable); ls -ld \(path.printable)"])
        }
    }

    /// Removes a file; nothing happens if it is gone. Answers false if it cannot be removed.
    @discardableResult
    func remove(_ name: String) -> Bool {
        uninterrupted { unlinkat(number, name, 0) } == 0 || errno == ENOENT
    }

    private func newSecret(_ name: String, _ secret: Secret) throws(SystemFailure) -> SecretFile? {
        let number = uninterrupted {
            openat(self.number, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        guard number >= 0 else {
            if errno == EEXIST { return nil }
            throw SystemFailure()
        }
        // From here on the file's owner removes it, also when writing fails.
        let file = SecretFile(OwnedDescriptor(owning: number), name: name, in: self)
        guard try file.lock() else { return nil }
        try file.write(secret)
        return file
    }

    /// Removes the secret files that nobody holds.
    private func sweep() {
        for bytes in (try? FolderNames.sorted(in: number)) ?? [] {
            let name = String(decoding: bytes, as: UTF8.self)
            guard name.begins(with: RuntimeFolder.secretPrefix) else { continue }
            let file = uninterrupted {
                openat(number, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            }
            guard file >= 0 else { continue }
            let abandoned = OwnedDescriptor(owning: file)
            if flock(abandoned.number, LOCK_EX | LOCK_NB) == 0 { remove(name) }
        }
    }

    private static func unsafe(_ path: String, _ reason: Message) -> UnsafeError {
        UnsafeError(
            "runtime.unsafe", "the folder for run-time secrets, \(path.printable), is not safe: \(reason)",
            hints: ["remove it, or set RUNTIME_DIRECTORY to a folder that only this user can write to"])
    }

    private static func unusable(_ path: String, _ failure: SystemFailure) -> ConfigurationError {
        ConfigurationError(
            "runtime.unusable",
            "the folder for run-time secrets, \(path.printable), cannot be used: \(failure.words)",
            hints: ["set RUNTIME_DIRECTORY to a folder that this user can write to"])
    }
}
