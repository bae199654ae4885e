import VyaCore

/// What one transfer needs while it runs: the bytes still to send, the replies so far, and when it must end.
///
/// It is used by the one thread that runs the transfer, through libcurl's callbacks.
class Conversation {
    private var rest: ArraySlice<UInt8>
    private var received: [UInt8] = []
    /// The replies so far, oldest first, one line each, printable and without the line end.
    private(set) var replies: [String] = []
    /// When the transfer must have ended, on the monotonic clock in seconds.
    let end: Double
    /// What libcurl says about a failure, printable.
    var libraryWords = ""

    init(message: [UInt8], end: Double) {
        rest = message[...]
        self.end = end
    }

    /// True when there is no time left.
    var isOver: Bool { Conversation.monotonicSeconds() >= end }

    /// What the monotonic seconds are counted from.
    private static let origin = ContinuousClock.now

    static func monotonicSeconds() -> Double {
        let elapsed = (ContinuousClock.now - Conversation.origin).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    }

    /// Moves the next bytes of the message into a buffer and returns their count.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let next = rest.prefix(buffer.count)
        buffer.copyBytes(from: next)
        rest = rest.dropFirst(next.count)
        return next.count
    }

    /// Keeps a piece of the replies, and answers whether to go on. A server cannot make it grow: a line is kept to
    /// 1000 bytes, and the last 500 lines are kept.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for byte in bytes {
            if byte == 0x0A {
                if received.last == 0x0D { received.removeLast() }
                replies.append(String.printable(received))
                if replies.count > 500 { replies.removeFirst() }
                received = []
            } else if received.count < 1000 {
                received.append(byte)
            }
        }
        return true
    }

    /// Takes a piece of the body of a reply, which a mail server has none of, and answers whether to go on.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool { true }
}
