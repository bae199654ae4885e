import VyaCore
import VyaEngine
import VyaNotify

/// What systemd says of a service that failed; the variables `MONITOR_…` of systemd.exec(5).
struct ServiceFailure {
    let unit: String
    /// Why systemd calls it a failure, such as `exit-code`, `timeout` or `oom-kill`; nil before systemd 251.
    let result: String?
    /// `exited`, `killed` or `dumped`.
    let ending: String?
    /// The exit status, or the signal's name.
    let status: String?

    init(unit: String, environment: [String: String]) {
        self.unit = unit
        result = environment["MONITOR_SERVICE_RESULT"]
        ending = environment["MONITOR_EXIT_CODE"]
        status = environment["MONITOR_EXIT_STATUS"]
    }

    /// True when the service came to its end with a status after which it has told people itself.
    var wasTold: Bool {
        guard ending == "exited", let number = status.flatMap(Int32.init) else { return false }
        switch unit {
        case ScheduledTask.run.unit:
            let told: [ExitStatus] = [
                .someFailed, .allFailed, .locked, .deadline, .hangup, .interrupted, .terminated,
            ]
            return told.contains { $0.rawValue == number }
        case ScheduledTask.check.unit:
            return number == Severity.warning.rawValue || number == Severity.critical.rawValue
        default: return false
        }
    }

    /// What happened, in a sentence.
    var words: Message {
        let ended: Message =
            switch (ending, status) {
            case ("exited", let status?): "ended with exit status \(status.printable)"
            case (_, let status?): "was ended by the signal \(status.printable)"
            default: "has failed"
            }
        return "\(unit.printable) \(ended)\(result.map { " (\($0.printable))" } ?? "")"
    }

    /// The alarm about it.
    var finding: Alarm.Finding {
        Alarm.Finding(
            code: "service.failed", severity: Severity.critical.word, subject: "\(unit.printable)",
            message: words,
            remedy: "systemctl status \(ShellWord.quoted(unit)); journalctl -u \(ShellWord.quoted(unit))")
    }
}
