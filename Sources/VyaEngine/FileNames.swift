import Glibc

/// Gives files other names.
enum FileNames {
    /// Renames a file; answers with why not, or nil.
    ///
    /// Without `replacing` a name that is taken is left alone: a hard link is made, which never overwrites, and the old
    /// name goes after it.
    static func rename(_ from: String, to: String, replacing: Bool) -> String? {
        if replacing {
            return Glibc.rename(from, to) == 0 ? nil : String(cString: strerror(errno))
        }
        guard link(from, to) == 0 else { return String(cString: strerror(errno)) }
        return unlink(from) == 0 ? nil : String(cString: strerror(errno))
    }
}
