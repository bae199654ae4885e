import VyaConfig
import VyaCore
import VyaEngine
import VyaNotify

/// Finds out whether those who are to be told of a failed night can be reached; nobody is told anything.
struct NotificationProbe {
    /// The longest that one service is waited for, in seconds.
    private static let patience = 15

    private let configuration: Configuration

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// Looks at the mail server, the heartbeat and the webhooks.
    func findings() -> [DoctorFinding] {
        let email = configuration.email.flatMap { $0.enabled ? $0 : nil }
        let notifications = configuration.notifications
        guard configuration.notificationFaults.isEmpty else {
            return configuration.notificationFaults.map {
                DoctorFinding(
                    "doctor.notifications", .critical, "notifications",
                    "these settings tell nobody: \($0.words)",
                    reason: "they are left out, so that backups are made, and nobody hears of them",
                    remedies: ["mend them, and run: vya-backup notify test"])
            }
        }
        guard email != nil || notifications.heartbeat != nil || !notifications.webhooks.isEmpty else {
            return [
                DoctorFinding(
                    "doctor.telling", .warning, "mail", "nobody is told of a failed night",
                    reason: "a backup that fails in silence is found missing on the day it is needed",
                    remedies: [
                        "add \"email_settings\" to the configuration; `vya-backup config init` shows an example"
                    ])
            ]
        }
        var findings: [DoctorFinding] = []
        if let email { findings += mail(email) }
        let services = WebServices(notifications: notifications)
        if let heartbeat = notifications.heartbeat {
            findings.append(
                web("heartbeat", heartbeat) { try services.address(of: heartbeat, what: "heartbeat.url") })
        }
        for settings in notifications.webhooks {
            let name: Message = "webhook \(settings.name.printable)"
            findings.append(
                web(name, settings.endpoint) { try services.address(of: settings.endpoint, what: "\(name)") })
        }
        return findings
    }

    private func mail(_ settings: EmailSettings) -> [DoctorFinding] {
        var findings = [
            attempt("mail", "no mail about a failed night will arrive") {
                let password = try settings.password.map(SecretFetcher.fetch)
                try SMTPTransport(settings: settings, password: password).probe()
                let server = "\(settings.host):\(settings.port)"
                return settings.username == nil
                    ? "\(server) takes the connection" : "\(server) takes the connection and the login"
            }
        ]
        if settings.failureRecipients.isEmpty {
            findings.append(
                DoctorFinding(
                    "doctor.mail-nobody", .warning, "mail", "nobody is named to get the mail about a failure",
                    reason: "a failed night would be told to nobody",
                    remedies: ["in \"email_settings\": \"failure_recipients\": [\"ops@example.com\"]"]))
        }
        return findings
    }

    private func web(
        _ subject: Message, _ endpoint: WebEndpoint, _ address: () throws -> WebAddress
    ) -> DoctorFinding {
        attempt(subject, "it will not hear of a failed night") {
            let address = try address()
            try WebProbe(
                timeoutSeconds: min(Self.patience, endpoint.timeoutSeconds), caFile: endpoint.caFile
            ).reach(address)
            return "\(address.place) takes the connection"
        }
    }

    private func attempt(
        _ subject: Message, _ reason: Message, _ work: () throws -> Message
    ) -> DoctorFinding {
        do {
            return DoctorFinding("doctor.reached", .ok, subject, try work())
        } catch {
            let explanation = (error as? any ExplainedError)?.explanation ?? .unexpected(error)
            return DoctorFinding(
                explanation.code, .critical, subject,
                ([explanation.message] + explanation.details.suffix(1)).joined(separator: ": "),
                reason: reason, remedies: explanation.hints)
        }
    }
}
