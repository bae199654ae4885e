package import VyaCore

/// Makes the mail about a run from its report: who is told, the subject, and both bodies.
package enum RunMail {
    /// The mail about a run, or nil when nobody is to be told.
    ///
    /// A failure or an incomplete backup goes to the failure recipients, a success to the success recipients, a
    /// warning to both. A dry run makes no mail, and neither do settings that are switched off.
    package static func compose(report: RunReport, settings: EmailSettings, now: Moment) -> Mail? {
        compose(report: report, settings: settings, now: now, note: nil)
    }

    /// As above, with a sentence below the verdict.
    static func compose(report: RunReport, settings: EmailSettings, now: Moment, note: String?) -> Mail? {
        guard settings.enabled, !report.isPlan else { return nil }
        let recipients = recipients(for: report.outcome, settings: settings)
        guard !recipients.isEmpty else { return nil }
        let words = Wording.of(settings.language)
        let subject = subject(of: report, words: words, now: now, isTest: settings.testMode)
        let view = RunMailView(report, subject: subject, words: words, note: note)
        return Mail(
            subject: subject, text: MailTemplates.bundled.text(view), html: MailTemplates.bundled.html(view),
            sender: settings.sender, recipients: recipients, date: now)
    }

    /// The addresses that hear of an outcome, each once, in the order of the settings.
    static func recipients(for outcome: Outcome, settings: EmailSettings) -> [String] {
        let addressed =
            switch outcome {
            case .planned: [String]()
            case .success: settings.successRecipients
            case .warning: settings.failureRecipients + settings.successRecipients
            case .incomplete, .failure: settings.failureRecipients
            }
        var seen: Set<String> = []
        return addressed.filter { seen.insert($0).inserted }
    }

    /// What the mail is called: outcome, host and time.
    static func subject(of report: RunReport, words: Wording, now: Moment, isTest: Bool) -> String {
        let outcome = report.outcome == .incomplete ? .failure : report.outcome
        let parts =
            ["VYA BackupDB", words.label(outcome), report.host, now.readable] + (isTest ? [words.test] : [])
        return HeaderText.oneLine(parts.joined(separator: " - "))
    }
}
