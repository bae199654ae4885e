import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("A program that crashes", .ownThread)
struct CrashTests {
    @Test(
        "G10 a crash leaves no core file and no secret, whatever the limits were",
        arguments: [SIGSEGV, SIGABRT, SIGQUIT])
    func noCore(signal: Int32) throws {
        let canary = "S3CR3T_\(UInt64.random(in: .min ... .max))"
        var night = try Night(entries: [])
        night.program.starter = ["/usr/bin/prlimit", "--core=unlimited:unlimited"]
        try night.configure([
            night.fakeEntry(1, databases: ["shop"]).replacingOccurrences(
                of: #""enabled": true"#, with: #""enabled": true, "password": "\#(canary)""#)
        ])
        try night.folder.write("FD_MODE=hang\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        let run = try night.program.start(night.arguments())
        var tool: pid_t = 0
        try waitUntil("the dump tool runs and has said its number") {
            let text = (try? String(contentsOfFile: night.folder("tool.pid"), encoding: .utf8)) ?? ""
            tool = pid_t(text.trimmingCharacters(in: .newlines)) ?? 0
            return text.hasSuffix("\n") && tool > 0
        }
        for pid in [run.process.pid, tool] {
            let limits = try String(contentsOfFile: "/proc/\(pid)/limits", encoding: .utf8)
            let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
            #expect(core?.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"], "\(limits)")
        }
        run.process.send(signal)
        let result = try run.finish(within: 60)
        #expect(result.ending == .signalled(signal), "\(result)")
        #expect(!"\(result)".contains(canary))
        #expect(!"\(result)".lowercased().contains("backtrace"), "\(result)")
        let found = try Command("/bin/grep", "-rlaF", canary, night.folder.path).run().text
        #expect(found == night.folder("config.json") + "\n")
        #expect(try Command("/usr/bin/find", night.folder.path, "-name", "core*").check().text == "")
        try waitUntil("the tool has died with it", within: 5) { run.process.survivors().isEmpty }
    }

    @Test("G10 an account that is not root makes backups all the same, and nobody of it can read the memory")
    func serviceUser() throws {
        let nobody: uid_t = 65_534
        var night = try Night(entries: [])
        try night.folder.write("kept", to: "file")
        try night.configure([
            night.fakeEntry(1, databases: ["shop"]),
            #"{ "id_dbms": 2, "dbms": "files", "db_list": ["\#(night.folder("file"))"], "enabled": true }"#,
        ])
        night.program.starter = [
            "/usr/bin/setpriv", "--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups", "--no-new-privs",
        ]
        try night.folder.write("FD_MODE=gate\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        try Command("/bin/chown", "-R", "\(nobody):\(nobody)", night.folder.path).check()
        let run = try night.program.start(night.arguments())
        try waitUntil("the dump tool waits") { access(night.folder("tool.waiting"), F_OK) == 0 }
        // What is not dumpable belongs to root in /proc (proc(5)).
        var status = stat()
        #expect(stat("/proc/\(run.process.pid)/fd", &status) == 0 && status.st_uid == 0)
        let reader = try Command(
            "/usr/bin/setpriv", "--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups",
            "/bin/dd", "if=/proc/\(run.process.pid)/mem", "of=/dev/null", "count=1"
        ).run()
        #expect(reader.status != 0)
        try night.folder.write("", to: "tool.go")
        let result = try run.finish(within: 60)
        #expect(result.status == 0, "\(result)")
        #expect(try night.problems() == [])
        #expect(night.artifacts().count == 2)
        for name in night.artifacts() {
            #expect(stat(night.output + "/" + name, &status) == 0 && status.st_uid == nobody)
        }
        // The way back goes through /proc/self/fd as well.
        let archive = try #require(night.artifacts().first { $0.hasSuffix(".tar.gz") })
        let back = try night.restore(night.output + "/" + archive, "--to", night.folder("back"))
        #expect(back.status == 0, "\(back)")
        let file = night.folder("back") + night.folder("file")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "kept")
    }
}
