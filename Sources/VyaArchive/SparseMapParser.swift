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
    mutating func take(_ block: [UInt8]) -> String? {
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
