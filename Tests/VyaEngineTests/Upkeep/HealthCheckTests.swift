import Testing
import VyaCatalog
import VyaCore
import VyaEngine
import VyaTestSupport

@Suite("What check says", .ownThread)
struct HealthCheckTests {
    private typealias S = UpkeepSamples

    private func judge(
        _ backups: [KnownBackup], attempts: [CatalogedAttempt] = [],
        thresholds: CheckThresholds = CheckThresholds(),
        names: [ExactName] = [], folders: [FolderSpace] = [], confirms: Bool = false, now: Int = S.now
    ) -> HealthReport {
        HealthCheck(
            BackupHistory(backups: backups, attempts: attempts),
            entries: [
                ExpectedEntry(id: EntryID(1), dbms: "postgresql", names: names, thresholds: thresholds)
            ],
            folders: folders, confirms: confirms, now: now
        ).judge()
    }

    private func codes(_ report: HealthReport) -> [String] { report.alarms.map(\.code.rawValue) }

    @Test("a proven backup of last night is well, in one line that Nagios can read")
    func well() {
        let report = judge(S.nights(9))
        #expect(report.severity == .ok, "\(report.findings)")
        #expect(
            report.nagiosLine().hasPrefix(
                "VYA-BACKUP OK - 1 source, proven lately | '1 postgresql shop age'=14400s"))
    }

    @Test("Q10 the line is at most 4 KiB however many sources there are, and no figure is lost")
    func manySources() throws {
        let sources = (1...200).map { "a database with a rather long name \($0)" }
        let nights = sources.flatMap { name in
            S.nights(
                3,
                source: BackupSource(
                    entry: EntryID(1), dbms: "postgresql", kind: .dump, database: ExactName(name)))
        }
        let report = judge(nights)
        #expect(report.nagiosLine().utf8.count <= 4096 && report.nagiosLine().contains(" | '"))
        #expect(report.furtherPerformanceData.allSatisfy { $0.utf8.count <= 4096 })
        // The first of them is text with a bar, as plugins of several lines have it.
        #expect(report.furtherPerformanceData.first?.contains(" | '") == true)
        #expect(report.furtherPerformanceData.dropFirst().allSatisfy { $0.hasPrefix("'") })
        let all = ([report.nagiosLine()] + report.furtherPerformanceData).joined(separator: " ")
        for name in sources { #expect(all.contains("\(name) age'="), "\(name)") }
        var loud = report
        loud.findings = [
            HealthFinding("check.x", .critical, "x", "\(String(repeating: "é", count: 9000))", remedy: "")
        ]
        #expect(loud.nagiosLine().utf8.count <= 4096)
    }

    @Test("H11 silence is critical: no backup ever, none lately, none of a database that the list names")
    func silence() {
        #expect(codes(judge([])) == ["check.never"])
        #expect(codes(judge(S.nights(9, age: 27 * S.hour))) == ["check.age"])
        #expect(judge(S.nights(9, age: 27 * S.hour)).severity == .critical)
        #expect(codes(judge(S.nights(9), names: [ExactName("shop"), ExactName("crm")])) == ["check.never"])
        var incomplete = S.nights(9)
        for index in 0..<3 { incomplete[index].state = .incomplete }
        #expect(codes(judge(incomplete)) == ["check.age"])
    }

    /// The same backups, gone from here.
    private func gone(_ backups: [KnownBackup], by basis: RemovalBasis, after hours: Int = 4) -> [KnownBackup]
    {
        backups.map { backup in
            var backup = backup
            (backup.isPresent, backup.removedBy) = (false, basis.rawValue)
            backup.removedAt = backup.finishedAt + hours * S.hour
            if basis == .confirmed { backup.confirmedAt = backup.removedAt }
            return backup
        }
    }

    @Test("what was proven and confirmed elsewhere counts when its file has gone")
    func cleaned() {
        let report = judge(
            gone(S.nights(3), by: .confirmed), thresholds: CheckThresholds(minimumRedundancy: 3))
        #expect(report.severity == .ok, "\(report.findings)")
        #expect(report.sources.first?.place == .confirmed)
    }

    @Test("N1 what was released by age is no copy: a warning, and critical once it is old")
    func assumed() {
        let report = judge(gone(S.nights(3), by: .assumed))
        #expect(codes(report) == ["check.assumed", "check.redundancy"] || codes(report) == ["check.assumed"])
        #expect(report.severity == .warning && report.sources.first?.age == nil)
        let old = judge(gone(S.nights(3, age: 27 * S.hour), by: .assumed))
        #expect(codes(old).contains("check.age") && old.severity == .critical)
        // What versions before took down by the same word, without the uploader's.
        var unsaid = gone(S.nights(3), by: .confirmed)
        for index in unsaid.indices { unsaid[index].confirmedAt = nil }
        #expect(codes(judge(unsaid)).contains("check.assumed"))
        // An older copy is here, and young enough: the newest is a hope all the same.
        let mixed = gone([S.backup(at: S.now - S.hour)], by: .assumed) + [S.backup(at: S.now - 20 * S.hour)]
        #expect(codes(judge(mixed)) == ["check.assumed"])
    }

    @Test(
        "N1 N8 what went without the uploader's word is critical, in one line, at once",
        arguments: [RemovalBasis.others, .ordered])
    func vanished(by basis: RemovalBasis) {
        let report = judge(gone(S.nights(9), by: basis))
        #expect(codes(report) == ["check.vanished"] && report.severity == .critical, "\(report.findings)")
        // The newest alone, of several: the one before is a copy still.
        let newest = gone(S.nights(1), by: basis) + S.nights(3, age: 20 * S.hour)
        #expect(codes(judge(newest)) == ["check.vanished"])
        #expect(judge(newest).alarms[0].message.contains("the newest copy is 20 h old"))
        // After the next run the loss of yesterday is history, unless nobody has been told yet.
        var old = S.nights(1) + gone(S.nights(2, age: 28 * S.hour), by: basis)
        for index in old.indices where !old[index].isPresent { old[index].removedAt = S.now - 25 * S.hour }
        #expect(judge(old).severity == .ok, "\(judge(old).findings)")
    }

    @Test("N8 a start of the host that emptied a temporary folder is named as the cause, once")
    func reboot() {
        var backups = gone(S.nights(5), by: .others)
        for index in backups.indices {
            backups[index].path = "/tmp/bkpsql/\(index).sql.gz"
            backups[index].removedAt = S.now - 60
        }
        let report = HealthCheck(
            BackupHistory(backups: backups),
            entries: [ExpectedEntry(id: EntryID(1), dbms: "postgresql")], startedAt: S.now - S.hour,
            now: S.now
        ).judge()
        #expect(report.alarms.map(\.code) == ["check.vanished"])
        #expect(report.alarms[0].message.contains("this host was started 1 h ago"), "\(report.alarms)")
        #expect(report.alarms[0].message.contains("and 4 more"))
    }

    @Test("N7 what was made by way of exception is not missed, and a name that is none is nothing to expect")
    func partial() {
        let crm = BackupSource(entry: EntryID(1), dbms: "postgresql", kind: .dump, database: ExactName("crm"))
        let typo = BackupSource(
            entry: EntryID(1), dbms: "postgresql", kind: .dump, database: ExactName("shpo"))
        var attempts = [
            S.attempt(.failure, at: S.now - 60, run: "typo", source: typo),
            S.attempt(.success, at: S.now - S.hour, run: "one", source: crm),
            S.attempt(.success, at: S.now - 4 * S.hour, run: "all"),
        ]
        attempts[0].isPartial = true
        attempts[1].isPartial = true
        func judge(_ age: Int) -> HealthReport {
            HealthCheck(
                BackupHistory(backups: S.nights(3) + S.nights(1, age: age, source: crm), attempts: attempts),
                entries: [
                    ExpectedEntry(
                        id: EntryID(1), dbms: "postgresql", names: [ExactName("shop")],
                        databases: [ExactName("shop")])
                ], now: S.now
            ).judge()
        }
        #expect(judge(S.hour).severity == .ok, "\(judge(S.hour).findings)")
        #expect(judge(3 * S.day).severity == .ok, "\(judge(3 * S.day).findings)")
        #expect(judge(S.hour).sources.map(\.source.database.text) == ["shop"])
    }

    @Test("N5 what retention holds back is told, and why")
    func heldBack() {
        let backups = S.nights(3)
        var decision = RemovalDecision(backups[2], removes: false, "2 of 3 would go at once")
        decision.isHeldBack = true
        let report = HealthCheck(
            BackupHistory(backups: backups), entries: [ExpectedEntry(id: EntryID(1), dbms: "postgresql")],
            retention: [decision], now: S.now
        ).judge()
        #expect(report.alarms.map(\.code) == ["check.held-back"] && report.severity == .warning)
    }

    @Test(
        "N3 M1 backups of others and what a restore kept count for nothing, and a changed name is asked about"
    )
    func owners() {
        var others = S.nights(2)
        for index in others.indices {
            (others[index].ownership, others[index].source) = (.others("host db2"), nil)
        }
        #expect(codes(judge(others)) == ["check.never"])
        var renamed = S.nights(2)
        for index in renamed.indices {
            (renamed[index].ownership, renamed[index].source) = (.renamed("db0"), nil)
        }
        #expect(Set(codes(judge(renamed))) == ["check.never", "check.renamed"])
        var safety = S.nights(2)
        for index in safety.indices { safety[index].isSafetyCopy = true }
        #expect(codes(judge(safety)) == ["check.never"])
    }

    @Test("a failed last run is a warning while the backup before it is young")
    func failedRun() {
        let report = judge(S.nights(3), attempts: [S.attempt(.failure, at: S.now - 60)])
        #expect(codes(report) == ["check.failed"] && report.severity == .warning)
    }

    @Test("a backup of half the usual size, or a suspect one, is a warning")
    func size() {
        var backups = S.nights(8)
        backups[0].rawBytes /= 3
        #expect(codes(judge(backups)) == ["check.size"])
        backups = S.nights(8)
        backups[0].suspicions = ["table orders is gone"]
        #expect(codes(judge(backups)) == ["check.suspect"])
    }

    @Test("redundancy, drills and damage are looked at")
    func others() {
        #expect(
            codes(judge(S.nights(1), thresholds: CheckThresholds(minimumRedundancy: 2))) == [
                "check.redundancy"
            ])
        let drills = CheckThresholds(maximumDrillAgeDays: 8)
        #expect(codes(judge(S.nights(2), thresholds: drills)) == ["check.drill"])
        var drilled = S.nights(2)
        (drilled[1].drilledAt, drilled[1].drillPassed) = (S.now - 3 * S.day, true)
        #expect(judge(drilled, thresholds: drills).severity == .ok)
        drilled[1].drillPassed = false
        #expect(codes(judge(drilled)).contains("check.drill-failed"))
        var damaged = S.nights(3)
        damaged[2].state = .damaged
        #expect(codes(judge(damaged)) == ["check.damaged"])
    }

    @Test("what the uploader leaves for a day is critical where it can say what it has")
    func uploads() {
        var backups = S.nights(3)
        #expect(codes(judge(backups, confirms: true)) == ["check.upload"])
        for index in backups.indices { backups[index].confirmedAt = backups[index].finishedAt + 60 }
        #expect(judge(backups, confirms: true).severity == .ok)
    }

    @Test("a database that the last run no longer tried is talked about for a week")
    func scope() {
        let crm = BackupSource(entry: EntryID(1), dbms: "postgresql", kind: .dump, database: ExactName("crm"))
        let old = S.nights(3, age: 28 * S.hour, source: crm)
        let attempts = [S.attempt(.success, at: S.now - 4 * S.hour)]
        #expect(codes(judge(S.nights(3) + old, attempts: attempts)) == ["check.scope"])
        let older = S.nights(3, age: 9 * S.day, source: crm)
        #expect(judge(S.nights(3) + older, attempts: attempts).severity == .ok)
    }

    @Test("a disk that will not hold the next night is critical, one that fills up within a week a warning")
    func space() {
        let full = judge(S.nights(9), folders: [FolderSpace(path: "/backups", freeBytes: 1100)])
        #expect(codes(full) == ["check.space"] && full.severity == .critical)
        let soon = judge(S.nights(9), folders: [FolderSpace(path: "/backups", freeBytes: 3000)])
        #expect(codes(soon) == ["check.space"] && soon.severity == .warning)
        #expect(judge(S.nights(9), folders: [FolderSpace(path: "/backups", freeBytes: 9000)]).severity == .ok)
    }
}
