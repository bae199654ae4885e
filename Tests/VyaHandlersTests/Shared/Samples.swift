import Foundation
import VyaCore
import VyaTestSupport

/// Real output of real tools, kept in `Fixtures/dumps`.
enum Samples {
    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Repository.contents(ofFixture: "dumps/\(name)"))
    }

    /// What a scanner says of bytes that come in blocks of one size.
    static func summary(_ bytes: [UInt8], by scanner: any StreamScanner, block: Int) -> StreamSummary {
        var scanner = scanner
        bytes.withUnsafeBytes { buffer in
            for start in stride(from: 0, to: buffer.count, by: block) {
                scanner.observe(
                    UnsafeRawBufferPointer(rebasing: buffer[start..<min(start + block, buffer.count)]))
            }
        }
        return scanner.finish()
    }
}
