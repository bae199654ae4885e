import CCurl
import FoundationEssentials
import VyaCore

/// Explains why a mail server did not take a mail, in the server's own words less any secret.
struct SMTPFailure {
    let code: CURLcode
    let state: SMTPTransferState
    let settings: EmailSettings
    let password: Secret?

    private var server: String { "\(settings.host):\(settings.port)" }

    /// The error of a mail that nobody got.
    var error: NotificationError {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return NotificationError(
                "mail.unreachable", "the mail server \(settings.host) was not found",
                details: .verbatim([words].nonEmpty),
                hints: ["check smtp_host and the host's name resolution"],
                isTransient: true)
        case CURLE_COULDNT_CONNECT:
            return NotificationError(
                "mail.unreachable", "no connection to the mail server \(server)",
                details: .verbatim([words].nonEmpty),
                hints: ["check smtp_host, smtp_port and the firewall"], isTransient: true)
        case CURLE_OPERATION_TIMEDOUT, CURLE_ABORTED_BY_CALLBACK:
            return NotificationError(
                "mail.timeout", "the mail server \(server) did not answer in time",
                details: .verbatim(lastReply),
                hints: ["check smtp_port: with use_ssl it is usually 465, with use_tls usually 587"],
                isTransient: true)
        case CURLE_USE_SSL_FAILED:
            return NotificationError(
                "mail.tls-missing",
                "the mail server \(server) does not offer STARTTLS, so neither password nor mail was sent",
                details: .verbatim(lastReply),
                hints: [
                    "set use_ssl instead of use_tls if the port speaks TLS from the first byte (usually 465)"
                ])
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR:
            return NotificationError(
                "mail.certificate",
                "the certificate of the mail server \(server) is not trusted, so neither password nor mail was sent",
                details: .verbatim([words].nonEmpty),
                hints: [
                    "smtp_host must be a name that the certificate carries",
                    "for a private authority name its certificate in email_settings.ca_file",
                ])
        case CURLE_SSL_CACERT_BADFILE:
            return NotificationError(
                "mail.ca-file",
                "the certificates in \(settings.caFile.map { "\($0)" } ?? ("the system's store" as Message)) cannot be read",
                details: .verbatim([words].nonEmpty),
                hints: ["ca_file must be a readable file of certificates in PEM form"])
        case CURLE_SSL_CONNECT_ERROR:
            return NotificationError(
                "mail.tls", "no TLS connection to the mail server \(server)",
                details: .verbatim([words].nonEmpty),
                hints: ["check smtp_port: with use_ssl it is usually 465, with use_tls usually 587"])
        case CURLE_LOGIN_DENIED:
            return NotificationError(
                "mail.login", "the mail server \(server) refused the login\(replyNumber)",
                details: .verbatim(lastReply),
                hints: ["check smtp_user and smtp_password; some providers want a password made for programs"]
            )
        default:
            return errorByReply
        }
    }

    /// The error of a mail that some of its recipients did not get.
    func partialError(_ refusals: [(recipient: String, reply: String)]) -> NotificationError {
        let names = refusals.map(\.recipient).joined(separator: ", ")
        return NotificationError(
            "mail.recipient-refused",
            "the mail server \(server) refused \(names); the other recipients got the mail",
            details: .verbatim(refusals.suffix(3).map { shown($0.reply) }), hints: ["check the address"],
            isTransient: refusals.allSatisfy { $0.reply.begins(with: "4") })
    }

    private var errorByReply: NotificationError {
        switch lastCode ?? 0 {
        case 400..<500:
            NotificationError(
                "mail.deferred", "the mail server \(server) put the mail off\(replyNumber)",
                details: .verbatim(lastReply),
                hints: ["the server's log says why; greylisting ends by itself"], isTransient: true)
        // Servers say so to EHLO or, as Postfix, to the first recipient; all other parameters of ours are known everywhere.
        case 504:
            NotificationError(
                "mail.greeting",
                "the mail server \(server) does not take the name by which this host greets\(replyNumber)",
                details: .verbatim(lastReply),
                hints: [
                    "give the host a qualified name (hostname --fqdn), or set helo_name in email_settings to one"
                ])
        case 500..<600:
            NotificationError(
                "mail.refused", "the mail server \(server) refused the mail\(replyNumber)",
                details: .verbatim(lastReply),
                hints: ["check from_email and the recipients, and whether the server wants a login"])
        default:
            NotificationError(
                "mail.lost", "the connection to the mail server \(server) broke off",
                details: .verbatim(lastReply + [words].nonEmpty), hints: ["the server's log may say why"],
                isTransient: isLostConnection)
        }
    }

    private var isLostConnection: Bool {
        [CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_WEIRD_SERVER_REPLY, CURLE_PARTIAL_FILE]
            .contains(code)
    }

    private var lastCode: Int? { state.lastReply.last.flatMap { Int($0.prefix(3)) } }

    private var replyNumber: String { lastCode.map { $0 >= 400 ? " (\($0))" : "" } ?? "" }

    private var lastReply: [String] { state.lastReply.suffix(3).map(shown) }

    private var words: String {
        let text = state.libraryWords
        return shown(text.isEmpty ? String(cString: curl_easy_strerror(code)) : text)
    }

    private func shown(_ text: String) -> String { redacted(text).shown(atMost: 200) }

    /// The text without the password in the forms in which a server could repeat it.
    private func redacted(_ text: String) -> String {
        guard let plain = password?.exposedPlainText, !plain.isEmpty else { return text }
        let login = "\u{0}\(settings.username ?? "")\u{0}\(plain)"
        let forms = [
            Data(login.utf8).base64EncodedString(), Data(plain.utf8).base64EncodedString(), plain,
            plain.printable,
        ]
        // By bytes: comparing characters could miss one that a combining mark follows.
        let bytes = forms.reduce(Array(text.utf8)) {
            $0.replacing(Array($1.utf8), with: Array(Secret.mask.utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension [String] {
    /// Those that are not empty.
    fileprivate var nonEmpty: [String] { filter { !$0.isEmpty } }
}
