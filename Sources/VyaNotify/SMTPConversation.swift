import VyaCore

/// A transfer to a mail server.
final class SMTPConversation: Conversation {
    /// The last reply before the farewell, as all its lines.
    var lastReply: [String] {
        let replies = replies.last?.hasPrefix("221") == true ? replies.dropLast() : replies[...]
        guard let last = replies.last else { return [] }
        return replies.reversed().prefix { $0.prefix(3) == last.prefix(3) }.reversed()
    }

    /// What the server said to those recipients that it refused although it took the message.
    ///
    /// The last replies of a message that was taken are one for each recipient, 354 and the final one.
    func refusals(of recipients: [String]) -> [(recipient: String, reply: String)] {
        let final = replies.filter { !$0.dropFirst(3).hasPrefix("-") }
        guard let go = final.lastIndex(where: { $0.hasPrefix("354") }), go >= recipients.count else {
            return []
        }
        return zip(recipients, final[(go - recipients.count)..<go])
            .filter { !$1.hasPrefix("2") }.map { (recipient: $0, reply: $1) }
    }
}
