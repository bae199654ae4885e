/// How mails about runs are sent; the values of `email_settings` or `email_config`.
package struct EmailSettings: Sendable, Equatable {
    /// How the connection to the mail server is protected by `use_ssl` and `use_tls` (contract.md §3).
    package enum Security: String, Sendable {
        /// Nothing; with a user name only towards loopback.
        case plain
        /// STARTTLS, required, never fallen back from (`use_tls`).
        case startTLS = "starttls"
        /// TLS from the first byte (`use_ssl`).
        case implicitTLS = "tls"
    }

    /// False when mails are switched off.
    package var enabled: Bool
    /// The mail server.
    package var host: String
    /// Its port.
    package var port: Int
    /// How the connection is protected.
    package var security: Security
    /// The account; nil when the server asks for none.
    package var username: String?
    /// Where the account's password comes from.
    package var password: SecretSource?
    /// The address mails come from, already validated.
    package var sender: String
    /// Who hears of successes.
    package var successRecipients: [String]
    /// Who hears of failures.
    package var failureRecipients: [String]
    /// A file with a private authority's certificates.
    package var caFile: String?
    /// The language of subject and text.
    package var language: Language
    /// True marks every mail as a test.
    package var testMode: Bool
    /// The name by which this host greets the mail server; nil for its own qualified name.
    package var greetingName: String?

    package init(
        enabled: Bool = true, host: String, port: Int, security: Security, username: String? = nil,
        password: SecretSource? = nil, sender: String, successRecipients: [String] = [],
        failureRecipients: [String] = [], caFile: String? = nil, language: Language = .portuguese,
        testMode: Bool = false
    ) {
        self.enabled = enabled
        self.host = host
        self.port = port
        self.security = security
        self.username = username
        self.password = password
        self.sender = sender
        self.successRecipients = successRecipients
        self.failureRecipients = failureRecipients
        self.caFile = caFile
        self.language = language
        self.testMode = testMode
    }
}
