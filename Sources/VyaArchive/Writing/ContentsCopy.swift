/// Copies the data of an open file into a stream, no more and no less than its header promised.
struct ContentsCopy {
    private let file: OpenedFile
    private let stream: ArchiveStream
    /// From where on what was read has not been let go.
    private var kept = 0
    /// How many bytes are still to come.
    private(set) var left: Int

    init(_ file: OpenedFile, into stream: ArchiveStream) {
        self.file = file
        self.stream = stream
        left = file.facts.map.dataSize
    }

    /// Copies until the file ends or cannot be read, and says which; throws only what the stream throws.
    mutating func run() throws -> FileReading.Ending {
        for segment in file.facts.map.segments {
            var position = segment.offset
            while position < segment.end {
                let count = try stream.fill(atMost: segment.end - position) {
                    file.read(into: $0, at: position)
                }
                if count == 0 { return .shrank }
                if count < 0 { return .failed(errno: Int32(-count)) }
                position += count
                left -= count
                letGo(upTo: position, isEnd: left == 0)
            }
        }
        return .complete
    }

    private mutating func letGo(upTo position: Int, isEnd: Bool) {
        guard file.isPassingThrough, isEnd || position - kept >= PageCache.piece else { return }
        PageCache.drop(file.descriptor, upTo: isEnd ? 0 : position)
        kept = position
    }
}
