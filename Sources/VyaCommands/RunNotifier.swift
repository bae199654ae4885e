import VyaCore
import VyaNotify

/// Sends the mail about a run; what goes wrong there never changes what the run came to (CONTRACT §2).
struct RunNotifier {
    /// The settings; nil when the configuration has none.
    let settings: EmailSettings?

    /// Sends the mail and answers with what went wrong, after saying it on standard error.
    func notify(of report: RunReport) -> [String] {
        guard let settings, settings.enabled else { return [] }
        do {
            try mailer(for: settings).notify(report: report)
            return []
        } catch let error as any ExplainedError {
            Console.standard.complain(
                "vya-backup: the mail about this run was not sent: " + error.explanation.description)
            return ["the mail about this run was not sent: " + error.explanation.message]
        } catch {
            return ["the mail about this run was not sent: \(String(describing: error).printable)"]
        }
    }

    /// Makes what mails travel by; throws when the password cannot be fetched.
    func transport(for settings: EmailSettings) throws -> any MailTransport {
        SMTPTransport(settings: settings, password: try settings.password.map(SecretFetcher.fetch))
    }

    /// Makes the mailer that the settings describe; throws when the password cannot be fetched.
    func mailer(for settings: EmailSettings) throws -> Mailer {
        let password = try settings.password.map(SecretFetcher.fetch)
        return Mailer(settings: settings, password: password)
    }
}
