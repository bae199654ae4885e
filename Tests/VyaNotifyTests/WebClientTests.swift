import Testing
import VyaCore
import VyaTestSupport

@testable import VyaNotify

/// Against real servers on loopback, honest ones and others.
@Suite("Requests to services on the web", .ownThread)
struct WebClientTests {
    private static let token = "S3CR3T_token"
    private static let path = "/hook/S3CR3T_path"
    private static let hasty = NotificationTimeouts(connect: 1, total: 2, pauses: [0.01, 0.01])
    private static let patient = NotificationTimeouts(connect: 20, total: 40, pauses: [0.01, 0.01])

    /// Sends a document and returns the error, if any, after looking for secrets in it.
    private func send(
        to address: String, _ deadlines: NotificationTimeouts = patient, caFile: String? = nil
    ) throws -> NotificationError? {
        let request = WebRequest(
            method: .post, address: try #require(WebAddress(address + Self.path)), token: Secret(Self.token),
            body: Array("{}".utf8))
        do {
            try WebClient(deadlines: deadlines, caFile: caFile).send(request)
            return nil
        } catch {
            var dumped = ""
            dump(error, to: &dumped)
            #expect(!dumped.contains("S3CR3T") && !"\(error)".contains("S3CR3T"), "a secret is in an error")
            return error
        }
    }

    @Test("a probe connects and looks at the certificate, and sends no request")
    func probe() throws {
        func reach(_ address: String, caFile: String? = nil) throws -> String? {
            let probe = WebProbe(timeoutSeconds: 20, caFile: caFile)
            do { try probe.reach(#require(WebAddress(address + Self.path))) } catch let error
                as NotificationError
            {
                #expect(!"\(error)".contains("S3CR3T"), "a secret is in an error")
                return error.explanation.code.rawValue
            }
            return nil
        }
        let server = try WebServer("ok")
        #expect(try reach(server.address) == nil)
        let authority = try TestAuthority()
        let encrypted = try WebServer("ok", certificate: authority.certificate(for: "IP:127.0.0.1"))
        let address = "https://127.0.0.1:\(encrypted.port)"
        #expect(try reach(address, caFile: authority.file) == nil)
        #expect(try reach(address) == "web.certificate")
        #expect(try reach("http://127.0.0.1:\(try closedLoopbackPort())") == "web.unreachable")
        #expect(try server.requests().isEmpty && encrypted.requests().isEmpty)
    }

    @Test("a request arrives once, with its token and its body")
    func arrives() throws {
        let server = try WebServer("ok")
        #expect(try send(to: server.address) == nil)
        let requests = try server.requests()
        #expect(requests.map(\.line) == ["POST " + Self.path])
        #expect(requests.first?.headers["authorization"] == "Bearer " + Self.token)
        #expect(requests.first?.text == "{}")
    }

    @Test(
        "H8 a redirect is not followed, neither to the same host nor to another, neither with TLS nor without"
    )
    func redirect() throws {
        let other = try WebServer("ok")
        let authority = try TestAuthority()
        let certificate = try authority.certificate(for: "IP:127.0.0.1")
        for isEncrypted in [false, true] {
            let server = try WebServer(
                "redirect", target: other.address + Self.path, certificate: isEncrypted ? certificate : nil)
            let scheme = isEncrypted ? "https" : "http"
            let error = try send(to: "\(scheme)://127.0.0.1:\(server.port)", caFile: authority.file)
            #expect(error?.explanation.code == "web.redirected")
            #expect(error?.explanation.message.contains(other.address) == true)
            #expect(try server.requests().count == 1)
        }
        #expect(try other.requests().isEmpty)
    }

    @Test(
        "H9 a service that never answers, or a byte at a time, is left at the deadline",
        arguments: ["silent", "drip"])
    func hangs(mode: String) throws {
        let server = try WebServer(mode)
        let started = TransferState.monotonicSeconds()
        #expect(try send(to: server.address, Self.hasty)?.explanation.code == "web.timeout")
        #expect(TransferState.monotonicSeconds() - started < 40)
        #expect(try server.requests().count == 1, "what may have arrived is not sent again")
    }

    @Test(
        "H9 of an endless reply no more is read than 64 KiB and what lies in the sockets",
        arguments: ["endless", "headers"])
    func endless(mode: String) throws {
        let server = try WebServer(mode)
        let error = try send(to: server.address)
        // The status stands before an endless body; of an endless head nothing can be said.
        #expect(error?.explanation.code == (mode == "endless" ? nil : "web.lost"))
        // The kernel takes some megabytes for a socket before the reader has read any.
        #expect(try server.taken() < 32 << 20)
    }

    @Test("H9 the reply is cut at 64 KiB, and what is kept of it at 1000 bytes")
    func cap() {
        let state = WebTransferState(message: [], end: .infinity)
        let piece = [UInt8](repeating: 0x78, count: 16_384)
        let answers = (0..<5).map { _ in piece.withUnsafeBytes { state.take($0) } }
        #expect(answers == [true, true, true, true, false])
        #expect(state.isCut)
        #expect(state.firstLine.utf8.count == 1000)
    }

    @Test("H9 a 500 and a refusal to connect are tried three times, a 404 once")
    func statuses() throws {
        for (status, code, tries) in [
            ("500", "web.server-error", 3), ("429", "web.server-error", 3), ("404", "web.refused", 1),
        ] {
            let server = try WebServer(status)
            let error = try send(to: server.address)
            #expect(error?.explanation.code == code)
            #expect(error?.explanation.message.contains(status) == true)
            #expect(try server.requests().count == tries)
        }
        let once = try WebServer("once-503")
        #expect(try send(to: once.address) == nil)
        #expect(try once.requests().count == 2)
        #expect(try send(to: "http://127.0.0.1:1")?.explanation.code == "web.unreachable")
    }

    @Test("G9 a service that repeats address and token brings neither into the error")
    func echo() throws {
        let server = try WebServer("echo")
        let error = try send(to: server.address)
        #expect(error?.explanation.code == "web.refused")
        #expect(error?.explanation.details.first?.contains("no such thing") == true)
    }

    @Test("a certificate that no authority vouches for is refused before anything is sent")
    func certificate() throws {
        let authority = try TestAuthority()
        let server = try WebServer("ok", certificate: authority.certificate(for: "IP:127.0.0.1"))
        let address = "https://127.0.0.1:\(server.port)"
        #expect(try send(to: address)?.explanation.code == "web.certificate")
        #expect(try server.requests().isEmpty)
        #expect(try send(to: address, caFile: authority.file) == nil)
    }

    @Test("a token or a password never crosses the network without TLS")
    func unprotected() throws {
        // A reserved address: if it were tried, the error would be another one.
        #expect(try send(to: "http://192.0.2.1", Self.hasty)?.explanation.code == "web.unprotected")
    }
}
