import Testing
import VyaCore

@testable import VyaNotify
import VyaTestSupport

@Suite("The form in which a mail travels", .ownThread)
struct MailMessageTests {
    private func message(
        subject: String = "subject", text: String = "text", html: String = "<p>html</p>",
        to recipients: [String] = ["ops@example.com"]
    ) throws -> MailMessage {
        try MailMessage(
            Mail(
                subject: subject, text: text, html: html, sender: "vya@example.com", recipients: recipients,
                date: Samples.now))
    }

    @Test(
        "a subject comes back as it was, in encoded words of at most 75 characters",
        arguments: [
            "VYA BackupDB - SUCESSO - srv01 - 2026-11-23 00:41:12",
            "VYA BackupDB - ATENÇÃO - srv01 - 2026-11-23 00:41:12 - TESTE",
            "日本語のホスト名 é e\u{301} 🐘🐬 " + String(repeating: "ção", count: 60),
            "=?UTF-8?B?aGVsbG8=?=", String(repeating: "x", count: 1200),
            String(repeating: "x ", count: 200) + "y",
        ])
    func subject(text: String) throws {
        let message = try message(subject: text)
        let read = try ReceivedMail(message.bytes)
        #expect(Array(read.content.subject.utf8) == Array(text.utf8))
        #expect(read.content.encoded_words.allSatisfy { $0.utf8.count <= 75 })
        #expect(read.content.longest_line <= 78)
        #expect(read.content.defects == [])
    }

    @Test("text and HTML come back byte for byte")
    func bodies() throws {
        let text =
            "Olá, ATENÇÃO\n.\n..dot\nFrom me\n--=_vya_\nspace \ntab\t\n\n=3D "
            + String(repeating: "é", count: 500)
            + "\n" + String(repeating: "x", count: 3000) + " \u{0}\u{1} 🐘\n-- \nend"
        let html = "<p title=\"ç\">" + text + "</p>"
        let read = try ReceivedMail(message(text: text, html: html).bytes)
        #expect(Array(read.content.text.utf8) == Array((text + "\n").utf8))
        #expect(Array(read.content.html.utf8) == Array((html + "\n").utf8))
        #expect(read.content.type == "multipart/alternative")
        #expect(read.content.attachments == 0)
        #expect(read.content.longest_line <= 78)
        #expect(read.content.bare_line_ends == 0)
        #expect(read.content.defects == [])
    }

    @Test("the header holds what a mail needs, and says that a program sent it")
    func fields() throws {
        let bytes = try message(to: ["a@example.com", "b@example.com"]).bytes
        let read = try ReceivedMail(bytes)
        #expect(
            read.content.names == [
                "auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject",
                "to",
            ])
        #expect(read.content.auto == "auto-generated")
        #expect(read.content.from == ["vya@example.com"])
        #expect(read.content.to == ["a@example.com", "b@example.com"])
        #expect(read.content.date == "2026-11-23T00:41:12-03:00")
        let differs = try message().bytes != message().bytes
        #expect(differs, "a message id is used once")
    }

    @Test(
        "the date is RFC 5322's",
        arguments: [
            (Samples.now, "Mon, 23 Nov 2026 00:41:12 -0300"),
            (Moment(unixSeconds: 0), "Thu, 01 Jan 1970 00:00:00 +0000"),
            (Moment(unixSeconds: -1, utcOffset: 0), "Wed, 31 Dec 1969 23:59:59 +0000"),
            (Moment(unixSeconds: 951_782_400, utcOffset: 20_700), "Tue, 29 Feb 2000 05:45:00 +0545"),
        ])
    func date(moment: Moment, written: String) {
        #expect(MailMessage.date(moment) == written)
    }

    @Test(
        "H5 a line end in a name, a host or an error adds no field and no recipient",
        arguments: [
            "x\r\nBcc: evil@x", "x\nBcc: evil@x", "x\rBcc: evil@x", "x\r\n\r\nBcc: evil@x",
            "x\u{85}Bcc: evil@x",
            "x\u{2028}Bcc: evil@x", "x\u{0}\r\n Bcc: evil@x", "=?UTF-8?B?DQpCY2M6IGV2aWxAeA==?=",
        ])
    func injection(hostile: String) throws {
        let error = Explanation("x", "\(hostile)", details: ["\(hostile)"], hints: ["\(hostile)"])
        var report = Samples.report(
            [Samples.dump(ExactName(hostile), .failure, warnings: [hostile], error: error)], host: hostile,
            warnings: [hostile])
        report.runID = hostile
        let mail = try #require(RunMail.compose(report: report, settings: Samples.settings, now: Samples.now))
        let message = try MailMessage(mail)
        let read = try ReceivedMail(message.bytes)
        #expect(message.recipients == ["bad@example.com"])
        #expect(read.content.to == ["bad@example.com"])
        #expect(!read.content.names.contains("bcc"))
        #expect(read.content.names.count == 8)
        let isOneLine = read.content.subject.unicodeScalars.allSatisfy {
            ![.control, .lineSeparator].contains($0.properties.generalCategory)
        }
        #expect(isOneLine)
        #expect(read.content.longest_line <= 78)
        #expect(read.content.defects == [])
    }

    @Test(
        "H6 an address that could end the SMTP command is refused",
        arguments: [
            "a@example.com>\r\nRSET\r\nMAIL FROM:<b@example.com", "a@example.com\r\n", "a@example.com\n",
            "a b@example.com",
            "<a@example.com>", "A <a@example.com>", "a@b@example.com", "@example.com", "a@", "a", "",
            "a@exa mple.com",
            "a@example.com, b@example.com", "\"a b\"@example.com", "a\u{0}@example.com", "ação@example.com",
            "a@example.com SIZE=1", "a@exämple.com", String(repeating: "a", count: 65) + "@example.com",
        ])
    func envelope(address: String) throws {
        let asRecipient = #expect(throws: NotificationError.self) {
            try message(to: ["ops@example.com", address])
        }
        #expect(asRecipient?.explanation.code == "mail.address")
        #expect(asRecipient?.explanation.description.unicodeScalars.contains("\r") == false)
        let mail = Mail(
            subject: "", text: "", html: "", sender: address, recipients: ["ops@example.com"],
            date: Samples.now)
        #expect(throws: NotificationError.self) { try MailMessage(mail) }
    }

    @Test(
        "addresses that are in use are taken",
        arguments: [
            "ops@example.com", "first.last+tag@mail.example.co.uk", "o'neil@example.com", "root@localhost",
            "a@[192.0.2.1]",
            "a_b-c=d@ex-ample.com",
        ])
    func addresses(address: String) throws {
        #expect(try message(to: [address]).recipients == [address])
    }
}
