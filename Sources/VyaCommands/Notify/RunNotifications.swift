import VyaConfig
import VyaCore
import VyaNotify
import VyaStorage

/// Tells the heartbeat, the webhooks and, by mail, people of a run; what goes wrong there never changes what the run came
/// to (contract.md §2).
///
/// Each function answers with what went wrong, after saying it on standard error.
struct RunNotifications {
    /// Somebody who hears how a run ended.
    struct Listener: Sendable {
        /// What is to be said when it does not hear.
        let failure: Message
        /// True for people: an alarm that they did not get is told again.
        let isAlarm: Bool
        /// Tells; answers whether anybody was to hear.
        let tell: @Sendable (RunReport) throws -> Bool
    }

    /// How long one of them may take at most, the fetching of a password included.
    static let patience = Duration.seconds(120)

    private let stop: StopSignal
    private let faults: [Diagnostic]
    private let notifications: NotificationSettings
    private let mail: RunMailer
    private let services: WebServices
    private let language: Language

    /// `stop` is shown life for as long as people are told.
    init(_ configuration: Configuration, stop: StopSignal) {
        self.stop = stop
        faults = configuration.notificationFaults
        notifications = configuration.notifications
        mail = RunMailer(settings: configuration.email)
        services = WebServices(notifications: configuration.notifications)
        language = configuration.language
    }

    /// Tells that a run begins, and what of the configuration tells nobody.
    func started() -> [Message] {
        for fault in faults { Console.standard.complain("vya-backup: \(words(of: fault))") }
        if !faults.isEmpty {
            Console.standard.complain(
                "hint: `vya-backup config check` shows all of it, and `vya-backup notify test` tries what is mended"
            )
        }
        return faults.map(words)
            + Self.attempt("the heartbeat was not told of the start") { try services.heartbeat()?.started() }
    }

    private func words(of fault: Diagnostic) -> Message {
        "nobody is told by what is wrong in the configuration: \(fault.words)"
    }

    /// Those who hear of an outcome, the mail last.
    func listeners(of outcome: Outcome) -> [Listener] {
        var listeners: [Listener] = []
        if notifications.heartbeat != nil {
            listeners.append(
                Listener(failure: "the heartbeat was not told of the end", isAlarm: false) {
                    [services, language] report in
                    try services.heartbeat()?.ended(report, language: language)
                    return false
                })
        }
        for settings in notifications.webhooks where settings.hears(of: outcome) {
            listeners.append(
                Listener(
                    failure: "the webhook \(settings.name.printable) was not told", isAlarm: true
                ) { [services, language] report in
                    try services.webhook(settings).tell(report, language: language)
                    return true
                })
        }
        listeners.append(
            Listener(failure: "the mail about this run was not sent", isAlarm: true) { [mail] report in
                try mail.notify(of: report)
            })
        return listeners
    }

    /// Tells how a run ended.
    ///
    /// An alarm that does not get through is remembered in the state folder, and told with the next run until everybody
    /// has heard of it (H10). The mail is the last, so that it can say who was not told.
    func ended(_ report: RunReport, rememberingIn state: SafeFolder) -> [Message] {
        var memory = AlarmMemory(in: state)
        let earlier = memory.undelivered
        var report = report
        report.warnings += earlier.map { "an earlier alarm could not be delivered: \($0)" }
        var (problems, unheard, someoneHeard) = ([Message](), faults.map(words), false)
        for listener in listeners(of: report.outcome) {
            stop.showLife(for: Self.patience)
            let failures = Self.attempt(listener.failure) {
                if try listener.tell(report) { someoneHeard = true }
            }
            report.warnings += failures
            problems += failures
            if listener.isAlarm { unheard += failures }
        }
        if unheard.isEmpty, someoneHeard { memory.forgetUndelivered() }
        if report.outcome != .success {
            for problem in unheard { memory.add(undelivered: problem, of: report) }
        }
        if memory.undelivered != earlier, let problem = memory.save() { problems.append(problem) }
        return problems
    }

    /// Does something, and answers with what went wrong, after saying it.
    static func attempt(
        _ failure: Message, saying say: (Explanation) -> Void = { Console.standard.complain($0) },
        _ work: () throws -> Void
    ) -> [Message] {
        do {
            try work()
            return []
        } catch {
            let explanation = Explanation.of(error)
            say(explanation.about("vya-backup: \(failure)"))
            return ["\(failure): \(explanation.message)"]
        }
    }
}
