/// Why a file cannot be archived.
enum FileRefusal: Error {
    /// A system call failed; the words say what was attempted.
    case failed(errno: Int32, String)
    /// What lies under the name now is no regular file.
    case otherKind
}
