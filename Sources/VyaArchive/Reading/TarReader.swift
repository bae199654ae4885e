import VyaCore

/// Reads a tar archive that is pushed into it in blocks of any size and shows its members to a visitor.
///
/// It knows POSIX ustar and pax, GNU tar's long names, numbers and sparse files, and archives from before ustar.
/// How much it keeps does not grow with the archive. What a visitor throws passes through untouched.
struct TarReader {
    /// The most that the headers of one member may take beside its own, in bytes: 1 MiB of attributes, which is
    /// what the writer keeps, access lists once more as text, and room.
    private static let headerLimit = 4 << 20
    /// The longest name, in bytes; paths may be longer than system calls take, but not without end.
    private static let nameLimit = 256 << 10

    private enum State {
        /// The block being gathered is a header.
        case header
        /// It is the text of a header of the type.
        case extended(UInt8)
        /// It is another block of the map of an old GNU sparse file.
        case oldMap
        /// It is another block of the map before a sparse file's contents.
        case map
        case contents
        case padding
        case ended
    }

    private var state = State.header
    /// What was gathered of the block, and how large it will be.
    private var block: [UInt8] = []
    private var wanted = 512
    private var offset = 0
    private var emptyBlocks = 0

    private var longName: [UInt8]?
    private var longLink: [UInt8]?
    private var records = PaxValues()
    private var globalRecords = PaxValues()
    /// How large the headers before the next member are; 0 when there are none.
    private var extendedSize = 0

    private var member: ReadMember?
    /// What will be shown of the member once its map is known; false for what is read and left out.
    private var isShown = true
    private var layout = SparseLayout()
    private var map = SparseMapParser()
    private var segment = 0
    private var segmentPosition = 0
    private var contentsLeft = 0
    private var paddingLeft = 0

