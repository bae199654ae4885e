package import VyaCore

/// A mail in the form that travels: RFC 5322 header fields and a `multipart/alternative` body of text and HTML.
///
/// Every header value is made by this type from validated addresses and from text on one line, so that nothing in
/// a report can add a field or a recipient.
package struct MailMessage: Sendable, Equatable {
    /// The message with CRLF line ends, in ASCII.
    package let bytes: [UInt8]
    /// The envelope's sender.
    package let sender: String
    /// The envelope's recipients.
    package let recipients: [String]

    /// Writes the mail; throws `mail.address` when an address could not stand in an SMTP command, and
    /// `mail.no-recipient` when there is none.
    package init(_ mail: Mail) throws(NotificationError) {
        let sender = try MailAddress(mail.sender)
        var recipients: [String] = []
        for text in mail.recipients { recipients.append(try MailAddress(text).text) }
        guard !recipients.isEmpty else {
            throw NotificationError("mail.no-recipient", "the mail has no recipient")
        }
        let identifier = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let domain = sender.domain.utf8.allSatisfy { $0 != UInt8(ascii: "[") } ? sender.domain : "localhost"
        // Not a valid sequence of quoted-printable, so that no part can hold it.
        let boundary = "=_vya_" + identifier
        let fields = [
            "Date: " + MailMessage.date(mail.date),
            "From: VYA BackupDB <" + sender.text + ">",
            "To: " + recipients.joined(separator: ",\r\n "),
            "Subject: " + HeaderText.unstructured(mail.subject),
            "Message-ID: <\(mail.date.fileStamp).\(identifier)@\(domain)>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"",
        ]
        var bytes = Array((fields.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        for (type, body) in [("text/plain", mail.text), ("text/html", mail.html)] {
            bytes += Array("--\(boundary)\r\nContent-Type: \(type); charset=utf-8\r\n".utf8)
            bytes += Array("Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8)
            bytes += QuotedPrintable.encode(body)
            bytes += [0x0D, 0x0A]
        }
        bytes += Array("--\(boundary)--\r\n".utf8)
        self.bytes = bytes
        self.sender = sender.text
        self.recipients = recipients
    }

    /// `Mon, 23 Nov 2026 00:30:00 -0300`; RFC 5322 §3.3.
    static func date(_ moment: Moment) -> String {
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let civil = moment.civil
        let dayNumber = Int((Double(moment.unixSeconds + moment.utcOffset) / 86_400).rounded(.down))
        // 1970-01-01 was a Thursday.
        let day = days[((dayNumber + 4) % 7 + 7) % 7]
        let minutes = abs(moment.utcOffset) / 60
        let zone = (moment.utcOffset < 0 ? "-" : "+") + padded(minutes / 60, 2) + padded(minutes % 60, 2)
        return
            "\(day), \(padded(civil.day, 2)) \(months[civil.month - 1]) \(civil.year) \(civil.time) \(zone)"
    }
}

/// One mail before it is put into the form that travels.
package struct Mail: Sendable, Equatable {
    package var subject: String
    package var text: String
    package var html: String
    /// The address the mail comes from.
    package var sender: String
    /// The addresses it goes to, each once.
    package var recipients: [String]
    /// The time that the `Date` field shows.
    package var date: Moment

    package init(
        subject: String, text: String, html: String, sender: String, recipients: [String], date: Moment
    ) {
        self.subject = subject
        self.text = text
        self.html = html
        self.sender = sender
        self.recipients = recipients
        self.date = date
    }
}
