import CCurl
import Glibc
import VyaCore

/// An owned libcurl handle, used for one transfer by one thread.
struct CurlTransfer: ~Copyable {
    private let handle: UnsafeMutableRawPointer
    private var recipients: UnsafeMutablePointer<curl_slist>?
    private var headers: UnsafeMutablePointer<curl_slist>?
    /// The first option that libcurl refused; a transfer without one of its options does not start.
    private var refusal = CURLE_OK

    /// Set up once, when the first message is sent: it costs milliseconds that other commands need not pay.
    private static let isLibraryReady = vya_curl_global_init() == CURLE_OK

    /// Makes a handle; nil when there is no memory.
    init?() {
        guard CurlTransfer.isLibraryReady, let handle = curl_easy_init() else { return nil }
        self.handle = handle
        // No signal handlers: other threads run.
        set(CURLOPT_NOSIGNAL, 1)
        // A resolver that does not answer is left behind instead of waited for.
        set(CURLOPT_QUICK_EXIT, 1)
        // The farewell then belongs to the transfer and its deadline, and not to the clean-up.
        set(CURLOPT_FORBID_REUSE, 1)
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(recipients)
        curl_slist_free_all(headers)
    }

    mutating func set(_ option: CURLoption, _ value: Int) {
        note(vya_curl_set_long(handle, option, value))
    }

    mutating func set(_ option: CURLoption, _ value: String) {
        note(vya_curl_set_text(handle, option, value))
    }

    /// Sets the envelope's recipients.
    mutating func setRecipients(_ addresses: [String]) {
        for address in addresses {
            guard let list = curl_slist_append(recipients, address) else { return note(CURLE_OUT_OF_MEMORY) }
            recipients = list
        }
        note(vya_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients))
    }

    /// Sets the header fields of a request.
    mutating func setHeaders(_ fields: [String]) {
        for field in fields {
            guard let list = curl_slist_append(headers, field) else { return note(CURLE_OUT_OF_MEMORY) }
            headers = list
        }
        note(vya_curl_set_list(handle, CURLOPT_HTTPHEADER, headers))
    }

    /// Runs the transfer to its end and returns libcurl's verdict.
    mutating func perform(_ state: TransferState) -> CURLcode {
        let context = Unmanaged.passUnretained(state).toOpaque()
        note(vya_curl_set_transfer(handle, CURLOPT_READFUNCTION, readMessage))
        note(vya_curl_set_pointer(handle, CURLOPT_READDATA, context))
        // libcurl hands the replies of a mail server to the function for headers.
        note(vya_curl_set_transfer(handle, CURLOPT_HEADERFUNCTION, receiveReply))
        note(vya_curl_set_pointer(handle, CURLOPT_HEADERDATA, context))
        note(vya_curl_set_transfer(handle, CURLOPT_WRITEFUNCTION, receiveBody))
        note(vya_curl_set_pointer(handle, CURLOPT_WRITEDATA, context))
        note(vya_curl_set_progress(handle, stopWhenOver))
        note(vya_curl_set_pointer(handle, CURLOPT_XFERINFODATA, context))
        set(CURLOPT_NOPROGRESS, 0)
        guard refusal == CURLE_OK else { return refusal }
        var message = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let code = message.withUnsafeMutableBytes { buffer in
            _ = vya_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, buffer.baseAddress)
            defer { _ = vya_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, nil) }
            return withoutPipeSignal { curl_easy_perform(handle) }
        }
        state.libraryWords = String.printable(message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)))
        return code
    }

    private mutating func note(_ code: CURLcode) {
        if refusal == CURLE_OK { refusal = code }
    }
}

/// Runs the body with SIGPIPE held back from this thread: OpenSSL writes to a closed connection without asking for
/// EPIPE, and libcurl leaves the signal alone when it may not touch handlers.
private func withoutPipeSignal<Result>(_ body: () -> Result) -> Result {
    var pipe = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
    let result = body()
    var none = timespec()
    while sigtimedwait(&pipe, nil, &none) == SIGPIPE {}
    pthread_sigmask(SIG_SETMASK, &before, nil)
    return result
}

private func state(_ context: UnsafeMutableRawPointer?) -> TransferState? {
    context.map { Unmanaged<TransferState>.fromOpaque($0).takeUnretainedValue() }
}

private let readMessage: TransferFunction = { buffer, size, count, context in
    state(context)?.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count)) ?? 0
}

private let receiveReply: TransferFunction = { buffer, size, count, context in
    let bytes = UnsafeRawBufferPointer(start: buffer, count: size * count)
    return state(context)?.receive(bytes) == true ? bytes.count : refusal(of: bytes.count)
}

private let receiveBody: TransferFunction = { buffer, size, count, context in
    let bytes = UnsafeRawBufferPointer(start: buffer, count: size * count)
    return state(context)?.take(bytes) == true ? bytes.count : refusal(of: bytes.count)
}

/// Any other count than that of the bytes ends the transfer.
private func refusal(of count: Int) -> Int { count == 0 ? 1 : 0 }

/// Anything but 0 ends the transfer; libcurl asks about once a second, even while it waits for the farewell.
private let stopWhenOver: curl_xferinfo_callback = { context, _, _, _, _ in
    state(context)?.isOver == true ? 1 : 0
}

private typealias TransferFunction =
    @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int

/// What one transfer needs while it runs: the bytes still to send, the replies so far, and when it must end.
///
/// It is used by the one thread that runs the transfer, through libcurl's callbacks.
class TransferState {
    private var rest: ArraySlice<UInt8>
    private var received: [UInt8] = []
    /// The replies so far, oldest first, one line each, printable and without the line end.
    private(set) var replies: [String] = []
    /// When the transfer must have ended, on the monotonic clock in seconds.
    let end: Double
    /// What libcurl says about a failure, printable.
    var libraryWords = ""

    init(message: [UInt8], end: Double) {
        rest = message[...]
        self.end = end
    }

    /// True when there is no time left.
    var isOver: Bool { TransferState.monotonicSeconds() >= end }

    /// What the monotonic seconds are counted from.
    private static let origin = ContinuousClock.now

    static func monotonicSeconds() -> Double {
        let elapsed = (ContinuousClock.now - TransferState.origin).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    }

    /// Moves the next bytes of the message into a buffer and returns their count.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let next = rest.prefix(buffer.count)
        buffer.copyBytes(from: next)
        rest = rest.dropFirst(next.count)
        return next.count
    }

    /// Keeps a piece of the replies, and answers whether to go on. A server cannot make it grow: a line is kept to
    /// 1000 bytes, and the last 500 lines are kept.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for byte in bytes {
            if byte == 0x0A {
                if received.last == 0x0D { received.removeLast() }
                replies.append(String.printable(received))
                if replies.count > 500 { replies.removeFirst() }
                received = []
            } else if received.count < 1000 {
                received.append(byte)
            }
        }
        return true
    }

    /// Takes a piece of the body of a reply, which a mail server has none of, and answers whether to go on.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool { true }
}
