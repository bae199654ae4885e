/// How the backups of a host have been over the last days: the value that `report` shows as text, JSON or a page.
package struct Overview: Sendable, Equatable {
    /// The schema's name.
    package static let schema = "vya-backup.report/1"

    /// How well something is, from good to bad.
    package enum Level: String, Sendable, Comparable, CaseIterable {
        case good, attention, bad

        /// Orders from good to bad.
        package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

        private var rank: Int { Level.allCases.firstIndex(of: self) ?? 0 }
    }

    /// One day of the calendar.
    package struct Day: Sendable, Equatable {
        /// The day, at any time of it.
        package let date: CivilTime
        /// How it was; nil when nothing was made and nothing tried.
        package let level: Level?
        /// True when nothing can be expected of it: it lies before the first backup, or it is not over yet.
        package let isOpen: Bool
        /// How many sources were backed up, with a remark or without.
        package let made: Int
        /// How many of these have a remark.
        package let remarked: Int
        /// How many were not backed up, or not completely.
        package let failed: Int

        package init(
            date: CivilTime, level: Level?, isOpen: Bool = false, made: Int = 0, remarked: Int = 0,
            failed: Int = 0
        ) {
            (self.date, self.level, self.isOpen) = (date, level, isOpen)
            (self.made, self.remarked, self.failed) = (made, remarked, failed)
        }

        /// 0 for Monday to 6 for Sunday.
        package var weekday: Int { ((date.daysSince1970 + 3) % 7 + 7) % 7 }
    }

    /// One backup as a point of a curve.
    package struct Point: Sendable, Equatable {
        /// The day, counted from the first of the calendar.
        package let day: Int
        /// The size of the file, in bytes.
        package let bytes: Int
        /// How long it took, in seconds; nil when nobody knows.
        package let seconds: Int?

        package init(day: Int, bytes: Int, seconds: Int?) {
            (self.day, self.bytes, self.seconds) = (day, bytes, seconds)
        }
    }

    /// One thing that is backed up, and where its backups are.
    package struct Source: Sendable, Equatable {
        /// What it is.
        package let source: BackupSource
        /// The worst that `check` says of it.
        package let level: Level
        /// When its newest copy, here or confirmed elsewhere, was finished; nil when there is none.
        package let newest: Moment?
        /// The last backup of each day that has one, oldest first.
        package let points: [Point]
        /// How many backups lie in the folder, and their size in bytes.
        package let present: Int
        package let presentBytes: Int
        /// How many the uploader has confirmed, whether they still lie here or not.
        package let taken: Int
        /// When one was last restored for a drill, and whether it came back; nil when none was.
        package let drilled: Moment?
        package let drillPassed: Bool?

        package init(
            source: BackupSource, level: Level, newest: Moment?, points: [Point], present: Int,
            presentBytes: Int, taken: Int, drilled: Moment?, drillPassed: Bool?
        ) {
            (self.source, self.level, self.newest, self.points) = (source, level, newest, points)
            (self.present, self.presentBytes, self.taken) = (present, presentBytes, taken)
            (self.drilled, self.drillPassed) = (drilled, drillPassed)
        }
    }

    /// A folder of backups.
    package struct Place: Sendable, Equatable {
        /// The absolute path.
        package let path: String
        /// How many backups lie in it, and their size in bytes.
        package let backups: Int
        package let bytes: Int
        /// What may still be written to it, in bytes; nil when nobody could tell.
        package let freeBytes: Int?
        /// Why it cannot be used; nil when it can.
        package let fault: Message?

        package init(path: String, backups: Int, bytes: Int, freeBytes: Int?, fault: Message? = nil) {
            (self.path, self.backups, self.bytes) = (path, backups, bytes)
            (self.freeBytes, self.fault) = (freeBytes, fault)
        }
    }

    /// Something that needs attention.
    package struct Alarm: Sendable, Equatable {
        /// The stable name of the finding, such as `check.age`.
        package let code: ErrorCode
        package let level: Level
        /// What it is about.
        package let subject: Message
        /// What was found.
        package let message: Message
        /// What to do; empty when there is nothing to type.
        package let remedy: Message

        package init(code: ErrorCode, level: Level, subject: Message, message: Message, remedy: Message) {
            (self.code, self.level, self.subject) = (code, level, subject)
            (self.message, self.remedy) = (message, remedy)
        }
    }

    /// The host.
    package let host: String
    /// When it was looked at.
    package let now: Moment
    /// The days, oldest first; the last one is today.
    package let days: [Day]
    /// What is backed up, in the order of the entries.
    package let sources: [Source]
    /// Where it goes.
    package let places: [Place]
    /// What needs attention, the worst first.
    package let alarms: [Alarm]

    package init(
        host: String, now: Moment, days: [Day], sources: [Source], places: [Place], alarms: [Alarm]
    ) {
        (self.host, self.now, self.days) = (host, now, days)
        (self.sources, self.places, self.alarms) = (sources, places, alarms)
    }

    /// The worst of all alarms.
    package var level: Level { alarms.map(\.level).max() ?? .good }

    /// The newest proven backup of all.
    package var newest: Moment? { sources.compactMap(\.newest).max() }

    /// The newest drill of all.
    package var drilled: Moment? { sources.compactMap(\.drilled).max() }
}
