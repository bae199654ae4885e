import Glibc
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaNotify

/// Against real mail servers on loopback, honest ones and others.
@Suite("Sending mail", .ownThread)
struct SMTPTransportTests {
    private static let password = "S3CR3T_canary \\\"é"
    /// Short, so that a server that stalls costs a test a second.
    private static let hasty = NotificationTimeouts(connect: 1, total: 2, pauses: [0.01, 0.01])
    /// Long enough for an honest server on a busy machine.
    private static let patient = NotificationTimeouts(connect: 20, total: 40, pauses: [0.01, 0.01])

    /// Sends a mail of the eventful run and returns the error, if any, after looking for the password in it.
    private func send(
        _ settings: EmailSettings, password: String? = password, _ deadlines: NotificationTimeouts = patient
    ) throws -> NotificationError? {
        let mail = try #require(
            RunMail.compose(report: Samples.eventful, settings: settings, now: Samples.now))
        let transport = SMTPTransport(
            settings: settings, password: password.map { Secret($0) }, deadlines: deadlines)
        do {
            try transport.send(MailMessage(mail))
            return nil
        } catch {
            var dumped = ""
            dump(error, to: &dumped)
            for text in [error.description, "\(error)", String(reflecting: error), dumped] {
                #expect(!text.contains("S3CR3T"), "G9 the password is in an error")
                // What base64 makes of it, in `AUTH LOGIN` and in `AUTH PLAIN`.
                #expect(!text.contains("UzNDUjNU") && !text.contains("M0NSM1") && !text.contains("MzQ1IzV"))
            }
            return error
        }
    }

    @Test("a mail arrives as it was composed, at each recipient once")
    func plain() throws {
        let server = try SMTPServer("plain")
        let settings = server.settings(recipients: ["ops@example.com", "dba@example.com"])
        #expect(try send(settings) == nil)
        let mails = try server.mails()
        let composed = try #require(
            RunMail.compose(report: Samples.eventful, settings: settings, now: Samples.now))
        #expect(mails.count == 1)
        #expect(mails.first?.envelope.from == "vya@example.com")
        #expect(mails.first?.envelope.to == ["ops@example.com", "dba@example.com"])
        #expect(mails.first?.content.subject == composed.subject)
        #expect(mails.first?.content.text == composed.text + "\n")
        #expect(mails.first?.content.html == composed.html + "\n")
        #expect(mails.first?.content.defects == [])
    }

    @Test(
        "STARTTLS and TLS from the first byte reach a server whose authority is in ca_file",
        arguments: [
            ("starttls", EmailSettings.Security.startTLS, false), ("tls", .implicitTLS, false),
            ("starttls-auth", .startTLS, true), ("tls-auth", .implicitTLS, true),
        ])
    func tls(mode: String, security: EmailSettings.Security, login: Bool) throws {
        let authority = try TestAuthority()
        let server = try SMTPServer(
            mode, password: Self.password, certificate: authority.certificate(for: "IP:127.0.0.1"))
        let settings = server.settings(
            security: security, username: login ? "backup" : nil, caFile: authority.file)
        #expect(try send(settings) == nil)
        let mail = try #require(try server.mails().first)
        #expect(mail.envelope.tls)
        #expect(mail.envelope.login == login)
        #expect(!mail.raw.contains("S3CR3T"))
    }

    @Test("a user on loopback logs in without TLS, by PLAIN or by LOGIN", arguments: ["auth", "login-only"])
    func login(mode: String) throws {
        let server = try SMTPServer(mode, password: Self.password)
        #expect(try send(server.settings(username: "backup")) == nil)
        #expect(try server.mails().first?.envelope.login == true)
    }

    /// Looks whether a mail would get through, and returns the error, if any.
    private func probe(_ settings: EmailSettings, password: String? = password) -> NotificationError? {
        let transport = SMTPTransport(
            settings: settings, password: password.map { Secret($0) }, deadlines: Self.patient)
        do { try transport.probe() } catch { return error }
        return nil
    }

    @Test("a probe connects, encrypts and logs in as a mail would, and sends none")
    func probe() throws {
        let plain = try SMTPServer("plain")
        #expect(probe(plain.settings()) == nil)
        #expect(plain.connections == 1)
        let authority = try TestAuthority()
        let certificate = try authority.certificate(for: "IP:127.0.0.1")
        let server = try SMTPServer("starttls-auth", password: Self.password, certificate: certificate)
        func settings(caFile: String? = authority.file) -> EmailSettings {
            server.settings(security: .startTLS, username: "backup", caFile: caFile)
        }
        #expect(probe(settings()) == nil)
        #expect(probe(settings(), password: "wrong")?.explanation.code == "mail.login")
        #expect(probe(settings(caFile: nil))?.explanation.code == "mail.certificate")
        #expect(try plain.mails().isEmpty && server.mails().isEmpty)
        #expect(probe(plain.settings(security: .startTLS))?.explanation.code == "mail.tls-missing")
        var closed = plain.settings()
        closed.port = try closedLoopbackPort()
        #expect(probe(closed)?.explanation.code == "mail.unreachable")
    }

    @Test("H1 a closed port is reported after three attempts")
    func closedPort() throws {
        var settings = Samples.settings
        settings.port = try closedLoopbackPort()
        let error = try send(settings)
        #expect(error?.explanation.code == "mail.unreachable")
        #expect(error?.isTransient == true)
        #expect(error?.explanation.message.contains("127.0.0.1:\(settings.port)") == true)
    }

    @Test("H1 a server's name that nobody knows is reported in bounded time")
    func unknownName() throws {
        var settings = Samples.settings
        settings.host = "mail.does-not-exist.invalid"
        let started = SMTPTransferState.monotonicSeconds()
        let error = try send(settings, Self.hasty)
        #expect(["mail.unreachable", "mail.timeout"].contains(error?.explanation.code))
        #expect(SMTPTransferState.monotonicSeconds() - started < 40)
    }

    @Test(
        "H2 a server that stalls is given up in time, wherever it stalls",
        arguments: ["silent", "greet-then-silent", "data-silent"])
    func stalls(mode: String) throws {
        let server = try SMTPServer(mode)
        let started = SMTPTransferState.monotonicSeconds()
        let error = try send(server.settings(), Self.hasty)
        #expect(error?.explanation.code == "mail.timeout")
        #expect(SMTPTransferState.monotonicSeconds() - started < 40)
    }

    @Test("H2 a server that drips a byte at a time is given up in time")
    func drips() throws {
        let server = try SMTPServer("drip", arguments: ["0.05"])
        let started = SMTPTransferState.monotonicSeconds()
        #expect(try send(server.settings(), Self.hasty)?.explanation.code == "mail.timeout")
        #expect(SMTPTransferState.monotonicSeconds() - started < 40)
    }

    @Test("H2 a server that took the mail and never says goodbye holds nobody up")
    func quitSilent() throws {
        let server = try SMTPServer("quit-silent")
        let started = SMTPTransferState.monotonicSeconds()
        #expect(try send(server.settings(), Self.hasty) == nil)
        #expect(SMTPTransferState.monotonicSeconds() - started < 40)
        #expect(try server.mails().count == 1)
    }

    @Test(
        "H3 a certificate that is expired, for another host or of a stranger's gets neither password nor mail",
        arguments: ["expired", "wrong host", "stranger"], ["starttls-auth", "tls-auth"])
    func certificates(fault: String, mode: String) throws {
        let authority = try TestAuthority()
        let certificate = try authority.certificate(
            for: fault == "wrong host" ? "DNS:other.example" : "IP:127.0.0.1",
            days: fault == "expired" ? -1 : 2)
        let server = try SMTPServer(mode, password: Self.password, certificate: certificate)
        let settings = server.settings(
            security: mode == "tls-auth" ? .implicitTLS : .startTLS, username: "backup",
            caFile: fault == "stranger" ? nil : authority.file)
        let error = try send(settings)
        #expect(error?.explanation.code == "mail.certificate")
        #expect(error?.explanation.hints.isEmpty == false)
        #expect(try server.mails().isEmpty)
        #expect(server.connections == 1, "what is not trusted is not tried again")
    }

    @Test("H3 a server without STARTTLS gets neither password nor mail")
    func stripped() throws {
        let server = try SMTPServer("auth", password: Self.password)
        let error = try send(server.settings(security: .startTLS, username: "backup"))
        #expect(error?.explanation.code == "mail.tls-missing")
        #expect(try server.mails().isEmpty)
    }

    @Test(
        "H3 a server that breaks off TLS, or speaks none on a TLS port, gets nothing",
        arguments: [
            ("no-tls-after-220", EmailSettings.Security.startTLS), ("plain", .implicitTLS),
        ])
    func noTLS(mode: String, security: EmailSettings.Security) throws {
        let server = try SMTPServer(mode)
        let error = try send(server.settings(security: security, username: "backup"), Self.hasty)
        #expect(["mail.tls", "mail.timeout"].contains(error?.explanation.code))
        #expect(try server.mails().isEmpty)
    }

    @Test("H3 a ca_file that cannot be read is named")
    func missingAuthority() throws {
        let authority = try TestAuthority()
        let server = try SMTPServer("tls", certificate: authority.certificate(for: "IP:127.0.0.1"))
        let error = try send(server.settings(security: .implicitTLS, caFile: "/nonexistent/ca.pem"))
        #expect(error?.explanation.code == "mail.ca-file")
        #expect(error?.explanation.message.contains("/nonexistent/ca.pem") == true)
    }

    @Test(
        "V1 PLAIN and LOGIN come before what a password is not enough for, and other ways where a server knows these alone",
        arguments: ["all-logins", "cram-md5"])
    func logins(mode: String) throws {
        let server = try SMTPServer(mode, password: Self.password)
        #expect(try send(server.settings(username: "backup")) == nil)
        #expect(try server.mails().count == 1)
        let refused = try send(server.settings(username: "backup"), password: "S3CR3T_wrong")
        #expect(refused?.explanation.code == "mail.login", "\(String(describing: refused))")
    }

    @Test(
        "V2 a server is greeted by a qualified name, where the host has one or one is given, and 504 says what to do"
    )
    func greeting() throws {
        let server = try SMTPServer("qualified")
        var settings = server.settings()
        settings.greetingName = "host.example.org"
        #expect(try send(settings) == nil)
        #expect(try server.mails().first?.envelope.from == "host.example.org")
        settings.greetingName = "short"
        let error = try send(settings)
        #expect(error?.explanation.code == "mail.greeting", "\(String(describing: error))")
        #expect(error?.explanation.hints.contains { $0.contains("helo_name") } == true)
        let own = GreetingName.own
        #expect(!own.isEmpty && !own.hasSuffix("."))
    }

    @Test("V3 the whole minute may go to one server that is slow to greet")
    func slowGreeting() throws {
        let server = try SMTPServer("slow-greeting", arguments: ["2"])
        let deadlines = NotificationTimeouts(connect: 0.5, total: 60, pauses: [])
        #expect(try send(server.settings(), deadlines) == nil)
        #expect(server.connections == 1)
    }

    @Test("H4 a refused login is reported with its code and not tried again")
    func refusedLogin() throws {
        let server = try SMTPServer("535", password: Self.password)
        let error = try send(server.settings(username: "backup"))
        #expect(error?.explanation.code == "mail.login")
        #expect(error?.explanation.description.contains("535") == true)
        #expect(server.connections == 1)
    }

    @Test("H4 what a server puts off is tried three times", arguments: ["rcpt-4xx", "data-4xx"])
    func deferred(mode: String) throws {
        let server = try SMTPServer(mode)
        let error = try send(server.settings())
        #expect(error?.explanation.code == "mail.deferred")
        #expect(error?.explanation.message.contains(mode == "rcpt-4xx" ? "(450)" : "(451)") == true)
        #expect(
            error?.explanation.details.english.joined().contains(
                mode == "rcpt-4xx" ? "greylisted" : "try again later") == true)
        #expect(server.connections == 3)
    }

    @Test("H4 what a server put off once arrives once")
    func greylisted() throws {
        let server = try SMTPServer("4xx-once")
        #expect(try send(server.settings()) == nil)
        #expect(server.connections == 2)
        #expect(try server.mails().count == 1)
    }

    @Test(
        "H4 what a server refuses is reported with its code and not tried again",
        arguments: [
            ("rcpt-5xx", "550"), ("data-5xx", "554"),
        ])
    func refused(mode: String, code: String) throws {
        let server = try SMTPServer(mode)
        let error = try send(server.settings())
        #expect(error?.explanation.code == "mail.refused")
        #expect(error?.explanation.message.contains("(\(code))") == true)
        #expect(error?.explanation.details.english.joined().contains(code + " 5.") == true)
        #expect(server.connections == 1)
    }

    @Test("H4 a connection that breaks in the middle of the mail is tried three times")
    func disconnect() throws {
        let server = try SMTPServer("data-disconnect")
        let error = try send(server.settings())
        #expect(error?.explanation.code == "mail.lost")
        #expect(server.connections == 3)
    }

    @Test("H4 one wrong address is named, and the others get the mail")
    func oneRefused() throws {
        let server = try SMTPServer("one-rcpt-5xx")
        let error = try send(
            server.settings(recipients: ["a@example.com", "gone@example.com", "b@example.com"]))
        #expect(error?.explanation.code == "mail.recipient-refused")
        #expect(error?.explanation.message.contains("gone@example.com;") == true)
        #expect(try server.mails().map(\.envelope.to) == [["a@example.com", "b@example.com"]])
    }

    @Test("H4 an address that was put off alone is tried again alone")
    func oneDeferred() throws {
        let server = try SMTPServer("one-rcpt-4xx")
        #expect(try send(server.settings(recipients: ["slow@example.com", "a@example.com"])) == nil)
        #expect(try server.mails().map(\.envelope.to) == [["a@example.com"], ["slow@example.com"]])
        #expect(server.connections == 3)
    }

    @Test("H4 a reply without end is cut")
    func longReply() throws {
        let server = try SMTPServer("long-reply")
        let error = try send(server.settings())
        #expect(error?.explanation.code == "mail.refused")
        #expect((error?.description.utf8.count ?? .max) < 4000)
    }

    @Test("G9 a server that repeats the password does not get it into a message")
    func echoedPassword() throws {
        let server = try SMTPServer("echo-password")
        let error = try send(server.settings(username: "backup"))
        #expect(error?.explanation.code == "mail.login")
        #expect(error?.explanation.details.english.joined().contains("its password was ********") == true)
    }

    @Test("a password crosses no network unprotected, and a user without one is an error")
    func unprotected() throws {
        var settings = Samples.settings
        settings.username = "backup"
        for host in ["192.0.2.1", "mail.example.com", "127.example.com", "::2", "localhost.example.com"] {
            settings.host = host
            #expect(try send(settings)?.explanation.code == "mail.unprotected")
        }
        settings.host = "127.0.0.1"
        #expect(try send(settings, password: nil)?.explanation.code == "mail.no-password")
    }

    @Test(
        "a host that is more than a host is refused",
        arguments: [
            "", "a/b", "a@b", "a b", "a\r\nb", "a?b", "[::1]", "user:x@::1", "a:25", "::1:", "1:2",
        ])
    func hosts(host: String) throws {
        var settings = Samples.settings
        settings.host = host
        #expect(try send(settings)?.explanation.code == "mail.server")
    }
}
