import VyaCore

/// Makes mail settings of either form that is in the field.
struct EmailDecoder {
    /// The language that the top level gives.
    let language: Language

    /// Removes everything else from mail settings that are switched off: placeholders there harm nobody.
    static func withoutDisabled(_ root: Node) -> Node {
        [RootKeys.email, RootKeys.oldEmail].reduce(root) { root, key in
            root.replacing(key.name) { node in
                guard node[EmailKeys.enabled.name]?.flag == false else { return node }
                return node.keeping { $0.key == EmailKeys.enabled.name }
            }
        }
    }

    /// Decodes the settings, and says what would keep mails from being sent safely.
    func settings(_ section: KeyedObject, _ findings: inout Diagnostics) -> EmailSettings {
        let security = security(section, &findings)
        let everyone = section.texts(EmailKeys.everyone) ?? []
        let inner = section.section(EmailKeys.recipients)
        let success = section.texts(EmailKeys.success) ?? inner?.texts(EmailKeys.innerSuccess) ?? []
        let failure = section.texts(EmailKeys.failure) ?? inner?.texts(EmailKeys.innerFailure) ?? []
        let username = section.text(EmailKeys.username)
        var settings = EmailSettings(
            enabled: section.flag(EmailKeys.enabled) ?? true, host: section.text(EmailKeys.host) ?? "",
            port: section.integer(EmailKeys.port) ?? EmailDecoder.port(security), security: security,
            username: username, password: PasswordDecoder.source(EmailKeys.password, in: section, &findings),
            sender: section.text(EmailKeys.sender) ?? username ?? "",
            successRecipients: success.isEmpty ? everyone : success,
            failureRecipients: failure.isEmpty ? everyone : failure,
            caFile: section.text(EmailKeys.authority),
            language: section.word(EmailKeys.language).flatMap(EmailDecoder.language) ?? language,
            testMode: section.flag(EmailKeys.testMode) ?? false)
        settings.greetingName = section.text(EmailKeys.greetingName)
        if settings.enabled { check(settings, section, &findings) }
        return settings
    }

    /// The language that a word of the file means.
    static func language(_ word: String) -> Language? {
        word.begins(with: "en") ? .english : .portuguese
    }

    private func security(_ section: KeyedObject, _ findings: inout Diagnostics) -> EmailSettings.Security {
        let implicit = section.flag(EmailKeys.implicitTLS) ?? false
        let start = section.flag(EmailKeys.startTLS) ?? false
        if implicit, start {
            findings.warning(
                "config.mail-security", at: section.position(EmailKeys.startTLS),
                section.path(EmailKeys.startTLS),
                "\"use_ssl\" is true too and counts: TLS from the first byte")
        }
        return implicit ? .implicitTLS : start ? .startTLS : .plain
    }

    private static func port(_ security: EmailSettings.Security) -> Int {
        switch security {
        case .plain: 25
        case .startTLS: 587
        case .implicitTLS: 465
        }
    }

    private func check(_ settings: EmailSettings, _ section: KeyedObject, _ findings: inout Diagnostics) {
        if settings.host.isEmpty,
            section.value(EmailKeys.host)?.text != nil || section.value(EmailKeys.host) == nil
        {
            findings.error(
                "config.mail-host", at: section.position(EmailKeys.host), section.path(EmailKeys.host),
                "mails have no server", allowed: TextRule.host.allowed)
        }
        if section.value(EmailKeys.sender) == nil, !MailAddressRule.isValid(settings.sender) {
            findings.error(
                "config.mail-sender", at: section.node.position, section.path(EmailKeys.sender),
                "mails have no sender, and \"smtp_user\" is no address that could be it",
                allowed: TextRule.address.allowed)
        }
        if settings.security == .plain, settings.username != nil, !EmailDecoder.isLoopback(settings.host) {
            findings.error(
                "config.mail-security", at: section.position(EmailKeys.username),
                section.path(EmailKeys.username),
                "the account's password would travel in plain text",
                allowed: "\"use_ssl\": true, or \"use_tls\": true, or a server on this host")
        }
        if settings.failureRecipients.isEmpty {
            findings.warning(
                "config.mail-recipients", at: section.position(EmailKeys.failure),
                section.path(EmailKeys.failure),
                "nobody gets a mail when a backup fails")
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host.lowercased()) { return true }
        let parts = host.pieces(separatedBy: ".", omittingEmptySubsequences: false).map {
            Shape.decimal(String($0))
        }
        return parts.count == 4 && parts[0] == 127 && parts.allSatisfy { $0.map { $0 < 256 } ?? false }
    }
}
