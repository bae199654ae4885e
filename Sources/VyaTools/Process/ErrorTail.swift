import Foundation
import Glibc
import Synchronization
import VyaCore
import VyaSystem

/// Drains a tool's standard error on a thread of its own and keeps its last bytes.
///
/// A tool blocks for ever when nobody reads what it complains about; memory stays the same however much that is.
final class ErrorTail: Sendable {
    /// How many bytes are kept.
    static let capacity = 64 * 1024
    /// How many lines are shown.
    static let lineCount = 20
    /// How many bytes of one line are shown.
    static let lineLength = 1000

    private struct State {
        var bytes: [UInt8] = []
        var truncated = false
        var finished = false
        var abandoned = false

        mutating func keep(_ block: UnsafeRawBufferPointer) {
            bytes.append(contentsOf: block)
            guard bytes.count > ErrorTail.capacity else { return }
            bytes.removeFirst(bytes.count - ErrorTail.capacity)
            truncated = true
        }
    }

    private let state = Mutex(State())
    private let stream: OwnedDescriptor
    private let reader: Waker
    private let owner: Waker

    /// Takes over the read end of the pipe; nothing is read before `start`.
    init(_ stream: consuming OwnedDescriptor) throws(SystemFailure) {
        self.stream = stream
        reader = try Waker()
        owner = try Waker()
    }

    /// Starts the thread; it ends at the end of the stream or with `finish`.
    func start() {
        let thread = Thread { self.drain() }
        thread.name = "tool-stderr"
        thread.start()
    }

    /// Waits for the end of the stream, but not longer than this: a process that left the tool's group may
    /// hold it open for ever.
    func finish(within patience: Duration) {
        let end = SuspendingClock.now + patience
        while !state.withLock({ $0.finished }), SuspendingClock.now < end { owner.sleep(until: end) }
        state.withLock { $0.abandoned = true }
        reader.wake()
    }

    /// The last lines, escaped for printing, with every trace of the secret masked.
    func lines(masking secret: Secret?) -> [String] {
        let (kept, truncated) = state.withLock { ($0.bytes, $0.truncated) }
        let traces = secret.map(SecretTraces.init)
        var bytes = (traces?.masked(kept) ?? kept)[...]
        if truncated {
            // What comes first may be the rest of a secret: too little to be found, too much to be shown.
            bytes = bytes.dropFirst(traces?.longest ?? 0)
            let rest = bytes.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
            if !rest.isEmpty { bytes = rest }
        }
        return bytes.split(separator: UInt8(ascii: "\n"))
            .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
            .filter { !$0.isEmpty }
            .suffix(ErrorTail.lineCount)
            .map { line in
                // A tab is for layout, and harmless as a space.
                let spaced = line.prefix(ErrorTail.lineLength).map {
                    $0 == UInt8(ascii: "\t") ? UInt8(ascii: " ") : $0
                }
                let shown = String.printable(spaced)
                return line.count > ErrorTail.lineLength ? shown + "…" : shown
            }
    }

    private func drain() {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: ErrorTail.capacity, alignment: 16)
        defer {
            block.deallocate()
            state.withLock { $0.finished = true }
            owner.wake()
        }
        while !state.withLock({ $0.abandoned }) {
            guard reader.sleep(until: SuspendingClock.now + .seconds(60), orReadable: stream.number) else {
                continue
            }
            let count = read(stream.number, block.baseAddress, block.count)
            if count > 0 {
                state.withLock { $0.keep(UnsafeRawBufferPointer(rebasing: block[..<count])) }
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }
}
