import VyaConfig
import VyaCore
import VyaEngine
import VyaNotify
import VyaStorage

/// Mails what `check` found when it differs from what was told the last time.
struct HealthNotifier {
    private let loaded: LoadedConfiguration

    init(_ loaded: LoadedConfiguration) { self.loaded = loaded }

    /// Sends the mail if there is news, and remembers; what goes wrong is said on standard error and the next time.
    func notify(of report: HealthReport) {
        guard let settings = loaded.configuration.email, settings.enabled else {
            Console.standard.complain("vya-backup: --notify needs email_settings in the configuration")
            return
        }
        guard let state = try? HostHistory.stateFolder() else { return }
        var memory = AlarmMemory(in: state)
        let verdict = ([report.severity.word] + report.alarms.map { "\($0.code) \($0.subject)" }.sorted())
            .joined(separator: "\n")
        // The first time that all is well is no news.
        let isNews = memory.lastCheck.map { $0 != verdict } ?? (report.severity != .ok)
        guard isNews || !memory.undelivered.isEmpty else { return }
        let now = Moment.now()
        let mail = AlarmMail.compose(
            verdict: report.severity.word, isGood: report.severity == .ok,
            alarms: report.alarms.map {
                AlarmMail.Alarm(
                    code: $0.code, severity: $0.severity.word, subject: $0.subject, message: $0.message,
                    remedy: $0.remedy)
            }, undelivered: memory.undelivered, host: HostName.current, settings: settings, now: now)
        do {
            try memory.deliver("check \(report.severity.word) \(now.readable)") {
                guard let mail else { return }
                try RunMailer(settings: settings).transport(for: settings).send(MailMessage(mail))
            }
            memory.tell(check: verdict)
        } catch {
            Console.standard.complain(
                "vya-backup: the mail about this check was not sent: " + Explanation.of(error).message)
        }
        if let problem = memory.save() { Console.standard.complain("vya-backup: " + problem) }
    }
}
