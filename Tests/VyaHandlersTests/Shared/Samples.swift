import Foundation
import VyaCore
import VyaTestSupport

/// Real output of real tools, kept in `Fixtures/dumps`.
enum Samples {
    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Repository.contents(ofFixture: "dumps/\(name)"))
    }

    /// What a witness says of bytes that come in blocks of one size.
    static func testimony(_ bytes: [UInt8], by witness: any StreamWitness, block: Int) -> Testimony {
        var witness = witness
        bytes.withUnsafeBytes { buffer in
            for start in stride(from: 0, to: buffer.count, by: block) {
                witness.observe(
                    UnsafeRawBufferPointer(rebasing: buffer[start..<min(start + block, buffer.count)]))
            }
        }
        return witness.finish()
    }
}
