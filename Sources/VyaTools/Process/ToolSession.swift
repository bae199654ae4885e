import Glibc
import VyaCore
import VyaSystem

/// One run of one tool: its output, its deadlines and its end.
final class ToolSession {
    /// Wakes the session's thread when the tool has ended or the run is to stop.
    let waker: Waker

    /// No more is read at once: the scanner then finds it in the processor's cache.
    private static let largestRead = 256 * 1024
    /// A tool that fills the pipe with so many bytes in a microsecond, 1 GB/s, does so just within the rest.
    private static let fastestTool = 1000

    /// How often a session shows life to whoever waits for the end of what cleans up after a stop.
    private static let signOfLife = Duration.seconds(10)

    private let child: ChildProcess
    private let launcher = ToolLauncher.ofHost
    private let command: StartCommand
    /// The rest after a read that got less than there was room for, in microseconds: a tool that writes 4 KiB at a time
    /// would else wake this thread for each of them, and lose a core to it.
    private let pause: UInt32
    private let deadlines: ToolDeadlines
    private let stop: StopSignal
    private let drainPatience: Duration
    private let started: SuspendingClock.Instant
    private var idleSince: SuspendingClock.Instant
    private var answerIsOpen = true

    /// Starts the tool; throws `SourceError` if that fails.
    init(
        _ command: StartCommand, _ deadlines: ToolDeadlines, stop: StopSignal, drainPatience: Duration,
        isFed: Bool = false
    ) throws {
        do {
            waker = try Waker()
        } catch {
            throw command.startFailure(error)
        }
        started = .now
        idleSince = started
        child = try ChildProcess.start(command, by: launcher, waking: waker, isFed: isFed)
        pause = UInt32(PipeEnds.capacity(of: child.output) / ToolSession.fastestTool)
        self.command = command
        self.deadlines = deadlines
        self.stop = stop
        self.drainPatience = drainPatience
    }

    /// Reads standard output into the sink until its end.
    ///
    /// Answers with the number of bytes and whether the end was reached. It is not when the tool has ended and
    /// something that it started still holds the stream after the drain time (A12).
    func pump(into sink: any BlockSink) throws -> (bytes: Int, reachedEnd: Bool) {
        var bytes = 0
        var drainEnd: SuspendingClock.Instant?
        while true {
            if child.ending != nil { drainEnd = drainEnd ?? .now + drainPatience }
            let wakeUp = try nextDeadline()
            if let drainEnd, drainEnd <= .now { return (bytes, false) }
            let end = drainEnd.map { min($0, wakeUp) } ?? wakeUp
            guard waker.sleep(until: end, orReadable: child.output.number) else { continue }
            let asked = SuspendingClock.now
            let space = try sink.space()
            // A slow sink is not the tool's idleness.
            idleSince += asked.duration(to: .now)
            let room = min(space.count, ToolSession.largestRead)
            let count = read(child.output.number, space.baseAddress, room)
            if count == 0 { return (bytes, true) }
            guard count > 0 else {
                let failure = SystemFailure()
                if failure.number == EINTR { continue }
                throw SourceError(
                    "tool.read", "the output of \(command.name) cannot be read: \(failure.words)")
            }
            try sink.advance(by: count)
            bytes += count
            if count < room { usleep(pause) }
            idleSince = .now
            drainEnd? += asked.duration(to: idleSince)
        }
    }

    /// Writes a block to the tool's standard input, and hands what the tool prints meanwhile to the sink.
    ///
    /// Throws `InputRefused` when the tool reads no more.
    func write(
        _ block: UnsafeRawBufferPointer, printing sink: any BlockSink
    ) throws {
        var rest = block
        while !rest.isEmpty {
            let wakeUp = try nextDeadline()
            if child.ending != nil { throw InputRefused() }
            let ready = waker.sleep(
                until: wakeUp, orReadable: answerIsOpen ? child.output.number : -1,
                orWritable: child.inputNumber)
            if ready.readable { try readAnswer(into: sink) }
            guard ready.writable else { continue }
            let count = Glibc.write(child.inputNumber, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if errno != EINTR, errno != EAGAIN {
                throw InputRefused()
            }
        }
        idleSince = .now
    }

    /// Says that the tool's standard input is complete.
    func closeInput() { child.closeInput() }

    private func readAnswer(into sink: any BlockSink) throws {
        let space = try sink.space()
        let count = read(child.output.number, space.baseAddress, space.count)
        if count > 0 { try sink.advance(by: count) }
        // A tool that has closed its output still reads; `pump` sees the end once more.
        if count == 0 { answerIsOpen = false }
    }

    /// Waits for the tool's own end.
    func waitForEnd() throws -> ToolEnding {
        while true {
            switch child.ending {
            case .known(let ending): return ending
            case .lost:
                throw SourceError(
                    "tool.status-lost",
                    "nobody knows how \(command.name) ended: its exit status was taken by others")
            case nil: waker.sleep(until: try nextDeadline())
            }
        }
    }

    /// Makes sure that nothing of the tool is left: ends it if it still runs, then its group, then reaps it.
    func end(by grace: Teardown) {
        for step in grace.steps where child.ending == nil {
            child.signal(step.signal)
            // A tool that was stopped, as by asking a terminal for a password (traps.md T4), hears nothing before this.
            child.signal(SIGCONT)
            let end = SuspendingClock.now + step.patience
            let isLast = step.signal == SIGKILL
            while child.ending == nil, SuspendingClock.now < end, isLast || stop.impatience < 2 {
                waker.sleep(until: end)
            }
        }
        // The tool is a zombie or cannot be killed, so its group's number is still its own.
        if child.ending != .lost { child.signal(SIGKILL) }
        child.endOrphans()
        child.errors.finish(within: .seconds(1))
        child.reap()
    }

    /// Explains, after `end`, that the tool could not be started; nil when it was, however it ended.
    func startFailure(_ ending: ToolEnding) -> SourceError? {
        launcher?.failure(of: command.executable, ending, lastWords: child.errors.lines(masking: nil).last)
            .map { command.startFailure($0) }
    }

    /// The last lines of standard error, after `end`.
    func errorLines(masking secret: Secret?) -> [String] {
        child.errors.lines(masking: secret)
    }

    /// The instant of the nearest deadline; throws if one has passed or the run is to stop.
    private func nextDeadline() throws -> SuspendingClock.Instant {
        try stop.check()
        stop.showLife()
        let now = SuspendingClock.now
        var ends = [(started + deadlines.total, DeadlinePassed.total(deadlines.total))]
        if let answer = deadlines.answer { ends.append((started + answer, .answer(answer))) }
        // A tool that has ended is not idle; the drain time then bounds the wait.
        if child.ending == nil { ends.append((idleSince + deadlines.idle, .idle(deadlines.idle))) }
        for (end, passed) in ends where end <= now { throw passed }
        return ends.map(\.0).min().map { min($0, now + ToolSession.signOfLife) } ?? now
    }
}

/// Says that a tool has stopped reading what it is fed; how it ended tells why.
struct InputRefused: Error {}
