/// What a host does by the clock.
package enum ScheduledTask: String, Sendable, CaseIterable {
    case run, cleanup, check, drill

    /// The name of its unit, without an ending.
    package var unit: String { self == .run ? "vya-backup" : "vya-backup-" + rawValue }

    /// The words of its command.
    package var command: [String] {
        switch self {
        case .run: ["run", "--all"]
        case .cleanup: ["cleanup"]
        case .check: ["check", "--notify"]
        case .drill: ["verify", "--latest", "--restore"]
        }
    }

    /// True when what the host slept through is made up for.
    package var isMadeUpFor: Bool { self != .check }

    /// What it does, in a line.
    var title: String {
        switch self {
        case .run: "Backups of databases and files"
        case .cleanup: "Removal of the local backups that the uploader has taken"
        case .check: "A look at whether the backups are there and good"
        case .drill: "The drill: the newest backups are restored, compared and dropped"
        }
    }

    /// When it begins, seen from the time of the run; nil for every hour.
    ///
    /// With the production night's 00:30 the cleanup is at 05:00 and the drill on Sundays at 06:00.
    func time(after run: ScheduledTime) -> ScheduledTime? {
        switch self {
        case .run: run
        case .cleanup: run.later(minutes: 270, on: Array(1...7))
        case .check: nil
        case .drill: run.later(minutes: 330, on: [7])
        }
    }

    /// The minute of every hour at which the check begins, away from the minute at which the others do.
    static func minuteOfCheck(beside run: ScheduledTime) -> Int { (run.minuteOfDay + 45) % 60 }
}
