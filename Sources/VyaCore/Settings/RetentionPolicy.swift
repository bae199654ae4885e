/// How many backups of a source stay on the host: `retention_*` and `"retention"`.
package struct RetentionPolicy: Sendable, Equatable {
    /// The newest good ones, whatever their age; at least one is always kept.
    package var newest: Int?
    /// The newest of each of so many days, weeks (from Monday) and months.
    package var daily: Int
    package var weekly: Int
    package var monthly: Int
    /// After how many days one goes even if a day, week or month would keep it.
    package var maximumAgeDays: Int?

    /// Makes a policy; what is not given limits nothing and keeps nothing.
    package init(
        newest: Int? = nil, daily: Int = 0, weekly: Int = 0, monthly: Int = 0, maximumAgeDays: Int? = nil
    ) {
        self.newest = newest
        self.daily = daily
        self.weekly = weekly
        self.monthly = monthly
        self.maximumAgeDays = maximumAgeDays
    }

    /// True when nobody has said what to keep, so that nothing may go.
    package var isEmpty: Bool {
        newest == nil && daily == 0 && weekly == 0 && monthly == 0 && maximumAgeDays == nil
    }

    /// How many good ones of a source remain whatever else is said.
    package var floor: Int { max(1, newest ?? 1) }
}
