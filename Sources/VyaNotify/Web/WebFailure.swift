import CCurl
import VyaCore

/// Explains why a service on the web did not take a request, in its own words less any secret.
struct WebFailure {
    let code: CURLcode
    let state: WebTransferState
    let request: WebRequest
    let caFile: String?

    private var place: String { request.address.place }

    /// The error; nil when the service has taken the request.
    var error: NotificationError? {
        // What ends the reading of an endless reply is our own limit, and the status stands before it.
        guard code == CURLE_OK || state.isCut else { return errorOfTransfer }
        switch state.status ?? 0 {
        case 200..<300:
            guard let expected = request.expected, !state.firstLine.holds(expected) else { return nil }
            return NotificationError(
                "web.other-reply", "\(place) did not answer as the service of this style does",
                details: .verbatim(firstLine), hints: ["check the address and the style"])
        case 300..<400:
            let target: Message =
                state.redirection.flatMap { WebAddress($0)?.place }.map { "\($0)" } ?? "another address"
            return NotificationError(
                "web.redirected", "\(place) sends on to \(target), which is not followed",
                hints: ["give the address that it sends on to, if you trust it"])
        case let status where status == 429 || status >= 500:
            return NotificationError(
                "web.server-error", "\(place) answered with \(status)", details: .verbatim(firstLine),
                hints: ["the service's own log or status page may say why"], isTransient: true)
        case let status where status >= 400:
            return NotificationError(
                "web.refused", "\(place) answered with \(status)", details: .verbatim(firstLine),
                hints: ["check the address, and whether it is still valid"])
        default:
            return NotificationError(
                "web.lost", "\(place) answered with no HTTP status", details: .verbatim(firstLine),
                hints: ["check the address and its port"])
        }
    }

    private var errorOfTransfer: NotificationError {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            NotificationError(
                "web.unreachable", "the host of \(place) was not found", details: .verbatim(words),
                hints: ["check the address and the host's name resolution"], isTransient: true)
        case CURLE_COULDNT_CONNECT:
            NotificationError(
                "web.unreachable", "no connection to \(place)", details: .verbatim(words),
                hints: ["check the address, its port and the firewall"], isTransient: true)
        case CURLE_OPERATION_TIMEDOUT, CURLE_ABORTED_BY_CALLBACK:
            NotificationError(
                "web.timeout", "\(place) did not answer in time",
                hints: ["check the service, or raise timeout_seconds"])
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR:
            NotificationError(
                "web.certificate", "the certificate of \(place) is not trusted, so nothing was sent",
                details: .verbatim(words), hints: ["for a private authority name its certificate in ca_file"])
        case CURLE_SSL_CACERT_BADFILE:
            NotificationError(
                "web.ca-file",
                "the certificates in \(caFile.map { "\($0)" } ?? ("the system's store" as Message)) cannot be read",
                details: .verbatim(words),
                hints: ["ca_file must be a readable file of certificates in PEM form"])
        case CURLE_SSL_CONNECT_ERROR:
            NotificationError(
                "web.tls", "no TLS connection to \(place)", details: .verbatim(words),
                hints: ["check whether the port speaks TLS: http:// and https:// are not the same"])
        default:
            NotificationError(
                "web.lost", "the connection to \(place) broke off", details: .verbatim(words),
                hints: ["the service's own log may say why"])
        }
    }

    private var firstLine: [String] { [shown(state.firstLine)].filter { !$0.isEmpty } }

    private var words: [String] {
        let text = state.libraryWords
        return [shown(text.isEmpty ? String(cString: curl_easy_strerror(code)) : text)]
    }

    /// The text without the parts of the address and without the token, which a service could repeat.
    private func shown(_ text: String) -> String {
        let secrets =
            request.address.secretParts + [request.token, request.hidden].map { $0?.exposedPlainText ?? "" }
        let bytes = secrets.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
            .reduce(Array(text.utf8)) { $0.replacing(Array($1.utf8), with: Array(Secret.mask.utf8)) }
        return String(decoding: bytes, as: UTF8.self).shown(atMost: 200)
    }
}
