import CCurl
import Glibc
package import VyaCore

/// Sends mail through libcurl: TLS as the settings ask for it and never less, certificates always verified.
package struct SMTPTransport: MailTransport {
    private let settings: EmailSettings
    private let password: Secret?
    private let deadlines: NotificationTimeouts

    /// Makes a transport for the server of the settings; nothing is connected yet.
    package init(settings: EmailSettings, password: Secret?) {
        self.init(settings: settings, password: password, deadlines: NotificationTimeouts())
    }

    init(settings: EmailSettings, password: Secret?, deadlines: NotificationTimeouts) {
        self.settings = settings
        self.password = password
        self.deadlines = deadlines
    }

    /// Hands the message over, within a minute in all.
    ///
    /// After a failure to connect, a lost connection or a 4xx reply it tries again, at most three times; what the
    /// server refused for good is not repeated. A lost connection can so deliver twice, with one `Message-ID`.
    package func send(_ message: MailMessage) throws(NotificationError) {
        let url = try serverURL()
        try checkCredentials()
        let end = monotonicSeconds() + deadlines.total
        var pending = message.recipients
        for pause in deadlines.pauses {
            do {
                return try attempt(message, to: &pending, url: url, end: end)
            } catch {
                guard error.isTransient, monotonicSeconds() + pause < end else { throw error }
                NotificationTimeouts.pause(seconds: pause)
            }
        }
        try attempt(message, to: &pending, url: url, end: end)
    }

    /// Connects, greets, encrypts and logs in as a mail would, says `NOOP` and leaves; nobody gets a mail.
    ///
    /// It takes one attempt. Throws what `send` would throw for the same reason.
    package func probe() throws(NotificationError) {
        let url = try serverURL()
        try checkCredentials()
        let state = SMTPTransferState(message: [], end: monotonicSeconds() + deadlines.total)
        let code = perform(url: url, state) { transfer in
            transfer.set(CURLOPT_CUSTOMREQUEST, "NOOP")
            transfer.set(CURLOPT_NOBODY, 1)
        }
        guard code != CURLE_OK else { return }
        throw SMTPFailure(code: code, state: state, settings: settings, password: password)
            .error
    }

    /// `smtps://host:465/name` or `smtp://host:587/name`; a host is a name or an address and nothing more, and the name is that
    /// by which this host greets.
    private func serverURL() throws(NotificationError) -> String {
        let isIPv6 = settings.host.utf8.contains(UInt8(ascii: ":"))
        var address = in6_addr()
        guard !settings.host.isEmpty,
            isIPv6
                ? inet_pton(AF_INET6, settings.host, &address) == 1
                : settings.host.utf8.allSatisfy(SMTPTransport.hostCharacters.utf8.contains),
            (1...65_535).contains(settings.port)
        else {
            throw NotificationError(
                "mail.server", "\"\(settings.host.shown(atMost: 80)):\(settings.port)\" is not a mail server",
                hints: ["give smtp_host a host name or an address, and smtp_port a port"])
        }
        let scheme = settings.security == .implicitTLS ? "smtps" : "smtp"
        let name = settings.greetingName ?? GreetingName.own
        let isName = !name.isEmpty && name.utf8.allSatisfy(SMTPTransport.hostCharacters.utf8.contains)
        return "\(scheme)://\(isIPv6 ? "[\(settings.host)]" : settings.host):\(settings.port)"
            + (isName ? "/" + name : "")
    }

    private static let hostCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"

    private func checkCredentials() throws(NotificationError) {
        guard settings.username != nil else { return }
        guard password != nil else {
            throw NotificationError(
                "mail.no-password", "a user is given for the mail server, but no password",
                hints: ["set smtp_password, or remove smtp_user"])
        }
        guard settings.security != .plain || isLoopback else {
            throw NotificationError(
                "mail.unprotected", "the password would cross the network unprotected to \(settings.host)",
                hints: ["set use_tls (STARTTLS, usually port 587) or use_ssl (TLS, usually port 465)"])
        }
    }

    /// libcurl resolves `localhost` to the loopback addresses by itself, whatever a resolver says.
    private var isLoopback: Bool {
        if ["localhost", "::1"].contains(settings.host) { return true }
        var address = in_addr()
        return inet_pton(AF_INET, settings.host, &address) == 1
            && UInt32(bigEndian: address.s_addr) >> 24 == 127
    }

    /// Hands the message over to those who have not got it; leaves in `pending` whom the server refused.
    private func attempt(
        _ message: MailMessage, to pending: inout [String], url: String, end: Double
    ) throws(NotificationError) {
        let state = SMTPTransferState(message: message.bytes, end: end)
        let code = perform(url: url, state) { [pending] transfer in
            transfer.set(CURLOPT_UPLOAD, 1)
            transfer.set(CURLOPT_MAIL_FROM, "<\(message.sender)>")
            transfer.setRecipients(pending.map { "<\($0)>" })
            // One mistyped address must not keep the alarm from the others.
            transfer.set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1)
        }
        let failure = SMTPFailure(
            code: code, state: state, settings: settings, password: password)
        guard code == CURLE_OK else { throw failure.error }
        let refusals = state.refusals(of: pending)
        pending = refusals.map(\.recipient)
        if !refusals.isEmpty { throw failure.partialError(refusals) }
    }

    /// Runs one transfer to its end; `conversation` then holds what the server said.
    private func perform(
        url: String, _ state: SMTPTransferState, _ prepare: (inout CurlTransfer) -> Void
    ) -> CURLcode {
        guard var transfer = CurlTransfer() else { return CURLE_OUT_OF_MEMORY }
        transfer.set(CURLOPT_URL, url)
        transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        // An address book or proxy of the environment has no say in where the password goes.
        transfer.set(CURLOPT_PROXY, "")
        transfer.set(CURLOPT_USE_SSL, settings.security == .plain ? 0 : Int(CURLUSESSL_ALL.rawValue))
        transfer.set(CURLOPT_SSL_VERIFYPEER, 1)
        transfer.set(CURLOPT_SSL_VERIFYHOST, 2)
        transfer.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let caFile = settings.caFile { transfer.set(CURLOPT_CAINFO, caFile) }
        if let username = settings.username, let password {
            transfer.set(CURLOPT_USERNAME, username)
            transfer.set(CURLOPT_PASSWORD, password.exposedPlainText)
        }
        prepare(&transfer)
        // libcurl would take what it thinks strongest, Kerberos and NTLM among it, for which a password is not enough.
        if !state.takesAnyLogin { transfer.set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN") }
        let left = max(0.001, state.end - monotonicSeconds())
        transfer.set(CURLOPT_TIMEOUT_MS, Int(left * 1000))
        // One that is slow to greet may have all of it.
        transfer.set(CURLOPT_CONNECTTIMEOUT_MS, Int(left * 1000))
        let code = transfer.perform(state)
        guard code == CURLE_LOGIN_DENIED, !state.takesAnyLogin, state.offersOtherLogins else { return code }
        state.takesAnyLogin = true
        return perform(url: url, state, prepare)
    }

    private func monotonicSeconds() -> Double { SMTPTransferState.monotonicSeconds() }
}

