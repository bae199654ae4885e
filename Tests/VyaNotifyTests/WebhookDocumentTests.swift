import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaNotify

@Suite("What webhooks are sent", .ownThread)
struct WebhookDocumentTests {
    private func document(
        _ form: WebhookSettings.Form, _ report: RunReport = Samples.eventful,
        reason: NotificationReason = .run
    ) -> JSONValue {
        WebhookDocument(report, language: .english, reason: reason).document(form)
    }

    @Test("the plain form is the document of run --json")
    func report() {
        #expect(document(.report) == Samples.eventful.json)
    }

    @Test("Slack's message says the verdict and every failure, and no name in it calls anybody")
    func slack() throws {
        let report = Samples.report([
            Samples.dump("<!channel> & <http://x|y>", .failure, error: Samples.accessDenied)
        ])
        let text = try #require(document(.slack, report)["text"]?.stringValue)
        #expect(text.hasPrefix("VYA BackupDB - FAILURE - srv01 - 2026-11-23 00:41:12\n"))
        #expect(text.contains("&lt;!channel&gt; &amp; &lt;http://x|y&gt;: pg_dump ended with exit status 1"))
        #expect(!text.contains("<"))
    }

    @Test("Teams' message is one adaptive card whose texts are read by nobody as Markdown")
    func teams() throws {
        let attachment = try #require(document(.teams)["attachments"]?.arrayValue?.first)
        #expect(attachment["contentType"]?.stringValue == "application/vnd.microsoft.card.adaptive")
        let blocks = try #require(attachment["content"]?["body"]?.arrayValue)
        #expect(blocks.allSatisfy { $0["type"]?.stringValue == "RichTextBlock" })
        let texts = blocks.compactMap { $0["inlines"]?.arrayValue?.first?["text"]?.stringValue }
        #expect(texts.first == "VYA BackupDB - FAILURE - srv01 - 2026-11-23 00:41:12")
        #expect(
            texts.contains { $0.contains("faturas") } && texts.contains { $0.contains("mariadb ended with") })
    }

    @Test("a template's texts are filled and everything else stays as it is, whatever the values hold")
    func template() {
        let template = JSONValue.object([
            .init("{{host}}", .string("{{ outcome }}/{{exit_status}}")), .init("n", .int(7)),
            .init(
                "list", .array([.string("{{host}}"), .bool(true), .string("{{"), .string("}}{{nobody}}")])),
        ])
        var report = Samples.eventful
        report.host = "a\"b\\{{run_id}}\n"
        #expect(
            document(.template(template), report)
                == .object([
                    .init("{{host}}", .string("failure/1")), .init("n", .int(7)),
                    .init(
                        "list",
                        .array([.string(report.host), .bool(true), .string("{{"), .string("}}{{nobody}}")])),
                ]))
    }

    @Test("a drill says that it is one")
    func drill() throws {
        let text = try #require(document(.slack, reason: .drill)["text"]?.stringValue)
        #expect(text.contains(" - TEST\n") && text.contains("on purpose"))
    }

    @Test("of many failures twenty are named, and how many there are beyond")
    func many() throws {
        let report = Samples.report(
            (0..<100).map { Samples.dump(ExactName("d\($0)"), .failure, error: Samples.accessDenied) })
        let text = try #require(document(.slack, report)["text"]?.stringValue)
        #expect(text.split(separator: "\n").count == 23)
        #expect(text.hasSuffix("80 more; see the log"))
    }

    /// What a service takes: by key the longest text, or nil for something else; keys with a `?` may be missing.
    private static let demands: [(form: WebhookSettings.Form, keys: [String: Int?])] = [
        (.discord, ["content": 2000, "allowed_mentions": nil]),
        (.telegram(chat: "-100"), ["chat_id": 64, "text": 4096, "link_preview_options": nil]),
        (.ntfy(topic: "nights"), ["topic": 64, "title": 256, "message": 4096, "priority": nil, "tags": nil]),
        (.gotify, ["title": 1000, "message": 100_000, "priority": nil]),
        (.pagerDuty, ["routing_key": 32, "event_action": 16, "dedup_key": 255, "payload": nil]),
        (.apprise, ["title": 1000, "body": 100_000, "type": 16, "format": 8]),
    ]

    @Test("each service gets the keys that it takes and no others, and no text longer than it takes")
    func services() throws {
        let long = String(repeating: "日_*é", count: 3000)
        let huge = Samples.report(
            [Samples.dump(ExactName(long), .failure, error: Samples.accessDenied)], host: long)
        let good = Samples.report([Samples.dump("shop")])
        for (form, keys) in Self.demands {
            for report in [huge, Samples.eventful, good] {
                let sent = WebhookDocument(report, language: .portuguese, reason: .run)
                    .document(form, token: Secret("R0UT1NG"))
                let members = try #require(sent.objectValue)
                #expect(Set(members.map(\.name.text)) == Set(keys.keys), "\(form)")
                for member in members {
                    guard let most = keys[member.name.text] ?? nil else { continue }
                    let text = try #require(member.value.stringValue, "\(form) \(member.name.text)")
                    #expect(
                        !text.isEmpty && text.utf16.count <= most,
                        "\(form) \(member.name.text): \(text.count)")
                    if form == .ntfy(topic: "nights") {
                        #expect(text.utf8.count <= most, "\(member.name.text)")
                    }
                }
            }
        }
    }

    @Test("a push monitor of Uptime Kuma takes what it is asked with, of every run and alarm")
    func pushed() throws {
        let server = try WebServer("uptimekuma")
        let huge = Samples.report(
            (0..<100).map { number in
                let name = ExactName(String(repeating: "日&=_*é ", count: 30) + "\(number)")
                return Samples.dump(name, .failure, error: Samples.accessDenied)
            }, host: "h")
        var endless = Samples.report([Samples.dump("shop")])
        endless.finishedAt = Moment(unixSeconds: endless.startedAt.unixSeconds + 200_000)
        var backwards = endless
        backwards.finishedAt = Moment(unixSeconds: endless.startedAt.unixSeconds - 60)
        let reports = [
            Samples.report([Samples.dump("shop")]), Samples.report([Samples.dump("shop", .warning)]),
            Samples.eventful, huge, endless, backwards,
        ]
        let place = server.address + "/api/push/S3CR3T-T0K3N"
        for (index, text) in [place, place + "?status=up&msg=OK&ping="].enumerated() {
            let webhook = Webhook(
                settings: WebhookSettings(
                    name: "kuma", endpoint: WebEndpoint(url: .literal(Secret(text))), form: .uptimeKuma,
                    outcomes: Set(Outcome.allCases)),
                address: try #require(WebAddress(text)), token: nil)
            for report in reports { try webhook.tell(report, language: .portuguese) }
            for isGood in [true, false] {
                let finding = Alarm.Finding(
                    code: "check.age", severity: "CRITICAL", subject: "1 fake shop", message: "old",
                    remedy: "run")
                try webhook.tell(
                    Alarm(
                        verdict: isGood ? "OK" : "CRITICAL", isGood: isGood,
                        findings: isGood ? [] : [finding],
                        host: "h", now: Moment(unixSeconds: 1_795_401_000)), language: .english)
            }
            let asked = try server.requests().dropFirst(index * 8).map { request in
                let items = URLComponents(string: request.path)?.queryItems ?? []
                return Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
            }
            #expect(
                asked.map { $0["status"] } == ["up", "up", "down", "down", "up", "up", "up", "down"])
            let seconds =
                Samples.eventful.finishedAt.unixSeconds - Samples.eventful.startedAt.unixSeconds
            #expect(
                asked.dropFirst(2).map { $0["ping"] } == [
                    "\(seconds * 1000)", "\(seconds * 1000)", "", "", "", "",
                ])
            #expect(asked[2]["msg"]?.contains("faturas: pg_dump terminou com código de saída 1") == true)
            #expect(asked[3]["msg"]?.hasSuffix("…") == true)
            #expect(asked[7]["msg"]?.contains("old") == true)
        }
    }

    @Test("a service is told how bad it is, and a name from a server calls nobody and marks nothing up")
    func degrees() throws {
        let good = Samples.report([Samples.dump("shop")])
        #expect(
            document(.gotify)["priority"]?.intValue == 8 && document(.gotify, good)["priority"]?.intValue == 2
        )
        #expect(document(.ntfy(topic: "t"))["priority"]?.intValue == 5)
        #expect(document(.apprise)["type"]?.stringValue == "failure")
        #expect(document(.apprise, good)["type"]?.stringValue == "success")
        let event = document(.pagerDuty)
        #expect(event["event_action"]?.stringValue == "trigger")
        #expect(event["payload"]?["severity"]?.stringValue == "critical")
        #expect((event["payload"]?["summary"]?.stringValue?.count ?? .max) <= 1024)
        #expect(document(.pagerDuty, good)["event_action"]?.stringValue == "resolve")
        #expect(document(.pagerDuty, good)["dedup_key"] == event["dedup_key"])
        let hostile = Samples.report([Samples.dump("@everyone **x** [y](http://z)", .failure)])
        let message = document(.discord, hostile)
        #expect(message["allowed_mentions"]?["parse"]?.arrayValue == [])
        #expect(message["content"]?.stringValue?.contains(#"\*\*x\*\* \[y](http://z)"#) == true)
        #expect(document(.telegram(chat: "7"), hostile)["parse_mode"] == nil)
    }
}
