import Foundation
package import VyaCore

/// Runs external tools: dump programs whose output is streamed, and short questions.
///
/// Every call starts one child through `ChildProcess` and does not return before the child and its process group are
/// gone, whatever happens. Calls block their thread and may be made from several threads at once.
package struct ToolRunner: Sendable {
    /// The size of the pipe of a tool's output, in bytes, where the system allows it.
    static let pipeSize: Int32 = 1 << 20
    /// The most bytes of an answer.
    package static let answerLimit = 64 << 20

    /// How long a stream may stay open after its tool has ended, because something that it started holds it.
    package var drainPatience: Duration = .seconds(5)
    /// How long a question may take beyond the time to connect.
    package var answerPatience: Duration = .seconds(30)

    private let runtime: RuntimeFolder
    private let stop: StopSignal
    private let grace: Teardown
    private let environment: [String: String]

    /// Makes a runner that keeps secrets in a folder and obeys a stop signal.
    ///
    /// Of the environment only `PATH` (absolute folders), `HOME`, `USER`, `LOGNAME` and `TZ` reach the tools.
    package init(
        runtime: RuntimeFolder, stop: StopSignal, grace: Teardown = .standard,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.runtime = runtime
        self.stop = stop
        self.grace = grace
        self.environment = ToolEnvironment.clean(environment)
    }

    /// Starts a tool, reads its standard output into the sink until the end of the stream, and waits for the tool's
    /// end.
    ///
    /// Throws `SourceError` if the tool cannot be started or exceeds the idle or total deadline, `StoppedError`
    /// when the stop signal is raised, and the sink's own error as it is.
    /// An exit status other than 0 is a result, not an error.
    package func stream(
        _ invocation: ToolInvocation, timeouts: Timeouts, into sink: any BlockSink
    ) throws -> ToolResult {
        try run(invocation, ToolDeadlines(timeouts), extra: LargeOutput.environment) {
            try $0.pump(into: sink)
        }
    }

    /// Runs a short-lived tool to its end and returns what it printed.
    ///
    /// Throws `SourceError` if it cannot be started, prints more than 64 MiB, or does not end within the time to
    /// connect and 30 seconds more; `StoppedError` when the stop signal is raised.
    package func ask(_ invocation: ToolInvocation, timeouts: Timeouts) throws -> ToolAnswer {
        try ask(invocation, ToolDeadlines(timeouts, patience: answerPatience))
    }

    /// Runs a tool that reads its standard input, and returns what it printed and how it ended.
    ///
    /// `produce` is called once with the function that takes the next bytes of the input; when it returns, the input
    /// ends. When it throws, the tool is ended before its input is, so that it cannot take what it got for the whole,
    /// and the error is thrown on. A tool that ends before it has read all is no error: its ending says why. There
    /// is a total deadline only: a server that builds an index reads nothing for a long time.
    package func feed(
        _ invocation: ToolInvocation, timeouts: Timeouts,
        _ produce: (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws -> ToolAnswer {
        var deadlines = ToolDeadlines(timeouts)
        deadlines.idle = deadlines.total
        let output = AnswerBuffer(tool: invocation.executable)
        let result = try run(invocation, deadlines, isFed: true) { session in
            do {
                try produce { block in try session.write(block, printing: output) }
            } catch is InputRefused {}
            session.closeInput()
            return try session.pump(into: output)
        }
        return ToolAnswer(ending: result.ending, output: output.bytes, errorLines: result.errorLines)
    }

    func ask(_ invocation: ToolInvocation, _ deadlines: ToolDeadlines) throws -> ToolAnswer {
        let output = AnswerBuffer(tool: invocation.executable)
        let result = try stream(invocation, deadlines, into: output)
        return ToolAnswer(ending: result.ending, output: output.bytes, errorLines: result.errorLines)
    }

    func stream(
        _ invocation: ToolInvocation, _ deadlines: ToolDeadlines, into sink: any BlockSink
    ) throws -> ToolResult {
        try run(invocation, deadlines) { try $0.pump(into: sink) }
    }

    /// Starts a tool, has it worked with, and sees to its end, whatever happens.
    private func run(
        _ invocation: ToolInvocation, _ deadlines: ToolDeadlines, isFed: Bool = false,
        extra: [String: String] = [:], _ work: (ToolSession) throws -> (bytes: Int, reachedEnd: Bool)
    ) throws -> ToolResult {
        try stop.check()
        let secretFile = try invocation.secret.map { try runtime.writeSecret($0) }
        defer { secretFile?.remove() }
        let command = try StartCommand(
            invocation, secretFile: secretFile?.path, environment: environment.merging(extra) { $1 })
        let session = try ToolSession(
            command, deadlines, stop: stop, drainPatience: drainPatience, isFed: isFed)
        let stopKey = stop.onRaise { [waker = session.waker] _ in waker.wake() }
        defer { stop.remove(stopKey) }
        do {
            let (bytes, reachedEnd) = try work(session)
            let ending = try session.waitForEnd()
            session.end(by: grace)
            if let failure = session.startFailure(ending) { throw failure }
            return ToolResult(
                ending: ending,
                errorLines: invocation.errorWords.shown(session.errorLines(masking: invocation.secret)),
                bytes: bytes,
                reachedEnd: reachedEnd)
        } catch {
            session.end(by: grace)
            guard let passed = error as? DeadlinePassed else { throw error }
            let details = invocation.errorWords.shown(session.errorLines(masking: invocation.secret))
            throw passed.sourceError(tool: command.name, details: .verbatim(details))
        }
    }
}

/// Gathers what a tool prints, up to a limit.
final class AnswerBuffer: BlockSink {
    private(set) var bytes: [UInt8] = []
    private let tool: String
    private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

    /// Makes an empty one; `tool` is the path of the program, for the message.
    init(tool: String) {
        self.tool = tool
    }

    deinit { room.deallocate() }

    func space() -> UnsafeMutableRawBufferPointer { room }

    /// Adds the bytes; throws `SourceError` beyond `ToolRunner.answerLimit`.
    func advance(by count: Int) throws {
        guard bytes.count + count <= ToolRunner.answerLimit else {
            throw SourceError(
                "tool.answer-too-long", "\(StartCommand.name(of: tool)) answered with more than 64 MiB")
        }
        bytes.append(contentsOf: room.prefix(count))
    }
}

/// How a streamed tool came to its end.
package struct ToolResult: Sendable, Equatable {
    /// How it ended.
    package let ending: ToolEnding
    /// The last lines of its standard error, at most 20, escaped for printing.
    package let errorLines: [String]
    /// How many bytes of standard output went to the sink.
    package let bytes: Int
    /// True when the stream was read to its end; false when a process that the tool left behind kept it open.
    package let reachedEnd: Bool

    package init(ending: ToolEnding, errorLines: [String], bytes: Int, reachedEnd: Bool) {
        self.ending = ending
        self.errorLines = errorLines
        self.bytes = bytes
        self.reachedEnd = reachedEnd
    }
}
