import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("What a run tells besides the mail", .ownThread)
struct NotificationTests {
    private func night(_ settings: String, mode: [String: String] = [:]) throws -> Night {
        let night = try Night(entries: [], settings: ", " + settings)
        try night.configure([night.fakeEntry(1, databases: ["shop", "crm"], mode: mode)])
        return night
    }

    private func heartbeat(_ server: WebServer) -> String {
        """
        "heartbeat": { "url": "\(server.address)/ping/S3CR3T?rid=1", "timeout_seconds": 5 }
        """
    }

    @Test("H11 a run that goes well tells the heartbeat of its start and of its success")
    func success() throws {
        let server = try WebServer("ok")
        let night = try night(heartbeat(server))
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        #expect(
            try server.requests().map(\.line) == ["GET /ping/S3CR3T/start?rid=1", "GET /ping/S3CR3T?rid=1"])
    }

    @Test("H11 a run that fails tells the heartbeat so, and what failed")
    func failure() throws {
        let server = try WebServer("ok")
        let night = try night(heartbeat(server), mode: ["FD_MODE": "full1", "FD_ONLY_FOR": "crm"])
        #expect(try night.runAll().status == 1)
        let requests = try server.requests()
        #expect(
            requests.map(\.line) == ["GET /ping/S3CR3T/start?rid=1", "POST /ping/S3CR3T/fail?rid=1"])
        #expect(requests.last?.text.hasPrefix("1 dos 2 backups de ") == true)
    }

    @Test("H11 the heartbeat hears nothing when nothing runs: of a run that is killed only its start")
    func killed() throws {
        let server = try WebServer("ok")
        let night = try night(heartbeat(server))
        try night.folder.write("FD_MODE=hang\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        let run = try night.program.start(night.arguments())
        try waitUntil("the dump tool runs") { access(night.folder("tool.pid"), F_OK) == 0 }
        run.process.send(SIGKILL)
        _ = try run.finish(within: 60)
        #expect(try server.requests().map(\.line) == ["GET /ping/S3CR3T/start?rid=1"])
    }

    @Test("neither a dry run nor --no-notify tells the heartbeat or a webhook, but the metrics are written")
    func silent() throws {
        let server = try WebServer("ok")
        let folder = try TemporaryFolder("metrics")
        let night = try night(
            heartbeat(server) + """
                , "webhooks": [{ "url": "\(server.address)/hook", "on": ["success", "warning", "failure"] }],
                "metrics": { "textfile": "\(folder("vya.prom"))" }
                """)
        #expect(try night.run("run", "--all", "--dry-run").status == 0)
        #expect(try folder.names() == [])
        #expect(try night.run("run", "--all", "--no-notify").status == 0)
        #expect(try server.requests().isEmpty)
        #expect(try folder.names() == ["vya.prom", "vya_copies.prom"])
    }

    @Test(
        "H9 nobody who hangs, fails or pours can change what a run comes to, and each is said",
        arguments: ["silent", "drip", "500", "endless", "headers", "redirect"])
    func unheard(mode: String) throws {
        let server = try WebServer(mode, target: "http://127.0.0.1:1/S3CR3T")
        let night = try night(
            """
            "heartbeat": { "url": "\(server.address)/S3CR3T", "timeout_seconds": 2 },
            "webhooks": [{ "name": "ops", "url": "\(server.address)/S3CR3T", "timeout_seconds": 2,
                           "token": "S3CR3T", "on": ["success", "warning", "failure"] }],
            "prometheus_settings": { "url": "\(server.address)", "timeout": 2 },
            "metrics": { "textfile": "/proc/vya-nowhere/x.prom" }
            """)
        let result = try night.run("run", "--all", "--json")
        #expect(result.status == 0, "\(result)")
        #expect(try night.problems() == [])
        let warnings = try result.json()["warnings"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let isHeard = mode == "endless"
        for words in [
            "the heartbeat was not told", "the webhook ops was not told", "the metrics were not pushed",
        ] {
            #expect(warnings.contains { $0.hasPrefix(words) } == !isHeard, "\(words): \(result)")
            #expect(result.errors.contains(words) == !isHeard)
        }
        #expect(warnings.contains { $0.hasPrefix("the metrics were not written") })
        #expect(!result.description.contains("S3CR3T"))
        #expect(try night.log().contains("S3CR3T") == false)
    }

    @Test("H8 a redirect takes neither the report nor the token to another host")
    func redirect() throws {
        let other = try WebServer("ok")
        let server = try WebServer("redirect", target: other.address + "/elsewhere")
        let night = try night(
            """
            "webhooks": [{ "url": "\(server.address)/hook", "token": "S3CR3T", "on": ["success"] }]
            """)
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("sends on to \(other.address), which is not followed"), "\(result)")
        #expect(try server.requests().map { $0.headers["authorization"] } == ["Bearer S3CR3T"])
        #expect(try other.requests().isEmpty)
    }

    @Test("a webhook is sent what its style or template says, and only what it asked to hear")
    func webhooks() throws {
        let server = try WebServer("ok")
        let night = try night(
            """
            "language": "en",
            "webhooks": [
              { "url": "\(server.address)/plain" }, { "url": "\(server.address)/slack", "style": "slack" },
              { "url": "\(server.address)/good", "on": ["success"] },
              { "url": { "env": "HOOK" }, "template": { "t": "{{outcome}} {{exit_status}}", "f": "{{failures}}" } }
            ]
            """, mode: ["FD_MODE": "full1", "FD_ONLY_FOR": "crm"])
        var program = night.program
        program.environment["HOOK"] = server.address + "/own"
        #expect(try program.run(night.arguments()).status == 1)
        let requests = try server.requests()
        #expect(requests.map(\.line) == ["POST /plain", "POST /slack", "POST /own"])
        try #require(requests.count == 3)
        #expect(try JSONValue(parsing: requests[0].body)["schema"]?.stringValue == "vya-backup.run/1")
        #expect(
            try JSONValue(parsing: requests[1].body)["text"]?.stringValue?.hasPrefix("VYA BackupDB - FAILURE")
                == true)
        let own = try JSONValue(parsing: requests[2].body)
        #expect(own["t"]?.stringValue == "failure 1")
        #expect(own["f"]?.stringValue?.hasPrefix("#1 fake: crm: ") == true)
        #expect(requests.allSatisfy { $0.headers["content-type"] == "application/json" })
    }

    @Test("G9 a push monitor of Uptime Kuma is told of every run, and its token stands nowhere else")
    func pushed() throws {
        let server = try WebServer("uptimekuma")
        func told(_ path: String, mode: [String: String] = [:], _ status: Int32) throws -> Program.Result {
            let night = try night(
                """
                "language": "en",
                "webhooks": [{ "name": "kuma", "style": "uptimekuma", "url": "\(server.address)\(path)" }]
                """, mode: mode)
            let result = try night.runAll()
            #expect(result.status == status, "\(result)")
            for text in [result.description, try night.log(), try night.run("config", "show").text] {
                #expect(!text.contains("T0K3N"), "\(text)")
            }
            return result
        }
        let push = "/api/push/S3CR3T-T0K3N"
        for result in [
            try told(push, 0), try told(push + "?status=up&msg=OK&ping=", mode: ["FD_MODE": "full1"], 2),
        ] { #expect(!result.errors.contains("was not told"), "\(result)") }
        let lines = try server.requests().map(\.line)
        #expect(
            lines.count == 2 && lines[0].hasPrefix("GET \(push)?status=up&msg=VYA%20BackupDB"), "\(lines)")
        #expect(lines.last?.hasPrefix("GET \(push)?status=down&msg=VYA%20BackupDB") == true)
        // Its page answers for any other address, with 200.
        let page = try told("/dashboard/S3CR3T-T0K3N", 0)
        #expect(page.errors.contains("the webhook kuma was not told"), "\(page)")
        #expect(page.errors.contains("did not answer as the service of this style does"), "\(page)")
        let unknown = try told("/api/push/OTHER-T0K3N", 0)
        #expect(unknown.errors.contains("answered with 500"), "\(unknown)")
    }

    @Test("the mail about a run says which webhook was not told")
    func mailed() throws {
        let mail = try SMTPServer("plain")
        let night = try night(
            """
            "email_settings": { "smtp_host": "127.0.0.1", "smtp_port": \(mail.port),
              "from_email": "backup@example.org", "to_email": ["ops@example.org"] },
            "webhooks": [{ "name": "desk", "url": "http://127.0.0.1:1/", "timeout_seconds": 1, "on": ["success"] }]
            """)
        #expect(try night.runAll().status == 0)
        let message = try #require(try mail.mails().first)
        #expect(message.content.subject.contains("ATENÇÃO"))
        #expect(
            message.content.text.contains(
                "o webhook desk não foi avisado: sem conexão com http://127.0.0.1:1"))
    }
}
