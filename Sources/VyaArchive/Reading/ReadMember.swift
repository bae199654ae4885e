/// One member of a tar archive as it was read, all its headers taken together.
struct ReadMember {
    let kind: TarMember.Kind
    /// The name as the archive has it, any bytes.
    let name: [UInt8]
    /// What a link leads to; for a hard link the name of another member.
    let linkTarget: [UInt8]
    /// The permissions with setuid, setgid and the sticky bit, 12 bits.
    let mode: UInt32
    let user: UInt32
    let group: UInt32
    /// The names of user and group where it was archived; empty where nothing tells.
    var userName: [UInt8] = []
    var groupName: [UInt8] = []
    let modified: FileTime
    /// The major and minor number of a device.
    let device: (major: UInt32, minor: UInt32)
    /// The size of a file, in bytes, holes included.
    var size = 0
    /// How many bytes of contents follow, holes left out.
    var dataSize = 0
    /// The extended attributes, POSIX access lists among them.
    let attributes: [ExtendedAttribute]
    /// Attributes that are there and cannot be understood, by name.
    let illegible: [String]
}

/// Is shown the members of an archive, one after the other, while it is read.
protocol TarVisitor {
    /// Begins a member; nothing of its contents has been read.
    mutating func begin(_ member: ReadMember) throws
    /// Takes contents that belong at an offset of the file; offsets rise, and holes are left out.
    ///
    /// The bytes are only valid during the call.
    mutating func data(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws
    /// Ends the member: all its contents have been seen.
    mutating func end() throws
}
