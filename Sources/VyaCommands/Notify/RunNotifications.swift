import VyaConfig
import VyaCore
import VyaNotify
import VyaStorage

/// Tells the heartbeat, the webhooks and, by mail, people of a run; what goes wrong there never changes what the run came
/// to (contract.md §2).
///
/// Each function answers with what went wrong, after saying it on standard error.
struct RunNotifications {
    private let notifications: NotificationSettings
    private let mail: RunMailer
    private let services: WebServices
    private let language: EmailSettings.Language

    init(_ configuration: Configuration) {
        notifications = configuration.notifications
        mail = RunMailer(settings: configuration.email)
        services = WebServices(notifications: configuration.notifications)
        language = configuration.language
    }

    /// Tells that a run begins.
    func started() -> [String] {
        attempt("the heartbeat was not told of the start") { try services.heartbeat()?.started() }
    }

    /// Tells how a run ended.
    ///
    /// An alarm that does not get through is remembered in the state folder, and told with the next run until everybody
    /// has heard of it (H10). The mail is the last, so that it can say who was not told.
    func ended(_ report: RunReport, rememberingIn state: SafeFolder) -> [String] {
        var memory = AlarmMemory(in: state)
        let earlier = memory.undelivered
        var report = report
        report.warnings += earlier.map { "an earlier alarm could not be delivered: " + $0 }
        var problems = attempt("the heartbeat was not told of the end") {
            try services.heartbeat()?.ended(report, language: language)
        }
        var unheard: [String] = []
        var someoneHeard = false
        for settings in notifications.webhooks where settings.hears(of: report.outcome) {
            let failures = attempt("the webhook \(settings.name.printable) was not told") {
                try services.webhook(settings).tell(report, language: language)
                someoneHeard = true
            }
            unheard += failures
        }
        report.warnings += problems + unheard
        unheard += attempt("the mail about this run was not sent") {
            if try mail.notify(of: report) { someoneHeard = true }
        }
        problems += unheard
        if unheard.isEmpty, someoneHeard { memory.forgetUndelivered() }
        if report.outcome != .success {
            let run = "run \(report.runID) (\(report.outcome.rawValue), \(report.startedAt.readable)): "
            for problem in unheard { memory.add(undelivered: run + problem) }
        }
        if memory.undelivered != earlier, let problem = memory.save() { problems.append(problem) }
        return problems
    }

    private func attempt(_ failure: String, _ work: () throws -> Void) -> [String] {
        do {
            try work()
            return []
        } catch {
            let explanation = Explanation.of(error)
            Console.standard.complain("vya-backup: \(failure): \(explanation)")
            return ["\(failure): \(explanation.message)"]
        }
    }
}
