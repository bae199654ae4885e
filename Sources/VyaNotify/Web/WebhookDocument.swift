import VyaCore

/// Puts a report or an alarm into the forms that webhooks take.
struct WebhookDocument {
    private let json: JSONValue
    private let outcome: Outcome
    private let exitStatus: Int32
    private let host: String
    /// Empty for an alarm, which is no run's.
    private let runID: String
    private let startedAt: Moment
    private let finishedAt: Moment
    private let subject: String
    private let sentence: String
    private let failures: [String]
    private let note: String?

    /// The most failures that a message names.
    private static let most = 20

    init(_ report: RunReport, language: Language, reason: NotificationReason) {
        let words = Wording.of(language)
        json = report.json
        outcome = report.outcome == .incomplete ? .failure : report.outcome
        (exitStatus, host, runID) = (report.exitStatus.rawValue, report.host, report.runID)
        (startedAt, finishedAt) = (report.startedAt, report.finishedAt)
        subject = RunMail.subject(of: report, words: words, now: report.finishedAt, isTest: reason.isTest)
        sentence = Verdict(report).sentence(in: language)
        note = reason.note(words)
        let view = RunMailView(report, subject: subject, words: words, note: nil)
        let lines = view.failures.map { failure in
            failure.about + ": " + (failure.cause ?? failure.missing.joined(separator: "; "))
        }
        failures = Self.shortened(lines, words)
    }

    init(_ alarm: Alarm, language: Language) {
        json = alarm.json
        outcome = alarm.outcome
        exitStatus = alarm.isGood ? ExitStatus.success.rawValue : ExitStatus.allFailed.rawValue
        (host, runID, startedAt, finishedAt) = (alarm.host, "", alarm.now, alarm.now)
        subject = alarm.subject(in: language)
        sentence = alarm.sentence(in: language)
        note = nil
        failures = Self.shortened(
            alarm.lines(in: language).map { $0.joined(separator: " — ") }
                + alarm.undelivered.said(in: language),
            Wording.of(language))
    }

    private static func shortened(_ lines: [String], _ words: Wording) -> [String] {
        lines.count > most ? lines.prefix(most) + [words.more(lines.count - most)] : lines
    }

    /// The document in a form; the token is for the one form that has it within.
    func document(_ form: WebhookSettings.Form, token: Secret? = nil) -> JSONValue {
        switch form {
        case .discord, .telegram, .ntfy, .gotify, .pagerDuty, .apprise: message(form, token)
        case .report: json
        case .slack: .object([.init("text", .string(slackText))])
        case .teams: teamsMessage
        case .template(let template): WebhookPlaceholder.fill(template, value)
        // It is asked, and sent no document.
        case .uptimeKuma: .null
        }
    }

    /// What a push monitor of Uptime Kuma is asked with: it knows two states, a text, and a time in milliseconds, of which it
    /// refuses more than a day's.
    ///
    /// https://github.com/louislam/uptime-kuma, `server/routers/api-router.js`.
    var push: [(name: String, value: String)] {
        let seconds = finishedAt.unixSeconds - startedAt.unixSeconds
        let time = !runID.isEmpty && 0...86_400 ~= seconds ? String(seconds * 1000) : ""
        // Each byte may become three in an address, for which proxies have 8 KiB.
        let text = Self.cut(lines.joined(separator: "\n"), 1500, by: { UTF8.width($0) })
        return [
            ("status", outcome == .success || outcome == .warning ? "up" : "down"), ("msg", text),
            ("ping", time),
        ]
    }

