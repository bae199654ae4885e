import Foundation
import Testing
import VyaTestSupport

@testable import VyaStorage

@Suite("The frame of a gzip member", .ownThread)
struct GzipFormatTests {
    @Test("B20 the size in the trailer wraps at 4 GiB, as RFC 1952 has it")
    func wrappedSize() {
        let trailer = GzipFormat.trailer(crc32: 0x0403_0201, rawBytes: 9 << 30 + 0x1_0A0B)
        #expect(trailer == [1, 2, 3, 4, 0x0B, 0x0A, 0x01, 0x40])
        #expect(GzipFormat.trailer(crc32: 0, rawBytes: 1 << 32 + 5) == [0, 0, 0, 0, 5, 0, 0, 0])
    }

    @Test("B20 checksums of pieces combine to that of the whole, also past 4 GiB")
    func combined() {
        let (one, two) = (noise(70_001), dumpText(12_345))
        let whole = (one + two).withUnsafeBytes(Checksum.crc32)
        let parts = (one.withUnsafeBytes(Checksum.crc32), two.withUnsafeBytes(Checksum.crc32))
        #expect(Checksum.combine(parts.0, parts.1, secondCount: two.count) == whole)
        #expect(Checksum.combine(0, parts.0, secondCount: one.count) == parts.0)
        // 8 GiB of zeros, doubled from one block of 64 KiB; the value is that of `head -c 8G /dev/zero | crc32`.
        var (crc, count) = (Data(count: 1 << 16).withUnsafeBytes(Checksum.crc32), 1 << 16)
        while count < 8 << 30 {
            crc = Checksum.combine(crc, crc, secondCount: count)
            count *= 2
        }
        #expect(crc == 0x41D9_12FF)
    }
}
