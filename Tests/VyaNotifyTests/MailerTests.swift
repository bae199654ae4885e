import Testing
import VyaCore
import VyaTestSupport

@testable import VyaNotify

@Suite("Telling people", .ownThread)
struct MailerTests {
    @Test("a run's mail is sent to those it concerns, and who was told is answered")
    func notify() throws {
        let server = try SMTPServer("plain")
        let told = try Mailer(settings: server.settings(), password: nil).notify(report: Samples.eventful)
        #expect(told == ["ops@example.com"])
        #expect(try server.mails().count == 1)
    }

    @Test("nothing is connected for a run that nobody is to hear of")
    func silence() throws {
        let server = try SMTPServer("plain")
        let told = try Mailer(settings: server.settings(recipients: []), password: nil)
            .notify(report: Samples.eventful)
        #expect(told == [])
        #expect(server.connections == 0)
    }

    @Test("the test sends a success and a failure, both marked, to both lists")
    func sendTest() throws {
        let server = try SMTPServer("plain")
        var settings = server.settings()
        settings.successRecipients = ["good@example.com"]
        let told = try Mailer(settings: settings, password: nil).sendTest(host: "srv01", now: Samples.now)
        #expect(told == ["good@example.com", "ops@example.com"])
        let mails = try server.mails()
        #expect(
            mails.map(\.content.subject) == [
                "VYA BackupDB - SUCESSO - srv01 - 2026-11-23 00:41:12 - TESTE",
                "VYA BackupDB - FALHA - srv01 - 2026-11-23 00:41:12 - TESTE",
            ])
        #expect(mails.allSatisfy { $0.content.text.contains("dados inventados") })
        #expect(mails.allSatisfy { $0.content.html.contains("dados inventados") })
    }

    @Test("the test says so when mails are off or a list is empty")
    func sendTestToNobody() throws {
        var settings = Samples.settings
        settings.enabled = false
        let off = #expect(throws: NotificationError.self) {
            try Mailer(settings: settings, password: nil).sendTest(host: "srv01")
        }
        #expect(off?.explanation.code == "mail.disabled")
        let server = try SMTPServer("plain")
        var half = server.settings()
        half.failureRecipients = []
        let nobody = #expect(throws: NotificationError.self) {
            try Mailer(settings: half, password: nil).sendTest(host: "srv01")
        }
        #expect(nobody?.explanation.code == "mail.no-recipient")
        #expect(nobody?.explanation.hints.first?.contains("failure_recipients") == true)
    }
}
