/// Proves that a tar stream is whole, from its first header to the blocks that end it, without extracting it.
package struct ArchiveProof {
    private var reader = TarReader()
    private var count = Count()

    private struct Count: TarVisitor {
        var entries = 0
        var bytes = 0
        var names: [String] = []

        mutating func begin(_ member: ReadMember) {
            entries += 1
            bytes += member.dataSize
            if names.count < 10 { names.append(ArchiveNotes.shown(member.name)) }
        }

        mutating func data(_ bytes: UnsafeRawBufferPointer, at offset: Int) {}
        mutating func end() {}
    }

    /// Makes a proof of a stream of which nothing has been seen.
    package init() {}

    /// Reads the next block; blocks may have any size. Throws `TarFault`.
    package mutating func observe(_ block: UnsafeRawBufferPointer) throws {
        try reader.observe(block, visitor: &count)
    }

    /// Tells what was seen, after the last block; throws `TarFault` when the archive was not at its end.
    package func finish() throws -> ArchiveFindings {
        try reader.finish()
        return ArchiveFindings(entries: count.entries, bytes: count.bytes, firstNames: count.names)
    }
}

/// What a whole archive was found to hold.
package struct ArchiveFindings: Sendable, Equatable {
    /// How many members it has, counted as in `ArchiveSummary`.
    package let entries: Int
    /// How many bytes of file contents it has; holes of sparse files are left out.
    package let bytes: Int
    /// The names of the first members, escaped for printing, at most ten.
    package let firstNames: [String]
}
