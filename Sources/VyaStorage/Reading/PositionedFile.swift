/// A file that is read at any offset, by several threads.
protocol PositionedFile: AnyObject, Sendable {
    /// Reads bytes at an offset; returns how many, 0 at the end.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension PositionedFile {
    /// Fills a buffer; returns how many bytes there were, fewer at the end of the file or where reading failed.
    func fill(
        _ buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) -> (count: Int, failure: (any Error)?) {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer.dropFirst(filled))
            do {
                let count = try read(at: offset + filled, into: rest)
                guard count > 0 else { break }
                filled += count
            } catch {
                return (filled, error)
            }
        }
        return (filled, nil)
    }

    /// The bytes of a range, fewer at the end of the file; for small ranges.
    func bytes(_ range: Range<Int>) throws -> [UInt8] {
        var failure: (any Error)?
        let content = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            (count, failure) = fill(UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound)
        }
        if let failure { throw failure }
        return content
    }
}

extension PendingFile: PositionedFile {}
