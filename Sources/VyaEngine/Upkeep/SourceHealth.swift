package import VyaCore

/// What the past of one source looks like; the figures behind `check`, its performance data and the metrics.
package struct SourceHealth: Sendable, Equatable {
    package let source: BackupSource
    /// The age of the newest copy, in seconds; nil when there is none.
    package let age: Int?
    /// The sizes of the newest backup that was proven, in bytes.
    package let bytes: Int
    package let rawBytes: Int
    /// The raw size relative to the median of those before it; nil without at least three.
    package let sizeRatio: Double?
    /// How many copies there are, here or where the uploader has confirmed them.
    package let redundancy: Int
    /// Where the newest proven backup is; nil when there never was one.
    package let place: CopyPlace?
    /// The age of the last drill that passed, in seconds.
    package let drillAge: Int?

    /// Looks at the backups of one source, newest first.
    package init(_ source: BackupSource, _ backups: [KnownBackup], now: Int) {
        self.source = source
        let copies = SourceCopies(backups)
        let good = copies.proven
        age = copies.newest.map { now - $0.finishedAt }
        bytes = good.first?.bytes ?? 0
        rawBytes = good.first?.rawBytes ?? 0
        let before = good.dropFirst().prefix(10).map(\.rawBytes).filter { $0 > 0 }.sorted()
        sizeRatio = before.count >= 3 ? Double(rawBytes) / Double(before[before.count / 2]) : nil
        redundancy = copies.certain.count
        place = good.first?.place
        drillAge = backups.filter { $0.drillPassed == true }.compactMap(\.drilledAt).max().map { now - $0 }
    }

    /// The figures as an element of the document that `check --json` prints.
    package var json: JSONValue {
        .object([
            .init("id_dbms", .int(source.entry.number)), .init("dbms", .string(source.dbms)),
            .init("kind", .string(source.kind.rawValue)), .init("database", .string(source.database.text)),
            .init("age_seconds", .optional(age)), .init("bytes", .int(bytes)),
            .init("raw_bytes", .int(rawBytes)),
            .init("size_ratio", sizeRatio.map { .double(($0 * 1000).rounded() / 1000) } ?? .null),
            .init("redundancy", .int(redundancy)), .init("place", .optional(place?.rawValue)),
            .init("drill_age_seconds", .optional(drillAge)),
        ])
    }
}
