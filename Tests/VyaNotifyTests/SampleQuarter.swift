import VyaCore
import VyaTestSupport

/// Ninety days of a host that does not exist; the golden pages and the README's picture show them.
enum SampleQuarter {
    /// 2026-11-23 09:05:00 -03:00, a Monday.
    static let now = Moment(unixSeconds: 1_795_435_500, utcOffset: -10_800)
    private static let days = 90
    private static let day = 86_400

    static var overview: Overview { overview(host: "srv-db-01") }

    static func overview(host: String) -> Overview {
        let sources = sources()
        return Overview(
            host: host, now: now, days: calendar(), sources: sources,
            places: ["postgresql", "mysql", "files"].map { dbms in
                let own = sources.filter { $0.source.dbms == dbms }
                return Overview.Place(
                    path: "/srv/backup/\(dbms)", backups: own.reduce(0) { $0 + $1.present },
                    bytes: own.reduce(0) { $0 + $1.presentBytes }, freeBytes: 410 << 30)
            },
            alarms: [
                Overview.Alarm(
                    code: "check.size", level: .attention, subject: "2 mysql matomo",
                    message: "the newest backup is \(38) % of the usual size",
                    remedy: "look whether data are missing; then `vya-backup verify --id \(2) --latest`")
            ])
    }

    private static func calendar() -> [Overview.Day] {
        let today = now.civil.daysSince1970
        return (0..<days).map { index in
            let date = CivilTime(secondsSince1970: (today - days + 1 + index) * day)
            switch index {
            case 0..<5: return Overview.Day(date: date, level: nil, isOpen: true)
            case 23: return Overview.Day(date: date, level: .bad, made: 6, failed: 1)
            case 24, 62, 89: return Overview.Day(date: date, level: .attention, made: 7, remarked: 1)
            case 47: return Overview.Day(date: date, level: nil)
            case 71: return Overview.Day(date: date, level: .bad, failed: 7)
            default: return Overview.Day(date: date, level: .good, made: 7)
            }
        }
    }

    private static func sources() -> [Overview.Source] {
        [
            source(1, "postgresql", "shop", .dump, 1_250_000_000, growth: 0.006, pace: 9_500_000, seed: 1),
            source(1, "postgresql", "crm", .dump, 312_000_000, growth: 0.001, pace: 11_000_000, seed: 2),
            source(
                1, "postgresql", "globals", .globals, 2_900, growth: 0.0004, pace: 6_000, seed: 3,
                drilled: nil),
            source(2, "mysql", "wordpress", .dump, 86_000_000, growth: 0.002, pace: 8_000_000, seed: 4),
            source(
                2, "mysql", "matomo", .dump, 540_000_000, growth: 0.004, pace: 7_400_000, seed: 5,
                level: .attention, last: 0.38),
            source(2, "mysql", "globals", .globals, 3_300, growth: 0, pace: 6_000, seed: 6, drilled: nil),
            source(
                3, "files", "/srv/www", .files, 3_900_000_000, growth: 0.0015, pace: 48_000_000, seed: 7),
        ]
    }

    /// A source that grows by a part of itself each day, is smaller on Sundays, and is written at a pace of bytes
    /// a second.
    private static func source(
        _ entry: Int, _ dbms: String, _ name: String, _ kind: ArtifactKind, _ bytes: Double,
        growth: Double, pace: Double, seed: UInt64, level: Overview.Level = .good, last: Double = 1,
        drilled: Int? = 2
    ) -> Overview.Source {
        var chance = SeededGenerator(seed: seed)
        var points: [Overview.Point] = []
        for index in 5..<days where index != 47 && index != 71 {
            let noise = Double(UInt64.random(in: 0..<1000, using: &chance)) / 1000 - 0.5
            let size = bytes * (1 + growth * Double(index)) * (1 + noise * 0.02)
            let load = 1 + Double(UInt64.random(in: 0..<1000, using: &chance)) / 4000
            let written = index == days - 1 ? size * last : size
            points.append(
                Overview.Point(
                    day: index, bytes: Int(written), seconds: max(1, Int(written / pace * load))))
        }
        let made = Moment(
            unixSeconds: now.unixSeconds - 8 * 3600 - 1200 - entry * 300, utcOffset: now.utcOffset)
        return Overview.Source(
            source: BackupSource(
                entry: EntryID(entry), dbms: dbms, kind: kind, database: ExactName(name)),
            level: level, newest: made, points: points, present: 30,
            presentBytes: points.suffix(30).reduce(0) { $0 + $1.bytes }, taken: 84,
            drilled: drilled.map {
                Moment(unixSeconds: now.unixSeconds - $0 * day, utcOffset: now.utcOffset)
            }, drillPassed: drilled.map { _ in true })
    }
}
