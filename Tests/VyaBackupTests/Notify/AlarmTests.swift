import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Alarms that get through, once", .ownThread)
struct AlarmTests {
    private func settings(port: Int) -> String {
        """
        , "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \(port),
          "from_email": "backup@example.org", "success_recipients": ["good@example.org"],
          "failure_recipients": ["bad@example.org"] }
        """
    }

    /// A host whose mail goes to a server, or to a port where nobody listens.
    private func night(_ server: SMTPServer, mode: [String: String] = [:]) throws -> Night {
        let night = try Night(entries: [], settings: settings(port: server.port))
        try night.configure([night.fakeEntry(1, databases: ["shop"], mode: mode)])
        return night
    }

    private func use(_ server: SMTPServer, in night: Night, insteadOf old: SMTPServer) throws {
        let text = try String(contentsOfFile: night.folder("config.json"), encoding: .utf8)
        try night.folder.write(
            text.replacing("\"smtp_port\": \(old.port),", with: "\"smtp_port\": \(server.port),"),
            to: "config.json")
    }

    @Test("H10 an alarm that could not be delivered is told by the next mail that is, and then forgotten")
    func undelivered() throws {
        let dead = try SMTPServer("plain")
        let night = try night(dead, mode: ["FD_MODE": "full1"])
        dead.stop()
        let failed = try night.runAll()
        #expect(failed.status == 2 && failed.errors.contains("was not sent"), "\(failed)")
        let alive = try SMTPServer("plain")
        try use(alive, in: night, insteadOf: dead)
        #expect(try night.runAll().status == 2)
        #expect(try night.runAll().status == 2)
        let mails = try alive.mails()
        #expect(mails.count == 2)
        #expect(
            mails.first?.content.text.contains("um alerta anterior não pôde ser entregue: a execução ")
                == true)
        #expect(mails.last?.content.text.contains("alerta anterior") == false)
    }

    @Test("V4 settings of mails that are wrong stop no backup, and are told by every other way")
    func wrongSettings() throws {
        let (smtp, hook) = (try SMTPServer("plain"), try WebServer("ok"))
        func night(_ recipients: String, port: String) throws -> Night {
            let night = try Night(
                entries: [],
                settings: """
                    , "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \(port),
                      "from_email": "Backup <backup@example.org>", "success_recipients": \(recipients),
                      "failure_recipients": \(recipients) },
                      "webhooks": [{ "name": "ops", "url": "\(hook.address)/hook" }, { "url": "ftp://x" }]
                    """)
            try night.configure([night.fakeEntry(1, databases: ["shop"])])
            return night
        }
        // One of several addresses.
        let some = try night(#"["Ana <ana@example.org>", "joão@example.org"]"#, port: "\(smtp.port)")
        let result = try some.runAll()
        #expect(result.status == 0 && some.artifacts().count == 1, "\(result)")
        for words in ["success_recipients[1]", "webhooks[1]", "config check"] {
            #expect(result.errors.contains(words), "\(result)")
        }
        let mails = try smtp.mails()
        #expect(mails.map(\.envelope.to) == [["ana@example.org"]])
        #expect(mails.first?.content.text.contains("success_recipients[1]") == true)
        #expect(try hook.requests().count == 1)
        // None that can be used.
        let none = try night(#"["joão@example.org"]"#, port: "0")
        let silent = try none.runAll()
        #expect(silent.status == 0 && none.artifacts().count == 1, "\(silent)")
        #expect(silent.errors.contains("email_settings.smtp_port"), "\(silent)")
        #expect(try smtp.mails().count == 1)
        #expect(try hook.requests().count == 2)
        #expect(
            try String(decoding: hook.requests().last?.body ?? Data(), as: UTF8.self).contains(
                "email_settings"))
        let check = try none.run("check")
        #expect(check.status == 2 && check.text.contains("nobody is told by these settings"), "\(check)")
        let doctor = try none.run("doctor")
        #expect(
            doctor.text.contains("doctor.notifications")
                || doctor.text.contains("these settings tell nobody"), "\(doctor)")
        for words in [["config", "check"], ["notify", "test"]] {
            let told = try none.program.run(words + ["--config", none.folder("config.json")])
            #expect(told.status == 3 && (told.errors + told.text).contains("smtp_port"), "\(told)")
        }
        // What is wrong elsewhere stops it still.
        try none.configure([#"{ "id_dbms": 1, "dbms": "nonsense" }"#])
        #expect(try none.runAll().status == 3)
    }

    @Test("H10 on a host without mail, an alarm that a webhook did not get is told when it hears again")
    func undeliveredToWebhook() throws {
        let refusing = try WebServer("500")
        let hearing = try WebServer("ok")
        let settings = #", "webhooks": [{ "name": "ops", "url": "\#(refusing.address)/hook" }]"#
        let night = try Night(entries: [], settings: settings)
        try night.configure([night.fakeEntry(1, databases: ["shop"], mode: ["FD_MODE": "full1"])])
        let failed = try night.runAll()
        #expect(failed.status == 2 && failed.errors.contains("the webhook ops was not told"), "\(failed)")
        let text = try String(contentsOfFile: night.folder("config.json"), encoding: .utf8)
        try night.folder.write(
            text.replacing(refusing.address, with: hearing.address), to: "config.json")
        #expect(try night.runAll().status == 2)
        #expect(try night.runAll().status == 2)
        let told = try hearing.requests().map(\.text)
        #expect(told.count == 2)
        #expect(told.first?.contains("an earlier alarm could not be delivered: the run ") == true, "\(told)")
        #expect(told.last?.contains("earlier alarm") == false, "\(told)")
    }

    @Test("check --notify mails when its verdict changes, and not again while it stays")
    func onceAChange() throws {
        let server = try SMTPServer("plain")
        let night = try night(server)
        for _ in 0..<3 { #expect(try night.run("check", "--notify").status == 2) }
        let alarm = try #require(try server.mails().first)
        #expect(try server.mails().count == 1)
        #expect(alarm.envelope.to == ["bad@example.org"])
        #expect(alarm.content.subject.hasPrefix("VYA BackupDB - FALHA - "))
        #expect(alarm.content.text.contains("não há backup comprovado, e nunca houve"))
        #expect(try night.run("run", "--all", "--no-notify").status == 0)
        for _ in 0..<3 { #expect(try night.run("check", "--notify").status == 0) }
        let mails = try server.mails()
        #expect(mails.count == 2 && mails.last?.content.subject.contains("SUCESSO") == true)
    }

    @Test("H10 an alarm of check that could not be delivered is tried again, and told")
    func undeliveredCheck() throws {
        let dead = try SMTPServer("plain")
        let night = try night(dead)
        dead.stop()
        let first = try night.run("check", "--notify")
        #expect(first.status == 2 && first.errors.contains("was not delivered"), "\(first)")
        let alive = try SMTPServer("plain")
        try use(alive, in: night, insteadOf: dead)
        for _ in 0..<2 { #expect(try night.run("check", "--notify").status == 2) }
        let mails = try alive.mails()
        #expect(mails.count == 1)
        #expect(mails.first?.content.text.contains("Alertas anteriores") == true)
    }

    /// A host without mail: a webhook in one form, and a heartbeat.
    private func silent(_ server: WebServer, form: String = "slack") throws -> Night {
        let night = try Night(
            entries: [],
            settings: """
                , "webhooks": [{ "name": "ops", "url": "\(server.address)/hook", "style": "\(form)" }],
                  "heartbeat": { "url": "\(server.address)/ping", "timeout_seconds": 5 }
                """)
        try night.configure([night.fakeEntry(1, databases: ["shop"])])
        return night
    }

    @Test(
        "N12 what check finds, and that all is well again, goes to webhook and heartbeat of a host without mail"
    )
    func everyChannel() throws {
        let server = try WebServer("ok")
        let night = try silent(server)
        for _ in 0..<2 { #expect(try night.run("check", "--notify").status == 2) }
        let requests = try server.requests()
        #expect(requests.map(\.line).sorted() == ["POST /hook", "POST /ping/fail"], "\(requests)")
        for request in requests {
            #expect(request.text.contains("não há backup comprovado, e nunca houve"), "\(request)")
        }
        #expect(try night.run("run", "--all", "--no-notify").status == 0)
        for _ in 0..<2 { #expect(try night.run("check", "--notify").status == 0) }
        let after = try server.requests().dropFirst(2)
        // The heartbeat waits for a run to say that all is well.
        #expect(after.map(\.line) == ["POST /hook"])
        #expect(after.first?.text.contains("SUCESSO") == true, "\(after)")
    }

    @Test("N12 a service that failed is told by every channel, and by none it is an error")
    func failedService() throws {
        let server = try WebServer("ok")
        let night = try silent(server, form: "report")
        var program = night.program
        program.environment["MONITOR_EXIT_CODE"] = "killed"
        program.environment["MONITOR_EXIT_STATUS"] = "KILL"
        let words = ["notify", "failed", "--config", night.folder("config.json"), "vya-backup-drill"]
        #expect(try program.run(words).status == 0)
        let requests = try server.requests()
        #expect(requests.map(\.line).sorted() == ["POST /hook", "POST /ping/fail"], "\(requests)")
        let hook = try #require(requests.first { $0.line == "POST /hook" })
        let document = try JSONValue(parsing: Array(hook.text.utf8))
        #expect(document["schema"]?.stringValue == "vya-backup.alarm/1")
        #expect(document["findings"]?.arrayValue?.first?["code"]?.stringValue == "service.failed")

        let refusing = try WebServer("500")
        let deaf = try silent(refusing)
        program = deaf.program
        let failed = try program.run([
            "notify", "failed", "--config", deaf.folder("config.json"), "vya-backup-drill",
        ])
        #expect(failed.status != 0 && failed.errors.contains("was not delivered"), "\(failed)")
        let nobody = try Night.fake()
        let none = try nobody.run("notify", "failed", "vya-backup-drill")
        #expect(none.status == 3 && none.errors.contains("webhook"), "\(none)")
    }

    @Test("a file that comes back from elsewhere without its manifest is recognised by its checksum")
    func recognised() throws {
        let night = try Night.fake()
        #expect(try night.runAll().status == 0)
        let artifact = try #require(night.artifacts().first)
        let elsewhere = night.folder("elsewhere")
        mkdir(elsewhere, 0o700)
        try FileManager.default.moveItem(
            atPath: night.output + "/" + artifact, toPath: elsewhere + "/fetched.sql.gz")
        let result = try night.program.run("verify", elsewhere + "/fetched.sql.gz")
        #expect(result.errors.contains("is the backup of 1 fake shop that run "), "\(result)")
    }
}
