import VyaConfig
import VyaCore
import VyaNotify

/// Tells the heartbeat and the webhooks of a run; what goes wrong there never changes what the run came to (CONTRACT §2).
///
/// Each function answers with what went wrong, after saying it on standard error.
struct ServiceNotifier {
    private let telling: TellingSettings
    private let services: WebServices
    private let language: EmailSettings.Language

    init(_ configuration: Configuration) {
        telling = configuration.telling
        services = WebServices(telling: configuration.telling)
        language = configuration.language
    }

    /// Tells that a run begins.
    func started() -> [String] {
        attempt("the heartbeat was not told of the start") { try services.heartbeat()?.started() }
    }

    /// Tells how a run ended.
    func ended(_ report: RunReport) -> [String] {
        attempt("the heartbeat was not told of the end") {
            try services.heartbeat()?.ended(report, language: language)
        }
            + telling.webhooks.filter { $0.hears(of: report.outcome) }.flatMap { settings in
                attempt("the webhook \(settings.name.printable) was not told") {
                    try services.webhook(settings).tell(report, language: language)
                }
            }
    }

    private func attempt(_ failure: String, _ work: () throws -> Void) -> [String] {
        do {
            try work()
            return []
        } catch {
            let explanation = (error as? any ExplainedError)?.explanation ?? .unexpected(error)
            Console.standard.complain("vya-backup: \(failure): \(explanation)")
            return ["\(failure): \(explanation.message)"]
        }
    }
}
