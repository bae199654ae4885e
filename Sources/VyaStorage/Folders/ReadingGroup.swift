import Glibc
package import VyaCore
import VyaSystem

/// A group whose members may read backups: that of an uploader that runs under another account (E15).
package struct ReadingGroup: Sendable, Equatable {
    /// The mode of files that the group may read.
    static let fileMode: mode_t = 0o640
    /// The mode of folders that the group may list.
    static let folderMode: mode_t = 0o750

    /// The name, as the configuration gives it.
    package let name: String
    /// The number.
    package let number: UInt32

    /// Looks a group up; throws `ConfigurationError` when the system has none of that name.
    package init(named name: String) throws(ConfigurationError) {
        var record = Glibc.group()
        var result: UnsafeMutablePointer<Glibc.group>?
        // The record holds all members' names.
        var buffer = [CChar](repeating: 0, count: 1 << 20)
        guard getgrnam_r(name, &record, &buffer, buffer.count, &result) == 0, result != nil else {
            throw ConfigurationError(
                "config.unknown-group", "bkp_system.group: there is no group \(name.printable) on this host",
                hints: [
                    "make it with `groupadd --system \(name.printable)`, or name another one: getent group"
                ])
        }
        self.name = name
        number = record.gr_gid
    }

    /// Gives an open file or folder to the group, with exactly this mode; answers with the error number, 0 for success.
    func give(_ descriptor: Int32, mode: mode_t) -> Int32 {
        // The owner first: with another group's mode, that group could read it in between.
        guard fchown(descriptor, uid_t.max, number) == 0, fchmod(descriptor, mode) == 0 else { return errno }
        return 0
    }

    /// Explains why something could not be given to the group.
    func refusal(_ what: Message, in path: String, errno code: Int32) -> DestinationError {
        DestinationError(
            "destination.group",
            "cannot give \(what) in \(path.printable) to the group \(name.printable): \(SystemFailure(code).words)",
            hints: [
                "make the account that runs the backup a member of the group (usermod -aG), or run it as root"
            ])
    }

    /// Makes sure that the group, and nobody else, can list a folder.
    ///
    /// A folder that is its owner's alone is given to the group if `mayChange`; one that is open to others is never
    /// changed. Throws `UnsafeError` for the latter, `DestinationError` when the folder cannot be given.
    func admit(to descriptor: borrowing OwnedDescriptor, _ path: String, mayChange: Bool) throws {
        var status = stat()
        guard fstat(descriptor.number, &status) == 0 else {
            throw DestinationError.system("look at the folder", in: path, errno: errno)
        }
        let mode = status.st_mode & 0o777
        guard mode & 0o077 != 0 else {
            guard mayChange else { return }
            let code = give(descriptor.number, mode: Self.folderMode)
            guard code == 0 else { throw refusal("the folder", in: path, errno: code) }
            return
        }
        guard mode & 0o027 == 0, status.st_gid == number else {
            throw UnsafeError(
                "folder.group",
                """
                \(path.printable) is open to others than the group \(name.printable) (mode \
                0\(String(mode, radix: 8)), group \(status.st_gid))
                """,
                hints: [
                    "run: chgrp \(ShellWord.quoted(name)) \(ShellWord.quoted(path)); chmod 0750 \(ShellWord.quoted(path))"
                ])
        }
    }
}
