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

    private func codes(_ report: HealthReport) -> [String] { report.alarms.map(\.code) }

    @Test("a proven backup of last night is well, in one line that Nagios can read")
    func well() {
        let report = judge(S.nights(9))
        #expect(report.severity == .ok, "\(report.findings)")
        #expect(
            report.nagiosLine.hasPrefix(
                "VYA-BACKUP OK - 1 sources, all proven lately | '1 postgresql shop age'=14400s"))
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

    @Test(
        "cleaning does not make it silent: what was proven and taken counts, what vanished too soon is critical"
    )
    func cleaned() {
        var backups = S.nights(3)
        for index in backups.indices {
            backups[index].isPresent = false
            backups[index].removedAt = backups[index].finishedAt + 4 * S.hour
            backups[index].removedBy = "cleanup"
        }
        #expect(judge(backups).severity == .ok)
        backups[0].removedBy = "others"
        backups[0].removedAt = backups[0].finishedAt + S.hour
        #expect(codes(judge(backups)) == ["check.vanished"])
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
        #expect(codes(judge(drilled)).contains("check.drillFailed"))
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
