import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("The drill of the alarms", .ownThread)
struct NotifyDrillTests {
    private static let cases = ["cut-off", "hanging", "wrong-exit", "disk-full"]

    private func night(_ settings: String) throws -> Night {
        var night = try Night(entries: [], settings: ", " + settings)
        try night.configure([night.fakeEntry(1, databases: ["shop"])])
        mkdir(night.folder("tmp"), 0o700)
        night.program.environment["TMPDIR"] = night.folder("tmp")
        return night
    }

    private func mail(_ server: SMTPServer) -> String {
        """
        "email_settings": { "smtp_host": "127.0.0.1", "smtp_port": \(server.port), "from_email": "backup@example.org",
                            "success_recipients": ["good@example.org"], "failure_recipients": ["bad@example.org"] }
        """
    }

    @Test(
        "each failure ends as it should, its alarm arrives by mail and by webhook, and nothing stays behind")
    func whole() throws {
        let (server, hook) = (try SMTPServer("plain"), try WebServer("ok"))
        let night = try night(
            mail(server) + """
                , "webhooks": [{ "name": "ops", "url": "\(hook.address)/S3CR3T", "style": "slack" },
                               { "url": "\(hook.address)/good", "on": ["success"] }]
                """)
        let result = try night.run("notify", "drill", "--json")
        #expect(result.status == 0, "\(result)")
        let cases = try #require(try result.json()["cases"]?.arrayValue)
        #expect(cases.compactMap { $0["case"]?.stringValue } == Self.cases)
        for (drill, code) in zip(
            cases, ["dump.truncated", "tool.timed-out", "dump.tool-failed", "destination.full"])
        {
            #expect(drill["skipped"] == .null, "\(result)")
            #expect(drill["came"]?.stringValue == "exit 2, \(code), no backup")
            #expect(drill["alarms"]?.arrayValue?.compactMap { $0["delivered"]?.boolValue } == [true, true])
        }
        #expect(result.text.contains("mail to bad@example.org by 127.0.0.1:\(server.port)"))
        #expect(result.text.contains("webhook ops (\(hook.address))"))
        #expect(!result.description.contains("S3CR3T"))
        let mails = try server.mails()
        #expect(mails.map(\.envelope.to) == Array(repeating: ["bad@example.org"], count: 4))
        #expect(
            mails.allSatisfy {
                $0.content.subject.hasPrefix("VYA BackupDB - FALHA - ")
                    && $0.content.subject.hasSuffix(" - TESTE")
                    && $0.content.text.contains("Simulado")
            })
        #expect(try hook.requests().map(\.path) == Array(repeating: "/S3CR3T", count: 4))
        #expect(try night.folder.names(in: "tmp") == [])
        #expect(try night.folder.names(in: "state") == [] && night.artifacts() == [])
        #expect(!(try String(contentsOfFile: "/proc/mounts", encoding: .utf8).contains(night.folder("tmp"))))
    }

    @Test("an alarm that is not handed over fails the drill and says where it did not go")
    func unheard() throws {
        let server = try SMTPServer("535", password: "x")
        let hook = try WebServer("404")
        let night = try night(
            """
            "webhooks": [{ "name": "ops", "url": "\(hook.address)/S3CR3T", "timeout_seconds": 2 }],
            \(mail(server))
            """)
        server.stop()
        let result = try night.run("notify", "drill")
        #expect(result.status == 2, "\(result)")
        #expect(result.text.split(separator: "\n").count { $0.contains("NOT DELIVERED") } == 8)
        #expect(result.text.contains("answered with 404") && !result.description.contains("S3CR3T"))
        #expect(result.text.contains("cut-off: as expected"))
    }

    @Test("a failure that goes unnoticed fails the drill")
    func unnoticed() throws {
        let server = try SMTPServer("plain")
        var night = try night(mail(server))
        // A `cat` that prints a whole dump whatever it is asked for, so that two of the cases fail to fail.
        mkdir(night.folder("bin"), 0o700)
        try night.folder.write(
            "#!/bin/sh\necho 'CREATE TABLE drill (number integer);'\necho \"-- end of the drill's dump\"\n",
            to: "bin/cat", mode: 0o700)
        night.program.environment["PATH"] = night.folder("bin") + ":/usr/bin:/bin"
        let result = try night.run("notify", "drill")
        #expect(result.status == 1, "\(result)")
        #expect(result.text.split(separator: "\n").count { $0.hasSuffix("NOT AS EXPECTED") } == 2)
        #expect(result.text.contains("alarm:    NONE"))
        #expect(try server.mails().count == 2)
    }

    @Test("a drill of which nobody would hear is refused")
    func nobody() throws {
        let hook = try WebServer("ok")
        let night = try night("\"webhooks\": [{ \"url\": \"\(hook.address)\", \"on\": [\"success\"] }]")
        let result = try night.run("notify", "drill")
        #expect(result.status == 3, "\(result)")
        #expect(result.errors.contains("nobody would hear of a failure"))
        #expect(try hook.requests().isEmpty)
    }

    @Test("a signal ends the drill and takes its folder and its tool along")
    func interrupted() throws {
        let server = try SMTPServer("plain")
        let night = try night(mail(server))
        let run = try night.program.start(["notify", "drill", "--config", night.folder("config.json")])
        try waitUntil("the first alarm has arrived") { try server.mails().count >= 1 }
        run.process.send(SIGTERM)
        #expect(try run.finish(within: 60).status == 143)
        #expect(run.process.survivors().isEmpty)
        #expect(try night.folder.names(in: "tmp") == [])
        #expect(try server.mails().count == 1)
    }

    @Test("notify test tries every webhook too")
    func tested() throws {
        let (server, hook) = (try SMTPServer("plain"), try WebServer("ok"))
        let night = try night(
            mail(server) + ", \"webhooks\": [{ \"url\": \"\(hook.address)/a\", \"on\": [\"success\"] }]")
        let result = try night.run("notify", "test")
        #expect(result.status == 0, "\(result)")
        #expect(try server.mails().count == 2)
        #expect(try hook.requests().map(\.line) == ["POST /a"])
    }
}
