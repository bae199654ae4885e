import VyaCore
import VyaNotify

/// Sends the mail about a run.
struct RunMailer {
    /// The settings; nil when the configuration has none.
    let settings: EmailSettings?

    /// Sends the mail; returns whether anybody was to get one. Throws what kept it from being sent.
    func notify(of report: RunReport) throws -> Bool {
        guard let settings, settings.enabled else { return false }
        return try !mailer(for: settings).notify(report: report).isEmpty
    }

    /// Makes what mails travel by; throws when the password cannot be fetched.
    func transport(for settings: EmailSettings) throws -> any MailTransport {
        try AuthorityFile.demand(settings.caFile)
        return SMTPTransport(settings: settings, password: try settings.password.map(SecretFetcher.fetch))
    }

    /// Makes the mailer that the settings describe; throws when the password cannot be fetched.
    func mailer(for settings: EmailSettings) throws -> Mailer {
        try AuthorityFile.demand(settings.caFile)
        let password = try settings.password.map(SecretFetcher.fetch)
        return Mailer(settings: settings, password: password)
    }
}
