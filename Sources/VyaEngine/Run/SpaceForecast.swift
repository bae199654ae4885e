import Synchronization
import VyaCore
import VyaStorage

/// Says before the dumps whether they are likely to fit: by what the newest backups of the same sources took (B14).
///
/// Entries that are under way at the same time count together where they write to one file system. It is a forecast: a
/// backup that turns out not to fit fails by itself, and one that fits all the same is none the worse for a warning.
final class SpaceForecast: Sendable {
    /// What an entry is expected to take, for as long as it is under way.
    struct Reservation: Sendable {
        fileprivate let fileSystem: UInt64
        fileprivate let bytes: Int
        /// What the operator should know; nil when there is room enough.
        let warning: Message?
    }

    /// How much larger than the last one a backup may become, in percent, without more being said.
    private static let growth = 20

    private let expected = Mutex<[UInt64: Int]>([:])

    /// Reserves the room for an entry's jobs; nil when nothing is known of any of them, or the folder cannot be asked.
    func reserve(_ jobs: [Job], in folder: SafeFolder) -> Reservation? {
        guard let newest = try? Self.newestNames(in: folder), let free = try? folder.freeBytes() else {
            return nil
        }
        let known = jobs.compactMap { job in
            // They begin with the time.
            Self.sources(of: job).compactMap { newest[$0] }.max().flatMap { try? folder.status(of: $0).size }
        }
        guard !known.isEmpty else { return nil }
        let own = known.reduce(0, +) * (100 + Self.growth) / 100
        let needed = expected.withLock { expected in
            expected[folder.fileSystem, default: 0] += own
            return expected[folder.fileSystem] ?? own
        }
        let warning: Message? =
            free >= needed
            ? nil
            : """
            \(Quantity.bytes(free)) are free for \(folder.path.printable), and this run is expected to need \
            \(Quantity.bytes(needed)) there: the newest backups and \(Self.growth) % more; free some space
            """
        return Reservation(fileSystem: folder.fileSystem, bytes: own, warning: warning)
    }

    /// Gives the room back once the entry is done.
    func release(_ reservation: Reservation?) {
        guard let reservation else { return }
        expected.withLock { $0[reservation.fileSystem, default: 0] -= reservation.bytes }
    }

    /// The names of the newest backups that have a manifest, by what they say of their source.
    ///
    /// The names are enough: reading thousands of manifests would take longer than many a backup.
    private static func newestNames(in folder: SafeFolder) throws -> [String: String] {
        let names = try folder.names().compactMap { String(validating: $0, as: UTF8.self) }
        let present = Set(names)
        var newest: [String: String] = [:]
        // They are sorted, and begin with the time.
        for name in names where present.contains(name + ArtifactName.manifestSuffix) {
            newest[source(of: name)] = name
        }
        return newest
    }

    /// What the names of a job's artifacts may say of it: an archive has had its encoded pattern there, and may have had its
    /// slug with a mark or without one.
    private static func sources(of job: Job) -> [String] {
        let others = job.slug == nil ? [] : [nil] + PatternSlugs.all(of: job.database)
        return Set([job.slug] + others).map { slug in
            var job = job
            job.slug = slug
            return source(
                of: ArtifactName.compose(job: job, at: Moment(unixSeconds: 0), codecExtension: "gz"))
        }
    }

    /// What a name holds between the time and the number of the attempt or the codec.
    private static func source(of name: String) -> String {
        let parts = name.dropFirst("YYYYMMDD_HHMMSS".count).pieces(
            separatedBy: ".", omittingEmptySubsequences: false)
        // A database's own dots stay in front of the last two: kind and codec.
        let kind = parts.dropLast().last ?? ""
        return parts.dropLast(2).joined(separator: ".").head(upTo: "~") + " " + kind
    }
}
