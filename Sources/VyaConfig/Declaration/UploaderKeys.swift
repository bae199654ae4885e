/// The keys of `uploader`: what takes the backups from this host, and how it says that it has.
enum UploaderKeys {
    static let watches = Key(
        "watches", shape: .list(.text(.path)), note: "The folders that the uploader looks into.")
    static let age = Key(
        "min_age_hours", shape: .integer(1...36_500),
        note: "When `cleanup` takes a backup as uploaded, where nothing can confirm it; 4 if absent.")
    static let confirm = Key(
        "confirm", shape: .object(KeyTable([command, log, pattern])),
        note: "How to find out whether a file was uploaded: a command, or a pattern of a log.")
    static let command = Key(
        "command", shape: .list(.text(.notEmpty)),
        note: "An absolute path and arguments, {file} being the file's path; exit status 0 means taken.")
    static let log = Key("log", shape: .text(.path), note: "The uploader's log.")
    static let pattern = Key(
        "pattern", shape: .text(.notEmpty),
        note: "A text that a line of the log holds for a file that was taken, {file} being its name.")

    static let table = KeyTable([watches, age, confirm])
}
