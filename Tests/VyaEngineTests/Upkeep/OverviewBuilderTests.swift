import Testing
import VyaCatalog
import VyaCore
import VyaEngine
import VyaTestSupport

@Suite("The look back over the last days", .ownThread)
struct OverviewBuilderTests {
    private typealias S = UpkeepSamples

    private func overview(
        _ backups: [KnownBackup], _ attempts: [CatalogedAttempt] = [], folders: [FolderSpace] = [],
        names: [ExactName] = [], offset: Int = 0
    ) -> Overview {
        let history = BackupHistory(
            backups: backups, attempts: attempts.sorted { $0.at > $1.at })
        let health = HealthCheck(
            history, entries: [ExpectedEntry(id: EntryID(1), dbms: "postgresql", names: names)],
            folders: folders, now: S.now
        ).judge()
        return OverviewBuilder(history, health: health, folders: folders, host: "h") {
            Moment(unixSeconds: $0, utcOffset: offset)
        }.overview()
    }

    /// The levels of the last days, today last.
    private func last(_ count: Int, _ overview: Overview) -> [Overview.Level?] {
        overview.days.suffix(count).map(\.level)
    }

    @Test("there are ninety days without a gap, and the last one is today")
    func days() {
        let days = overview(S.nights(3)).days
        #expect(days.count == 90)
        #expect(days.last?.date == CivilTime(secondsSince1970: S.now / S.day * S.day))
        #expect(
            zip(days, days.dropFirst()).allSatisfy { $1.date.daysSince1970 - $0.date.daysSince1970 == 1 })
        // S.now is a Monday.
        #expect(days.last?.weekday == 0 && days.suffix(2).first?.weekday == 6)
    }

    @Test("a night without a backup stands out, but not before the first one and not before today is over")
    func holes() {
        var nights = S.nights(5, age: 4 * S.hour + S.day)
        nights.remove(at: 2)
        let all = overview(nights)
        #expect(last(6, all) == [.good, .good, nil, .good, .good, nil])
        #expect(all.days.suffix(4).first?.isOpen == false)
        #expect(all.days.last?.isOpen == true)
        #expect(all.days.dropLast(6).allSatisfy { $0.isOpen && $0.level == nil })
    }

    @Test(
        "a failure marks its day, a second try on the same day makes up for it, and one on the next does not")
    func attempts() {
        let tonight = S.now - 4 * S.hour
        let yesterday = tonight - S.day
        let failed = overview(
            S.nights(3), [S.attempt(.failure, at: yesterday), S.attempt(.success, at: tonight)])
        #expect(last(3, failed) == [.good, .bad, .good])
        #expect(failed.days.suffix(2).first?.failed == 1 && failed.days.suffix(2).first?.made == 0)
        let mended = overview(
            S.nights(3), [S.attempt(.failure, at: yesterday), S.attempt(.success, at: yesterday + S.hour)])
        #expect(last(3, mended) == [.good, .good, .good])
        let entry = overview(S.nights(3), [S.attempt(.failure, at: tonight, source: nil)])
        #expect(last(1, entry) == [.bad])
        #expect(entry.days.last?.made == 1 && entry.days.last?.failed == 1)
    }

    @Test("what is suspect is a remark, what is incomplete or damaged a failure, whatever the run said")
    func states() {
        let at = S.now - 4 * S.hour
        func day(_ backup: KnownBackup) -> Overview.Day? {
            overview([backup], [S.attempt(.success, at: at + 1)]).days.last
        }
        #expect(overview([S.backup(at: at, suspicions: ["small"])]).days.last?.level == .attention)
        #expect(overview([S.backup(at: at, state: .incomplete)]).days.last?.level == .bad)
        #expect(overview([S.backup(at: at, state: .legacy)]).days.last?.level == .attention)
        #expect(day(S.backup(at: at, state: .damaged))?.level == .bad)
        #expect(day(S.backup(at: at))?.level == .good)
    }

    @Test("days are those of the local zone")
    func zone() {
        // 04:00 UTC on the day after the first.
        let backup = S.backup(at: S.now / S.day * S.day + 2 * S.hour)
        #expect(last(2, overview([backup])) == [nil, .good])
        #expect(last(2, overview([backup], offset: -3 * S.hour)) == [.good, nil])
    }

    @Test("a curve has the last backup of each day, and no damaged one")
    func curve() {
        let nights = S.nights(4)
        var again = S.backup(at: nights[1].finishedAt + S.hour, bytes: 2000)
        again.seconds = 30
        let points =
            overview(nights + [again, S.backup(at: nights[0].finishedAt + 60, state: .damaged)]).sources[0]
            .points
        #expect(points.map(\.day) == [86, 87, 88, 89])
        #expect(points.map(\.bytes) == [1000, 1000, 2000, 1000])
        #expect(points.map(\.seconds) == [nil, nil, 30, nil])
    }

    @Test("a source tells where its backups are, when it was drilled, and how check judges it")
    func source() {
        var nights = S.nights(5)
        for index in 2..<5 { nights[index].confirmedAt = S.now - S.day }
        for index in 3..<5 { nights[index].isPresent = false }
        nights[1].drilledAt = S.now - 2 * S.hour
        nights[1].drillPassed = false
        nights[2].drilledAt = S.now - 9 * S.day
        nights[2].drillPassed = true
        let all = overview(
            nights, folders: [FolderSpace(path: "/backups", freeBytes: 1 << 40)])
        let shop = all.sources[0]
        #expect(shop.present == 3 && shop.presentBytes == 3000 && shop.taken == 3)
        #expect(shop.drilled?.unixSeconds == S.now - 2 * S.hour && shop.drillPassed == false)
        #expect(shop.level == .bad && all.level == .bad)
        #expect(all.alarms.map(\.code).contains("check.drill-failed"))
        #expect(
            all.places == [
                Overview.Place(path: "/backups", backups: 3, bytes: 3000, freeBytes: 1 << 40)
            ])
    }

    @Test(
        "what is expected and was never backed up is shown, and what is no longer made for as long as it can be seen"
    )
    func expected() {
        let gone = BackupSource(
            entry: EntryID(1), dbms: "postgresql", kind: .dump, database: ExactName("gone"))
        let old = BackupSource(
            entry: EntryID(1), dbms: "postgresql", kind: .dump, database: ExactName("old"))
        let all = overview(
            S.nights(2) + [
                S.backup(gone, at: S.now - 80 * S.day), S.backup(old, at: S.now - 91 * S.day),
            ], [S.attempt(.success, at: S.now - 4 * S.hour)], names: [ExactName("new")])
        #expect(all.sources.map(\.source.database.text) == ["gone", "new", "shop"])
        #expect(all.sources[1].newest == nil && all.sources[1].level == .bad)
    }

    @Test("the part of a history that is about some entries holds nothing of the others")
    func part() {
        let other = BackupSource(entry: EntryID(2), dbms: "mysql", kind: .dump, database: ExactName("x"))
        var legacy = S.backup(at: S.now, state: .legacy)
        legacy.source = nil
        let history = BackupHistory(
            backups: S.nights(2) + [S.backup(other, at: S.now), legacy],
            attempts: [S.attempt(.success, at: S.now), S.attempt(.failure, at: S.now, source: other)])
        let part = history.of([EntryID(1)])
        #expect(part.backups == S.nights(2))
        #expect(part.attempts == [S.attempt(.success, at: S.now)])
    }

    @Test("the JSON document holds the days, the sources and their curves")
    func json() {
        let json = overview(S.nights(3)).json
        #expect(json["schema"]?.stringValue == "vya-backup.report/1")
        #expect(json["days"]?.arrayValue?.count == 90)
        #expect(json["days"]?.arrayValue?.last?["level"]?.stringValue == "good")
        let source = json["sources"]?.arrayValue?.first
        #expect(source?["database"]?.stringValue == "shop")
        #expect(source?["backups"]?.arrayValue?.count == 3)
        #expect(
            source?["backups"]?.arrayValue?.last?["date"]?.stringValue
                == json["days"]?.arrayValue?.last?["date"]?.stringValue)
    }
}
