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
            "a@b\\r\\nRSET\\r\\nMAIL FROM:<x@y>", "a b@c", "<a@b>", "Ana <a@b>", "a@b@c", "a", "@b", "a@",
            "ana@é.org",
            "é@b.org", "a@b,c@d", "a\\t@b", "a@-b", "a@b..c", ".a@b", "a.@b", "\\\"a b\\\"@c",
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
