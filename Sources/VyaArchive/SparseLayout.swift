/// Where the contents of a member belong in its file.
struct SparseLayout {
    /// More stretches than any archiver writes, so that a map cannot use up memory.
    private static let limit = 1_000_000
    /// Why `add` refused.
    static let refusal = "the sparse map is not in order or has more than a million stretches"

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
