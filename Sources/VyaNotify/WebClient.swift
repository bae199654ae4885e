import CCurl
import VyaCore

/// Sends requests through libcurl: certificates always verified, no redirect ever followed, no proxy, and never longer
/// than the deadlines.
struct WebClient: Sendable {
    let deadlines: Deadlines
    let caFile: String?

    /// Makes a client that gives up after so many seconds in all.
    init(timeoutSeconds: Int, caFile: String? = nil) {
        let total = Double(timeoutSeconds)
        self.init(
            deadlines: Deadlines(connect: min(10, total), total: total, pauses: [1, 3]), caFile: caFile)
    }

    init(deadlines: Deadlines, caFile: String? = nil) {
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
                "web.unprotected", "the password would cross the network unprotected to \(request.address)",
                hints: ["use an address that begins with https://"])
        }
        let end = Conversation.monotonicSeconds() + deadlines.total
        for pause in deadlines.pauses {
            do {
                return try attempt(request, end: end)
            } catch {
                guard error.isTransient, Conversation.monotonicSeconds() + pause < end else { throw error }
                Deadlines.pause(seconds: pause)
            }
        }
        try attempt(request, end: end)
    }

    /// Connects to the service, and encrypts where the address says so, without a request: nothing is told.
    ///
    /// It takes one attempt.
    func reach(_ address: WebAddress) throws(NotificationError) {
        let conversation = WebConversation(
            message: [], end: Conversation.monotonicSeconds() + deadlines.total)
        let request = WebRequest(method: .get, address: address)
        let code = perform(request, conversation, isConnectionOnly: true)
        guard code != CURLE_OK else { return }
        let failure = WebFailure(code: code, conversation: conversation, request: request, caFile: caFile)
        if let error = failure.error { throw error }
    }

    private func attempt(_ request: WebRequest, end: Double) throws(NotificationError) {
        let conversation = WebConversation(message: request.body, end: end)
        let code = perform(request, conversation)
        let failure = WebFailure(code: code, conversation: conversation, request: request, caFile: caFile)
        if let error = failure.error { throw error }
    }

    /// Runs one transfer to its end; `conversation` then holds what the service said.
    private func perform(
        _ request: WebRequest, _ conversation: WebConversation, isConnectionOnly: Bool = false
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
        let left = max(0.001, conversation.end - Conversation.monotonicSeconds())
        transfer.set(CURLOPT_TIMEOUT_MS, Int(left * 1000))
        transfer.set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(deadlines.connect, left) * 1000))
        return transfer.perform(conversation)
    }
}
