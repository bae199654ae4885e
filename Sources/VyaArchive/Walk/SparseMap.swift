import Glibc

/// Where in a file there is data and where there are only holes, which are neither read nor stored.
struct SparseMap {
    /// A stretch of data, in bytes.
    struct Segment: Equatable {
        let offset: Int
        var count: Int
        var end: Int { offset + count }
    }

    /// Beyond this many stretches small holes are stored as zeros, so that a map's size has a limit.
    private static let limit = 16_384
    // SEEK_DATA and SEEK_HOLE of lseek(2), which glibc declares only for GNU sources.
    private static let seekData: Int32 = 3
    private static let seekHole: Int32 = 4

    /// The size of the file, holes included.
    let size: Int
    /// The stretches of data, in order; at most one for a file without holes.
    private(set) var segments: [Segment] = []

    /// Maps a file that is open for reading and had this status.
    init(_ descriptor: Int32, _ status: stat) {
        size = Int(status.st_size)
        if Int(status.st_blocks) * 512 < size {
            look(descriptor)
        } else if size > 0 {
            segments = [Segment(offset: 0, count: size)]
        }
    }

    /// True when there are holes.
    var isSparse: Bool { dataSize < size }

    /// How many bytes there are without the holes.
    var dataSize: Int { segments.reduce(0) { $0 + $1.count } }

    /// The map that goes before the data, format 1.0 of the GNU tar manual: how many stretches, then the
    /// offset and size of each, in decimal lines, filled up to 512 bytes. An empty stretch at the end says
    /// where the file ends.
    var encoded: [UInt8] {
        var listed = segments
        if listed.last?.end != size { listed.append(Segment(offset: size, count: 0)) }
        var text = "\(listed.count)\n"
        for segment in listed { text += "\(segment.offset)\n\(segment.count)\n" }
        return Array(text.utf8) + [UInt8](repeating: 0, count: -text.utf8.count & 511)
    }

    private mutating func look(_ descriptor: Int32) {
        var position = 0
        var smallestHole = 1
        while position < size {
            let data = lseek(descriptor, position, Self.seekData)
            if data < 0, errno == ENXIO { return }
            // A file system that cannot tell, or a file that changes meanwhile: the rest counts as data.
            let start = data < 0 ? position : data
            guard start < size else { return }
            let hole = data < 0 ? -1 : lseek(descriptor, start, Self.seekHole)
            let end = hole <= start ? size : min(hole, size)
            append(Segment(offset: start, count: end - start), smallestHole: smallestHole)
            position = end
            while segments.count > Self.limit {
                smallestHole *= 2
                let all = segments
                segments = []
                for segment in all { append(segment, smallestHole: smallestHole) }
            }
        }
    }

    private mutating func append(_ segment: Segment, smallestHole: Int) {
        if let last = segments.last, segment.offset - last.end < smallestHole {
            segments[segments.count - 1].count = segment.end - last.offset
        } else {
            segments.append(segment)
        }
    }
}
