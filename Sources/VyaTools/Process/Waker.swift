import Glibc
import VyaSystem

/// Wakes a thread that sleeps in `poll`, from any other thread.
final class Waker: Sendable {
    private let reader: OwnedDescriptor
    private let writer: OwnedDescriptor

    /// Makes a waker; throws when no descriptor is left.
    init() throws(SystemFailure) {
        let ends = try PipeEnds()
        for end in [ends.reader.number, ends.writer.number] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        reader = ends.reader
        writer = ends.writer
    }

    /// Wakes the sleeper, or the next one if nobody sleeps; never blocks.
    func wake() {
        // A full pipe wakes as well.
        var byte: UInt8 = 1
        _ = write(writer.number, &byte, 1)
    }

    /// Sleeps until `wake` was called, a descriptor can be read, or the instant has come.
    ///
    /// Answers whether the descriptor can be read (or has come to its end); a wake-up is used up by it.
    @discardableResult
    func sleep(until end: SuspendingClock.Instant, orReadable descriptor: Int32 = -1) -> Bool {
        sleep(until: end, orReadable: descriptor, orWritable: -1).readable
    }

    /// Sleeps until `wake` was called, one descriptor can be read, another can be written to, or the instant has
    /// come; a descriptor whose other end has gone counts as ready.
    func sleep(
        until end: SuspendingClock.Instant, orReadable descriptor: Int32, orWritable other: Int32
    ) -> (readable: Bool, writable: Bool) {
        var entries = [
            pollfd(fd: reader.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other, events: Int16(POLLOUT), revents: 0),
        ]
        // Rounded up, so that a sleeper does not wake just before its time and spin.
        let left = (SuspendingClock.now.duration(to: end) / .milliseconds(1)).rounded(.up)
        // A signal ends the sleep early; every caller looks again at what it waits for.
        guard poll(&entries, 3, Int32(min(max(left, 0), 1_000_000))) > 0 else { return (false, false) }
        if entries[0].revents != 0 {
            var bytes: [UInt8] = Array(repeating: 0, count: 64)
            while read(reader.number, &bytes, bytes.count) == bytes.count {}
        }
        return (entries[1].revents != 0, entries[2].revents != 0)
    }
}
