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
