package import VyaCore
import VyaStorage

/// What a drill has shown of one backup; kept beside it as `<artifact>.proof.json`.
package struct DrillEvidence: Sendable {
    /// The schema's name.
    package static let schema = "vya-backup.proof/1"
    /// The ending that it adds to the artifact's name.
    package static let suffix = ".proof.json"

    /// What the drill came to.
    package var report: RestoreReport
    /// The SHA-256 that the manifest gives the artifact.
    package var sha256: String?
    package var startedAt: Moment
    package var finishedAt: Moment
    /// The host that ran it.
    package var host: String
    /// The account that ran it, as a number.
    package var user: Int
    /// The program that ran it, with its version.
    package var program: String
    /// What the backup should hold: rows by table.
    package var expected: [TableRows]

    package init(
        report: RestoreReport, sha256: String?, startedAt: Moment, finishedAt: Moment, host: String,
        user: Int,
        program: String, expected: [TableRows]
    ) {
        self.report = report
        self.sha256 = sha256
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.host = host
        self.user = user
        self.program = program
        self.expected = expected
    }

    /// The evidence as a document.
    package var json: JSONValue {
        .object([
            .init("schema", .string(DrillEvidence.schema)), .init("file", .string(report.file)),
            .init("sha256", .optional(sha256)),
            .init("outcome", .string(report.outcome == .restored ? "passed" : "failed")),
            .init("started_at", .string(startedAt.rfc3339)),
            .init("finished_at", .string(finishedAt.rfc3339)),
            .init("host", .string(host)), .init("user", .int(user)), .init("program", .string(program)),
            .init("server", .english(report.destination)),
            .init(
                "compared",
                .object([
                    .init("tables", .int(report.comparedTables)), .init("rows", .int(report.comparedRows)),
                    .init(
                        "values",
                        .object([
                            .init("tables", .int(report.comparedValues.tables)),
                            .init("rows", .int(report.comparedValues.rows)),
                        ])),
                    .init(
                        "expected_rows",
                        .object(expected.map { .init($0.table.text, .int($0.rows)) })),
                    .init(
                        "objects",
                        .object(
                            report.comparedObjects.sorted { $0.key < $1.key }.map {
                                .init($0.key, .int($0.value))
                            })),
                ])),
            .init("differences", .array(report.differences.map(\.json))),
            .init("missing_objects", .english(report.missingObjects)),
            .init("obstacles", .array(report.obstacles.map(\.json))),
            .init("error", report.error?.json ?? .null), .init("notes", .english(report.notes)),
            .init(
                "seconds",
                .object(report.seconds.sorted { $0.key < $1.key }.map { .init($0.key, .double($0.value)) })),
        ])
    }

    /// Writes it beside the artifact, in place of that of an earlier drill.
    package func write(beside backup: StoredBackup) throws {
        try backup.folder.replace(
            document: Array((json.serialized() + "\n").utf8), as: backup.name + DrillEvidence.suffix)
    }
}
