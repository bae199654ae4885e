package import VyaCore

/// News that no run's report holds: what `check` found, or that a service has failed; the value that mails, webhooks and
/// the heartbeat are made from.
package struct Alarm: Sendable, Equatable {
    /// The schema's name.
    package static let schema = "vya-backup.alarm/1"

    /// One thing that is not well.
    package struct Finding: Sendable, Equatable {
        /// The stable name of the finding.
        package let code: ErrorCode
        /// `WARNING`, `CRITICAL` or `UNKNOWN`.
        package let severity: String
        /// What it is about.
        package let subject: Message
        /// What was found.
        package let message: Message
        /// What to do.
        package let remedy: Message

        package init(code: ErrorCode, severity: String, subject: Message, message: Message, remedy: Message) {
            self.code = code
            self.severity = severity
            self.subject = subject
            self.message = message
            self.remedy = remedy
        }
    }

    /// What it came to, such as `CRITICAL`, or the unit that failed.
    package let verdict: String
    /// True when all is well again.
    package let isGood: Bool
    package let findings: [Finding]
    /// The earlier alarms that nobody got.
    package let undelivered: [Message]
    package let host: String
    package let now: Moment
    /// The command that found it, such as `check`.
    package let command: String

    package init(
        verdict: String, isGood: Bool, findings: [Finding], undelivered: [Message] = [], host: String,
        now: Moment, from command: String = "check"
    ) {
        self.verdict = verdict
        self.isGood = isGood
        self.findings = findings
        self.undelivered = undelivered
        self.host = host
        self.now = now
        self.command = command
    }

    /// What it is as the outcome of a run would be, by which webhooks choose what they hear of.
    var outcome: Outcome {
        if isGood { return .success }
        return findings.allSatisfy { $0.severity == "WARNING" } ? .warning : .failure
    }

    /// The sentence that says it all.
    func sentence(in language: Language) -> String {
        let words = AlarmWording.of(language)
        return isGood ? words.good : words.bad
    }

    /// The subject of a mail, which also begins a message.
    func subject(in language: Language, isTest: Bool = false) -> String {
        let words = Wording.of(language)
        let parts =
            ["VYA BackupDB", words.label(isGood ? .success : .failure), host, now.readable]
            + (isTest ? [words.test] : [])
        return HeaderText.oneLine(parts.joined(separator: " - "))
    }

    /// Each finding in its lines: what it is, then the details and what to do.
    func lines(in language: Language) -> [[String]] {
        findings.map { finding in
            let remedy = finding.remedy.said(in: language)
            return [
                "\(Self.words(finding.severity).said(in: language)) \(finding.subject.said(in: language)): "
                    + finding.message.said(in: language)
            ] + (remedy.isEmpty ? [] : ["→ " + remedy])
        }
    }

    private static func words(_ severity: String) -> Message {
        switch severity {
        case "WARNING": "WARNING"
        case "CRITICAL": "CRITICAL"
        case "UNKNOWN": "UNKNOWN"
        default: Message(verbatim: severity)
        }
    }

    /// The alarm as the document that webhooks get.
    var json: JSONValue {
        .object([
            .init("schema", .string(Alarm.schema)), .init("host", .string(host)),
            .init("at", .string(now.rfc3339)), .init("command", .string(command)),
            .init("verdict", .string(verdict)), .init("outcome", .string(outcome.rawValue)),
            .init(
                "findings",
                .array(
                    findings.map {
                        .object([
                            .init("code", .string($0.code.rawValue)), .init("severity", .string($0.severity)),
                            .init("subject", .english($0.subject)), .init("message", .english($0.message)),
                            .init("remedy", .english($0.remedy)),
                        ])
                    })), .init("undelivered", .english(undelivered)),
        ])
    }
}
