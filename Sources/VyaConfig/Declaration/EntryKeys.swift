/// The keys of an element of `db_config`.
enum EntryKeys {
    static let id = Key(
        "id_dbms", shape: .integer(0...2_147_483_647), required: true,
        note: "The number that commands and file names know the entry by; unique in the file.")
    static let dbms = Key(
        "dbms", shape: .text(.notEmpty), required: true,
        note: "A plugin's name or alias, such as postgresql or files.")
    static let enabled = Key("enabled", shape: .flag, note: "False switches the entry off; true if absent.")
    static let comment = Key("comment", shape: .text(.any), note: "A remark.")
    static let database = Key(
        "database", shape: .names(.notEmpty), note: "The older name of db_list; wins where both are given.")
    static let list = Key(
        "db_list", shape: .names(.notEmpty),
        note: "Names or globs of databases, all if absent or empty; for files, globs of absolute paths.")
    static let ignore = Key(
        "db_ignore", "exclude_databases", shape: .names(.notEmpty), note: "Names or globs to leave out.")
    static let host = Key(
        "host", shape: .text(.host), note: "A host, a socket folder (PostgreSQL) or a socket file (MySQL).")
    static let port = Key("port", shape: .integer(1...65_535, orText: true), note: "The TCP port.")
    static let username = Key("username", "user", shape: .text(.any), note: "The account of the server.")
    static let password = Key(
        "password", "secret", shape: SecretKeys.shape, note: "The password, or where it is found.")
    static let tools = RootKeys.tools
    static let drill = RootKeys.drill
    static let check = RootKeys.check
    static let timeouts = Key(
        "timeouts", shape: .object(TimeoutKeys.table), note: "Deadlines of the tools in seconds.")
    static let retries = RootKeys.retries
    static let options = Key(
        "options", shape: .list(.text(.secret)),
        note:
            "Additional arguments of the dump tool; those that divert its output or drop its end marker are refused."
    )

    /// What concerns a connection, and means nothing for files.
    static let connection = [host, port, username, password] + TLSKeys.inEntry

    static let table = KeyTable(
        [id, dbms, enabled, comment, database, list, ignore] + connection
            + [tools, timeouts, retries, options, drill, check])
}
