import Testing
import VyaCatalog
import VyaCore
import VyaEngine
import VyaTestSupport

/// Two weeks of a host on a made-up clock: a run at 00:30, an uploader every ten minutes until 03:00, cleanup at 05:00,
/// check every hour.
private struct Fortnight {
    private typealias S = UpkeepSamples

    /// What goes wrong from the eighth day on.
    enum Trouble: CaseIterable {
        case nothing, cronIsGone, runsFail, oneDatabaseFails, uploaderStops, uploaderIsLate, othersRemove,
            dumpsShrink,
            diskFills
    }

    private static let midnight = UpkeepSamples.now / 86_400 * 86_400
    private static let trouble = 7 * 86_400
    private let crm = BackupSource(
        entry: EntryID(1), dbms: "postgresql", kind: .dump, database: ExactName("crm"))

    private var backups: [KnownBackup] = []
    private var attempts: [CatalogedAttempt] = []
    private var free = 200_000
    /// The hours, counted from the beginning, at which check was not green.
    private(set) var alarms: [(hour: Int, codes: [String])] = []

    /// Lives through the two weeks.
    init(_ trouble: Trouble) {
        for hour in 0..<14 * 24 {
            let isTrouble = hour * 3600 >= Self.trouble
            let now = Self.midnight + hour * 3600
            if hour % 24 == 1 { run(at: now - 1800, isTrouble ? trouble : .nothing) }
            if hour % 24 == 2, isTrouble, trouble == .othersRemove { othersRemove(at: now) }
            if hour % 24 == 3 { upload(at: now, isTrouble ? trouble : .nothing) }
            if hour % 24 == 5 { cleanUp(at: now) }
            if isTrouble, trouble == .diskFills { free = max(0, free - 4000) }
            let report = HealthCheck(
                BackupHistory(backups: backups, attempts: attempts),
                entries: hour > 1 ? [ExpectedEntry(id: EntryID(1), dbms: "postgresql")] : [],
                folders: [FolderSpace(path: "/backups", freeBytes: free)], confirms: true, now: now
            ).judge()
            if report.severity != .ok { alarms.append((hour, report.alarms.map(\.code.rawValue))) }
        }
    }

    private mutating func run(at now: Int, _ trouble: Trouble) {
        if trouble == .cronIsGone { return }
        let run = "run-\(now)"
        for source in [S.shop, crm] {
            let fails = trouble == .runsFail || (trouble == .oneDatabaseFails && source == crm)
            attempts.insert(
                S.attempt(fails ? .failure : .success, at: now, run: run, source: source), at: 0)
            if fails { continue }
            backups.append(S.backup(source, at: now, bytes: trouble == .dumpsShrink ? 100 : 1000))
        }
    }

    private mutating func upload(at now: Int, _ trouble: Trouble) {
        if trouble == .uploaderStops { return }
        for index in backups.indices where backups[index].isPresent {
            // The late one takes what has lain there for a day and a half.
            if trouble == .uploaderIsLate, now - backups[index].finishedAt < 36 * 3600 { continue }
            backups[index].confirmedAt = backups[index].confirmedAt ?? now
        }
    }

    private mutating func othersRemove(at now: Int) {
        for index in backups.indices where backups[index].isPresent && backups[index].confirmedAt == nil {
            (backups[index].isPresent, backups[index].removedAt, backups[index].removedBy) = (
                false, now, "others"
            )
        }
    }

    private mutating func cleanUp(at now: Int) {
        let plan = UploadRelease.plan(
            BackupHistory(backups: backups), rule: UploadRelease.Rule(isConfirmed: true), now: now)
        let going = Set(plan.filter(\.removes).map(\.backup.path))
        for index in backups.indices where going.contains(backups[index].path) {
            (backups[index].isPresent, backups[index].removedAt, backups[index].removedBy) = (
                false, now, "cleanup"
            )
        }
    }
}

@Suite("Fourteen days on a made-up clock", .ownThread)
struct FortnightTests {
    @Test("I4 H11 two good weeks are green at every hour")
    func good() {
        #expect(Fortnight(.nothing).alarms.isEmpty, "\(Fortnight(.nothing).alarms)")
    }

    @Test(
        "H11 C8 whatever goes wrong from the eighth day on, check is red within one interval, by the right name",
        arguments: [
            ("cron is gone", 27, "check.age"), ("every run fails", 2, "check.failed"),
            ("one database fails", 2, "check.failed"), ("the uploader stops", 26, "check.upload"),
            ("the uploader is late", 26, "check.upload"), ("others remove", 3, "check.vanished"),
            ("dumps shrink", 2, "check.size"), ("the disk fills", 49, "check.space"),
        ])
    func troubles(name: String, within hours: Int, code: String) throws {
        let troubles: [String: Fortnight.Trouble] = [
            "cron is gone": .cronIsGone, "every run fails": .runsFail,
            "one database fails": .oneDatabaseFails,
            "the uploader stops": .uploaderStops, "the uploader is late": .uploaderIsLate,
            "others remove": .othersRemove, "dumps shrink": .dumpsShrink, "the disk fills": .diskFills,
        ]
        let alarms = Fortnight(try #require(troubles[name])).alarms
        let first = try #require(alarms.first, "nobody was told that \(name)")
        #expect(first.hour >= 7 * 24, "an alarm before anything went wrong: \(first)")
        #expect(first.hour <= 7 * 24 + hours, "only after \(first.hour - 7 * 24) hours: \(first.codes)")
        #expect(alarms.contains { $0.codes.contains(code) }, "\(alarms.map(\.codes))")
    }
}
