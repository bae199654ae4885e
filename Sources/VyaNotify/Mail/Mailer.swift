package import VyaCore

/// Tells people by mail how a run came out.
package struct Mailer: Sendable {
    private let settings: EmailSettings
    private let transport: any MailTransport

    /// Makes a mailer that sends through the server of the settings.
    package init(settings: EmailSettings, password: Secret?) {
        self.init(settings: settings, transport: SMTPTransport(settings: settings, password: password))
    }

    /// Makes a mailer that sends through another transport.
    package init(settings: EmailSettings, transport: any MailTransport) {
        self.settings = settings
        self.transport = transport
    }

    /// Sends the mail about a run and returns who was told; nobody, when the settings name nobody for its outcome.
    @discardableResult
    package func notify(report: RunReport, now: Moment = .now()) throws(NotificationError) -> [String] {
        guard let mail = RunMail.compose(report: report, settings: settings, now: now) else { return [] }
        try transport.send(MailMessage(mail))
        return mail.recipients
    }

    /// Sends the mail about a failure that was made on purpose, marked as a test, and returns who was told.
    ///
    /// Throws `mail.no-recipient` when the settings name nobody for failures.
    package func sendDrill(_ report: RunReport, now: Moment = .now()) throws(NotificationError) -> [String] {
        var settings = settings
        settings.testMode = true
        let note = NotificationReason.drill.note(Wording.of(settings.language))
        guard let mail = RunMail.compose(report: report, settings: settings, now: now, note: note) else {
            throw NotificationError(
                "mail.no-recipient", "nobody would hear of a failure by mail",
                hints: ["name somebody in email_settings.failure_recipients"])
        }
        try transport.send(MailMessage(mail))
        return mail.recipients
    }

    /// Sends a success mail and a failure mail of a made-up run, both marked as tests, and returns who was told.
    ///
    /// Throws `mail.disabled` and `mail.no-recipient` where a real run would silently tell nobody.
    @discardableResult
    package func sendTest(host: String, now: Moment = .now()) throws(NotificationError) -> [String] {
        guard settings.enabled else {
            throw NotificationError(
                "mail.disabled", "mails are switched off", hints: ["set email_settings.enabled to true"])
        }
        var settings = settings
        settings.testMode = true
        let note = Wording.of(settings.language).sample
        var told: [String] = []
        for report in [RunReport.madeUpSuccess(host: host, at: now), .madeUpFailure(host: host, at: now)] {
            guard let mail = RunMail.compose(report: report, settings: settings, now: now, note: note) else {
                throw NotificationError(
                    "mail.no-recipient",
                    report.outcome == .success
                        ? "nobody would hear of a success" : "nobody would hear of a failure",
                    hints: ["name somebody in email_settings.\(report.outcome.rawValue)_recipients"])
            }
            try transport.send(MailMessage(mail))
            told += mail.recipients.filter { !told.contains($0) }
        }
        return told
    }
}

/// Takes a finished message to a mail server.
package protocol MailTransport: Sendable {
    /// Hands the message over for all of its recipients; throws when the server did not take it for each of them.
    func send(_ message: MailMessage) throws(NotificationError)
}
