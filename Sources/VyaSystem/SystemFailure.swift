import Glibc
package import VyaCore

/// What `errno` said when a system call failed.
package struct SystemFailure: Error, Equatable {
    /// The error number.
    package let number: Int32

    /// Takes the number, by default the calling thread's `errno`.
    package init(_ number: Int32 = errno) {
        self.number = number
    }

    /// The C library's words for it, which it has in English alone as long as no locale is set.
    package var words: Message {
        switch number {
        case EPERM: "Operation not permitted"
        case ENOENT: "No such file or directory"
        case EIO: "Input/output error"
        case ENXIO: "No such device or address"
        case E2BIG: "Argument list too long"
        case ENOEXEC: "Exec format error"
        case EAGAIN: "Resource temporarily unavailable"
        case ENOMEM: "Cannot allocate memory"
        case EACCES: "Permission denied"
        case EBUSY: "Device or resource busy"
        case EEXIST: "File exists"
        case EXDEV: "Invalid cross-device link"
        case ENODEV: "No such device"
        case ENOTDIR: "Not a directory"
        case EISDIR: "Is a directory"
        case EINVAL: "Invalid argument"
        case ENFILE: "Too many open files in system"
        case EMFILE: "Too many open files"
        case ETXTBSY: "Text file busy"
        case EFBIG: "File too large"
        case ENOSPC: "No space left on device"
        case EROFS: "Read-only file system"
        case EMLINK: "Too many links"
        case EPIPE: "Broken pipe"
        case ENAMETOOLONG: "File name too long"
        case ENOSYS: "Function not implemented"
        case ENOTEMPTY: "Directory not empty"
        case ELOOP: "Too many levels of symbolic links"
        case EOPNOTSUPP: "Operation not supported"
        case ECONNREFUSED: "Connection refused"
        case ETIMEDOUT: "Connection timed out"
        case EDQUOT: "Disk quota exceeded"
        case ESTALE: "Stale file handle"
        case ENOTCONN: "Transport endpoint is not connected"
        default: Message(verbatim: String(cString: strerror(number)))
        }
    }
}
