import VyaCatalog
import VyaCore
import VyaEngine

/// Histories for tests of what is kept, removed and alarmed about.
enum UpkeepSamples {
    static let shop = BackupSource(
        entry: EntryID(1), dbms: "postgresql", kind: .dump, database: ExactName("shop"))
    static let hour = 3600
    static let day = 86_400
    /// A Monday, 05:00 UTC.
    static let now = 1_795_410_000

    /// A backup that lies in its folder.
    static func backup(
        _ source: BackupSource = shop, at seconds: Int, state: ListedArtifact.State = .proven,
        bytes: Int = 1000,
        suspicions: [String] = []
    ) -> KnownBackup {
        var backup = KnownBackup(
            source: source, path: "/backups/\(source.entry)_\(source.database.text)_\(seconds).sql.gz",
            finishedAt: seconds, bytes: bytes, rawBytes: bytes * 5, state: state)
        backup.suspicions = .verbatim(suspicions)
        return backup
    }

    /// One good backup a night, the newest `age` seconds old.
    static func nights(_ count: Int, age: Int = 4 * hour, source: BackupSource = shop) -> [KnownBackup] {
        (0..<count).map { backup(source, at: now - age - $0 * day) }
    }

    static func attempt(
        _ outcome: Outcome, at seconds: Int, run: String = "r", source: BackupSource? = shop
    )
        -> CatalogedAttempt
    {
        CatalogedAttempt(
            runID: run, entry: source?.entry ?? EntryID(1), source: source, at: seconds, outcome: outcome,
            errorCode: nil)
    }
}
