import VyaConfig
import VyaCore
import VyaNotify

/// Everything by which people hear of a failure: the mail, and the webhooks that hear of failures.
struct AlarmChannels {
    private let email: EmailSettings?
    private let webhooks: [WebhookSettings]
    private let services: WebServices
    private let language: EmailSettings.Language

    /// Throws `ConfigurationError` when nobody would hear.
    init(_ configuration: Configuration) throws {
        email = configuration.email.flatMap { $0.enabled && !$0.failureRecipients.isEmpty ? $0 : nil }
        webhooks = configuration.notifications.webhooks.filter { $0.hears(of: .failure) }
        services = WebServices(notifications: configuration.notifications)
        language = configuration.language
        guard email != nil || !webhooks.isEmpty else {
            throw ConfigurationError(
                "notify.not-configured", "nobody would hear of a failure: there is no mail and no webhook",
                hints: [
                    "add \"email_settings\" with \"failure_recipients\"; `vya-backup config init` shows an example",
                    "or add an element to \"webhooks\"",
                ])
        }
    }

    /// Sends the alarm of a drill by each channel and says what became of it.
    func raise(_ report: RunReport) -> [AlarmDrillResult.Alarm] {
        var alarms: [AlarmDrillResult.Alarm] = []
        if let email {
            let names = email.failureRecipients.joined(separator: ", ")
            alarms.append(
                attempt("mail to \(names) by \(email.host):\(email.port)") {
                    _ = try RunMailer(settings: email).mailer(for: email).sendDrill(report)
                })
        }
        for settings in webhooks {
            var place = "webhook \(settings.name.printable)"
            alarms.append(
                attempt(place) {
                    let webhook = try services.webhook(settings)
                    place = "webhook \(webhook.place)"
                    try webhook.tell(report, language: language, reason: .drill)
                })
        }
        return alarms
    }

    private func attempt(
        _ place: @autoclosure () -> String, _ send: () throws -> Void
    ) -> AlarmDrillResult.Alarm {
        do {
            try send()
            return AlarmDrillResult.Alarm(place: place(), failure: nil)
        } catch {
            let explanation = Explanation.of(error)
            return AlarmDrillResult.Alarm(place: place(), failure: explanation)
        }
    }
}
