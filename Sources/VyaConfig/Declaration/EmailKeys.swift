/// The keys of `email_settings` and of its older form `email_config`.
enum EmailKeys {
    static let languages = ["pt-BR", "en", "pt", "pt_BR", "en-US", "en-GB"]

    static let enabled = Key("enabled", shape: .flag, note: "False switches mails off; true if absent.")
    static let host = Key("smtp_host", "smtp_server", shape: .text(.host), note: "The mail server.")
    static let port = Key(
        "smtp_port", shape: .integer(1...65_535, orText: true),
        note: "Its port; if absent 465 with use_ssl, 587 with use_tls, else 25.")
    static let username = Key(
        "smtp_user", "smtp_username", shape: .text(.any), note: "The account, if it asks for one.")
    static let password = Key(
        "smtp_password", shape: SecretKeys.shape, note: "The account's password, or where it is.")
    static let implicitTLS = Key("use_ssl", shape: .flag, note: "TLS from the first byte.")
    static let startTLS = Key("use_tls", shape: .flag, note: "STARTTLS, required, never fallen back from.")
    static let sender = Key(
        "from_email", "sender_email", shape: .text(.address), note: "Whom mails come from.")
    static let success = Key(
        "success_recipients", shape: .names(.address), note: "Who hears of runs that succeeded.")
    static let failure = Key(
        "failure_recipients", shape: .names(.address), note: "Who hears of runs that failed.")
    static let everyone = Key(
        "to_email", "recipient_email", shape: .names(.address), note: "Who hears of every run.")
    static let recipients = Key(
        "recipients", shape: .object(KeyTable([innerSuccess, innerFailure])),
        note: "The older form of both lists.")
    static let innerSuccess = Key("success", shape: .names(.address), note: "As success_recipients.")
    static let innerFailure = Key("failure", shape: .names(.address), note: "As failure_recipients.")
    static let authority = Key(
        "ca_file", shape: .text(.optionalPath), note: "The certificates of a private authority.")
    static let language = Key("language", shape: .choice(languages), note: "As the top level's.")
    static let greetingName = Key(
        "helo_name", shape: .text(.host),
        note: "The name by which this host greets the mail server (EHLO); its qualified name if absent.")
    static let testMode = Key("test_mode", shape: .flag, note: "True marks every mail as a test.")

    static let table = KeyTable([
        enabled, host, port, username, password, implicitTLS, startTLS, sender, success, failure, everyone,
        recipients, authority, language, testMode, greetingName,
    ])
}
