import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// What the program writes itself is in no archive of files.
@Suite("Patterns above the program's own folders", .ownThread)
struct OwnFoldersTests {
    private func members(_ night: Night) throws -> [String] {
        let newest = try #require(night.artifacts().last)
        return try Command("/bin/tar", "-tzf", night.output + "/" + newest).check().text.split(
            separator: "\n"
        )
        .map(String.init)
    }

    /// A night whose pattern is some folder above its own; `output` is where the backups go.
    private func nights(_ pattern: (Night) -> String, output: String? = nil) throws -> (Night, [[String]]) {
        let night = try Night(entries: [], output: output)
        for name in ["data", "log"] { mkdir(night.folder(name), 0o700) }
        try night.folder.write("content", to: "data/file")
        try night.folder.write("content", to: "log/of-others.log")
        try night.configure([
            #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(pattern(night))"], "db_ignore": ["runtime", "*.mode"] }"#
        ])
        var all: [[String]] = []
        for _ in 0..<3 {
            let result = try night.runAll()
            #expect(result.status == 0, "\(result)")
            all.append(try members(night))
        }
        return (night, all)
    }

    @Test(
        "U1 output, state and log folders that lie below a pattern are left out, by whatever path they are reached"
    )
    func below() throws {
        for pattern in ["", "/**", "/./*"] {
            let (night, all) = try nights { $0.folder.path + pattern }
            for members in all {
                #expect(members.contains { $0.hasSuffix("data/file") })
                #expect(members.contains { $0.hasSuffix("log/of-others.log") })
                #expect(
                    !members.contains {
                        $0.hasSuffix(".gz") || $0.contains("log/vya-backup_") || $0.hasSuffix(".sqlite")
                    }, "\(members)")
            }
            #expect(all[0].count == all[2].count)
            // It is said once, and by each dry run.
            let warned = try night.run("list", "--json").json()["backups"]?.arrayValue ?? []
            #expect(
                warned.count == 3 && warned.count { $0.serialized().contains("itself writes to") } == 1,
                "\(warned)")
            let plan = try night.run("run", "--all", "--dry-run")
            #expect(plan.status == 0 && (plan.text + plan.errors).contains("itself writes to"), "\(plan)")
        }
    }

    @Test(
        "U1 a link to the folder of backups is no way into it, and a folder that is the pattern itself holds no backup of its own"
    )
    func equal() throws {
        let folder = try TemporaryFolder("own")
        mkdir(folder("real"), 0o700)
        try folder.write("content", to: "real/file")
        symlink(folder("real"), folder("link"))
        for pattern in [folder("real"), folder("real") + "/**", folder("link") + "/", folder.path] {
            let (_, all) = try nights({ _ in pattern }, output: folder("real"))
            for members in all { #expect(!members.contains { $0.hasSuffix(".gz") }, "\(pattern) \(members)") }
            if pattern != folder.path {
                #expect(all[2].contains { $0.hasSuffix("/file") }, "\(pattern) \(all[2])")
            }
        }
    }

    @Test("U2 what is to be left out of files may be a name at any depth")
    func names() throws {
        let night = try Night(entries: [])
        for name in ["data", "data/.git", "data/deep", "data/deep/.git"] { mkdir(night.folder(name), 0o700) }
        for name in ["keep.txt", "a.log", ".git/config", "deep/b.log", "deep/.git/x", "deep/log"] {
            try night.folder.write("content", to: "data/" + name)
        }
        try night.configure([
            #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("data"))"], "db_ignore": ["*.log", ".git"] }"#
        ])
        #expect(try night.run("config", "check").status == 0)
        #expect(try night.runAll().status == 0)
        let names = try members(night).filter { !$0.hasSuffix("/") }.map {
            $0.components(separatedBy: "data/").last ?? $0
        }
        #expect(names.sorted() == ["deep/log", "keep.txt"])
        // A pattern of what is wanted begins with a slash still, and none leads upwards.
        for list in [#""db_list": ["data"]"#, #""db_list": ["/srv"], "db_ignore": ["../x"]"#] {
            try night.configure([#"{ "id_dbms": 3, "dbms": "files", \#(list) }"#])
            #expect(try night.run("config", "check").status != 0, "\(list)")
        }
    }
}
