package import VyaCore

/// What is known of a source from earlier runs; for metrics, which tell of all sources and not only of this run's.
package struct PastBackup: Sendable, Equatable {
    /// The source.
    package var source: BackupSource
    /// What the last attempt came to; nil when none is known.
    package var outcome: Outcome?
    /// When its newest complete backup was finished, in seconds since 1970.
    package var lastSuccess: Int?
    /// The size of its newest backup, in bytes.
    package var bytes: Int?
    /// The size of what that decompresses to, in bytes.
    package var rawBytes: Int?
    /// How long that took, in seconds.
    package var seconds: Double?

    /// Makes a record of a source of which nothing is known yet.
    package init(source: BackupSource) { self.source = source }
}
