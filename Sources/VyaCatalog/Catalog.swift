import Foundation
import GRDB
import Glibc
package import VyaCore

/// Remembers runs, artifacts, drills, uploads and removals, so that the history survives the cleaning of the folders.
///
/// It is an index (architecture.md, decision 10): the folders are the truth. It is rebuilt from their manifests
/// when it is lost, no backup waits for it, and nothing is deleted because of what stands in it.
package final class Catalog: Sendable {
    /// The name of its file in the state folder.
    package static let fileName = "catalog.sqlite"
    /// How long a history is kept, in seconds: two years.
    private static let memory = 2 * 366 * 86_400

    /// The file.
    package let path: String
    private let queue: DatabaseQueue

    /// Opens the catalog of a state folder, and makes it if there is none.
    ///
    /// Waits up to five seconds for another process. Throws `CatalogError`, with code `catalog.damaged` when the file is
    /// no catalog any more.
    package init(in stateFolder: String) throws(CatalogError) {
        path = stateFolder + "/" + Catalog.fileName
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        // SQLite would make it 0644 but for the umask; what exists keeps its mode, and gives it to the journal.
        let made = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if made >= 0 { close(made) }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            let verdict = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard verdict == "ok" else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: verdict)
            }
            try CatalogSchema.migrator.migrate(queue)
        } catch {
            throw Catalog.failure("opened", path, error)
        }
    }

    /// Opens the catalog that is there for reading alone; nothing is made, migrated or changed.
    ///
    /// Throws `CatalogError` when there is none or it cannot be read.
    package init(reading stateFolder: String) throws(CatalogError) {
        path = stateFolder + "/" + Catalog.fileName
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do { queue = try DatabaseQueue(path: path, configuration: configuration) } catch {
            throw Catalog.failure("opened", path, error)
        }
    }

    /// Puts a damaged catalog out of the way, under a name that says when, and returns that name.
    ///
    /// Throws `CatalogError` when it cannot be renamed.
    package static func setAside(in stateFolder: String, at moment: Moment) throws(CatalogError) -> String {
        let path = stateFolder + "/" + fileName
        let aside = path + ".damaged-" + moment.fileStamp
        guard rename(path, aside) == 0 else {
            throw CatalogError(
                "catalog.locked", "put aside", path: path,
                cause: Message(verbatim: String(cString: strerror(errno))))
        }
        // What SQLite keeps beside a database belongs to no other.
        for suffix in ["-journal", "-wal", "-shm"] { unlink(path + suffix) }
        return aside
    }

    // MARK: Writing

    /// Takes down a finished run and the artifacts that it made.
    ///
    /// `servers` are those of its entries, and `isPartial` says that it was one of single databases.
    package func record(
        _ report: RunReport, artifacts: [CatalogedArtifact], servers: [EntryID: String] = [:],
        isPartial: Bool = false
    ) throws(CatalogError) {
        try write("written") { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    report.runID, report.startedAt.unixSeconds, report.finishedAt.unixSeconds,
                    report.outcome.rawValue, Int(report.exitStatus.rawValue),
                ])
            for attempt in CatalogedAttempt.all(of: report, servers: servers, isPartial: isPartial) {
                try database.execute(
                    sql: CatalogedAttempt.insertion, arguments: attempt.insertionArguments)
            }
            for artifact in artifacts {
                try database.execute(
                    sql: CatalogedArtifact.replacement, arguments: artifact.insertionArguments)
            }
            try Catalog.insert(artifacts, database)
            let limit = report.finishedAt.unixSeconds - Catalog.memory
            try database.execute(sql: "DELETE FROM attempts WHERE at < ?", arguments: [limit])
            try database.execute(sql: "DELETE FROM runs WHERE finished_at < ?", arguments: [limit])
            try database.execute(
                sql: "DELETE FROM artifacts WHERE finished_at < ? AND removed_at IS NOT NULL",
                arguments: [limit])
        }
    }

    /// Takes down artifacts that lie in the folders; what is known of one already stays.
    package func record(_ artifacts: [CatalogedArtifact]) throws(CatalogError) {
        try write("written") { try Catalog.insert(artifacts, $0) }
    }

    /// Takes down how the clock stands beside the time since the start of the system, both in seconds; `boot` names that
    /// start, and what was known of others goes.
    package func recordClock(boot: String, wall: Int, sinceBoot: Int) throws(CatalogError) {
        try write("written") { database in
            try database.execute(sql: "DELETE FROM clocks")
            try database.execute(
                sql: "INSERT INTO clocks VALUES (?, ?, ?)", arguments: [boot, wall, sinceBoot])
        }
    }

    /// How the clock stood beside the time since the start of the system; nil when nothing is known of this start.
    package func clock(boot: String) throws(CatalogError) -> (wall: Int, sinceBoot: Int)? {
        try read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM clocks WHERE boot = ?", arguments: [boot]).flatMap
            {
                guard let wall = $0.count("wall"), let sinceBoot = $0.count("since_boot") else { return nil }
                return (wall, sinceBoot)
            }
        }
    }

    /// Takes down that a file has gone, and what removed it.
    package func recordRemoval(of path: String, at seconds: Int, by who: String) throws(CatalogError) {
        try set("removed_at = ?, removed_by = ?", [seconds, who], of: path)
    }

    /// Takes down that the uploader has said that it has a file.
    package func recordConfirmation(of path: String, at seconds: Int) throws(CatalogError) {
        try set("confirmed_at = ?", [seconds], of: path)
    }

    /// Takes down what a drill of the artifact with this checksum came to.
    package func recordDrill(of sha256: String, at seconds: Int, passed: Bool) throws(CatalogError) {
        try write("written") { database in
            try database.execute(
                sql: "UPDATE artifacts SET drilled_at = ?, drill_passed = ? WHERE sha256 = ?",
                arguments: [seconds, passed, sha256])
        }
    }

    // MARK: Reading

    /// All artifacts, newest first.
    package func artifacts() throws(CatalogError) -> [CatalogedArtifact] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM artifacts ORDER BY finished_at DESC, file DESC")
                .compactMap(CatalogedArtifact.init(_:))
        }
    }

    /// The artifacts with a checksum, newest first: a file that comes back from elsewhere is known by it.
    package func artifacts(sha256: String) throws(CatalogError) -> [CatalogedArtifact] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM artifacts WHERE sha256 = ? ORDER BY finished_at DESC",
                arguments: [sha256]
            ).compactMap(CatalogedArtifact.init(_:))
        }
    }

    /// What the newest complete backup of a source of a server held; nil when there was none.
    ///
    /// What versions took down that told no server counts for every one.
    package func contents(
        of source: BackupSource, server: String? = nil
    ) throws(CatalogError) -> Manifest.Proof? {
        let text = try read { database in
            try String.fetchOne(
                database,
                sql: """
                    SELECT content FROM contents
                    WHERE id_dbms = ? AND dbms = ? AND kind = ? AND database = ? AND server IN ('', ?)
                    ORDER BY finished_at DESC LIMIT 1
                    """,
                arguments: source.arguments + [server ?? ""])
        }
        return text.flatMap { try? JSONValue(parsing: Array($0.utf8)) }.flatMap(Manifest.Proof.init(json:))
    }

    /// What runs came to, newest first.
    package func attempts() throws(CatalogError) -> [CatalogedAttempt] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM attempts ORDER BY at DESC, rowid DESC")
                .compactMap(CatalogedAttempt.init(_:))
        }
    }

    // MARK: How

    private static func insert(_ artifacts: [CatalogedArtifact], _ database: Database) throws {
        for artifact in artifacts {
            try database.execute(
                sql: CatalogedArtifact.insertion, arguments: artifact.insertionArguments)
            guard artifact.isComplete, !artifact.isSafetyCopy, let contents = artifact.contents else {
                continue
            }
            try database.execute(
                sql: CatalogedArtifact.contentsInsertion, arguments: artifact.contentsArguments(contents))
        }
    }

    private func set(
        _ assignments: String, _ values: [any DatabaseValueConvertible], of path: String
    ) throws(CatalogError) {
        let parts = path.pieces(separatedBy: "/", omittingEmptySubsequences: false)
        let folder = parts.dropLast().joined(separator: "/")
        let file = String(parts.last ?? "")
        try write("written") { database in
            try database.execute(
                sql: "UPDATE artifacts SET \(assignments) WHERE folder = ? AND file = ?",
                arguments: StatementArguments(values + [folder, file]))
        }
    }

    private func write(_ attempt: Message, _ work: (Database) throws -> Void) throws(CatalogError) {
        do { try queue.write(work) } catch { throw Catalog.failure(attempt, path, error) }
    }

    private func read<Value>(_ work: (Database) throws -> Value) throws(CatalogError) -> Value {
        do { return try queue.read(work) } catch { throw Catalog.failure("read", path, error) }
    }

    private static func failure(_ attempt: Message, _ path: String, _ error: any Error) -> CatalogError {
        let code = (error as? DatabaseError)?.resultCode
        let isDamaged = code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB
        return CatalogError(
            isDamaged ? CatalogError.damaged : "catalog.failed", attempt, path: path,
            cause: Message(
                verbatim: ((error as? DatabaseError)?.message ?? String(describing: error)).printable))
    }
}

/// Says that the catalog cannot be read or written; no backup is lost by that.
package struct CatalogError: ExplainedError, Equatable {
    package let explanation: Explanation
    package var exitStatus: ExitStatus { .allFailed }

    /// Of a file that is no catalog, or no whole one.
    package static let damaged: ErrorCode = "catalog.damaged"

    /// Makes an error about the catalog at a path.
    package init(_ code: ErrorCode, _ attempt: Message, path: String, cause: Message) {
        explanation = Explanation(
            code, "the catalog \(path.printable) cannot be \(attempt)", details: [cause],
            hints: ["no backup is lost by this; `vya-backup catalog rebuild` makes it anew from the folders"])
    }
}
