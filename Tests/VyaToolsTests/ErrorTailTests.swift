import Foundation
import Testing
import VyaCore
import VyaSystem
import VyaTestSupport

@testable import VyaTools

@Suite("Standard error's tail", .ownThread)
struct ErrorTailTests {
    /// Sends bytes through a tail and returns its lines.
    private func lines(_ bytes: [UInt8], masking secret: Secret? = nil) throws -> [String] {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let tail = try ErrorTail(OwnedDescriptor(owning: ends[0]))
        tail.start()
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = UnsafeRawBufferPointer(rebasing: rest).withMemoryRebound(to: UInt8.self) {
                    write(ends[1], $0.baseAddress, $0.count)
                }
                rest = rest.dropFirst(max(count, 0))
            }
        }
        close(ends[1])
        tail.finish(within: .seconds(30))
        return tail.lines(masking: secret)
    }

    @Test("only the last twenty lines stay, without empty ones and carriage returns")
    func lastLines() throws {
        let text = (1...50).map { "line \($0)\r\n\n" }.joined()
        #expect(try lines(Array(text.utf8)) == (31...50).map { "line \($0)" })
    }

    @Test("a long line is shown from its beginning, and cut")
    func longLine() throws {
        let shown = try lines(Array(repeating: UInt8(ascii: "x"), count: 5000))
        #expect(shown == [String(repeating: "x", count: ErrorTail.lineLength) + "…"])
    }

    @Test("G9 no rest of a secret shows where the tail was cut")
    func cutSecret() throws {
        let secret = Secret("S3CR3T_S3CR3T_S3CR3T")
        let text = String(repeating: "S3CR3T_S3CR3T_S3CR3T", count: 10_000)
        #expect(try !lines(Array(text.utf8), masking: secret).joined().contains("S3CR3T"))
    }

    @Test("a stream that somebody holds open is given up")
    func heldOpen() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let tail = try ErrorTail(OwnedDescriptor(owning: ends[0]))
        tail.start()
        _ = write(ends[1], "held\n", 5)
        tail.finish(within: .milliseconds(500))
        #expect(tail.lines(masking: nil) == ["held"])
        close(ends[1])
    }
}