/// A transfer to a mail server.
final class SMTPTransferState: TransferState {
    /// True once the server has shown that it takes neither PLAIN nor LOGIN.
    var takesAnyLogin = false

    /// True when the server offers ways to log in, and neither PLAIN nor LOGIN is one.
    var offersOtherLogins: Bool {
        let words = replies.filter { $0.begins(with: "250") }.map { String($0.dropFirst(4)).uppercased() }
            .filter { $0.begins(with: "AUTH ") || $0.begins(with: "AUTH=") }
            .flatMap { $0.dropFirst(5).pieces(separatedBy: " ").map(String.init) }
        return !words.isEmpty && !words.has("PLAIN") && !words.has("LOGIN")
    }

    /// The last reply before the farewell, as all its lines.
    var lastReply: [String] {
        let replies = replies.last?.begins(with: "221") == true ? replies.dropLast() : replies[...]
        guard let last = replies.last else { return [] }
        return replies.reversed().prefix { $0.prefix(3) == last.prefix(3) }.reversed()
    }

    /// What the server said to those recipients that it refused although it took the message.
    ///
    /// The last replies of a message that was taken are one for each recipient, 354 and the final one.
    func refusals(of recipients: [String]) -> [(recipient: String, reply: String)] {
        let final = replies.filter { !$0.dropFirst(3).begins(with: "-") }
        guard let go = final.lastIndex(where: { $0.begins(with: "354") }), go >= recipients.count else {
            return []
        }
        return zip(recipients, final[(go - recipients.count)..<go])
            .filter { !$1.begins(with: "2") }.map { (recipient: $0, reply: $1) }
    }
}