    /// Reads the next bytes; throws `TarFault` where they are not what a tar archive has there.
    mutating func observe(_ bytes: UnsafeRawBufferPointer, visitor: inout some TarVisitor) throws {
        var rest = bytes
        func take(_ limit: Int, _ reader: inout TarReader) -> UnsafeRawBufferPointer {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(limit))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
            reader.offset += part.count
            return part
        }
        while !rest.isEmpty {
            switch state {
            case .contents:
                try pass(take(contentsLeft, &self), to: &visitor)
            case .padding:
                paddingLeft -= take(paddingLeft, &self).count
                if paddingLeft == 0 { gather(.header) }
            case .ended:
                guard let first = rest.firstIndex(where: { $0 != 0 }) else {
                    offset += rest.count
                    return
                }
                offset += first
                // A header begins with a name, at the beginning of a block.
                throw fault(
                    "something follows the end of the archive", kind: offset % 512 == 0 ? .appended : .damage)
            case .header, .extended, .oldMap, .map:
                block.append(contentsOf: take(wanted - block.count, &self))
                if block.count == wanted { try use(&visitor) }
            }
        }
    }

    /// Ends the reading; throws `TarFault` unless the archive was at its end.
    func finish() throws(TarFault) {
        switch state {
        case .ended: return
        case .contents:
            throw fault("it ends in the middle of the contents, \(contentsLeft) bytes are missing")
        case .header where block.isEmpty && extendedSize == 0:
            throw fault(
                "it ends without the two empty blocks that end an archive",
                kind: offset > 0 ? .endless : .damage)
        case .padding, .header, .extended, .oldMap, .map:
            throw fault("it ends in the middle of a header or before the next")
        }
    }

    // MARK: Blocks

    private mutating func gather(_ next: State, _ size: Int = 512) {
        state = next
        wanted = size
        block.removeAll(keepingCapacity: size <= 512)
    }

    /// Uses the block that was gathered.
    private mutating func use(_ visitor: inout some TarVisitor) throws {
        switch state {
        case .header:
            try readHeader(&visitor)
        case .extended(let type):
            try readExtended(type)
            gather(.header)
        case .oldMap:
            try add(ReadHeader(block).oldSparseMap(inHeader: false), &visitor)
        case .map:
            contentsLeft -= 512
            if let reason = map.take(block) { throw fault(reason) }
            guard map.isComplete else { return try gatherMap() }
            layout = map.layout
            try start(&visitor)
        case .contents, .padding, .ended:
            break
        }
    }

    private mutating func readHeader(_ visitor: inout some TarVisitor) throws {
        let header = ReadHeader(block)
        if header.isEmpty {
            guard extendedSize == 0 else { throw fault("an extended header belongs to no member") }
            emptyBlocks += 1
            return gather(emptyBlocks == 2 ? .ended : .header)
        }
        guard emptyBlocks == 0 else { throw fault("something follows the end of the archive") }
        guard header.hasRightSum else { throw fault("the checksum of a header is wrong") }
        guard let size = header.number(at: 124, width: 12), size >= 0 else {
            throw fault("the size in a header is no number")
        }
        switch header.type {
        case UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "L"), UInt8(ascii: "K"):
            let isName = header.type == UInt8(ascii: "L") || header.type == UInt8(ascii: "K")
            guard size <= (isName ? Self.nameLimit : Self.headerLimit) - extendedSize else {
                throw fault("the headers of one member are larger than \(Self.headerLimit) bytes")
            }
            if header.type != UInt8(ascii: "g") { extendedSize += size + 512 }
            extendedContents = size
            gather(.extended(header.type), size + (-size & 511))
            if size == 0 {
                try readExtended(header.type)
                gather(.header)
            }
        default:
            try begin(header, size: size, &visitor)
        }
    }

    /// How much of the gathered block is the header's text and not filling.
    private var extendedContents = 0

    private mutating func readExtended(_ type: UInt8) throws {
        let text = Array(block.prefix(extendedContents))
        switch type {
        case UInt8(ascii: "L"): longName = Array(text.prefix { $0 != 0 })
        case UInt8(ascii: "K"): longLink = Array(text.prefix { $0 != 0 })
        default:
            do {
                if type == UInt8(ascii: "g") {
                    try globalRecords.add(text, isGlobal: true)
                } else {
                    try records.add(text, isGlobal: false)
                }
            } catch { throw fault(error.reason) }
        }
    }

    // MARK: Members

    private mutating func begin(
        _ header: ReadHeader, size headerSize: Int, _ visitor: inout some TarVisitor
    )
        throws
    {
        let values = records.over(globalRecords)
        let name = values.sparseName ?? values.path ?? longName ?? header.name
        let builder = MemberBuilder(
            header: header, values: values, name: name, linkTarget: values.linkPath ?? longLink)
        (longName, longLink, records, extendedSize) = (nil, nil, PaxValues(), 0)
        guard name.count <= Self.nameLimit else {
            throw fault("a name is longer than \(Self.nameLimit) bytes")
        }
        let size = values.size ?? headerSize
        isShown = header.type != UInt8(ascii: "V")
        do { member = try builder.build() } catch { throw fault(error.reason, name) }
        guard let kind = member?.kind else { return }
        guard kind == .file || size == 0 else {
            throw fault("it has contents, which only a file can have", name)
        }
        contentsLeft = size
        paddingLeft = -size & 511
        member?.size = size
        if header.type == UInt8(ascii: "S") {
            guard let real = header.oldSparseSize else {
                throw fault("the size of the sparse file is no number")
            }
            member?.size = real
            layout = SparseLayout()
            return try add(header.oldSparseMap(inHeader: true), &visitor)
        }
        if kind == .file, let major = values.sparseMajor, major > 0 {
            guard major == 1, let real = values.sparseSize else {
                throw fault("the sparse file is of an unknown format")
            }
            member?.size = real
            map = SparseMapParser()
            return try gatherMap()
        }
        if kind == .file, values.hasSparseMap {
            guard let real = values.sparseSize else { throw fault("the sparse file has no size") }
            member?.size = real
            layout = values.sparseMap
        } else {
            layout = SparseLayout(wholeFile: size)
        }
        try start(&visitor)
    }

    private mutating func gatherMap() throws {
        guard contentsLeft >= 512 else { throw fault("the sparse map is longer than the member") }
        gather(.map)
    }

    private mutating func add(
        _ part: (segments: [SparseMap.Segment], isContinued: Bool)?, _ visitor: inout some TarVisitor
    ) throws {
        guard let part else { throw fault("the sparse map has something else than numbers") }
        for segment in part.segments where !layout.add(segment.offset, segment.count) {
            throw fault(SparseLayout.refusal)
        }
        if part.isContinued { return gather(.oldMap) }
        try start(&visitor)
    }

    /// Shows the member, now that all its headers and its map have been read.
    private mutating func start(_ visitor: inout some TarVisitor) throws {
        guard var complete = member else { return }
        guard layout.end <= complete.size, layout.dataSize == contentsLeft else {
            throw fault("the sparse map does not fit the size of the file")
        }
        complete.dataSize = contentsLeft
        member = complete
        (segment, segmentPosition) = (0, 0)
        if isShown { try visitor.begin(complete) }
        state = .contents
        if contentsLeft == 0 { try endMember(&visitor) }
    }

    private mutating func pass(_ bytes: UnsafeRawBufferPointer, to visitor: inout some TarVisitor) throws {
        contentsLeft -= bytes.count
        var rest = bytes
        while !rest.isEmpty, segment < layout.segments.count {
            let current = layout.segments[segment]
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(current.count - segmentPosition))
            if !part.isEmpty, isShown { try visitor.data(part, at: current.offset + segmentPosition) }
            segmentPosition += part.count
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
            if segmentPosition == current.count { (segment, segmentPosition) = (segment + 1, 0) }
        }
        if contentsLeft == 0 { try endMember(&visitor) }
    }

    private mutating func endMember(_ visitor: inout some TarVisitor) throws {
        if isShown { try visitor.end() }
        member = nil
        layout = SparseLayout()
        gather(.header)
        if paddingLeft > 0 { state = .padding }
    }

    private func fault(
        _ reason: Message, _ name: [UInt8]? = nil, kind: TarFault.Kind = .damage
    ) -> TarFault {
        TarFault(at: offset, member: name ?? member?.name, reason, kind: kind)
    }
}
