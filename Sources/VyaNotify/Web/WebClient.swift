import CCurl
package import VyaCore

/// Sends requests through libcurl: certificates always verified, no redirect ever followed, no proxy, and never longer
/// than the deadlines.
struct WebClient: Sendable {
    let deadlines: NotificationTimeouts
    let caFile: String?

    /// Makes a client that gives up after so many seconds in all.
    init(timeoutSeconds: Int, caFile: String? = nil) {
        let total = Double(timeoutSeconds)
        self.init(
            deadlines: NotificationTimeouts(connect: min(10, total), total: total, pauses: [1, 3]),
            caFile: caFile)
    }

    init(deadlines: NotificationTimeouts, caFile: String? = nil) {
        self.deadlines = deadlines
        self.caFile = caFile
    }

    /// Sends the request until the service says that it has it, with 2xx.
    ///
    /// After a failure to connect, 429 or 5xx it tries again, at most three times; what was refused for good, or may
    /// have arrived, is not repeated.
    func send(_ request: WebRequest) throws(NotificationError) {
        let hasSecret = request.token != nil || request.address.hasCredentials
        guard request.address.isEncrypted || request.address.isLoopback || !hasSecret else {
            throw NotificationError(
                "web.unprotected",
                "the password would cross the network unprotected to \(request.address.place)",
                hints: ["use an address that begins with https://"])
        }
        let end = TransferState.monotonicSeconds() + deadlines.total
        for pause in deadlines.pauses {
            do {
                return try attempt(request, end: end)
            } catch {
                guard error.isTransient, TransferState.monotonicSeconds() + pause < end else { throw error }
                NotificationTimeouts.pause(seconds: pause)
            }
        }
        try attempt(request, end: end)
    }

    /// Connects to the service, and encrypts where the address says so, without a request: nothing is told.
    ///
    /// It takes one attempt.
    func reach(_ address: WebAddress) throws(NotificationError) {
        let state = WebTransferState(
            message: [], end: TransferState.monotonicSeconds() + deadlines.total)
        let request = WebRequest(method: .get, address: address)
        let code = perform(request, state, isConnectionOnly: true)
        guard code != CURLE_OK else { return }
        let failure = WebFailure(code: code, state: state, request: request, caFile: caFile)
        if let error = failure.error { throw error }
    }

    private func attempt(_ request: WebRequest, end: Double) throws(NotificationError) {
        let state = WebTransferState(message: request.body, end: end)
        let code = perform(request, state)
        let failure = WebFailure(code: code, state: state, request: request, caFile: caFile)
        if let error = failure.error { throw error }
    }

    /// Runs one transfer to its end; `conversation` then holds what the service said.
    private func perform(
        _ request: WebRequest, _ state: WebTransferState, isConnectionOnly: Bool = false
    ) -> CURLcode {
        guard var transfer = CurlTransfer() else { return CURLE_OUT_OF_MEMORY }
        if isConnectionOnly { transfer.set(CURLOPT_CONNECT_ONLY, 1) }
        transfer.set(CURLOPT_URL, request.address.exposedPlainText)
        transfer.set(CURLOPT_PROTOCOLS_STR, "http,https")
        // A redirect would take the address, a token or a report to whom nobody named.
        transfer.set(CURLOPT_FOLLOWLOCATION, 0)
        transfer.set(CURLOPT_PROXY, "")
        transfer.set(CURLOPT_SSL_VERIFYPEER, 1)
        transfer.set(CURLOPT_SSL_VERIFYHOST, 2)
        transfer.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let caFile { transfer.set(CURLOPT_CAINFO, caFile) }
        transfer.set(CURLOPT_USERAGENT, "vya-backup")
        switch request.method {
        case .get: transfer.set(CURLOPT_HTTPGET, 1)
        case .post:
            transfer.set(CURLOPT_POST, 1)
            transfer.set(CURLOPT_POSTFIELDSIZE, request.body.count)
        case .put:
            transfer.set(CURLOPT_UPLOAD, 1)
            transfer.set(CURLOPT_INFILESIZE, request.body.count)
        }
        // Without `Expect`, which makes services wait that do not know it.
        var headers = ["Expect:"]
        if request.method != .get { headers.append("Content-Type: " + request.contentType) }
        if let token = request.token { headers.append("Authorization: Bearer " + token.exposedPlainText) }
        transfer.setHeaders(headers)
        let left = max(0.001, state.end - TransferState.monotonicSeconds())
        transfer.set(CURLOPT_TIMEOUT_MS, Int(left * 1000))
        transfer.set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(deadlines.connect, left) * 1000))
        return transfer.perform(state)
    }
}

/// Finds out whether a service on the web can be reached, without telling it anything.
package struct WebProbe: Sendable {
    private let timeoutSeconds: Int
    private let caFile: String?

    /// Makes a probe that gives up after so many seconds; `caFile` holds a private authority's certificate.
    package init(timeoutSeconds: Int, caFile: String? = nil) {
        self.timeoutSeconds = timeoutSeconds
        self.caFile = caFile
    }

    /// Connects, and for `https` verifies the certificate; throws when either fails.
    package func reach(_ address: WebAddress) throws(NotificationError) {
        try WebClient(timeoutSeconds: timeoutSeconds, caFile: caFile).reach(address)
    }
}

/// One request to a service on the web.
struct WebRequest: Sendable {
    enum Method: Sendable { case get, post, put }

    var method: Method
    var address: WebAddress
    /// What is sent as `Authorization: Bearer`.
    var token: Secret?
    /// What the body holds and a service could repeat.
    var hidden: Secret?
    /// What the first line of the reply holds when the service has taken it; nil where the status alone says that.
    var expected: String?
    var contentType = "application/json"
    var body: [UInt8] = []
}

/// One exchange over HTTP; of the reply 64 KiB are read and no more, headers and body together.
final class WebTransferState: TransferState {
    static let replyLimit = 65_536
    private var left = WebTransferState.replyLimit
    private var beginning: [UInt8] = []

    /// True when the rest of the body was not read; a head without end is no reply.
    private(set) var isCut = false

    override func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        allows(bytes.count) && super.receive(bytes)
    }

    override func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        isCut = !allows(bytes.count)
        guard !isCut else { return false }
        beginning += bytes.prefix(max(0, 1000 - beginning.count))
        return true
    }

    /// The status of the last reply; nil when there was none.
    var status: Int? {
        replies.last { $0.begins(with: "HTTP/") }.flatMap { $0.pieces(separatedBy: " ").dropFirst().first }
            .flatMap { Int($0) }
    }

    /// Where the last reply sends the caller, as it says so.
    var redirection: String? {
        replies.last { $0.lowercased().begins(with: "location:") }
            .map { String($0.dropFirst("location:".unicodeScalars.count).dropping(leading: " ")) }
    }

    /// The first line of the reply's body, printable.
    var firstLine: String { String.printable(beginning.prefix { $0 != 0x0A && $0 != 0x0D }) }

    private func allows(_ count: Int) -> Bool {
        left -= count
        return left >= 0
    }
}