    /// The documents of services that take a title and a text; each has a longest text of its own, in characters but for ntfy's
    /// bytes, behind which it would refuse all of it or make an attachment.
    private func message(_ form: WebhookSettings.Form, _ token: Secret?) -> JSONValue {
        let text = lines.dropFirst().joined(separator: "\n")
        let title = Self.cut(subject, 250, by: { UTF8.width($0) })
        let isGood = outcome == .success
        switch form {
        // https://discord.com/developers/docs/resources/webhook: Markdown, in which a name calls nobody.
        case .discord:
            let escaped = lines.joined(separator: "\n").escaping([
                "\\": "\\\\", "*": "\\*", "_": "\\_", "~": "\\~", "`": "\\`", "|": "\\|", ">": "\\>",
                "#": "\\#",
                "[": "\\[",
            ])
            return .object([
                .init("content", .string(Self.cut(escaped, 1990))),
                .init("allowed_mentions", .object([.init("parse", .array([]))])),
            ])
        // https://core.telegram.org/bots/api#sendmessage: plain text, as long as nobody names a parse mode.
        case .telegram(let chat):
            return .object([
                .init("chat_id", .string(chat)),
                .init("text", .string(Self.cut(lines.joined(separator: "\n"), 4000))),
                .init("link_preview_options", .object([.init("is_disabled", .bool(true))])),
            ])
        // https://docs.ntfy.sh/publish/#publish-as-json
        case .ntfy(let topic):
            return .object([
                .init("topic", .string(topic)), .init("title", .string(title)),
                .init("message", .string(Self.cut(text, 3900, by: { UTF8.width($0) }))),
                .init("priority", .int(isGood ? 3 : outcome == .warning ? 4 : 5)),
                .init(
                    "tags",
                    .array([
                        .string(
                            isGood ? "white_check_mark" : outcome == .warning ? "warning" : "rotating_light")
                    ])),
            ])
        // https://gotify.net/docs/pushmsg
        case .gotify:
            return .object([
                .init("title", .string(title)), .init("message", .string(text)),
                .init("priority", .int(isGood ? 2 : outcome == .warning ? 5 : 8)),
            ])
        // https://developer.pagerduty.com/docs/send-alert-event: one incident a host, which success resolves.
        case .pagerDuty:
            return .object([
                .init("routing_key", .string(token?.exposedPlainText ?? "")),
                .init("event_action", .string(isGood ? "resolve" : "trigger")),
                .init("dedup_key", .string(Self.cut("vya-backup " + host, 250))),
                .init(
                    "payload",
                    .object([
                        .init("summary", .string(Self.cut(subject + ": " + sentence, 1000))),
                        .init("source", .string(host)),
                        .init(
                            "severity",
                            .string(isGood ? "info" : outcome == .warning ? "warning" : "critical")),
                        .init("custom_details", .object([.init("text", .string(text))])),
                    ])),
            ])
        // https://github.com/caronc/apprise-api
        default:
            return .object([
                .init("title", .string(title)), .init("body", .string(text)),
                .init("type", .string(isGood ? "success" : outcome == .warning ? "warning" : "failure")),
                .init("format", .string("text")),
            ])
        }
    }

    /// The beginning of a text that is too long, with a mark that it is; `size` is what a character counts for.
    private static func cut(
        _ text: String, _ most: Int, by size: (Unicode.Scalar) -> Int = { _ in 1 }
    ) -> String {
        var (kept, left) = (String.UnicodeScalarView(), most)
        for scalar in text.unicodeScalars {
            left -= size(scalar)
            if left < 0 { return String(kept) + "…" }
            kept.append(scalar)
        }
        return text
    }

    private var lines: [String] {
        [subject, sentence] + [note].compactMap(\.self) + failures.map { "• " + $0 }
    }

    /// https://docs.slack.dev/messaging/formatting-message-text: three characters are escaped, so that a name from a
    /// server calls nobody and makes no link.
    private var slackText: String {
        lines.joined(separator: "\n").escaping(["&": "&amp;", "<": "&lt;", ">": "&gt;"])
    }

    /// A message with one adaptive card; its runs of text are shown as they are, where a `TextBlock` would read Markdown.
    private var teamsMessage: JSONValue {
        func block(_ text: String, isBold: Bool) -> JSONValue {
            var run: [JSONValue.Member] = [.init("type", .string("TextRun")), .init("text", .string(text))]
            if isBold { run.append(.init("weight", .string("Bolder"))) }
            return .object([
                .init("type", .string("RichTextBlock")), .init("inlines", .array([.object(run)])),
            ])
        }
        let card = JSONValue.object([
            .init("$schema", .string("http://adaptivecards.io/schemas/adaptive-card.json")),
            .init("type", .string("AdaptiveCard")), .init("version", .string("1.4")),
            .init("body", .array(lines.enumerated().map { block($1, isBold: $0 == 0) })),
        ])
        return .object([
            .init("type", .string("message")),
            .init(
                "attachments",
                .array([
                    .object([
                        .init("contentType", .string("application/vnd.microsoft.card.adaptive")),
                        .init("content", card),
                    ])
                ])),
        ])
    }

    private func value(_ placeholder: WebhookPlaceholder) -> String {
        switch placeholder {
        case .subject: subject
        case .sentence: sentence
        case .failures: failures.joined(separator: "\n")
        case .outcome: outcome.rawValue
        case .exitStatus: String(exitStatus)
        case .host: host
        case .runID: runID
        case .startedAt: startedAt.rfc3339
        case .finishedAt: finishedAt.rfc3339
        }
    }
}
