import Foundation
import GRDB
import VyaCore

extension BackupSource {
    fileprivate init?(_ row: Row) {
        guard let dbms: String = row["dbms"], let kind: String = row["kind"],
            let name: Data = row["database"], let text = String(validating: name, as: UTF8.self),
            let known = ArtifactKind(rawValue: kind)
        else { return nil }
        self.init(entry: EntryID(row["id_dbms"]), dbms: dbms, kind: known, database: ExactName(text))
    }

    fileprivate var name: Data { Data(database.text.utf8) }

    /// The columns that tell it from others, in the order of the tables.
    var arguments: StatementArguments { [entry.number, dbms, kind.rawValue, name] }
}

extension CatalogedArtifact {
    static let insertion = """
        INSERT INTO artifacts (folder, file, run_id, id_dbms, dbms, kind, database, started_at, finished_at, bytes,
            raw_bytes, sha256, rows, tables, is_complete, suspicions)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (folder, file) DO UPDATE SET removed_at = NULL, removed_by = NULL
            WHERE sha256 = excluded.sha256
        """

    var insertionArguments: StatementArguments {
        [
            folder, file, runID, source.entry.number, source.dbms, source.kind.rawValue, source.name,
            startedAt,
            finishedAt, bytes, rawBytes, sha256, rows, tables, isComplete, suspicions.joined(separator: "\n"),
        ]
    }

    init?(_ row: Row) {
        guard let source = BackupSource(row) else { return nil }
        self.source = source
        folder = row["folder"]
        file = row["file"]
        runID = row["run_id"]
        startedAt = row["started_at"]
        finishedAt = row["finished_at"]
        bytes = row["bytes"]
        rawBytes = row["raw_bytes"]
        sha256 = row["sha256"]
        rows = row["rows"]
        tables = row["tables"]
        isComplete = row["is_complete"]
        let words: String = row["suspicions"]
        suspicions = words.pieces(separatedBy: "\n").map(String.init)
        removedAt = row["removed_at"]
        removedBy = row["removed_by"]
        confirmedAt = row["confirmed_at"]
        drilledAt = row["drilled_at"]
        drillPassed = row["drill_passed"]
    }
}

extension CatalogedArtifact {
    static let contentsInsertion = """
        INSERT INTO contents (id_dbms, dbms, kind, database, finished_at, content) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET finished_at = excluded.finished_at, content = excluded.content
            WHERE excluded.finished_at >= finished_at
        """

    func contentsArguments(_ contents: Manifest.Proof) -> StatementArguments {
        source.arguments + [finishedAt, contents.json.serialized()]
    }
}

extension CatalogedAttempt {
    static let insertion = """
        INSERT INTO attempts (run_id, id_dbms, dbms, kind, database, at, outcome, error_code)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """

    var insertionArguments: StatementArguments {
        [
            runID, entry.number, source?.dbms, source?.kind.rawValue, source?.name, at, outcome.rawValue,
            errorCode,
        ]
    }

    init?(_ row: Row) {
        guard let word: String = row["outcome"], let outcome = Outcome(rawValue: word) else { return nil }
        self.init(
            runID: row["run_id"], entry: EntryID(row["id_dbms"]), source: BackupSource(row), at: row["at"],
            outcome: outcome, errorCode: row["error_code"])
    }
}
