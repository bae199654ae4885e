import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaStorage

@Suite("The engine that adapts")
struct AdaptiveCompressorTests {
    @Test("whoever finds blocks waiting takes the fast engine, and a long calm the strongest")
    func choice() {
        let compressor = AdaptiveCompressor()
        #expect((0..<200).map { _ in compressor.choose(waiting: 0) }.max() == 2)
        #expect(compressor.choose(waiting: 1) == 0)
        // Calm must come again before anything stronger is tried.
        #expect((0..<20).allSatisfy { _ in compressor.choose(waiting: 0) == 0 })
    }

    @Test("a slow stream gets a small file, as small as zlib's own level makes it but for its beginning")
    func slow() throws {
        let compressor = AdaptiveCompressor()
        let encoder = try compressor.makeEncoder()
        let (strong, fast) = (try ZlibCompressor().makeEncoder(), try IsalCompressor().makeEncoder())
        let block = dumpText(256 * 1024)
        func size(_ encoder: any BlockEncoder) throws -> Int {
            var output = [UInt8](repeating: 0, count: encoder.maximumSize(of: block.count))
            return try block.withUnsafeBytes { block in
                try output.withUnsafeMutableBytes { try encoder.encode(block, into: $0) }
            }
        }
        encoder.prepare(waiting: 3)
        #expect(try size(encoder) == size(fast))
        for _ in 0..<100 { encoder.prepare(waiting: 0) }
        #expect(try size(encoder) == size(strong))
        // Else the two expectations above would say nothing.
        #expect(try size(strong) != size(fast))
    }
}
