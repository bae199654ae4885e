import Foundation
import Testing
import VyaStorage
import VyaTestSupport

@Suite("Reading gzip back", .ownThread)
struct GzipReaderTests {
    private let data = dumpText(200_000)

    private func compressed(_ data: Data) throws -> Data {
        var gzip = Command("gzip", "-c")
        gzip.input = data
        return try gzip.check().output
    }

    /// Decompresses everything, handing over `piece` compressed bytes at a time.
    private func decompress(
        _ file: Data, piece: Int = 1000, output size: Int = 4096, members: GzipReader.Members = .one
    ) throws -> Data {
        var rest = file
        let reader = try GzipReader(bufferSize: piece, members: members) { buffer in
            let part = rest.prefix(buffer.count)
            part.withUnsafeBytes { buffer.copyMemory(from: $0) }
            rest = rest.dropFirst(part.count)
            return part.count
        }
        var (result, output) = (Data(), [UInt8](repeating: 0, count: size))
        while true {
            let count = try output.withUnsafeMutableBytes { try reader.read(into: $0) }
            if count == 0 { break }
            result.append(contentsOf: output.prefix(count))
        }
        #expect(reader.rawBytes == result.count)
        return result
    }

    @Test("a file of another program is read, in pieces of any size", arguments: [1, 7, 1000, 1 << 20])
    func pieces(piece: Int) throws {
        #expect(try decompress(compressed(data), piece: piece, output: piece) == data)
        #expect(try decompress(compressed(Data()), piece: piece, output: piece).isEmpty)
    }

    @Test("a file cut anywhere is truncated, never complete", arguments: [0, 1, 9, 10, 1000, -8, -4, -1])
    func truncated(cut: Int) throws {
        let file = try compressed(data)
        #expect(throws: GzipFault.truncated) { try decompress(file.prefix(cut < 0 ? file.count + cut : cut)) }
    }

    @Test("a flipped bit is found, also in the trailer", arguments: [0, 2, 500, -8, -1])
    func flipped(place: Int) throws {
        var file = try compressed(data)
        file[place < 0 ? file.count + place : place] ^= 0x04
        #expect(throws: GzipFault.self) { try decompress(file) }
    }

    @Test("bytes behind the member are reported, a second member among them", arguments: [true, false])
    func trailing(member: Bool) throws {
        let file = try compressed(data)
        #expect(throws: GzipFault.trailing) { try decompress(file + (member ? file : Data([0]))) }
        // The boundary between two pieces hides nothing.
        #expect(throws: GzipFault.trailing) { try decompress(file + Data([0]), piece: file.count) }
    }

    @Test(
        "several members are read where they may be, in pieces of any size", arguments: [1, 7, 1000, 1 << 20])
    func severalMembers(piece: Int) throws {
        let (one, two) = (try compressed(data), try compressed(Data("two".utf8)))
        let empty = try compressed(Data())
        let file = one + empty + two + empty
        #expect(
            try decompress(file, piece: piece, output: piece, members: .several) == data + Data("two".utf8))
        #expect(throws: GzipFault.truncated) { try decompress(file.dropLast(3), members: .several) }
        #expect(throws: GzipFault.trailing) { try decompress(file + Data([0, 0]), members: .several) }
        #expect(throws: GzipFault.trailing) {
            try decompress(one + Data([0]) + two, piece: one.count, members: .several)
        }
    }
}
