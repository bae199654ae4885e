import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaTools

@Suite("Feeding a tool", .ownThread)
struct ToolFeedingTests {
    private let long = Timeouts(connectSeconds: 30, idleSeconds: 60, totalSeconds: 120)

    private func feed(
        _ bench: ToolBench, _ words: [String], timeouts: Timeouts? = nil,
        _ produce: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws -> ToolAnswer {
        let invocation = ToolInvocation(
            executable: words[0], arguments: words.dropFirst().map { .text($0) })
        return try bench.runner.feed(invocation, timeouts: timeouts ?? long, produce)
    }

    @Test("a tool gets every byte, and its answer comes back although it prints while it reads")
    func whole() throws {
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 3_000_000)
        let answer = try feed(ToolBench(), ["/bin/cat"]) { write in
            for _ in 0..<5 { try block.withUnsafeBytes(write) }
        }
        #expect(answer.ending == .exited(0))
        #expect(answer.output.count == 15_000_000 && answer.output.allSatisfy { $0 == UInt8(ascii: "x") })
    }

    @Test("a tool that gets nothing sees the end of its input")
    func nothing() throws {
        let answer = try feed(ToolBench(), ["/usr/bin/wc", "-c"]) { _ in }
        #expect(answer.text == "0\n")
    }

    @Test("a tool that stops reading ends as it likes, and its words say why")
    func refused() throws {
        let block = [UInt8](repeating: 0, count: 1 << 20)
        let answer = try feed(ToolBench(), ["/bin/sh", "-c", "head -c 10 >&2; exit 3"]) { write in
            for _ in 0..<100 { try block.withUnsafeBytes(write) }
        }
        #expect(answer.ending == .exited(3))
        #expect(answer.errorLines == ["\\u{0}\\u{0}\\u{0}\\u{0}\\u{0}\\u{0}\\u{0}\\u{0}\\u{0}\\u{0}"])
    }

    @Test("an error of the producer ends the tool before its input ends")
    func producerFails() throws {
        struct Damage: Error {}
        let bench = try ToolBench()
        // The tool leaves its mark only at the end of its input.
        let mark = bench.folder("mark")
        #expect(throws: Damage.self) {
            _ = try feed(bench, ["/bin/sh", "-c", "cat > /dev/null; touch \(mark)"]) { write in
                try Array("half".utf8).withUnsafeBytes(write)
                throw Damage()
            }
        }
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    @Test("a tool that never reads meets the total deadline")
    func deadline() throws {
        let block = [UInt8](repeating: 0, count: 4 << 20)
        let error = #expect(throws: SourceError.self) {
            _ = try feed(
                ToolBench(), ["/bin/sleep", "100"],
                timeouts: Timeouts(connectSeconds: 1, idleSeconds: 1, totalSeconds: 1)
            ) { write in try block.withUnsafeBytes(write) }
        }
        #expect(error?.explanation.code == "tool.timed-out")
    }

    @Test("the stop signal reaches a tool that is being fed")
    func stop() throws {
        let bench = try ToolBench()
        let block = [UInt8](repeating: 0, count: 4 << 20)
        #expect(throws: StoppedError.self) {
            _ = try feed(bench, ["/bin/sleep", "100"]) { write in
                bench.stop.raise(.interrupt)
                try block.withUnsafeBytes(write)
            }
        }
    }
}
