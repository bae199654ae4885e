import Foundation
import Glibc
import Synchronization
import VyaCore
import VyaSystem

/// A tool that was started through Foundation's `Process`, and that ends with this program, however this program ends.
///
/// It has a process group of its own, `/dev/null` or a pipe as standard input, no other descriptor than 0, 1 and 2, and the
/// signals of a fresh program: none blocked, none ignored. The kernel kills it when the thread that started it ends (C3;
/// `ToolLauncher` says how far), so that thread must see it through. It stays a zombie until `reap`, so that its
/// number means it, and its group, until then.
///
/// What `Process` does not do by itself, and where it is done: it neither resets signals (`ProcessSignals.asFreshProgram`)
/// nor keeps its own socket from the child (`SealingHandle`), it ends the program when descriptors run out (`start` makes
/// sure of some before), notices an end late and waits for grandchildren (`ExitWatch`), and offers nothing between fork(2)
/// and execve(2) (`ToolLauncher`).
final class ChildProcess {
    /// The read end of its standard output.
    let output: OwnedDescriptor
    /// Drains its standard error.
    let errors: ErrorTail
    /// The write end of its standard input; nil when that is `/dev/null` or was closed.
    private var input: OwnedDescriptor?

    private let mark: String?
    private let process: Process
    private let handle: SealingHandle
    private let watch: ExitWatch
    private let reaped: Waker

    /// Starts a tool and has the waker called when it ends; throws `SourceError` if it cannot be started.
    ///
    /// With `isFed` its standard input is a pipe, to be written to by `write` and closed by `closeInput`.
    static func start(
        _ command: StartCommand, by launcher: ToolLauncher?, waking waker: Waker, isFed: Bool
    ) throws -> ChildProcess {
        if let objection = command.objection() { throw objection }
        do {
            return try ChildProcess(command, launcher, waker, isFed: isFed)
        } catch let failure as SystemFailure {
            throw command.startFailure(failure)
        }
    }

    private init(
        _ command: StartCommand, _ launcher: ToolLauncher?, _ waker: Waker, isFed: Bool
    ) throws {
        let outputEnds = try PipeEnds(capacity: ToolRunner.pipeSize)
        let errorEnds = try PipeEnds()
        let errors = try ErrorTail(errorEnds.reader)
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
        process.executableURL = URL(
            fileURLWithPath: launcher?.path ?? command.executable, isDirectory: false)
        process.arguments =
            launcher?.arguments(for: command.executable, command.arguments) ?? command.arguments
        mark = Offspring.newMark()
        process.environment = command.environment.merging(Offspring.variables(mark)) { $1 }
        process.standardInput = FileHandle(fileDescriptor: input.number, closeOnDealloc: false)
        process.standardOutput = FileHandle(fileDescriptor: outputEnds.writer.number, closeOnDealloc: false)
        process.standardError = handle
        process.terminationHandler = { _ in reaped.wake() }
        do {
            // One start at a time: each handle must meet only the sockets of its own `Process`.
            try Offspring.tools.withLock { tools in
                try ChildProcess.makeSureOfDescriptors()
                try ProcessSignals.asFreshProgram { try process.run() }
                tools.insert(process.processIdentifier)
            }
        } catch {
            // Foundation never lets go of a `Process` that failed to start, nor of its two sockets.
            handle.release()
            throw error as? SystemFailure ?? SystemFailure(of: error)
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

    /// The number of the process, which is that of its group.
    var processNumber: pid_t { process.processIdentifier }

    /// How it ended; nil while it runs.
    var ending: ExitWatch.Ending? { watch.ending }

    /// The descriptor to write its standard input to; -1 when there is none.
    var inputNumber: Int32 { input?.number ?? -1 }

    /// Ends its standard input.
    func closeInput() { input = nil }

    /// Sends a signal to it and to whatever it started and did not move to another group.
    func signal(_ number: Int32) {
        kill(-processNumber, number)
    }

    /// Ends what it has left behind outside of its group; to be called once it has ended or was killed.
    func endOrphans() {
        if let mark { Offspring.clear(mark, of: processNumber) }
    }

    /// Has `Process` take the status of a tool that has ended, so that no zombie stays; one that cannot be killed is left.
    func reap() {
        handle.release()
        let end = SuspendingClock.now + .seconds(5)
        while process.isRunning, SuspendingClock.now < end { reaped.sleep(until: end) }
        // Now it only breaks the circle that would keep `Process`, and all that it holds, in memory for ever.
        if !process.isRunning {
            process.waitUntilExit()
            Offspring.tools.withLock { _ = $0.remove(processNumber) }
        }
    }

    /// Throws `SystemFailure` when the descriptors that `Process` is about to need cannot be had: without them it would
    /// end the program (traps.md T43).
    private static func makeSureOfDescriptors() throws(SystemFailure) {
        // Two sockets and their copies, a folder, and what other threads may open meanwhile.
        var held: [Int32] = []
        defer { for number in held { close(number) } }
        for _ in 0..<12 {
            let number = uninterrupted { open("/dev/null", O_RDONLY | O_CLOEXEC) }
            guard number >= 0 else { throw SystemFailure() }
            held.append(number)
        }
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
