import Glibc
package import VyaCore
import VyaSystem

extension DestinationError {
    /// Explains a system call that failed while a backup was written, by its `errno`.
    ///
    /// `action` continues "cannot", such as `write the backup`; `folder` is the path to show.
    package static func system(_ action: Message, in folder: String, errno code: Int32) -> DestinationError {
        let place = folder.printable
        func error(_ code: ErrorCode, _ cause: Message, _ hints: Message...) -> DestinationError {
            DestinationError(code, "cannot \(action) in \(place): \(cause)", hints: hints)
        }
        switch code {
        case ENOSPC:
            return error(
                "destination.full", "the disk is full",
                "free space on the file system of \(place), see `df -h` and `df -i`",
                "backups that were made before are untouched")
        case EDQUOT:
            return error(
                "destination.quota", "the disk quota is used up",
                "raise the quota of the account that runs the backup",
                "backups that were made before are untouched")
        case EIO:
            return error(
                "destination.io", "the device reports an input/output error",
                "look at `dmesg` and the health of the disk before trusting this file system")
        case EROFS:
            return error(
                "destination.read-only", "the file system is mounted read-only",
                "remount it writable, or name another folder")
        case ESTALE, ENODEV, ENXIO:
            return error(
                "destination.stale", "the file system has gone (\(SystemFailure(code).words))",
                "mount it again and repeat the backup")
        case EACCES, EPERM:
            return error(
                "destination.denied", "permission denied",
                "give the folder to the account that runs the backup, with mode 0700")
        case EFBIG:
            return error(
                "destination.too-large",
                "the file would be larger than the file system or the process may write",
                "look at `ulimit -f` and at the limits of the file system")
        case EMFILE, ENFILE:
            return error(
                "destination.descriptors", "too many open files", "raise `ulimit -n`, or lower --jobs")
        default:
            return error("destination.failed", SystemFailure(code).words)
        }
    }
}
