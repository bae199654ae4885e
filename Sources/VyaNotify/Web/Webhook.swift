package import VyaCore

/// Sends a document about a run or an alarm to a service or chat.
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
        _ report: RunReport, language: Language, reason: NotificationReason = .run
    ) throws(NotificationError) -> Bool {
        guard settings.hears(of: report.outcome) else { return false }
        try send(WebhookDocument(report, language: language, reason: reason))
        return true
    }

    /// Sends an alarm: all that is not well is told to who hears of failures or warnings, and that all is well again to who
    /// hears of failures or successes. Returns whether the webhook is one of them.
    @discardableResult
    package func tell(_ alarm: Alarm, language: Language) throws(NotificationError) -> Bool {
        guard settings.hears(of: .failure) || settings.hears(of: alarm.isGood ? .success : .warning) else {
            return false
        }
        try send(WebhookDocument(alarm, language: language))
        return true
    }

    private func send(_ document: WebhookDocument) throws(NotificationError) {
        let client = WebClient(
            timeoutSeconds: settings.endpoint.timeoutSeconds, caFile: settings.endpoint.caFile)
        guard settings.form != .uptimeKuma else {
            var request = WebRequest(method: .get, address: address.asking(document.push), token: token)
            // It shows its page, with 200, for every address that it does not know.
            request.expected = #""ok":true"#
            return try client.send(request)
        }
        try client.send(
            WebRequest(
                method: .post, address: address, token: settings.form == .pagerDuty ? nil : token,
                hidden: token,
                body: Array(document.document(settings.form, token: token).serialized(pretty: false).utf8)))
    }

    /// Sends a failure of a made-up run, marked as a test, whatever outcomes the webhook hears of.
    package func sendTest(
        host: String, language: Language, now: Moment = .now()
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
