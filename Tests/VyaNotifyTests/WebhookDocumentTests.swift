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
        #expect(text.contains("&lt;!channel&gt; &amp; &lt;http://x|y&gt;: pg_dump ended with status 1"))
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
            texts.contains { $0.contains("faturas") } && texts.contains { $0.contains("no connection to") })
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
}
