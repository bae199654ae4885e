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
        "min_redundancy", shape: .integer(0...most),
        note: "How many copies there are, here or confirmed elsewhere; 1 if absent.")
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

/// The keys of `uploader`: what takes the backups from this host, and how it says that it has.
enum UploaderKeys {
    static let watches = Key(
        "watches", shape: .list(.text(.path)), note: "The folders that the uploader looks into.")
    static let age = Key(
        "min_age_hours", shape: .integer(1...36_500),
        note:
            "When `cleanup` releases a backup from where the uploader looks, where nothing can confirm it; 4 if absent."
    )
    static let confirm = Key(
        "confirm", shape: .object(KeyTable([command, log, pattern])),
        note: "How to find out whether a file was uploaded: a command, or a pattern of a log.")
    static let command = Key(
        "command", shape: .list(.text(.notEmpty)),
        note: "An absolute path and arguments, {file} being the file's path; exit status 0 means taken.")
    static let log = Key("log", shape: .text(.path), note: "The uploader's log.")
    static let pattern = Key(
        "pattern", shape: .text(.notEmpty),
        note:
            "What a line of the log says of a file that was taken, such as \"uploaded {file}\", {file} being its path or the end of it: a text, not a regular expression."
    )

    static let table = KeyTable([watches, age, confirm])
}

/// The keys of `drill`.
enum DrillKeys {
    static let id = Key(
        "id_dbms", shape: .integer(0...2_147_483_647), required: true,
        note: "The entry of the server that backups are restored to for a drill.")

    static let table = KeyTable([id])
}
