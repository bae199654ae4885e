import VyaCore
import VyaPlugins

/// Looks for the declared end marker on the last line that is not blank, and knows nothing else of a stream.
struct PlainScanner: StreamScanner {
    private static let longestLine = 4096

    private let marker: Plugin.EndMarker
    private var line: [UInt8] = []
    /// The last whole line that is not blank.
    private var last: [UInt8] = []
    private var tail = StreamTail()

    /// Makes a scanner for a declared end marker.
    init(marker: Plugin.EndMarker) {
        self.marker = marker
    }

    mutating func observe(_ block: UnsafeRawBufferPointer) {
        tail.observe(block)
        let bytes = block.bindMemory(to: UInt8.self)
        var start = 0
        while start < bytes.count {
            let end = bytes.position(of: Byte.newline, from: start)
            line += bytes[start..<min(end, start + max(0, PlainScanner.longestLine - line.count))]
            guard end < bytes.count else { return }
            if line.contains(where: { !Byte.isSpace($0) }) { swap(&last, &line) }
            line.removeAll(keepingCapacity: true)
            start = end + 1
        }
    }

    mutating func finish() -> StreamSummary {
        switch marker {
        case .none: return StreamSummary(markerUnknown: true, tail: tail.text)
        case .line(let text):
            let whole = line.allSatisfy(Byte.isSpace) && last.starts(with: text.utf8)
            return StreamSummary(marker: whole ? String(decoding: last, as: UTF8.self) : nil, tail: tail.text)
        }
    }
}
