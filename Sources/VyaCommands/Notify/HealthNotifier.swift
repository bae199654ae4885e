import VyaConfig
import VyaCore
import VyaEngine
import VyaNotify
import VyaStorage

/// Tells, by every channel, what `check` found when it differs from what was told the last time.
struct HealthNotifier {
    private let loaded: LoadedConfiguration

    init(_ loaded: LoadedConfiguration) { self.loaded = loaded }

    /// Tells if there is news, and remembers; what goes wrong is said on standard error and the next time.
    func notify(of report: HealthReport) {
        guard let channels = try? AlarmChannels(loaded.configuration) else {
            Console.standard.complain(
                "vya-backup: --notify needs email_settings with failure_recipients, a webhook or a heartbeat")
            return
        }
        guard let state = try? HostHistory.stateFolder() else { return }
        var memory = AlarmMemory(in: state)
        let verdict =
            ([report.severity.word] + report.alarms.map { "\($0.code) \($0.subject.description)" }.sorted())
            .joined(separator: "\n")
        // The first time that all is well is no news.
        let isNews = memory.lastCheck.map { $0 != verdict } ?? (report.severity != .ok)
        guard isNews || !memory.undelivered.isEmpty else { return }
        let alarm = Alarm(
            verdict: report.severity.word, isGood: report.severity == .ok,
            findings: report.alarms.map {
                Alarm.Finding(
                    code: $0.code, severity: $0.severity.word, subject: $0.subject, message: $0.message,
                    remedy: $0.remedy)
            }, undelivered: memory.undelivered, host: HostName.current, now: Moment.now())
        // What nobody heard is told anew by the next check.
        if channels.tell(alarm, as: "check \(report.severity.word)", &memory) { memory.tell(check: verdict) }
        if let problem = memory.save() { Console.standard.complain("vya-backup: \(problem)") }
    }
}
