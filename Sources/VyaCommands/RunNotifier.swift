import VyaCore
import VyaNotify
import VyaStorage

/// Sends the mail about a run; what goes wrong there never changes what the run came to (CONTRACT §2).
struct RunNotifier {
    /// The settings; nil when the configuration has none.
    let settings: EmailSettings?

    /// Sends the mail and answers with what went wrong, after saying it on standard error.
    ///
    /// An alarm that does not get through is remembered in the state folder, and told by the next mail that does (H10).
    func notify(of report: RunReport, rememberingIn state: SafeFolder) -> [String] {
        guard let settings, settings.enabled else { return [] }
        var memory = AlarmMemory(in: state)
        var report = report
        report.warnings += memory.undelivered.map { "an earlier alarm could not be delivered: " + $0 }
        var problems: [String] = []
        do {
            let told = try mailer(for: settings).notify(report: report)
            guard !told.isEmpty, !memory.undelivered.isEmpty else { return [] }
            memory.forgetUndelivered()
        } catch {
            let explanation = (error as? any ExplainedError)?.explanation ?? .unexpected(error)
            Console.standard.complain(
                "vya-backup: the mail about this run was not sent: " + explanation.description)
            problems.append("the mail about this run was not sent: " + explanation.message)
            guard report.outcome != .success else { return problems }
            memory.add(
                undelivered:
                    "run \(report.runID) (\(report.outcome.rawValue), \(report.startedAt.readable)): "
                    + explanation.message)
        }
        if let problem = memory.save() { problems.append(problem) }
        return problems
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
