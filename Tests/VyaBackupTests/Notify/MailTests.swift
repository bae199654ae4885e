import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("The mail about a run", .ownThread)
struct MailTests {
    private func night(_ server: SMTPServer, mode: [String: String] = [:]) throws -> Night {
        let night = try Night(
            entries: [],
            settings: """
                , "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \(server.port),
                  "from_email": "backup@example.org", "success_recipients": ["good@example.org"],
                  "failure_recipients": ["bad@example.org"] }
                """)
        try night.configure([night.fakeEntry(1, databases: ["shop", "crm"], mode: mode)])
        return night
    }

    @Test("a success goes to those who hear of successes, in one mail for all entries")
    func success() throws {
        let server = try SMTPServer("plain")
        let night = try night(server)
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        let mails = try server.mails()
        #expect(mails.count == 1)
        #expect(mails.first?.envelope.to == ["good@example.org"])
        #expect(mails.first?.content.subject.hasPrefix("VYA BackupDB - SUCESSO - ") == true)
    }

    @Test("LEGACY 11 a failure goes to those who hear of failures, with the true cause")
    func failure() throws {
        let server = try SMTPServer("plain")
        let night = try night(server, mode: ["FD_MODE": "full1", "FD_ONLY_FOR": "crm"])
        #expect(try night.runAll().status == 1)
        let mails = try server.mails()
        #expect(mails.count == 1)
        #expect(mails.first?.envelope.to == ["bad@example.org"])
        #expect(mails.first?.content.subject.hasPrefix("VYA BackupDB - FALHA - ") == true)
        #expect(mails.first?.content.text.contains("a view is broken") == true)
    }

    @Test("H1 a mail server that refuses changes nothing about the backups and is said on standard error")
    func refused() throws {
        let server = try SMTPServer("plain")
        let night = try night(server)
        server.stop()
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("was not sent"), "\(result)")
        #expect(try night.problems() == [])
    }

    @Test("LEGACY 12 neither a dry run nor --no-notify sends a mail")
    func silent() throws {
        let server = try SMTPServer("plain")
        let night = try night(server)
        #expect(try night.run("run", "--all", "--dry-run").status == 0)
        #expect(try night.run("run", "--all", "--no-notify").status == 0)
        #expect(try server.mails().isEmpty)
    }

    @Test("notify test sends a success and a failure, both marked as tests")
    func notifyTest() throws {
        let server = try SMTPServer("plain")
        let night = try night(server)
        let result = try night.run("notify", "test")
        #expect(result.status == 0, "\(result)")
        let mails = try server.mails()
        #expect(mails.map(\.envelope.to) == [["good@example.org"], ["bad@example.org"]])
        #expect(mails.allSatisfy { $0.content.subject.hasSuffix(" - TESTE") })
        server.stop()
        #expect(try night.run("notify", "test").status == 2)
    }

    @Test("an interrupted run says so in its mail")
    func interrupted() throws {
        let server = try SMTPServer("plain")
        let night = try night(server)
        try night.folder.write("FD_MODE=hang\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        let run = try night.program.start(night.arguments())
        try waitUntil("the dump tool runs") { access(night.folder("tool.pid"), F_OK) == 0 }
        run.process.send(SIGTERM)
        #expect(try run.finish(within: 60).status == 143)
        let mails = try server.mails()
        #expect(mails.count == 1)
        #expect(mails.first?.content.text.contains("SIGTERM") == true)
    }
}
