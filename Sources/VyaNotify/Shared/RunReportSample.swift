import VyaCore

extension RunReport {
    /// A run as it should be, for a test mail.
    static func madeUpSuccess(host: String, at now: Moment) -> RunReport {
        madeUp(host: host, at: now, second: nil)
    }

    /// A run with a failure, for a test mail.
    static func madeUpFailure(host: String, at now: Moment) -> RunReport {
        let error = Explanation(
            "dump.failed", "mariadb-dump ended with status 2 before its completion line",
            details: ["mariadb-dump: Got error: 1045: \"Access denied for user 'backup'@'localhost'\""],
            hints: ["this failure is made up: nothing has to be done"])
        return madeUp(host: host, at: now, second: error)
    }

    private static func madeUp(host: String, at now: Moment, second: Explanation?) -> RunReport {
        let started = Moment(unixSeconds: now.unixSeconds - 95, utcOffset: now.utcOffset)
        func backup(
            _ dbms: String, _ id: Int, _ database: ExactName, _ megabytes: Int, _ seconds: Double
        ) -> BackupReport {
            BackupReport(
                database: database, kind: .dump, outcome: .success,
                file: "/var/backups/vya-backup/\(dbms)/\(started.fileStamp)_\(dbms)_\(id)_\(database).sql.gz",
                bytes: megabytes << 20, rawBytes: megabytes * 5 << 20,
                sha256: String(repeating: "0123456789abcdef", count: 4), seconds: seconds)
        }
        var shop = backup("mysql", 2, "example_shop", 12, 21.5)
        if let second {
            shop = BackupReport(
                database: "example_shop", kind: .dump, outcome: .failure, seconds: 0.3, error: second)
        }
        return RunReport(
            runID: "test-" + now.fileStamp, host: host, startedAt: started, finishedAt: now,
            entries: [
                EntryReport(
                    id: EntryID(1), dbms: "postgresql", host: "127.0.0.1",
                    backups: [backup("postgresql", 1, "example_crm", 340, 72.4)]),
                EntryReport(id: EntryID(2), dbms: "mysql", host: "127.0.0.1", backups: [shop]),
            ],
            exitStatus: second == nil ? .success : .someFailed)
    }
}
