import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("An uploader of another account", .ownThread)
struct ReadingGroupTests {
    // A group that every Debian has and no test needs otherwise.
    private static let group = "backup"

    private func night(_ group: String? = Self.group) throws -> Night {
        let night = try Night.fake()
        try configure(night, group)
        return night
    }

    private func configure(_ night: Night, _ group: String?) throws {
        let path = night.folder("config.json")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let member = group.map { "\"group\": \"\($0)\", " } ?? ""
        try night.folder.write(
            text.replacingOccurrences(of: "\"bkp_system\": { ", with: "\"bkp_system\": { \(member)"),
            to: "config.json")
    }

    /// Mode and group's name, as `stat` prints them.
    private func look(_ path: String) throws -> String {
        try Command("/usr/bin/stat", "-c", "%a %G", path).check().text.trimmingCharacters(in: .newlines)
    }

    /// What a member of the group that is nobody else can read.
    private func canRead(_ path: String) throws -> Bool {
        let gid = try Command("/usr/bin/getent", "group", Self.group).check().text.split(separator: ":")[2]
        return try Command(
            "/usr/bin/setpriv", "--reuid=65534", "--regid=\(gid)", "--clear-groups", "/bin/cat", path
        ).run().status == 0
    }

    @Test(
        "E15 by the option \"group\" artifacts and manifests are 0640 and folders 0750 of that group; nobody else reads them"
    )
    func readable() throws {
        var night = try night()
        night.output = night.folder("up/out")
        try night.configure([night.fakeEntry(2, databases: ["shop"])])
        try configure(night, Self.group)
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        #expect(try Oracle.problems(in: night.output, fileMode: 0o640) == [])
        #expect(try look(night.folder("up")) == "750 backup" && look(night.output) == "750 backup")
        for name in try night.folder.names(in: "up/out") {
            #expect(try look(night.output + "/" + name) == "640 backup")
        }
        // The test's own folder is closed to all but root.
        chmod(night.folder.path, 0o711)
        let artifact = night.output + "/" + night.artifacts()[0]
        #expect(try canRead(artifact) && canRead(artifact + ".json"))
        let others = try Command(
            "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/bin/cat", artifact
        ).run()
        #expect(others.status != 0)
        // A second run takes the folder as it is.
        #expect(try night.runAll().status == 0)
        #expect(try Oracle.problems(in: night.output, fileMode: 0o640) == [])
    }

    @Test("E15 without the option everything stays the owner's alone")
    func closed() throws {
        let night = try night(nil)
        #expect(try night.runAll().status == 0)
        #expect(try night.problems() == [])
        #expect(try look(night.output) == "700 root")
    }

    @Test("E15 a folder that was the owner's alone is opened to the group, but not by a dry run")
    func opened() throws {
        let night = try night()
        mkdir(night.output, 0o700)
        #expect(try night.run("run", "--all", "--dry-run").status == 0)
        #expect(try look(night.output) == "700 root")
        #expect(try night.runAll().status == 0)
        #expect(try look(night.output) == "750 backup")
    }

    @Test(
        "E15 a folder that is open to more than the group is refused with exit 5 and left as it is",
        arguments: [
            (0o755, "backup"), (0o770, "backup"), (0o751, "backup"), (0o750, "adm"), (0o705, "backup"),
        ])
    func looser(mode: mode_t, group: String) throws {
        let night = try night()
        mkdir(night.output, 0o700)
        try Command("/bin/chgrp", group, night.output).check()
        chmod(night.output, mode)
        let result = try night.runAll()
        #expect(result.status == 5, "\(result)")
        #expect(result.errors.contains("hint: "), "\(result)")
        #expect(night.artifacts() == [])
        #expect(try look(night.output) == String(mode, radix: 8) + " " + group)
    }

    @Test("E15 the evidence of a drill is the group's to read as well")
    func evidence() throws {
        let night = try Night(entries: [
            #"{ "id_dbms": 1, "dbms": "files", "db_list": ["/etc/hostname"], "enabled": true }"#
        ])
        try configure(night, Self.group)
        #expect(try night.runAll().status == 0)
        let drill = try night.run("verify", "--latest", "--restore")
        #expect(drill.status == 0, "\(drill)")
        let proof = try #require(try night.folder.names(in: "out").first { $0.hasSuffix(".proof.json") })
        #expect(try look(night.output + "/" + proof) == "640 backup")
    }

    @Test("E15 the page of report is as private as the backups: the group's, and nobody else's")
    func page() throws {
        let night = try night()
        #expect(try night.runAll().status == 0)
        let page = night.folder("page.html")
        #expect(try night.run("report", "--html", page).status == 0)
        #expect(try look(page) == "640 backup")
        // One that others could read is not left like that.
        chmod(page, 0o644)
        #expect(try night.run("report", "--html", page).status == 0)
        #expect(try look(page) == "640 backup")
        let text = try String(contentsOfFile: night.folder("config.json"), encoding: .utf8)
        try night.folder.write(
            text.replacingOccurrences(of: "\"group\": \"backup\", ", with: ""), to: "config.json")
        #expect(try night.run("report", "--html", page).status == 0)
        #expect(try look(page).hasPrefix("600 "))
    }

    @Test(
        "E15 a group that the host does not have is an error of the configuration, as is one that the account is not in"
    )
    func unknown() throws {
        let night = try night("no-such-group")
        let result = try night.runAll()
        #expect(result.status == 3, "\(result)")
        #expect(result.errors.contains("there is no group no-such-group"), "\(result)")
        var service = try self.night()
        service.program.starter = [
            "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs",
        ]
        try Command("/bin/chown", "-R", "65534:65534", service.folder.path).check()
        let refused = try service.runAll()
        #expect(refused.status == 2, "\(refused)")
        #expect(refused.errors.contains("to the group backup: Operation not permitted"), "\(refused)")
        #expect(refused.errors.contains("usermod"), "\(refused)")
        #expect(service.artifacts() == [])
    }
}
