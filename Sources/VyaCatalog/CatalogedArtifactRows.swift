import Foundation
import GRDB
import VyaCore

extension Row {
    /// The value of a column; nil when it is NULL or something else, where a subscript of GRDB's ends the program.
    fileprivate func value<Value: DatabaseValueConvertible>(_ column: String) -> Value? {
        (self[column] as DatabaseValue?).flatMap(Value.fromDatabaseValue)
    }

    /// A count of bytes, rows or seconds; nil when it is none, as in a file that was damaged or changed (L7).
    func count(_ column: String) -> Int? {
        (value(column) as Int?).flatMap { (0...JSONValue.largestCount).contains($0) ? $0 : nil }
    }
}

extension BackupSource {
    fileprivate init?(_ row: Row) {
        guard let dbms: String = row.value("dbms"), let kind: String = row.value("kind"),
            let name: Data = row.value("database"), let text = String(validating: name, as: UTF8.self),
            let known = ArtifactKind(rawValue: kind), let number = row.count("id_dbms")
        else { return nil }
        self.init(entry: EntryID(number), dbms: dbms, kind: known, database: ExactName(text))
    }

    fileprivate var name: Data { Data(database.text.utf8) }

    /// The columns that tell it from others, in the order of the tables.
    var arguments: StatementArguments { [entry.number, dbms, kind.rawValue, name] }
}

extension CatalogedArtifact {
    static let insertion = """
        INSERT INTO artifacts (folder, file, run_id, id_dbms, dbms, kind, database, started_at, finished_at, bytes,
            raw_bytes, sha256, rows, tables, is_complete, suspicions, server, is_safety_copy)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (folder, file) DO UPDATE SET removed_at = NULL, removed_by = NULL
            WHERE sha256 = excluded.sha256
        """

    /// Takes down what a run has just made, also where another file once had its name; with `insertionArguments`.
    static let replacement = """
        INSERT INTO artifacts (folder, file, run_id, id_dbms, dbms, kind, database, started_at, finished_at, bytes,
            raw_bytes, sha256, rows, tables, is_complete, suspicions, server, is_safety_copy)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (folder, file) DO UPDATE SET run_id = excluded.run_id, id_dbms = excluded.id_dbms,
            dbms = excluded.dbms, kind = excluded.kind, database = excluded.database,
            started_at = excluded.started_at, finished_at = excluded.finished_at, bytes = excluded.bytes,
            raw_bytes = excluded.raw_bytes, sha256 = excluded.sha256, rows = excluded.rows, tables = excluded.tables,
            is_complete = excluded.is_complete, suspicions = excluded.suspicions, server = excluded.server,
            is_safety_copy = excluded.is_safety_copy, removed_at = NULL,
            removed_by = NULL, confirmed_at = NULL, drilled_at = NULL, drill_passed = NULL
            WHERE sha256 <> excluded.sha256
        """

    var insertionArguments: StatementArguments {
        [
            folder, file, runID, source.entry.number, source.dbms, source.kind.rawValue, source.name,
            startedAt,
            finishedAt, bytes, rawBytes, sha256, rows, tables, isComplete,
            suspicions.map(\.description).joined(separator: "\n"),
            server, isSafetyCopy,
        ]
    }

    /// Reads a row; nil when it holds something else than a version of this program wrote.
    init?(_ row: Row) {
        guard let source = BackupSource(row), let folder: String = row.value("folder"),
            let file: String = row.value("file"), let runID: String = row.value("run_id"),
            let startedAt = row.count("started_at"), let finishedAt = row.count("finished_at"),
            let bytes = row.count("bytes"), let rawBytes = row.count("raw_bytes"),
            let sha256: String = row.value("sha256"), let rows = row.count("rows"),
            let tables = row.count("tables"), let isComplete: Bool = row.value("is_complete"),
            let words: String = row.value("suspicions")
        else { return nil }
        (self.source, self.folder, self.file, self.runID) = (source, folder, file, runID)
        (self.startedAt, self.finishedAt) = (startedAt, finishedAt)
        (self.bytes, self.rawBytes, self.sha256) = (bytes, rawBytes, sha256)
        (self.rows, self.tables, self.isComplete) = (rows, tables, isComplete)
        (server, isSafetyCopy) = (row.value("server"), row.value("is_safety_copy") ?? false)
        suspicions = words.pieces(separatedBy: "\n").map { Message(kept: String($0)) }
        removedAt = row.count("removed_at")
        removedBy = row.value("removed_by")
        confirmedAt = row.count("confirmed_at")
        drilledAt = row.count("drilled_at")
        drillPassed = row.value("drill_passed")
    }
}

extension CatalogedArtifact {
    static let contentsInsertion = """
        INSERT INTO contents (id_dbms, dbms, kind, database, server, finished_at, content)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET finished_at = excluded.finished_at, content = excluded.content
            WHERE excluded.finished_at >= finished_at
        """

    func contentsArguments(_ contents: Manifest.Proof) -> StatementArguments {
        source.arguments + [server ?? "", finishedAt, contents.json.serialized()]
    }
}

extension CatalogedAttempt {
    static let insertion = """
        INSERT INTO attempts (run_id, id_dbms, dbms, kind, database, at, outcome, error_code, server, is_partial)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    var insertionArguments: StatementArguments {
        [
            runID, entry.number, source?.dbms, source?.kind.rawValue, source?.name, at, outcome.rawValue,
            errorCode, server, isPartial,
        ]
    }

    init?(_ row: Row) {
        guard let word: String = row.value("outcome"), let outcome = Outcome(rawValue: word),
            let runID: String = row.value("run_id"), let number = row.count("id_dbms"),
            let at = row.count("at")
        else { return nil }
        self.init(
            runID: runID, entry: EntryID(number), source: BackupSource(row), at: at, outcome: outcome,
            errorCode: row.value("error_code"), server: row.value("server"),
            isPartial: row.value("is_partial") ?? false)
    }
}
