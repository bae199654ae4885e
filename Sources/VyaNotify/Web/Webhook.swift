package import VyaCore

/// Sends a document about a run to a service or chat.
package struct Webhook: Sendable {
    private let settings: WebhookSettings
    private let address: WebAddress
    private let token: Secret?

    /// Makes a webhook; `address` and `token` are what the settings' sources gave.
    package init(settings: WebhookSettings, address: WebAddress, token: Secret?) {
        self.settings = settings
        self.address = address
        self.token = token
    }

    /// Its name, scheme and host; for messages.
    package var place: String { "\(settings.name.printable) (\(address.place))" }

    /// Sends the document if the webhook hears of the report's outcome, and returns whether it does.
    @discardableResult
    package func tell(
        _ report: RunReport, language: EmailSettings.Language, reason: NotificationReason = .run
    ) throws(NotificationError) -> Bool {
        guard settings.hears(of: report.outcome) else { return false }
        let document = WebhookDocument(report, language: language, reason: reason).document(settings.form)
        try WebClient(timeoutSeconds: settings.endpoint.timeoutSeconds, caFile: settings.endpoint.caFile)
            .send(
                WebRequest(
                    method: .post, address: address, token: token,
                    body: Array(document.serialized(pretty: false).utf8)))
        return true
    }

    /// Sends a failure of a made-up run, marked as a test, whatever outcomes the webhook hears of.
    package func sendTest(
        host: String, language: EmailSettings.Language, now: Moment = .now()
    )
        throws(NotificationError)
    {
        var webhook = self
        let report = RunReport.madeUpFailure(host: host, at: now)
        if !settings.hears(of: report.outcome) {
            var settings = settings
            settings.outcomes.insert(.failure)
            webhook = Webhook(settings: settings, address: address, token: token)
        }
        try webhook.tell(report, language: language, reason: .sample)
    }
}
