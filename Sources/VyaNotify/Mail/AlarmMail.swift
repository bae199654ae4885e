package import VyaCore

/// Makes the mail about an alarm.
package enum AlarmMail {
    /// The mail, or nil when nobody is to be told.
    ///
    /// Alarms go to the failure recipients; that all is well again goes to the same people.
    package static func compose(_ alarm: Alarm, settings: EmailSettings) -> Mail? {
        let recipients = RunMail.recipients(for: alarm.isGood ? .warning : .failure, settings: settings)
        guard settings.enabled, !recipients.isEmpty else { return nil }
        let language = settings.language
        var lines = [alarm.sentence(in: language), ""]
        for finding in alarm.lines(in: language) {
            lines += finding.enumerated().map { $0 == 0 ? $1 : "  " + $1 } + [""]
        }
        if !alarm.undelivered.isEmpty {
            lines +=
                [AlarmWording.of(language).undelivered]
                + alarm.undelivered.said(in: language).map { "  " + $0 } + [""]
        }
        lines.append(
            "vya-backup \(alarm.command) (\(alarm.verdict)), \(alarm.host), \(alarm.now.readable)")
        let text = lines.joined(separator: "\n") + "\n"
        return Mail(
            subject: alarm.subject(in: language, isTest: settings.testMode), text: text,
            html: html(lines, isGood: alarm.isGood), sender: settings.sender, recipients: recipients,
            date: alarm.now)
    }

    private static func html(_ lines: [String], isGood: Bool) -> String {
        let escaped = lines.map(StrictHTML.escaped)
        let colour = isGood ? "#1a7f37" : "#cf222e"
        return """
            <!DOCTYPE html><html><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><style>:root { color-scheme: light dark; }</style></head>
            <body style="font-family: system-ui, sans-serif; font-size: 15px">
            <div style="border-left: 5px solid \(colour); padding: 4px 14px; white-space: pre-wrap; overflow-wrap: anywhere">\
            \(escaped.joined(separator: "\n"))</div></body></html>

            """
    }
}
