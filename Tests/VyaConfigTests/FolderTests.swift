import Testing
import VyaConfig
import VyaTestSupport

@Suite("Output folders", .ownThread)
struct FolderTests {
    @Test(
        "I8 backups are not written into the system's or a home folder",
        arguments: [
            "/", "//", "/./", "/etc", "/etc/", "/etc/vya", "/usr", "/usr/local/x", "/var", "/var/lib",
            "/home", "/root",
            "/home/ana", "/home/ana/", "/dev/shm", "/proc/1", "/bin", "/boot/x", "/run/x", "/var/log",
        ])
    func refused(path: String) throws {
        let text = Samples.root("\"bkp_system\": {\"path_mysql\": \"\(path)\"}")
        let failure = try #require(throws: ConfigurationFailure.self) {
            try Samples.read(text, home: "/home/ana")
        }
        #expect(failure.diagnostics.errors == ["output-folder"])
    }

    @Test(
        "folders of the operator's own are taken",
        arguments: [
            "/srv", "/mnt/nfs", "/backup", "/var/backups/vya-backup/mysql", "/home/ana/backups",
            "/root/backups",
            "/var/lib/vya", "/etcetera", "/opt/backups/",
        ])
    func taken(path: String) throws {
        let text = Samples.root("\"bkp_system\": {\"path_mysql\": \"\(path)\"}")
        let (configuration, problems) = try Samples.read(text, home: "/home/ana")
        #expect(problems.isEmpty)
        let folder = configuration.folder(for: Samples.mysql)
        #expect(folder == (path.hasSuffix("/") ? String(path.dropLast()) : path))
    }

    @Test(
        "E14 a folder below /tmp is taken, and its fate is explained",
        arguments: ["/tmp/a", "/tmp", "/tmp//b/"])
    func temporary(path: String) throws {
        let (_, problems) = try Samples.read(Samples.root("\"bkp_system\": {\"path_mysql\": \"\(path)\"}"))
        #expect(problems.warnings == ["temporary-folder"])
        #expect(problems[0].message.contains("emptied when the host starts"))
        #expect(problems[0].suggestion == "/var/backups/vya-backup/…")
    }

    @Test(
        "relative paths and paths that turn back are errors",
        arguments: ["", "a", "./a", "~/a", "/srv/../etc", "/srv/.."])
    func notAbsolute(path: String) {
        let problems = Samples.problems(Samples.root("\"bkp_system\": {\"path_mysql\": \"\(path)\"}"))
        #expect(problems.errors == ["wrong-value"])
    }
}
