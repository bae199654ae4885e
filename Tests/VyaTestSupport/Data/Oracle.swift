import Foundation
package import VyaCore

/// The judge of a folder of backups, run after every fault; it uses stock tools and none of the code under test.
///
///     let before = try Oracle.snapshot(of: folder)
///     … a run, a fault …
///     #expect(try Oracle.problems(in: folder, since: before) == [])
///
/// It demands that each `*.gz` is a regular file of mode 0600, unless `fileMode` says another, decompresses whole, ends
/// as a dump or reads as a tar archive, and matches the checksum and sizes of its manifest, that nothing else lies in the
/// folder, and that what was there before is byte-identical. After a kill, `manifestsMayLack: true` lets an artifact
/// stand without its manifest.
package enum Oracle {
    /// The regular files of a folder with their checksums and modes.
    package struct Snapshot: Sendable, Equatable {
        fileprivate let files: [String: String]
        /// The names, sorted.
        package var names: [String] { files.keys.sorted() }
    }

    /// Takes down what lies in a folder; a missing folder is an empty one.
    package static func snapshot(of folder: String) throws -> Snapshot {
        var files: [String: String] = [:]
        for name in try entries(of: folder) {
            let path = folder + "/" + name
            files[name] = isRegular(path) ? "\(mode(of: path)) \(try sha256(of: path))" : "other"
        }
        return Snapshot(files: files)
    }

    /// Says all that is wrong with a folder; empty when nothing is.
    package static func problems(
        in folder: String, since before: Snapshot? = nil, manifestsMayLack: Bool = false,
        fileMode: UInt32 = 0o600
    ) throws -> [String] {
        var problems: [String] = []
        let now = try snapshot(of: folder)
        for (name, state) in before?.files ?? [:] where now.files[name] != state {
            problems.append("\(name): \(now.files[name] == nil ? "was removed" : "was changed")")
        }
        for name in now.names where before?.files[name] == nil {
            let path = folder + "/" + name
            guard isRegular(path) else {
                problems.append("\(name): is not a regular file")
                continue
            }
            if mode(of: path) != fileMode {
                problems.append("\(name): has mode \(String(mode(of: path), radix: 8))")
            }
            if name.hasSuffix(".gz") {
                problems += try flaws(ofArtifact: path, manifestMayLack: manifestsMayLack).map {
                    "\(name): \($0)"
                }
            } else if !(name.hasSuffix(".gz.json") && now.files[String(name.dropLast(5))] != nil) {
                problems.append("\(name): has no business here")
            }
        }
        return problems.sorted()
    }

    /// The parsed manifest of an artifact.
    package static func manifest(of artifact: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: artifact + ".json")))
    }

    private static func flaws(ofArtifact path: String, manifestMayLack: Bool) throws -> [String] {
        let whole = try Command("/bin/gzip", "-t", "--", path).run()
        guard whole.status == 0 else { return ["does not decompress: \(whole.errors)"] }
        var problems: [String] = []
        if path.hasSuffix(".tar.gz") {
            let listing = try Command("/bin/tar", "--numeric-owner", "-tzf", path).run()
            if listing.status != 0 { problems.append("tar cannot read it: \(listing.errors)") }
        }
        guard access(path + ".json", F_OK) == 0 else {
            return manifestMayLack ? problems : problems + ["has no manifest"]
        }
        let manifest = try manifest(of: path)
        if manifest["schema"]?.stringValue != "vya-backup.manifest/1" {
            problems.append("the manifest has no schema")
        }
        if manifest["file"]?.stringValue.map({ path.hasSuffix("/" + $0) }) != true {
            problems.append("the manifest is another file's")
        }
        if manifest["sha256"]?.stringValue != (try sha256(of: path)) {
            problems.append("its SHA-256 is another")
        }
        if manifest["bytes"]?.intValue != size(of: path) { problems.append("its size is another") }
        let rawBytes = Int(try shell("zcat -- \"$1\" | wc -c", path))
        if manifest["raw_bytes"]?.intValue != rawBytes { problems.append("its raw size is another") }
        if path.hasSuffix(".sql.gz") {
            problems += try flaws(ofEnd: path, marker: manifest["proof"]?["marker"]?.stringValue)
        }
        return problems
    }

    /// A dump's last line that is not blank, comment-free of newer tools' `\unrestrict` and of the journal mode of a SQLite file
    /// with WAL, is its end marker.
    private static func flaws(ofEnd path: String, marker: String?) throws -> [String] {
        let behind = ["", "--", "PRAGMA journal_mode=wal;"]
        let lines = try shell("zcat -- \"$1\" | tail -c 4096", path).split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !behind.contains($0) && !$0.hasPrefix("\\unrestrict") }
        let known = [
            "-- PostgreSQL database dump complete", "-- PostgreSQL database cluster dump complete",
            "-- Dump completed",
        ]
        let wanted = marker.map { [$0] } ?? known
        guard let last = lines.last, wanted.contains(where: last.hasPrefix) else {
            return ["ends with '\(lines.last ?? "")' and not with its end marker"]
        }
        return []
    }

    private static func entries(of folder: String) throws -> [String] {
        guard access(folder, F_OK) == 0 else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder)
    }

    private static func sha256(of path: String) throws -> String {
        String(try Command("/usr/bin/sha256sum", "-z", "--", path).check().text.prefix(64))
    }

    private static func shell(_ script: String, _ path: String) throws -> String {
        try Command("/bin/bash", "-c", "set -o pipefail; " + script, "bash", path).check().text
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func status(of path: String) -> stat {
        var status = stat()
        lstat(path, &status)
        return status
    }

    private static func isRegular(_ path: String) -> Bool { status(of: path).st_mode & S_IFMT == S_IFREG }
    private static func mode(of path: String) -> mode_t { status(of: path).st_mode & 0o7777 }
    private static func size(of path: String) -> Int { Int(status(of: path).st_size) }
}
