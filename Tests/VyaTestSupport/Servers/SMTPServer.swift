import Foundation
package import VyaCore

/// `Fixtures/smtp/server.py` in one of its modes, on a loopback port of its own; it dies with this object.
package final class SMTPServer {
    package let port: Int
    private let folder: TemporaryFolder
    private let process: RunningProgram
    private let input: Int32

    package init(
        _ mode: String, password: String = "", certificate: TestAuthority.Certificate? = nil,
        arguments: [String] = []
    ) throws {
        let folder = try TemporaryFolder("smtp")
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SMTPServerFailure(description: "no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let files = certificate.map { [$0.file, $0.key] } ?? []
        let program = [Repository.fixture("smtp/server.py"), mode, folder.path] + files + arguments
        // Debian's interpreter, because only that one has Debian's modules.
        let process = try RunningProgram(
            "/usr/bin/python3", program,
            environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "SMTP_TEST_PASSWORD": password],
            input: ends[0], output: folder("port"), errors: folder("errors"))
        input = ends[1]
        self.process = process
        self.folder = folder
        var found: Int?
        try waitUntil("the mail server prints its port") {
            let text = try String(contentsOfFile: folder("port"), encoding: .utf8)
            found = text.hasSuffix("\n") ? Int(text.dropLast()) : nil
            if !process.isRunning { throw SMTPServerFailure(description: errors(of: folder)) }
            return found != nil
        }
        port = found ?? 0
    }

    deinit {
        stop()
        close(input)
    }

    /// Ends the server, so that its port refuses connections; a second call does nothing.
    package func stop() {
        process.killSession()
        _ = try? process.wait(seconds: 10)
    }

    /// How often somebody connected.
    package var connections: Int {
        (try? String(contentsOfFile: folder("connections"), encoding: .utf8)).flatMap(Int.init) ?? 0
    }

    /// The mails that the server took, in their order.
    package func mails() throws -> [ReceivedMail] {
        try folder.names().filter { $0.hasSuffix(".eml") }.sorted {
            $0.utf8.count == $1.utf8.count ? $0 < $1 : $0.utf8.count < $1.utf8.count
        }.map { name in
            let envelope = try Data(
                contentsOf: URL(fileURLWithPath: folder(name.replacingOccurrences(of: ".eml", with: ".json")))
            )
            return try ReceivedMail(
                file: folder(name), envelope: JSONDecoder().decode(ReceivedMail.Envelope.self, from: envelope)
            )
        }
    }

    /// Settings that lead to this server.
    package func settings(
        security: EmailSettings.Security = .plain, username: String? = nil, caFile: String? = nil,
        recipients: [String] = ["ops@example.com"]
    ) -> EmailSettings {
        EmailSettings(
            host: "127.0.0.1", port: port, security: security, username: username, sender: "vya@example.com",
            successRecipients: recipients, failureRecipients: recipients, caFile: caFile)
    }
}

/// The mail server of a test could not be started.
private struct SMTPServerFailure: Error, CustomStringConvertible {
    let description: String
}

private func errors(of folder: TemporaryFolder) -> String {
    (try? String(contentsOfFile: folder("errors"), encoding: .utf8)) ?? "the mail server ended"
}
