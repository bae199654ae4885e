import Glibc
import VyaCore
import VyaSystem

/// A tool that was started, and that ends with this program, however this program ends.
///
/// It has a process group of its own, `/dev/null` or a pipe as standard input, no other descriptor than 0, 1 and 2, and no
/// blocked signal; the kernel kills it when the thread that started it ends (C3), so that thread must see it through.
/// It stays a zombie until `reap`, so that its number means it, and its group, until then. Foundation's `Process` can do
/// neither: it offers nothing to be done between fork(2) and execve(2), and a program in between that does it would
/// answer for the tool where the tool cannot be started (A22).
final class ChildProcess {
    /// The read end of its standard output.
    let output: OwnedDescriptor
    /// Drains its standard error.
    let errors: ErrorTail
    /// The write end of its standard input; nil when that is `/dev/null` or was closed.
    private var input: OwnedDescriptor?

    private let number: pid_t
    private let watch: ExitWatch

    /// Starts a tool and has the waker called when it ends; throws `SourceError` if it cannot be started.
    ///
    /// With `isFed` its standard input is a pipe, to be written to by `write` and closed by `closeInput`.
    static func start(
        _ command: StartCommand, waking waker: Waker, isFed: Bool
    ) throws -> ChildProcess {
        if let objection = command.objection() { throw objection }
        do {
            return try ChildProcess(command, waker, isFed: isFed)
        } catch {
            throw command.startFailure(error)
        }
    }

    private init(_ command: StartCommand, _ waker: Waker, isFed: Bool) throws(SystemFailure) {
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
        number = try command.spawn(
            input: input.number, output: outputEnds.writer.number, errors: errorEnds.writer.number)
        // As long as these are open here, there is no end of file.
        outputEnds.writer.close()
        errorEnds.writer.close()
        input.close()
        errors.start()
        self.output = outputEnds.reader
        self.errors = errors
        watch = ExitWatch(number, waking: waker)
    }

    /// How it ended; nil while it runs.
    var ending: ExitWatch.Ending? { watch.ending }

    /// The descriptor to write its standard input to; -1 when there is none.
    var inputNumber: Int32 { input?.number ?? -1 }

    /// Ends its standard input.
    func closeInput() { input = nil }

    /// Sends a signal to it and to whatever it started and did not move to another group.
    func signal(_ signal: Int32) {
        kill(-number, signal)
    }

    /// Takes the status of a tool that has ended, so that no zombie stays; one that cannot be killed is left.
    func reap() {
        while waitpid(number, nil, WNOHANG) < 0, errno == EINTR {}
    }
}
