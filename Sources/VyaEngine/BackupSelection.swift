package import VyaCore

/// Picks backups out of a listing.
package enum BackupSelection {
    /// The newest of each database, kind and entry; the order of the listing, newest first, is kept.
    package static func newest(of artifacts: [ListedArtifact]) -> [ListedArtifact] {
        var seen: Set<[String]> = []
        return artifacts.filter { artifact in
            seen.insert([
                artifact.entry?.description ?? "", artifact.dbms ?? "", artifact.kind.rawValue,
                artifact.database.text,
            ]).inserted
        }
    }

    /// Those that were made not later than a time: digits of `YYYYMMDDHHMMSS`, as many as the operator gave, with
    /// anything between them.
    package static func made(
        by time: String, of artifacts: [ListedArtifact]
    ) throws(UsageError) -> [ListedArtifact] {
        let digits = time.filter(\.isNumber)
        guard (4...14).contains(digits.count), digits.allSatisfy(\.isASCII) else {
            throw UsageError(
                "at.time", "\(time.printable) is not a time", hints: ["write it like 2026-11-23 00:30"])
        }
        let latest = digits + String(repeating: "9", count: 14 - digits.count)
        return artifacts.filter { $0.stamp.filter(\.isNumber) <= latest }
    }
}
