/// What a folder of backups has room for.
package struct FolderSpace: Sendable, Equatable {
    /// The absolute path.
    package let path: String
    /// The bytes that may still be written to its file system; nil when nobody could tell.
    package let freeBytes: Int?
    /// Why it cannot be used; nil when it can.
    package let fault: String?

    /// Makes a record.
    package init(path: String, freeBytes: Int?, fault: String? = nil) {
        self.path = path
        self.freeBytes = freeBytes
        self.fault = fault
    }
}
