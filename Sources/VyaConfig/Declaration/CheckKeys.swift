/// The keys of `check`: from when on the command of that name raises an alarm.
enum CheckKeys {
    private static let most = 36_500

    static let age = Key(
        "max_age_hours", shape: .integer(1...most), note: "The age of the newest proven backup; 26 if absent."
    )
    static let ratio = Key(
        "min_size_ratio", shape: .fraction,
        note: "The size of the newest backup relative to the usual one; 0.5 if absent.")
    static let redundancy = Key(
        "min_redundancy", shape: .integer(0...most), note: "How many proven backups there are; 1 if absent.")
    static let drill = Key(
        "max_drill_age_days", shape: .integer(1...most),
        note: "The age of the last drill; drills are not asked for if absent.")
    static let unconfirmed = Key(
        "max_unconfirmed_hours", shape: .integer(1...most),
        note: "How long the uploader may leave a backup; 24 if absent.")
    static let disk = Key(
        "min_disk_days", shape: .integer(0...most), note: "For how many days the disk lasts; 7 if absent.")

    static let table = KeyTable([age, ratio, redundancy, drill, unconfirmed, disk])
}
