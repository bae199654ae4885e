import Glibc
package import VyaCore

/// The words for what keeps a member from being extracted.
enum ExtractionFailure {
    /// Something is there already that must not be replaced.
    static func exists(_ path: String) -> Explanation {
        Explanation(
            "restore.exists", "'\(path)' exists already in the target",
            hints: ["name an empty folder as the target, or allow existing files to be replaced"])
    }

    /// A symbolic link of the target leads away from where a member is to go.
    static func link(_ path: String) -> Explanation {
        Explanation(
            "restore.link", "'\(path)' is a symbolic link in the target, which is not followed",
            hints: [
                "name another target, or allow existing files to be replaced: the link then becomes a folder"
            ])
    }

    /// A folder is where something else is to go.
    static func folder(_ path: String) -> Explanation {
        Explanation(
            "restore.folder", "'\(path)' is a folder in the target and none in the archive",
            hints: ["move the folder away; folders are never removed"])
    }

    /// Something else is where a folder is to go.
    static func noFolder(_ path: String) -> Explanation {
        Explanation(
            "restore.no-folder", "'\(path)' is no folder in the target",
            hints: ["name another target, or allow existing files to be replaced"])
    }

    /// The target has something in it.
    static func notEmpty(_ target: String) -> Explanation {
        Explanation(
            "restore.not-empty", "the target \(target.printable) is not empty",
            hints: ["name a folder that does not exist yet, or is empty"])
    }

    /// Explains a system call that failed; `action` continues "cannot".
    static func system(_ action: Message, _ path: String, errno number: Int32) -> DestinationError {
        let (code, hints): (ErrorCode, [Message]) =
            switch number {
            case ENOSPC:
                ("destination.full", ["free space on the file system of the target, see `df -h` and `df -i`"])
            case EDQUOT: ("destination.quota", ["raise the quota of the account that restores"])
            case EIO: ("destination.io", ["look at `dmesg` and the health of the disk"])
            case EROFS:
                ("destination.read-only", ["remount the file system writable, or name another target"])
            case EACCES, EPERM:
                ("destination.denied", ["restore as root, or name a target that belongs to this account"])
            case EMFILE, ENFILE: ("destination.descriptors", ["raise `ulimit -n`"])
            case ENAMETOOLONG:
                ("destination.name-too-long", ["the file system of the target takes shorter names only"])
            default: ("destination.failed", [])
            }
        return DestinationError(
            code, "cannot \(action) '\(path)': \(ArchiveNotes.words(number))", hints: hints)
    }

    /// Makes an obstacle an error, for when it turns up while files are already being written.
    static func error(_ obstacle: Explanation) -> DestinationError {
        DestinationError(obstacle.code, obstacle.message, details: obstacle.details, hints: obstacle.hints)
    }
}

/// Says that an archive has a member that would write outside of the folder that it is extracted into, or that
/// contradicts another.
///
/// No archive of this program has one. The whole archive is refused.
package struct HostileArchiveError: ExplainedError, Equatable {
    package let explanation: Explanation
    package var exitStatus: ExitStatus { .damaged }

    /// Makes an error about a member; the words continue its name, such as `has '..' in its name`.
    init(_ member: [UInt8], _ words: Message) {
        explanation = Explanation(
            "archive.hostile", "the archive is refused: '\(ArchiveNotes.shown(member))' \(words)",
            hints: ["this program makes no such archives; find out where this one comes from"])
    }
}
