/// Gives the headers of a broken tar archive the checksums that belong to them, so that a reader looks at the rest too.
package enum TarChecksums {
    /// Mends each block of 512 bytes that says of itself that it is a header (POSIX ustar: `ustar` at byte 257).
    package static func mended(_ archive: [UInt8]) -> [UInt8] {
        var archive = archive
        for start in stride(from: 0, to: archive.count - 511, by: 512)
        where archive[start + 257..<start + 262].elementsEqual("ustar".utf8) {
            // The sum of all bytes, with blanks in the place of the checksum: six octal digits, NUL, blank.
            archive.replaceSubrange(start + 148..<start + 156, with: repeatElement(0x20, count: 8))
            let sum = archive[start..<start + 512].reduce(0) { $0 + Int($1) }
            let digits = String(sum, radix: 8)
            let field = String(repeating: "0", count: 6 - digits.utf8.count) + digits
            archive.replaceSubrange(start + 148..<start + 155, with: Array(field.utf8) + [0])
        }
        return archive
    }
}
