import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Changes a backup so that its checksums are right and its content is not.
enum Forgery {
    /// Replaces the dump in an artifact by what `change` makes of it, and has the manifest and the host's
    /// catalog fit the new file.
    ///
    /// The counts of the manifest stay as they were.
    static func change(_ artifact: String, _ change: (String) -> String) throws {
        let text = try Command("/bin/zcat", "--", artifact).check().text
        let changed = change(text)
        try #require(changed != text, "the forgery changed nothing")
        var gzip = Command("/bin/gzip", "-c")
        gzip.input = Data(changed.utf8)
        let bytes = try gzip.check().output
        try bytes.write(to: URL(fileURLWithPath: artifact))
        var manifest = try #require(Manifest(json: try Oracle.manifest(of: artifact)))
        let sum = try Command("/usr/bin/sha256sum", "--", artifact).check().text.prefix(64)
        manifest.sha256 = String(sum)
        manifest.bytes = bytes.count
        manifest.rawBytes = changed.utf8.count
        manifest.index = nil
        // The trailer of the gzip member begins with the CRC-32 (RFC 1952).
        manifest.proof.crc32 = bytes.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
        try Data((manifest.json.serialized() + "\n").utf8).write(to: URL(fileURLWithPath: artifact + ".json"))
        let file = URL(fileURLWithPath: artifact)
        let catalog =
            file.deletingLastPathComponent().deletingLastPathComponent().path + "/state/catalog.sqlite"
        let name = file.lastPathComponent.replacingOccurrences(of: "'", with: "''")
        try Command(
            "sqlite3", catalog,
            "UPDATE artifacts SET sha256 = '\(sum)', bytes = \(bytes.count) WHERE file = '\(name)'"
        ).check()
    }

    /// Takes one row out of the first table of a PostgreSQL dump that has some.
    static func withoutOneRow(_ artifact: String) throws {
        try change(artifact) { text in
            var lines = text.components(separatedBy: "\n")
            let copy = lines.indices.first { lines[$0].hasPrefix("COPY ") && lines[$0 + 1] != "\\." }
            if let copy { lines.remove(at: copy + 1) }
            return lines.joined(separator: "\n")
        }
    }
}
