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
