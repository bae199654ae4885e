package import VyaCore

/// What was found of one folder of backups.
package struct FolderFacts: Sendable {
    /// The absolute path.
    package let path: String
    /// False when it is not there yet; then what follows is about the nearest folder above it.
    package let exists: Bool
    /// Why it cannot be used; nil when it can.
    package let fault: Explanation?
    /// The name or number of its owner.
    package let owner: String
    /// The permission bits.
    package let mode: UInt32
    /// True when others than those who are meant to can list it.
    package let isListable: Bool
    /// What tells its file system from others.
    package let fileSystem: UInt64
    /// The kind of the file system, such as `ext4`; in words of the kernel.
    package let kind: String
    /// The bytes that may still be written; nil when nobody could tell.
    package let freeBytes: Int?

    package init(
        path: String, exists: Bool = true, fault: Explanation? = nil, owner: String = "root",
        mode: UInt32 = 0o700, isListable: Bool = false, fileSystem: UInt64 = 1, kind: String = "ext4",
        freeBytes: Int? = nil
    ) {
        self.path = path
        self.exists = exists
        self.fault = fault
        self.owner = owner
        self.mode = mode
        self.isListable = isListable
        self.fileSystem = fileSystem
        self.kind = kind
        self.freeBytes = freeBytes
    }
}
