package import VyaCore

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

    /// Makes a mail.
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
