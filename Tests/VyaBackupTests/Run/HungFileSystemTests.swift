import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("A file system that hangs", .ownThread(seconds: 240))
struct HungFileSystemTests {
    /// What shows a night's files again, and can be made to hang: what a run reads, where it writes, its log, its state.
    enum Place: String, CaseIterable {
        case source, folder, log, state
    }

    /// A host with a healthy dump, a tree, and one of its folders on a file system of its own.
    private final class Host {
        let server: SMTPServer
        let hook: WebServer
        let night: Night
        private(set) var files: HangingFolder?

        init(_ place: Place, settings: String = "") throws {
            server = try SMTPServer("plain")
            hook = try WebServer("ok")
            var night = try Night(entries: [])
            let entry = try night.fakeEntry(1, databases: ["shop"])
            files = try HangingFolder(night.folder("behind"), at: night.folder("mount"))
            let mount = night.folder("mount")
            mkdir(night.folder("tree"), 0o700)
            for tree in ["tree/file", "behind/file"] { try night.folder.write("content", to: tree) }
            if place == .state { night.program.environment["STATE_DIRECTORY"] = mount }
            try night.folder.write(
                """
                { "db_config": [ \(entry),
                    { "id_dbms": 2, "dbms": "files", "db_list": ["\(place == .source ? mount : night.folder("tree"))"] } ],
                  "bkp_system": { "path_fake": "\(night.output)",
                                  "path_files": "\(place == .folder ? mount : night.folder("out2"))" },
                  "log_settings": { "log_dir": "\(place == .log ? mount : night.folder("log"))" },
                  "webhooks": [ { "name": "chat", "url": "\(hook.address)/hook", "on": ["failure"] } ],
                  "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \(server.port),
                    "from_email": "backup@example.org", "success_recipients": ["good@example.org"],
                    "failure_recipients": ["bad@example.org"] }\(settings) }
                """, to: "config.json")
            self.night = night
        }

        deinit {
            // Before the folder in which it is mounted is removed.
            files = nil
        }

        /// What everybody has to hear of a run that hung.
        func expectAlarm(_ result: Program.Result, _ place: Place) throws {
            #expect(result.status == 124, "\(result)")
            #expect(result.errors.contains("it hung"), "\(result)")
            let json = try result.json()
            #expect(json["exit_status"]?.intValue == 124 && json["outcome"]?.stringValue == "failure")
            let entries = json["entries"]?.arrayValue ?? []
            #expect(entries.count == 2, "\(result)")
            if place == .source {
                #expect(entries.first?["outcome"]?.stringValue == "success", "\(result)")
                #expect(night.artifacts().count == 1)
            }
            let mails = try server.mails()
            #expect(mails.map(\.envelope.to) == [["bad@example.org"]])
            #expect(mails.first?.content.subject.hasPrefix("VYA BackupDB - FALHA - ") == true)
            #expect(mails.first?.content.text.contains("travou ao ") == true)
            #expect(try hook.requests().count == 1)
        }
    }

    @Test(
        "P1 wherever a file system hangs, a run that is to stop tells everybody, and ends with 124",
        .enabled(if: HangingFolder.isAvailable), arguments: Place.allCases)
    func hangs(_ place: Place) throws {
        let host = try Host(place)
        host.files?.hang()
        let run = try host.night.program.start(host.night.arguments("--all", "--json"))
        try HangingFolder.waitUntilStuck(run.process.pid)
        if place == .source {
            try waitUntil("the other entry is done") { host.night.artifacts().count == 1 }
        }
        run.process.send(SIGTERM)
        // Somebody who asks twice waits for seconds only, where one who asks once waits for a minute. Two signals at once
        // are one.
        poll(nil, 0, 500)
        run.process.send(SIGTERM)
        try host.expectAlarm(try run.finish(within: 60), place)
        #expect(run.process.survivors().isEmpty)
        #expect(try host.night.secretFiles() == [])
        // The lock has gone with it: what does not hang is backed up again.
        guard place == .source else { return }
        let next = try host.night.run("run", "--id", "1", "--no-notify", within: 60)
        #expect(next.status == 0, "\(next)")
    }

    @Test(
        "P1 the deadline alone ends a run whose folder hangs in the middle of a dump, a minute later; the file has no name",
        .enabled(if: HangingFolder.isAvailable))
    func deadline() throws {
        let server = try SMTPServer("plain")
        let mail = """
            , "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \(server.port),
              "from_email": "backup@example.org", "success_recipients": ["good@example.org"],
              "failure_recipients": ["bad@example.org"] }, "timeouts": { "total_seconds": 10 }
            """
        let folder = try TemporaryFolder("hung")
        let night = try Night(entries: [], output: folder("mount"), settings: mail)
        try night.configure([night.fakeEntry(1, databases: ["shop"], timeouts: #"{"total_seconds": 600}"#)])
        try night.folder.write("FD_MODE=gate\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        var files: HangingFolder? = try HangingFolder(folder("behind"), at: folder("mount"))
        defer {
            files = nil
            withExtendedLifetime(folder) {}
        }
        let run = try night.program.start(night.arguments())
        try waitUntil("the dump has begun") { access(night.folder("tool.waiting"), F_OK) == 0 }
        files?.hang()
        let result = try run.finish(within: 200)
        #expect(result.status == 124, "\(result)")
        #expect(
            result.errors.contains("it hung while making backups: the run's own deadline was reached"),
            "\(result)")
        #expect(run.process.survivors().isEmpty)
        #expect(try server.mails().map(\.envelope.to) == [["bad@example.org"]])
        files = nil
        #expect(try folder.names(in: "behind").allSatisfy { !$0.hasSuffix(".gz") })
    }

    @Test(
        "P1 a second signal ends every other command that a file system holds fast, too",
        .enabled(if: HangingFolder.isAvailable))
    func others() throws {
        let host = try Host(.folder)
        #expect(try host.night.run("run", "--all", "--no-notify").status == 0)
        let names = try host.night.folder.names(in: "mount").filter { $0.hasSuffix(".tar.gz") }
        let file = host.night.folder("mount/" + (try #require(names.first)))
        host.files?.hang()
        for words in [
            ["verify", file], ["cleanup", "--all"],
            ["restore", file, "--to", host.night.folder("x"), "--yes"],
        ] {
            let run = try host.night.program.start(words + ["--config", host.night.folder("config.json")])
            try HangingFolder.waitUntilStuck(run.process.pid)
            for _ in 1...2 {
                run.process.send(SIGTERM)
                poll(nil, 0, 300)
            }
            let result = try run.finish(within: 30)
            #expect(result.status == 124 || result.status == 143, "\(words): \(result)")
        }
    }
}
