/// The keys of an element of `db_config`.
enum EntryKeys {
    static let id = Key(
        "id_dbms", shape: .integer(0...2_147_483_647), required: true,
        note: "The number that commands and file names know the entry by; unique in the file.")
    static let dbms = Key(
        "dbms", shape: .text(.notEmpty), required: true, decisive: true,
        note: "A plugin's name or alias, such as postgresql or files.")
    static let enabled = Key(
        "enabled", shape: .flag, decisive: true, note: "False switches the entry off; true if absent.")
    static let comment = Key("comment", shape: .text(.any), note: "A remark.")
    static let database = Key(
        "database", shape: .names(.notEmpty), decisive: true,
        note: "The older name of db_list; wins where both are given.")
    static let list = Key(
        "db_list", shape: .names(.notEmpty), decisive: true,
        note: "Names or globs of databases, all if absent or empty; for files, globs of absolute paths.")
    static let ignore = Key(
        "db_ignore", "exclude_databases", shape: .names(.notEmpty), decisive: true,
        note: "Names or globs to leave out.")
    static let host = Key(
        "host", shape: .text(.host), decisive: true,
        note: "A host, a socket folder (PostgreSQL) or a socket file (MySQL).")
    static let port = Key(
        "port", shape: .integer(1...65_535, orText: true), decisive: true, note: "The TCP port.")
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

/// The keys of an object that says where a password is found.
enum SecretKeys {
    static let environment = Key("env", shape: .text(.variable), note: "The name of an environment variable.")
    static let file = Key("file", shape: .text(.path), note: "A file that only its owner can read.")
    static let command = Key(
        "command", shape: .list(.text(.secret)),
        note: "A program, by absolute path, and its arguments; no shell.")
    static let credential = Key(
        "credential", shape: .text(.credential), note: "The name of a systemd credential.")

    static let table = KeyTable([environment, file, command, credential])
    static let shape = Shape.either([.text(.secret), .object(table)])
}

/// The keys that say how a connection is encrypted, in the spellings that are in the field.
enum TLSKeys {
    /// The words of libpq and, in upper case with underscores, of MySQL's clients.
    static let modes = [
        "disable", "allow", "prefer", "require", "verify-ca", "verify-full", "disabled", "preferred",
        "required", "verify_ca", "verify_identity",
    ]
    static let enabled = Key("ssl_enabled", shape: .flag, note: "True demands an encrypted connection.")
    static let ssl = Key(
        "ssl", shape: .either([.flag, .object(KeyTable([innerEnabled, innerAuthority, innerMode]))]),
        note: "True, or an object with enabled, ca_cert and mode.")
    static let mode = Key(
        "sslmode", shape: .choice(modes),
        note:
            "The demanded protection in libpq's words; only verify-full makes sure of the server's name. If absent, the"
            + " client's own default holds: PostgreSQL's and MySQL's encrypt where the server can and verify nothing,"
            + " MariaDB's does not encrypt before version 11.4.")
    static let authority = Key(
        "ssl_ca_cert", shape: .text(.optionalPath),
        note: "A file with the certificates of the authorities to trust.")

    static let innerEnabled = Key("enabled", shape: .flag, note: "True demands an encrypted connection.")
    static let innerAuthority = Key("ca_cert", shape: .text(.optionalPath), note: "As ssl_ca_cert.")
    static let innerMode = Key("mode", shape: .choice(modes), note: "As sslmode.")

    static let inEntry = [enabled, ssl, mode, authority]
}
