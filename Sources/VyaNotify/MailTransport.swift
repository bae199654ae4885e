/// Takes a finished message to a mail server.
package protocol MailTransport: Sendable {
    /// Hands the message over for all of its recipients; throws when the server did not take it for each of them.
    func send(_ message: MailMessage) throws(NotificationError)
}
