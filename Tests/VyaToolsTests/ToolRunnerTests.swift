import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaTools

@Suite("Tool runner", .ownThread)
struct ToolRunnerTests {
    private let long = Timeouts(connectSeconds: 30, idleSeconds: 60, totalSeconds: 120)

    @Test("a tool's output arrives whole, in blocks of at most 1 MiB")
    func whole() throws {
        let bench = try ToolBench()
        let collector = Collector()
        let result = try bench.runner.stream(
            bench.fakedump("ok", [], ["FD_ROWS": "500000"]), timeouts: long, collector.take)
        #expect(
            result
                == ToolResult(
                    ending: .exited(0), errorLines: [], bytes: collector.bytes.count, reachedEnd: true))
        let text = String(decoding: collector.bytes, as: UTF8.self)
        #expect(text.hasPrefix("--\n-- PostgreSQL database dump\n"))
        #expect(text.hasSuffix("500000\trow\n\\.\n\n--\n-- PostgreSQL database dump complete\n--\n\n"))
        #expect(collector.largest <= 1 << 20)
        try bench.expectGone()
    }

    @Test("A1 a tool that is killed is reported with its signal")
    func killed() throws {
        let bench = try ToolBench()
        let result = try bench.runner.stream(bench.fakedump("selfkill"), timeouts: long) { _ in }
        #expect(result.ending == .signalled(SIGKILL))
        #expect(result.reachedEnd && result.bytes > 0)
        try bench.expectGone()
    }

    @Test("A4 an exit status after complete output is reported, with the tool's last words")
    func failedAtTheEnd() throws {
        let bench = try ToolBench()
        let result = try bench.runner.stream(bench.fakedump("full1"), timeouts: long) { _ in }
        #expect(result.ending == .exited(1))
        #expect(result.errorLines == ["fakedump: error: a view is broken"])
        #expect(result.reachedEnd)
    }

    @Test("A9 a tool that hangs is ended at the idle deadline", arguments: 0..<10)
    func hangs(_: Int) throws {
        let bench = try ToolBench()
        var deadlines = ToolDeadlines(long)
        deadlines.idle = .milliseconds(300)
        let error = #expect(throws: SourceError.self) {
            try bench.runner.stream(bench.fakedump("hang"), deadlines) { _ in }
        }
        #expect(error?.explanation.code == "tool.timed-out")
        #expect(error?.explanation.message == "fakedump timed out: it wrote nothing for 0.3 s (idle_seconds)")
        try bench.expectGone()
    }

    @Test("A9 a question that is not answered is ended at its deadline")
    func noAnswer() throws {
        var bench = try ToolBench()
        bench.runner.answerPatience = .milliseconds(200)
        let error = #expect(throws: SourceError.self) {
            try bench.runner.ask(bench.fakedump("hang"), timeouts: Timeouts(connectSeconds: 0))
        }
        #expect(error?.explanation.message.contains("did not answer within 0.2 s (connect_seconds)") == true)
        try bench.expectGone()
    }

    @Test("A10 a tool that ignores SIGTERM is killed and leaves no zombie", arguments: 0..<10)
    func ignoresTermination(_: Int) throws {
        let bench = try ToolBench(grace: Teardown([.init(SIGTERM, patience: .milliseconds(200))]))
        var deadlines = ToolDeadlines(long)
        deadlines.idle = .milliseconds(300)
        #expect(throws: SourceError.self) {
            try bench.runner.stream(bench.fakedump("hang_term"), deadlines) { _ in }
        }
        try bench.expectGone()
    }

    @Test("A11 a tool that trickles is ended at the total deadline")
    func trickles() throws {
        let bench = try ToolBench()
        let error = #expect(throws: SourceError.self) {
            try bench.runner.stream(
                bench.fakedump("trickle", [], ["FD_INTERVAL": "0.1"]),
                timeouts: Timeouts(idleSeconds: 60, totalSeconds: 1)
            ) { _ in }
        }
        #expect(error?.explanation.message == "fakedump timed out: it was not done after 1 s (total_seconds)")
        try bench.expectGone()
    }

    @Test("A12 a grandchild that keeps the stream open blocks nothing", arguments: 0..<10)
    func grandchild(_: Int) throws {
        let bench = try ToolBench()
        let collector = Collector()
        let result = try bench.runner.stream(
            bench.fakedump("grandchild"), timeouts: long, collector.take)
        #expect(result.ending == .exited(0))
        #expect(!result.reachedEnd)
        #expect(String(decoding: collector.bytes, as: UTF8.self).contains("dump complete"))
        try bench.expectGone()
    }

    @Test("A23 bytes that are no text pass through, and are escaped in messages")
    func notText() throws {
        let bench = try ToolBench()
        let answer = try bench.runner.ask(bench.fakedump("badutf8"), timeouts: long)
        #expect(answer.output == [0x61, 0xFF, 0xFE, 0x00, 0xC3, 0x7A])
        #expect(answer.errorLines == ["bad \\xff\\xfe\\u{0}\\xc3 text"])
    }

    @Test("A24 a tool that reads standard input meets its end")
    func standardInput() throws {
        let bench = try ToolBench()
        let answer = try bench.runner.ask(bench.fakedump("stdin"), timeouts: long)
        #expect(answer.text == "bytes of stdin: 0\n/dev/null\n")
    }

    @Test("a slow sink is not taken for an idle tool")
    func slowSink() throws {
        let bench = try ToolBench()
        var deadlines = ToolDeadlines(long)
        deadlines.idle = .milliseconds(500)
        let result = try bench.runner.stream(bench.fakedump("ok"), deadlines) { _ in
            let end = SuspendingClock.now + .milliseconds(800)
            while SuspendingClock.now < end { sched_yield() }
        }
        #expect(result.ending == .exited(0) && result.reachedEnd)
    }

    @Test("C4 a stop ends a tool that hangs at once", arguments: 0..<10)
    func stopped(_: Int) throws {
        let bench = try ToolBench()
        let begin = SuspendingClock.now
        let error = #expect(throws: StoppedError.self) {
            try bench.runner.stream(
                bench.fakedump("trickle", [], ["FD_INTERVAL": "100000"]), timeouts: long
            ) { _ in bench.stop.raise(.terminate) }
        }
        #expect(error?.reason == .terminate)
        #expect(begin.duration(to: .now) < .seconds(15), "SIGTERM's patience was not needed")
        try bench.expectGone()
        // Nothing starts any more.
        #expect(throws: StoppedError.self) { try bench.runner.ask(bench.fakedump("ok"), timeouts: long) }
    }

    @Test("C4 a second stop ends the patience with a tool that ignores the first", arguments: 0..<10)
    func impatience(_: Int) throws {
        let bench = try ToolBench(grace: Teardown([.init(SIGTERM, patience: .seconds(1000))]))
        #expect(throws: StoppedError.self) {
            try bench.runner.stream(bench.fakedump("hang_term"), timeouts: long) { _ in
                bench.stop.raise(.interrupt)
                Thread { bench.stop.raise(.interrupt) }.start()
            }
        }
        try bench.expectGone()
    }

    @Test("the sink's own error comes through, and the tool is gone", arguments: 0..<10)
    func sinkError(_: Int) throws {
        let bench = try ToolBench()
        let full = DestinationError("disk.full", "the disk is full")
        let error = #expect(throws: DestinationError.self) {
            try bench.runner.stream(bench.fakedump("hang_term"), timeouts: long) { _ in
                bench.stop.raise(.interrupt)
                bench.stop.raise(.interrupt)
                throw full
            }
        }
        #expect(error == full)
        try bench.expectGone()
    }

    @Test("T1 a tool started by a thread that blocks signals hears them")
    func signalMask() throws {
        let bench = try ToolBench()
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let status = ToolInvocation(executable: "/bin/grep", arguments: ["^SigBlk", "/proc/self/status"])
        #expect(try bench.runner.ask(status, timeouts: long).text == "SigBlk:\t0000000000000000\n")
        var after = sigset_t()
        pthread_sigmask(SIG_SETMASK, nil, &after)
        #expect(sigismember(&after, SIGTERM) == 1, "the thread's own mask is back")
    }

    @Test("T27 the end of a tool is seen at once")
    func endSeenAtOnce() throws {
        let bench = try ToolBench()
        let invocation = ToolInvocation(executable: "/bin/true", arguments: [])
        let fastest = try (0..<20).map { _ in
            try SuspendingClock().measure { _ = try bench.runner.ask(invocation, timeouts: long) }
        }.min()
        #expect(try #require(fastest) < .milliseconds(40))
    }
}
