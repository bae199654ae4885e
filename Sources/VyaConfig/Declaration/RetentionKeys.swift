/// The keys of `retention`: what `prune` keeps beyond the newest, which `retention_…` of `bkp_system` gives.
enum RetentionKeys {
    private static let most = 36_500

    static let daily = Key(
        "daily", shape: .integer(0...most), note: "The newest backup of each of so many days.")
    static let weekly = Key(
        "weekly", shape: .integer(0...most), note: "The newest backup of each of so many weeks.")
    static let monthly = Key(
        "monthly", shape: .integer(0...most), note: "The newest backup of each of so many months.")
    static let age = Key(
        "max_age_days", shape: .integer(1...most),
        note: "The days after which a backup goes all the same, but for the newest ones.")

    static let table = KeyTable([daily, weekly, monthly, age])
}
