import Testing
import VyaConfig
import VyaCore
import VyaTestSupport

@Suite("Mail settings", .ownThread)
struct EmailTests {
    private func problems(_ members: String) -> [Diagnostic] {
        Samples.problems(
            Samples.root(
                "\"email_settings\": {\"smtp_host\": \"mail.example.org\", \"failure_recipients\": [\"a@b.org\"], \(members)}"
            ))
    }

    @Test(
        "H6 what is not one plain address is refused",
        arguments: [
            "a@b\\r\\nRSET\\r\\nMAIL FROM:<x@y>", "a b@c", "a@b@c", "a", "@b", "a@", "Ana <a b@c>", "<a@b> x",
            "ana@é_.org",
            "é@b.org", "a\\t@b", "a@-b", "a@b..c", ".a@b", "a.@b", "\\\"a b\\\"@c",
            "a@[127.0.0.1]", "",
        ])
    func refused(address: String) {
        #expect(!problems("\"from_email\": \"\(address)\"").errors.isEmpty)
        #expect(!problems("\"from_email\": \"a@b\", \"success_recipients\": [\"\(address)\"]").errors.isEmpty)
    }

    @Test(
        "H6 plain addresses are taken",
        arguments: ["a@b", "root@localhost", "first.last+tag@mail.example.org"])
    func taken(address: String) {
        #expect(problems("\"from_email\": \"\(address)\"").isEmpty)
    }

    @Test(
        "V4 addresses are taken as people write them",
        arguments: [
            (" a@b.org\\t", ["a@b.org"]), ("Ana <a@b.org>", ["a@b.org"]), ("<a@b.org>", ["a@b.org"]),
            ("\\\"Silva, Ana\\\" <ana@b.org>, joão@c.org;d@e.org", ["ana@b.org", "d@e.org"]),
            ("ti@são-paulo.example", ["ti@xn--so-paulo-rza.example"]), ("a@b.org, ", ["a@b.org"]),
        ])
    func written(text: String, addresses: [String]) throws {
        let wrong = text.contains("joão")
        let members = "\"from_email\": \"x@y\", \"success_recipients\": [\"\(text)\"]"
        #expect(problems(members).errors.isEmpty == !wrong)
        let usable = members.replacing("joão@c.org;", with: "")
        for list in [usable, usable.replacing("[", with: "").replacing("]", with: "")] {
            let (configuration, _) = try Samples.read(
                Samples.root("\"email_settings\": {\"smtp_host\": \"mail.example.org\", \(list)}"))
            #expect(configuration.email?.successRecipients == addresses)
        }
    }

    @Test("V4 what is wrong about telling stops nothing else; all else does still")
    func faults() throws {
        func read(_ members: String) throws -> (Configuration, [Diagnostic]) {
            try ConfigurationReader.read(
                bytes: Array(Samples.root(members).utf8), path: "test.json", knownDbms: Samples.known,
                acceptsNotificationFaults: true)
        }
        let mail = #""email_settings": {"smtp_host": "", "from_email": "no address"}"#
        for (members, key) in [
            (mail, "email_settings"), (#""webhooks": [{"url": "ftp://x"}]"#, "webhooks"),
            (#""heartbeat": {"url": 7}"#, "heartbeat"), (#""metrics": {"textfile": "/x"}"#, "metrics"),
            (#""email_settings": 7"#, "email_settings"),
            (#""email_config": {"smtp_portt": 7, "smtp_port": "x"}"#, "email_config"),
        ] {
            let (configuration, _) = try read(members)
            #expect(configuration.notificationFaults.contains { $0.keyPath.hasPrefix(key) }, "\(members)")
            #expect(!configuration.entries.isEmpty && configuration.email == nil)
        }
        // One address of several, or one webhook, costs itself.
        let (some, _) = try read(
            #""email_settings": {"smtp_host": "m", "from_email": "a@b", "failure_recipients": ["a@b", "joão@c", "d@e"]}, "#
                + #""webhooks": [{"url": "ftp://x"}, {"url": "https://y.example"}]"#)
        #expect(some.email?.failureRecipients == ["a@b", "d@e"] && some.notificationFaults.count == 2)
        #expect(some.notifications.webhooks.count == 1)
        #expect(throws: ConfigurationFailure.self) { try read(mail + #", "retries": 99"#) }
        #expect(throws: ConfigurationFailure.self) {
            try read(#""email_settings": {"enabled": true, "enabled": false}"#)
        }
    }

    @Test(
        "a user name without TLS is refused, but towards this host",
        arguments: [
            ("mail.example.org", false), ("10.0.0.1", false), ("127.example.org", false), ("localhost", true),
            ("127.0.0.1", true), ("::1", true),
        ])
    func plainAuthentication(host: String, allowed: Bool) {
        let found = Samples.problems(
            Samples.root(
                "\"email_settings\": {\"smtp_host\": \"\(host)\", \"smtp_user\": \"u\", \"from_email\": \"a@b\", \"to_email\": \"c@d\"}"
            ))
        #expect(found.errors == (allowed ? [] : ["mail-security"]))
    }

    @Test("use_ssl counts where use_tls is true too, which is said")
    func bothSecurities() throws {
        let text = Samples.root(
            "\"email_settings\": {\"smtp_host\": \"m\", \"from_email\": \"a@b\", \"to_email\": \"c@d, e@f\", \"use_ssl\": true, \"use_tls\": true}"
        )
        let (configuration, problems) = try Samples.read(text)
        #expect(problems.warnings == ["mail-security"])
        #expect(configuration.email?.security == .implicitTLS)
        #expect(configuration.email?.port == 465)
        #expect(configuration.email?.successRecipients == ["c@d", "e@f"])
    }

    @Test("a server and a sender are needed; nobody to hear of failures is a warning")
    func incomplete() {
        #expect(
            Samples.problems(Samples.root("\"email_settings\": {}")).errors == ["mail-host", "mail-sender"])
        #expect(
            Samples.problems(
                Samples.root("\"email_settings\": {\"smtp_host\": \"m\", \"from_email\": \"a@b\"}")
            )
            .map(\.code) == ["config.mail-recipients"])
    }

    @Test(
        "a sender is an address behind a display name too; of several the first, so that mails go out",
        arguments: [
            ("Backup <a@b>", "a@b"), ("a@b, c@d", "a@b"), ("Silva, João <a@b>", "a@b"), ("a@b;c@d", "a@b"),
        ])
    func oneSender(written: String, sender: String) throws {
        let (configuration, problems) = try Samples.read(
            Samples.root(
                "\"email_settings\": {\"smtp_host\": \"m\", \"from_email\": \"\(written)\", \"to_email\": \"c@d\"}"
            ))
        #expect(problems.errors.isEmpty)
        #expect(configuration.email?.sender == sender)
    }

    @Test("the language of mails is the top level's unless the settings give another")
    func language() throws {
        let email =
            "\"email_settings\": {\"smtp_host\": \"m\", \"from_email\": \"a@b\", \"to_email\": \"c@d\""
        #expect(try Samples.read(Samples.root(email + "}")).0.email?.language == .portuguese)
        #expect(
            try Samples.read(Samples.root(email + "}, \"language\": \"en\"")).0.email?.language == .english)
        #expect(
            try Samples.read(Samples.root(email + ", \"language\": \"EN\"}")).0.email?.language == .english)
    }
}
