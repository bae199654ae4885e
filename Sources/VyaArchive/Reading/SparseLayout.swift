import VyaCore

/// Where the contents of a member belong in its file.
struct SparseLayout {
    /// More stretches than any archiver writes, so that a map cannot use up memory.
    private static let limit = 1_000_000
    /// Why `add` refused.
    static let refusal: Message = "the sparse map is not in order or has more than a million stretches"

    private(set) var segments: [SparseMap.Segment] = []
    /// How many bytes of contents there are.
    private(set) var dataSize = 0

    /// Makes an empty one.
    init() {}

    /// Makes the layout of a file without holes.
    init(wholeFile size: Int) {
        if size > 0 { segments = [SparseMap.Segment(offset: 0, count: size)] }
        dataSize = size
    }

    /// The end of the last stretch.
    var end: Int { segments.last?.end ?? 0 }

    /// Adds a stretch; false when it overlaps or precedes the last one, or is one too many.
    mutating func add(_ offset: Int, _ count: Int) -> Bool {
        guard offset >= end, count >= 0, !offset.addingReportingOverflow(count).overflow,
            segments.count < Self.limit
        else { return false }
        segments.append(SparseMap.Segment(offset: offset, count: count))
        dataSize += count
        return true
    }
}

/// Reads the map that stands before the contents of a sparse file in format 1.0 of the GNU tar manual: how many
/// stretches there are, then the offset and size of each, in decimal lines, filled up to 512 bytes.
struct SparseMapParser {
    private(set) var layout = SparseLayout()
    private var digits: [UInt8] = []
    private var stretches: Int?
    private var offset: Int?

    /// True when the map has been read.
    private(set) var isComplete = false

    /// Takes the next block; returns what is wrong with it, nil when nothing is.
    mutating func take(_ block: [UInt8]) -> Message? {
        for byte in block {
            guard byte == UInt8(ascii: "\n") else {
                digits.append(byte)
                if digits.count > 20 { return "the sparse map has something else than numbers" }
                continue
            }
            guard let number = PaxValues.decimal(digits) else {
                return "the sparse map has something else than numbers"
            }
            digits.removeAll(keepingCapacity: true)
            if let start = offset {
                guard layout.add(start, number) else { return SparseLayout.refusal }
                offset = nil
            } else if stretches == nil {
                stretches = number
            } else {
                offset = number
            }
            if offset == nil, layout.segments.count == stretches {
                isComplete = true
                return nil
            }
        }
        return nil
    }
}
