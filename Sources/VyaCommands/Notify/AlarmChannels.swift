import VyaConfig
import VyaCore
import VyaNotify

/// Everything by which people hear of a failure: the mail, the webhooks that hear of failures, and the heartbeat.
struct AlarmChannels {
    private let email: EmailSettings?
    private let webhooks: [WebhookSettings]
    private let all: [WebhookSettings]
    private let services: WebServices
    private let language: Language

    /// Throws `ConfigurationError` when nobody would hear; a heartbeat hears of no drill.
    init(_ configuration: Configuration, ofDrill: Bool = false) throws {
        email = configuration.email.flatMap { $0.enabled && !$0.failureRecipients.isEmpty ? $0 : nil }
        webhooks = configuration.notifications.webhooks.filter { $0.hears(of: .failure) }
        services = WebServices(notifications: configuration.notifications)
        language = configuration.language
        all = configuration.notifications.webhooks
        guard
            email != nil || !webhooks.isEmpty
                || !ofDrill && (!all.isEmpty || configuration.notifications.heartbeat != nil)
        else {
            throw ConfigurationError(
                "notify.not-configured", "nobody would hear of a failure: there is no mail and no webhook",
                hints: [
                    "add \"email_settings\" with \"failure_recipients\"; `vya-backup config init` shows an example",
                    "or add an element to \"webhooks\"",
                ])
        }
    }

    /// Tells an alarm by every channel, and takes down what did not get through, by the name of the alarm; returns whether
    /// anybody heard. What goes wrong is said on standard error.
    func tell(_ alarm: Alarm, as name: Message, _ memory: inout AlarmMemory) -> Bool {
        var attempts: [AlarmDrillResult.Alarm] = []
        if let email, let mail = AlarmMail.compose(alarm, settings: email) {
            attempts.append(
                attempt("mail by \(email.host):\(email.port)") {
                    try RunMailer(settings: email).transport(for: email).send(MailMessage(mail))
                })
        }
        for settings in all {
            var wasToHear = true
            let result = attempt("webhook \(settings.name.printable)") {
                wasToHear = try services.webhook(settings).tell(alarm, language: language)
            }
            if wasToHear { attempts.append(result) }
        }
        if !alarm.isGood, services.notifications.heartbeat != nil {
            attempts.append(
                attempt("heartbeat") { try services.heartbeat()?.raised(alarm, language: language) })
        }
        let failures = attempts.compactMap { result in
            result.failure.map { "\(result.place): \($0.message)" as Message }
        }
        if failures.isEmpty, !attempts.isEmpty { memory.forgetUndelivered() }
        for failure in failures {
            Console.standard.complain("vya-backup: an alarm was not delivered: \(failure)")
            memory.add(undelivered: "\(name) (\(alarm.now.readable)): \(failure)")
        }
        return attempts.isEmpty || failures.count < attempts.count
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
            var place: Message = "webhook \(settings.name.printable)"
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
        _ place: @autoclosure () -> Message, _ send: () throws -> Void
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
