package import VyaCore

/// Makes the mail about a change of what `check` says.
package enum AlarmMail {
    /// One thing that is not well.
    package struct Alarm: Sendable, Equatable {
        /// The stable name of the finding.
        package let code: String
        /// `WARNING`, `CRITICAL` or `UNKNOWN`.
        package let severity: String
        /// What it is about.
        package let subject: String
        /// What was found.
        package let message: String
        /// What to do.
        package let remedy: String

        package init(code: String, severity: String, subject: String, message: String, remedy: String) {
            self.code = code
            self.severity = severity
            self.subject = subject
            self.message = message
            self.remedy = remedy
        }
    }

    /// The mail, or nil when nobody is to be told.
    ///
    /// Alarms go to the failure recipients; that all is well again goes to the same people. `undelivered` are the
    /// earlier alarms that nobody got; `command` is what found them.
    package static func compose(
        verdict: String, isGood: Bool, alarms: [Alarm], undelivered: [String], host: String,
        settings: EmailSettings, now: Moment, from command: String = "check"
    ) -> Mail? {
        let recipients = RunMail.recipients(for: isGood ? .warning : .failure, settings: settings)
        guard settings.enabled, !recipients.isEmpty else { return nil }
        let words = AlarmWording.of(settings.language)
        let label = Wording.of(settings.language).label(isGood ? .success : .failure)
        let parts =
            ["VYA BackupDB", label, host, now.readable]
            + (settings.testMode ? [Wording.of(settings.language).test] : [])
        let subject = HeaderText.oneLine(parts.joined(separator: " - "))
        var lines = [isGood ? words.good : words.bad, ""]
        for alarm in alarms {
            lines.append("\(alarm.severity) \(alarm.subject): \(words.title(alarm.code) ?? alarm.message)")
            if words.title(alarm.code) != nil { lines.append("  " + alarm.message) }
            if !alarm.remedy.isEmpty { lines.append("  → " + alarm.remedy) }
            lines.append("")
        }
        if !undelivered.isEmpty { lines += [words.undelivered] + undelivered.map { "  " + $0 } + [""] }
        lines.append("vya-backup \(command) (\(verdict)), \(host), \(now.readable)")
        let text = lines.joined(separator: "\n") + "\n"
        return Mail(
            subject: subject, text: text, html: html(lines, isGood: isGood), sender: settings.sender,
            recipients: recipients, date: now)
    }

    private static func html(_ lines: [String], isGood: Bool) -> String {
        let escaped = lines.map(StrictHTML.escaped)
        let colour = isGood ? "#1a7f37" : "#cf222e"
        return """
            <!DOCTYPE html><html><body style="font-family: system-ui, sans-serif; font-size: 15px">
            <div style="border-left: 5px solid \(colour); padding: 4px 14px; white-space: pre-wrap">\
            \(escaped.joined(separator: "\n"))</div></body></html>

            """
    }
}
