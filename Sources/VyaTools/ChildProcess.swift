import Foundation
import Glibc
import Synchronization
import VyaCore
import VyaSystem

/// A tool that was started through Foundation's `Process`, tamed as this file says.
///
/// It has a process group of its own, `/dev/null` or a pipe as standard input, no other descriptor than 0, 1 and 2, and no
/// blocked signal. It stays a zombie until `reap`, so that its number means it, and its group, until then.
final class ChildProcess {
    /// The read end of its standard output.
    let output: OwnedDescriptor
    /// Drains its standard error.
    let errors: ErrorTail
    /// The write end of its standard input; nil when that is `/dev/null` or was closed.
    private var input: OwnedDescriptor?

    private let process: Process
    private let handle: SealingHandle
    private let watch: ExitWatch
    private let reaped: Waker

    /// Starts a tool and has the waker called when it ends; throws `SourceError` if it cannot be started.
    ///
    /// With `isFed` its standard input is a pipe, to be written to by `write` and closed by `closeInput`.
    static func start(
        _ command: StartCommand, waking waker: Waker, isFed: Bool
    ) throws -> ChildProcess {
        if let objection = command.objection() { throw objection }
        do {
            return try ChildProcess(command, waker, isFed: isFed)
        } catch let failure as SystemFailure {
            throw command.startFailure(failure)
        }
    }

    private static let starting = Mutex(())

    private init(_ command: StartCommand, _ waker: Waker, isFed: Bool) throws {
        let outputEnds = try PipeEnds(capacity: ToolRunner.pipeSize)
        let errorEnds = try PipeEnds()
        let input: OwnedDescriptor
        if isFed {
            let ends = try PipeEnds(capacity: ToolRunner.pipeSize)
            // A tool that does not read must not keep the writer from its deadlines.
            _ = fcntl(ends.writer.number, F_SETFL, O_NONBLOCK)
            input = ends.reader
            self.input = consume ends.writer
        } else {
            guard let null = OwnedDescriptor.open("/dev/null", O_RDONLY) else { throw SystemFailure() }
            input = null
            self.input = nil
        }
        let reaped = try Waker()
        let handle = SealingHandle(errorEnds.writer.number)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command.executable, isDirectory: false)
        process.arguments = command.arguments
        process.environment = command.environment
        process.standardInput = FileHandle(fileDescriptor: input.number, closeOnDealloc: false)
        process.standardOutput = FileHandle(fileDescriptor: outputEnds.writer.number, closeOnDealloc: false)
        process.standardError = handle
        process.terminationHandler = { _ in reaped.wake() }
        let errors = try ErrorTail(errorEnds.reader)
        do {
            // One at a time: the handle must meet only the sockets of its own `Process`.
            try ChildProcess.starting.withLock { _ in try ProcessSignals.unblocked { try process.run() } }
        } catch {
            // Foundation never lets go of a `Process` that failed to start, nor of its two sockets.
            handle.release()
            throw SystemFailure(of: error)
        }
        // As long as these are open here, there is no end of file.
        outputEnds.writer.close()
        errorEnds.writer.close()
        input.close()
        errors.start()
        self.output = outputEnds.reader
        self.errors = errors
        self.process = process
        self.handle = handle
        self.reaped = reaped
        watch = ExitWatch(process.processIdentifier, waking: waker)
    }

    /// How it ended; nil while it runs.
    var ending: ExitWatch.Ending? { watch.ending }

    /// The descriptor to write its standard input to; -1 when there is none.
    var inputNumber: Int32 { input?.number ?? -1 }

    /// Ends its standard input.
    func closeInput() { input = nil }

    /// Sends a signal to it and to whatever it started and did not move to another group.
    func signal(_ number: Int32) {
        kill(-process.processIdentifier, number)
    }

    /// Has `Process` take the status of a tool that has ended, so that no zombie stays.
    func reap() {
        handle.release()
        let end = SuspendingClock.now + .seconds(5)
        while process.isRunning, SuspendingClock.now < end { reaped.sleep(until: end) }
        // Now it only breaks the circle that would keep `Process`, and all that it holds, in memory for ever.
        if !process.isRunning { process.waitUntilExit() }
    }
}

/// Sees the end of a child at once, on a thread of its own, and leaves the status for `Process` (TRAPS T5, T27).
final class ExitWatch: Sendable {
    /// What was seen.
    enum Ending: Sendable, Equatable {
        /// It ended like this.
        case known(ToolEnding)
        /// Somebody else took the status.
        case lost
    }

    private let seen = Mutex<Ending?>(nil)

    /// Starts to watch a child and has the waker called when it ends.
    init(_ child: pid_t, waking waker: Waker) {
        let thread = Thread {
            let ending = ExitWatch.await(child)
            self.seen.withLock { $0 = ending }
            waker.wake()
        }
        thread.name = "tool-exit"
        thread.start()
    }

    /// How the child ended; nil while it runs.
    var ending: Ending? { seen.withLock { $0 } }

    private static func await(_ child: pid_t) -> Ending {
        var info = siginfo_t()
        while waitid(P_PID, id_t(child), &info, WEXITED | WNOWAIT) != 0 {
            if errno != EINTR { return .lost }
        }
        let status = info._sifields._sigchld.si_status
        return .known(info.si_code == CLD_EXITED ? .exited(status) : .signalled(status))
    }
}

extension SystemFailure {
    /// Finds the error number in what Foundation throws.
    fileprivate init(of error: any Error) {
        let outer = error as NSError
        let inner = outer.userInfo[NSUnderlyingErrorKey] as? NSError ?? outer
        // Cocoa's own codes come without a number when the file has changed since it was looked at.
        self.init(inner.domain == NSPOSIXErrorDomain ? Int32(inner.code) : ENOENT)
    }
}
