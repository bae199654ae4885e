import Testing
import VyaConfig
import VyaCore
import VyaTestSupport

@Suite("Metrics, heartbeat and webhooks in the configuration", .ownThread)
struct NotificationTests {
    private func notifications(_ members: String) throws -> NotificationSettings {
        let (configuration, problems) = try Samples.read(Samples.root(members))
        #expect(problems.isEmpty)
        return configuration.notifications
    }

    @Test("a file that says nothing tells nobody")
    func silent() throws {
        #expect(try notifications("\"language\": \"en\"") == NotificationSettings())
    }

    @Test("the predecessor's Pushgateway works as it stands, with or without a scheme")
    func predecessor() throws {
        for url in ["http://localhost:9091", "localhost:9091"] {
            let settings = try notifications(
                """
                "prometheus_settings": {"enabled": true, "url": "\(url)", "job_name": "backup", "timeout": 30}
                """)
            let expected = WebEndpoint(url: .literal(Secret("http://localhost:9091")), timeoutSeconds: 30)
            #expect(settings.pushgateway == PushgatewaySettings(endpoint: expected, jobName: "backup"))
        }
    }

    @Test("a Pushgateway that is switched off may be anything, and one without an address is said")
    func switchedOff() throws {
        let settings = try notifications(
            "\"prometheus_settings\": {\"enabled\": false, \"url\": 7, \"timeout\": \"soon\"}")
        #expect(settings.pushgateway == nil)
        let problems = Samples.problems(Samples.root("\"prometheus_settings\": {\"enabled\": true}"))
        #expect(problems.errors == [])
        #expect(problems.warnings == ["no-effect"])
    }

    @Test("addresses and tokens come from every source that passwords come from")
    func sources() throws {
        let settings = try notifications(
            """
            "heartbeat": {"url": {"credential": "ping"}},
            "webhooks": [{"url": {"env": "HOOK"}, "token": {"file": "/etc/vya-backup/token"}, "style": "teams",
                          "on": ["Success", "failure"], "timeout_seconds": 3}]
            """)
        #expect(settings.heartbeat == WebEndpoint(url: .credential("ping")))
        #expect(
            settings.webhooks == [
                WebhookSettings(
                    name: "1", endpoint: WebEndpoint(url: .environment("HOOK"), timeoutSeconds: 3),
                    token: .file("/etc/vya-backup/token"), form: .teams, outcomes: [.success, .failure])
            ])
    }

    @Test("styles of services are taken, with what they need beside the address")
    func styles() throws {
        for (members, form) in [
            (#""style": "discord""#, WebhookSettings.Form.discord),
            (#""style": "telegram", "to": "-100""#, .telegram(chat: "-100")),
            (#""style": "ntfy", "to": "nights""#, .ntfy(topic: "nights")), (#""style": "gotify""#, .gotify),
            (#""style": "pagerduty", "token": {"file": "/etc/key"}"#, .pagerDuty),
            (#""style": "apprise""#, .apprise), (#""style": "uptimekuma""#, .uptimeKuma),
        ] {
            let settings = try notifications(#""webhooks": [{"url": "https://a.example", \#(members)}]"#)
            #expect(settings.webhooks.first?.form == form)
        }
        for style in ["telegram", "ntfy", "pagerduty"] {
            let problems = Samples.problems(
                Array(Samples.root(#""webhooks": [{"url": "https://a.example", "style": "\#(style)"}]"#).utf8)
            )
            #expect(problems.errors == ["missing-key"], "\(style)")
        }
    }

    @Test("a push monitor, which goes down when it hears nothing, hears of successes unless it asks for less")
    func pushed() throws {
        for (members, outcomes) in [
            ("", [Outcome.success, .warning, .incomplete, .failure]),
            (#", "on": ["failure"]"#, [.incomplete, .failure]),
        ] {
            let webhook = try #require(
                try notifications(
                    #""webhooks": [{"url": "https://a.example/api/push/T0K3N", "style": "uptimekuma"\#(members)}]"#
                ).webhooks.first)
            #expect(Outcome.allCases.filter(webhook.hears) == outcomes)
        }
        let (configuration, _) = try Samples.read(
            Samples.root(
                #""webhooks": [{"url": "https://a.example/api/push/T0K3N?status=up", "style": "uptimekuma"}]"#
            ))
        let shown = configuration.masked.serialized()
        #expect(
            shown.contains("uptimekuma") && shown.contains("https://a.example/") && !shown.contains("T0K3N"))
    }

    @Test("a webhook hears of an incomplete backup as of a failure, and of a success only if it asks")
    func outcomes() throws {
        let webhook = try #require(
            try notifications("\"webhooks\": [{\"url\": \"https://a.example\"}]").webhooks.first)
        #expect(Outcome.allCases.filter(webhook.hears) == [.warning, .incomplete, .failure])
    }

    @Test(
        "what cannot work is an error at its place",
        arguments: [
            ("\"metrics\": {\"textfile\": \"/var/lib/x.txt\"}", "metrics-file"),
            ("\"metrics\": {\"textfile\": \"x.prom\"}", "wrong-value"),
            ("\"heartbeat\": {}", "missing-key"),
            ("\"heartbeat\": {\"url\": \"hc-ping.com/x\"}", "web-address"),
            ("\"heartbeat\": {\"url\": \"ftp://hc-ping.com/x\"}", "web-address"),
            ("\"heartbeat\": {\"url\": \"https://a b/\"}", "web-address"),
            ("\"heartbeat\": {\"url\": \"https://a@b@c/\"}", "web-address"),
            ("\"heartbeat\": {\"url\": \"https://\"}", "web-address"),
            ("\"heartbeat\": {\"url\": \"https://a:99999/\"}", "web-address"),
            ("\"heartbeat\": {\"url\": \"https://a\", \"timeout_seconds\": 0}", "wrong-value"),
            ("\"webhooks\": [{\"url\": \"https://a\", \"style\": \"irc\"}]", "wrong-value"),
            ("\"webhooks\": [{\"url\": \"https://a\", \"template\": \"{{subject}}\"}]", "webhook-template"),
            (
                "\"webhooks\": [{\"url\": \"https://a\", \"template\": {\"t\": [\"{{subjct}}\"]}}]",
                "webhook-template"
            ),
            ("\"webhooks\": [{\"url\": \"https://a\", \"on\": [\"never\"]}]", "wrong-value"),
        ])
    func refused(members: String, code: String) {
        #expect(Samples.problems(Samples.root(members)).errors == [code])
    }

    @Test("no message quotes an address that is none, and a placeholder is suggested")
    func messages() throws {
        let address = Samples.problems(Samples.root("\"heartbeat\": {\"url\": \"CANARY\"}"))
        #expect(!"\(address)".contains("CANARY"))
        let template = Samples.problems(
            Samples.root("\"webhooks\": [{\"url\": \"https://a\", \"template\": {\"t\": \"{{subjct}}\"}}]"))
        #expect(template.first?.suggestion == "subject")
        #expect(template.first?.keyPath == "webhooks[0].template.t")
    }

    @Test("G9 shown addresses end after the host")
    func masked() throws {
        let (configuration, _) = try Samples.fixture("new-keys.json")
        let text = configuration.masked.serialized()
        #expect(text.contains("https://hc.example.org/********"))
        #expect(text.contains("https://push.example.org/********"))
        #expect(text.contains("https://desk.example.org/********"))
        #expect(text.contains("/etc/vya-backup/slack"))
    }
}
