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

    @Test("whoever is kept from a processor again and again stays with the fast engine")
    func contention() {
        let compressor = AdaptiveCompressor()
        for _ in 0..<100 {
            compressor.noteContention()
            #expect((0..<4).map { _ in compressor.choose(waiting: 0) }.max() == 0)
        }
        // Once in a while does no harm.
        for _ in 0..<20 {
            for _ in 0..<32 { _ = compressor.choose(waiting: 0) }
            compressor.noteContention()
        }
        #expect(compressor.choose(waiting: 0) == 2)
    }

    @Test("where ISA-L has no code for the processor, zlib is all there is")
    func portable() throws {
        let compressor = AdaptiveCompressor(isalIsFast: false)
        let encoder = try compressor.makeEncoder()
        let block = dumpText(50_000)
        func size(_ encoder: any BlockEncoder) throws -> Int {
            var output = [UInt8](repeating: 0, count: encoder.maximumSize(of: block.count))
            return try block.withUnsafeBytes { block in
                try output.withUnsafeMutableBytes { try encoder.encode(block, into: $0) }
            }
        }
        encoder.prepare(waiting: 1)
        #expect(try size(encoder) == size(ZlibCompressor(level: 1).makeEncoder()))
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
