import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaStorage

@Suite("The engine that adapts", .ownThread)
struct AdaptiveCompressorTests {
    @Test("whoever finds blocks waiting takes the fast engine, and a long calm the strongest")
    func choice() {
        let compressor = AdaptiveCompressor()
        #expect((0..<200).map { _ in compressor.choose(Backlog()) }.max() == 2)
        #expect(compressor.choose(Backlog(compressing: 1)) == 0)
        // Calm must come again before anything stronger is tried.
        #expect((0..<20).allSatisfy { _ in compressor.choose(Backlog()) == 0 })
    }

    @Test("proofs that wait are no calm, and do not undo a long one at once")
    func proofs() {
        let compressor = AdaptiveCompressor()
        #expect((0..<200).allSatisfy { _ in compressor.choose(Backlog(proving: 1)) == 0 })
        for _ in 0..<200 { _ = compressor.choose(Backlog()) }
        #expect(compressor.choose(Backlog(proving: 1)) > 0)
        #expect(compressor.choose(Backlog(compressing: 1, proving: 1)) == 0)
    }

    @Test("whoever is kept from a processor again and again stays with the fast engine")
    func contention() {
        let compressor = AdaptiveCompressor()
        for _ in 0..<100 {
            compressor.noteContention()
            #expect((0..<4).map { _ in compressor.choose(Backlog()) }.max() == 0)
        }
        // Once in a while does no harm.
        for _ in 0..<20 {
            for _ in 0..<32 { _ = compressor.choose(Backlog()) }
            compressor.noteContention()
        }
        #expect(compressor.choose(Backlog()) == 2)
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
        encoder.prepare(Backlog(compressing: 1))
        #expect(try size(encoder) == size(ZlibCompressor(level: 1).makeEncoder()))
    }

    @Test("a slow stream gets a small file, as small as zlib's own level makes it but for its beginning")
    func slow() throws {
        let compressor = AdaptiveCompressor()
        let encoder = try compressor.makeEncoder()
        let (strong, fast) = (try ZlibCompressor().makeEncoder(), try IsalCompressor(level: 1).makeEncoder())
        let block = dumpText(256 * 1024)
        func size(_ encoder: any BlockEncoder) throws -> Int {
            var output = [UInt8](repeating: 0, count: encoder.maximumSize(of: block.count))
            return try block.withUnsafeBytes { block in
                try output.withUnsafeMutableBytes { try encoder.encode(block, into: $0) }
            }
        }
        encoder.prepare(Backlog(compressing: 3))
        #expect(try size(encoder) == size(fast))
        for _ in 0..<100 { encoder.prepare(Backlog()) }
        #expect(try size(encoder) == size(strong))
        // Else the two expectations above would say nothing.
        #expect(try size(strong) != size(fast))
    }
}
