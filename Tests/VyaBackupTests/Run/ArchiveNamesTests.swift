import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Names of archives, made by the program", .ownThread)
struct ArchiveNamesTests {
    /// What a name has between the time and the ending, for the folder that all patterns of a test lie in.
    private static func slug(_ night: Night) -> String {
        String(night.folder("tree").dropFirst()).replacing("/", with: "_")
    }

    private static func configure(_ night: Night, _ patterns: [String], retention: Int = 0) throws {
        let list = patterns.map { JSONValue.string(night.folder("tree") + $0).serialized() }.joined(
            separator: ", ")
        try night.configure([#"{ "id_dbms": 3, "dbms": "files", "db_list": [\#(list)], "enabled": true }"#])
        guard retention > 0 else { return }
        let text = try String(contentsOfFile: night.folder("config.json"), encoding: .utf8)
        try night.folder.write(
            text.replacing("\"bkp_system\": {", with: "\"bkp_system\": { \"retention_files\": \(retention),"),
            to: "config.json")
    }

    private static func night(_ patterns: [String], output: String? = nil) throws -> Night {
        let night = try Night(entries: [], output: output)
        mkdir(night.folder("tree"), 0o700)
        try configure(night, patterns)
        return night
    }

    /// What the names of a run's archives have behind the time, by the pattern that their manifests name.
    private static func names(_ night: Night, _ words: String...) throws -> [ExactName: String] {
        let before = Set(night.artifacts())
        let result = try night.program.run(
            ["run"] + (words.isEmpty ? ["--all"] : words) + ["--config", night.folder("config.json")])
        #expect(result.status == 0, "\(result)")
        var names: [ExactName: String] = [:]
        for name in night.artifacts() where !before.contains(name) {
            let manifest = try Oracle.manifest(of: night.output + "/" + name)
            let pattern = try #require(manifest["database"]?.stringValue)
            // Another run of the same second has taken the name without a number.
            names[ExactName(String(pattern.dropFirst(night.folder("tree").count)))] =
                String(name.dropFirst(16)).replacing(/~\d+\./, with: ".")
        }
        return names
    }

    /// Gives an archive the name that earlier versions gave it.
    private static func age(_ night: Night, _ name: String, _ pattern: String) throws -> String {
        let whole = night.folder("tree") + pattern
        let old = "\(name.prefix(16))files_3_\(ArtifactName.encoded(whole)).tar.gz"
        let manifest = night.output + "/" + name + ".json"
        let text = try String(contentsOfFile: manifest, encoding: .utf8)
        #expect(text.contains(name))
        try FileManager.default.moveItem(atPath: night.output + "/" + name, toPath: night.output + "/" + old)
        try FileManager.default.moveItem(atPath: manifest, toPath: night.output + "/" + old + ".json")
        let handle = try FileHandle(
            forWritingTo: URL(fileURLWithPath: night.output + "/" + old + ".json"))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(text.replacing("\"" + name + "\"", with: "\"" + old + "\"").utf8))
        try handle.close()
        return old
    }

    private static func listed(_ night: Night, _ words: String...) throws -> [JSONValue] {
        let result = try night.program.run(
            ["list", "--json", "--config", night.folder("config.json")] + words)
        #expect(result.status == 0, "\(result)")
        return try result.json()["backups"]?.arrayValue ?? []
    }

    @Test("Q16 an archive's name is its pattern in words that a shell and a reader take")
    func readable() throws {
        let patterns = ["/docker/volumes/**/*", "/config/*.{yaml,json}", "/relatórios de março", "/.env"]
        let night = try Self.night(patterns)
        for file in ["docker/volumes/db/a", "config/a.yaml", "relatórios de março/a", ".env"] {
            try FileManager.default.createDirectory(
                atPath: night.folder("tree/" + file.split(separator: "/").dropLast().joined(separator: "/")),
                withIntermediateDirectories: true)
            try night.folder.write("x", to: "tree/" + file)
        }
        let slug = Self.slug(night)
        let names = try Self.names(night)
        #expect(names["/docker/volumes/**/*"] == "files_3_\(slug)_docker_volumes.tar.gz")
        #expect(names["/config/*.{yaml,json}"] == "files_3_\(slug)_config_yaml_json.tar.gz")
        #expect(names["/relatórios de março"] == "files_3_\(slug)_relatorios_de_marco.tar.gz")
        #expect(names["/.env"] == "files_3_\(slug)_env.tar.gz")
        #expect(try night.problems() == [])
    }

    @Test("Q16 patterns that read alike have names of their own, in any order and in a run of one of them")
    func apart() throws {
        let alike = ["/a/*", "/a/**", "/A/*", "/a", "/a/file", "/a.file", "/a/f\u{EF}le", "/a/fi\u{308}le"]
        let night = try Self.night(alike)
        for folder in ["a", "A"] { mkdir(night.folder("tree/" + folder), 0o700) }
        for file in ["a/file", "A/file", "a.file", "a/f\u{EF}le", "a/fi\u{308}le"] {
            try night.folder.write("x", to: "tree/" + file)
        }
        let first = try Self.names(night)
        #expect(first.count == alike.count)
        #expect(Set(first.values.map { $0.lowercased() }).count == alike.count, "\(first)")
        #expect(first.values.allSatisfy { !$0.contains("%") }, "\(first)")
        try Self.configure(night, ["/A/file"] + alike.reversed())
        let second = try Self.names(night)
        for pattern in alike {
            #expect(second[ExactName(pattern)] == first[ExactName(pattern)], "\(pattern)")
        }
        let one = try Self.names(night, "--id", "3", "--database", night.folder("tree") + "/a/**")
        #expect(one == ["/a/**": first["/a/**"] ?? ""])
    }

    @Test(
        "Q16 what has an older name is one history with what has a newer, for list, check, verify, restore, prune"
    )
    func history() throws {
        let pattern = "/docker/**/*"
        let night = try Self.night([pattern])
        mkdir(night.folder("tree/docker"), 0o700)
        try night.folder.write("old", to: "tree/docker/file")
        #expect(try Self.names(night).count == 1)
        let old = try Self.age(night, try #require(night.artifacts().first), pattern)
        #expect(old.contains("%2Fdocker%2F%2A%2A%2F%2A"))
        // One that never knew the archive by another name.
        for end in ["", "-wal", "-shm"] { unlink(night.folder("state/catalog.sqlite" + end)) }
        #expect(try night.run("catalog", "rebuild").status == 0)
        try night.folder.write("new", to: "tree/docker/file")
        #expect(try Self.names(night)[ExactName(pattern)] == "files_3_\(Self.slug(night))_docker.tar.gz")

        let whole = night.folder("tree") + pattern
        let listed = try Self.listed(night, "--database", whole)
        #expect(listed.compactMap { $0["state"]?.stringValue } == ["proven", "proven"])
        #expect(listed.compactMap { $0["database"]?.stringValue } == [whole, whole])
        let check = try night.run("check")
        #expect(check.status == 0 && check.text.hasPrefix("VYA-BACKUP OK - 1 source"), "\(check)")
        let all = try night.run("verify", "--all", "--json")
        #expect(all.status == 0, "\(all)")
        // The newest is one of the pattern, not one of each name.
        let newest = try night.run("verify", "--latest", "--json")
        #expect(newest.status == 0 && !newest.text.contains("%2F"), "\(newest)")
        for (words, content) in [
            ([night.output + "/" + old], "old"), (["--id", "3", "--database", whole], "new"),
        ] {
            let away = try TemporaryFolder("away")
            let result = try night.program.run(
                ["restore"] + words + ["--to", away.path, "--yes", "--config", night.folder("config.json")])
            #expect(result.status == 0, "\(result)")
            let file = away.path + night.folder("tree/docker/file")
            #expect(try String(contentsOfFile: file, encoding: .utf8) == content)
        }
        try Self.configure(night, [pattern], retention: 1)
        let pruned = try night.run("prune", "--yes")
        #expect(pruned.status == 0, "\(pruned)")
        #expect(
            night.artifacts().map { String($0.dropFirst(16)) } == [
                "files_3_\(Self.slug(night))_docker.tar.gz"
            ])
        #expect(try night.problems() == [])
    }

    @Test(
        "Q16 without its manifest an archive is known by its name, as long as the configuration has the pattern"
    )
    func alone() throws {
        let patterns = ["/a/**", "/b/**", "/b/*"]
        let night = try Self.night(patterns)
        for folder in ["a", "b"] {
            mkdir(night.folder("tree/" + folder), 0o700)
            try night.folder.write("x", to: "tree/\(folder)/file")
        }
        #expect(try Self.names(night).count == 3)
        for name in night.artifacts() { unlink(night.output + "/" + name + ".json") }
        for pattern in patterns {
            let whole = night.folder("tree") + pattern
            let listed = try Self.listed(night, "--id", "3", "--database", whole)
            #expect(listed.compactMap { $0["state"]?.stringValue } == ["unproven"], "\(pattern)")
            #expect(listed.compactMap { $0["database"]?.stringValue } == [whole])
        }
        // One that no other reads like any more still is the one that it was.
        try Self.configure(night, ["/b/*"])
        let kept = night.folder("tree") + "/b/*"
        #expect(try Self.listed(night, "--database", kept).count == 1)
        #expect(try Self.listed(night, "--database", Self.slug(night) + "_a").count == 1)
    }

    @Test("Q16 B14 the room for an archive is foretold by the last one, whatever name that has")
    func forecast() throws {
        let night = try Self.night(["/**/*"])
        let mount = try Mount("tmpfs", at: night.output, options: "size=8m,mode=0700")
        try Command(
            "/bin/sh", "-c", "head -c 2000000 /dev/urandom > \"$1\"", "sh", night.folder("tree/noise")
        )
        .check()
        #expect(try Self.names(night).count == 1)
        let name = try #require(night.artifacts().first)
        let bytes = try #require(try Oracle.manifest(of: night.output + "/" + name)["bytes"]?.intValue)
        var status = statvfs()
        statvfs(night.output, &status)
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        // Room for as much again, but not for 20 % more.
        try Command("/usr/bin/fallocate", "-l", "\(free - bytes * 11 / 10)", night.output + "/filler").check()
        #expect(try night.run("run", "--all", "--dry-run").text.contains("is expected to need"))
        _ = try Self.age(night, name, "/**/*")
        let plan = try night.run("run", "--all", "--dry-run")
        #expect(plan.text.contains("is expected to need"), "\(plan)")
        withExtendedLifetime(mount) {}
    }
}
