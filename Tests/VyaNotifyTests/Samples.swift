import VyaCore

/// Reports and settings that tests start from.
enum Samples {
    /// 2026-11-23 00:41:12 -03:00.
    static let now = Moment(unixSeconds: 1_795_405_272, utcOffset: -10_800)

    static let settings = EmailSettings(
        host: "127.0.0.1", port: 25, security: .plain, sender: "vya@example.com",
        successRecipients: ["good@example.com"], failureRecipients: ["bad@example.com"])

    static func dump(
        _ database: ExactName, _ outcome: Outcome = .success, warnings: [String] = [],
        shortfalls: [String] = [],
        error: Explanation? = nil
    ) -> BackupReport {
        let isMade = outcome != .failure
        return BackupReport(
            database: database, kind: .dump, outcome: outcome,
            file: isMade ? "/tmp/bkpsql/20261123_003000_postgresql_1_\(database).sql.gz" : nil,
            bytes: isMade ? 12_897_485 : nil, rawBytes: isMade ? 83_990_937 : nil,
            sha256: isMade ? String(repeating: "0123456789abcdef", count: 4) : nil, seconds: 65.4,
            warnings: .verbatim(warnings), shortfalls: .verbatim(shortfalls), error: error)
    }

    static func report(
        _ backups: [BackupReport], host: String = "srv01", entryError: Explanation? = nil,
        entryWarnings: [String] = [], warnings: [String] = [], stopped: StopReason? = nil,
        isPlan: Bool = false,
        exitStatus: ExitStatus? = nil
    ) -> RunReport {
        let entry = EntryReport(
            id: EntryID(1), dbms: "postgresql", host: "192.168.40.134", backups: backups,
            warnings: .verbatim(entryWarnings),
            error: entryError)
        let status: ExitStatus = entry.outcome >= .incomplete ? .someFailed : .success
        return RunReport(
            runID: "20261123-003000-ab12", host: host,
            startedAt: Moment(unixSeconds: now.unixSeconds - 672, utcOffset: now.utcOffset), finishedAt: now,
            entries: [entry], warnings: .verbatim(warnings), stopped: stopped, isPlan: isPlan,
            exitStatus: exitStatus ?? status)
    }

    static let accessDenied = Explanation(
        "dump.tool-failed", "\("pg_dump") ended with \(ToolEnding.exited(1).words)",
        details: ["pg_dump: error: connection to server failed: FATAL:  password authentication failed"],
        hints: [
            "check \"username\" and \"password\" of id_dbms \(EntryID(1)): \("192.168.40.134") refuses \("backup")"
        ])

    /// A run in which everything that can be told happened.
    static let eventful: RunReport = {
        var report = Samples.report([
            dump("chatwoot_db"),
            dump("crm", .warning),
            dump("faturas", .failure, error: accessDenied),
        ])
        report.entries[0].backups[1].warnings = [
            "the tables are locked while they are dumped, because these know no transactions: \("log")"
        ]
        report.entries.append(
            EntryReport(
                id: EntryID(3), dbms: "files",
                backups: [
                    BackupReport(
                        database: "/docker/volumes/**/*", kind: .files, outcome: .incomplete,
                        file: "/tmp/bkpzip/20261123_003000_files_3_docker_volumes.tar.gz", bytes: 863,
                        rawBytes: 10_240,
                        sha256: String(repeating: "f", count: 64), seconds: 0.42,
                        shortfalls: ["\("/docker/volumes/db/secret.key"): \("Permission denied" as Message)"])
                ]))
        report.entries.append(
            EntryReport(
                id: EntryID(2), dbms: "mysql", host: "192.168.40.135",
                error: Explanation(
                    "source.unreachable",
                    "\("asking the server who it is" as Message) failed: \("mariadb") ended with \(ToolEnding.exited(1).words)"
                )))
        return report
    }()
}
