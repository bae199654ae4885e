import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Files brought back by `restore`, and archives that were made to harm whoever extracts them.
@Suite("Files restored by vya-backup", .ownThread)
struct FilesRestoreTests {
    /// A host that backs up a tree of its own.
    private func night() throws -> Night {
        let night = try Night(entries: [])
        try Command(
            "/bin/bash", "-c",
            """
            set -e; mkdir -p "$1/sub/deep" "$1/empty"; cd "$1"; echo one > one; echo two > "sub/two words"; chmod 640 one
            ln -s one link; ln one hard; mkfifo pipe; truncate -s 5M sparse; printf end >> sparse
            setfattr -n user.note -v kept one; setfacl -m u:nobody:r sub; chown -R 1234:2345 sub; chmod 4755 sub/deep
            touch -d '2001-02-03 04:05:06.789' one; printf x > $'odd\\xff name'
            """, "bash", night.folder("tree")
        ).check()
        try night.configure([#"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("tree"))"] }"#])
        let result = try night.runAll()
        #expect(result.status == 0, "\(result)")
        return night
    }

    /// Everything that is to come back of a tree, as text.
    private func listing(_ folder: String) throws -> String {
        try Command(
            "/bin/bash", "-c",
            """
            cd "$1" && find . -printf '%P|%y|%m|%U:%G|%T@|%l|%s|%n\\n' | sort
            getfattr -R -d -m 'user' . 2>/dev/null | sort; getfacl -R -n -p . | sort; find . -type f -exec sha256sum {} + | sort
            du -k sparse | cut -f1
            """, "bash", folder
        ).check().text
    }

    @Test(
        "a tree comes back into a new folder and to its place, with owners, modes, times, links, holes and attributes"
    )
    func roundTrip() throws {
        let night = try night()
        let expected = try listing(night.folder("tree"))
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let away = try night.restore(artifact, "--to", night.folder("away"), "--preserve-special")
        #expect(away.status == 0, "\(away)")
        #expect(try listing(night.folder("away") + night.folder("tree")) == expected)

        // A file that is there is not touched without --replace.
        let refused = try night.restore(artifact)
        #expect(refused.status == 2 && refused.errors.contains("--replace"), "\(refused)")
        try Command("rm", "-rf", night.folder("tree")).check()
        let back = try night.restore(artifact, "--preserve-special")
        #expect(back.status == 0, "\(back)")
        #expect(try listing(night.folder("tree")) == expected)
        try night.folder.write("changed", to: "tree/one")
        let replaced = try night.restore(artifact, "--replace", "--preserve-special")
        #expect(replaced.status == 0, "\(replaced)")
        #expect(try String(contentsOfFile: night.folder("tree/one"), encoding: .utf8) == "one\n")
    }

    @Test(
        "U4 times come back on a file system of FUSE 2, which is told of both times of a file or of none",
        .enabled("FUSE cannot be had here") { HangingFolder.isAvailable })
    func oldFUSE() throws {
        let night = try night()
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let folder = try OldFUSEFolder(night.folder("behind"), at: night.folder("mounted"))
        defer { withExtendedLifetime(folder) {} }
        let result = try night.restore(artifact, "--to", night.folder("mounted"), "--only", "**/one")
        #expect(result.status == 0, "\(result)")
        let found = try Command("/usr/bin/find", night.folder("behind"), "-name", "one", "-printf", "%T@")
            .check().text
        #expect(found.hasPrefix("981173106.789"), "\(found) \(result)")
    }

    /// What a tree on a small disk of its own is when a restore is to replace it, and the archive of what it was before.
    private func changedTree(_ night: Night) throws -> String {
        let tree = night.folder("tree")
        try Command(
            "/bin/bash", "-c",
            """
            set -e; cd "$1"; mkdir sub; for n in a b sub/c; do head -c 300000 /dev/urandom > $n; done
            ln -s a link; head -c 900000 /dev/urandom > z
            """, "bash", tree
        ).check()
        try night.configure([#"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(tree)"] }"#])
        #expect(try night.runAll().status == 0)
        try Command(
            "/bin/bash", "-c",
            """
            set -e; cd "$1"; for n in a b sub/c; do echo changed $n > $n; done; chmod 604 a; rm link z; ln -s b link
            rm -r sub; echo changed sub > sub
            """, "bash", tree
        ).check()
        return night.output + "/" + (try #require(night.artifacts().first))
    }

    private func state(of folder: String) throws -> String {
        try Command(
            "/bin/bash", "-c",
            "cd \"$1\" && find . -printf '%P|%y|%m|%l|%n\\n' | sort && find . -type f -name '[a-y]*' -exec sha256sum {} + | sort",
            "bash", folder
        ).check().text
    }

    @Test("M8 a restore of files that fails in the middle puts back what had given way")
    func fullDisk() throws {
        let night = try Night(entries: [])
        let disk = try Mount("tmpfs", at: night.folder("tree"), options: "size=4m,mode=700")
        let artifact = try changedTree(night)
        let before = try state(of: night.folder("tree"))
        // Room for the small ones, and not for the last.
        try Command(
            "/bin/bash", "-c", "head -c \(4 << 20 - 1_500_000 - 65_536) /dev/zero > \"$1/.filler\"", "bash",
            night.folder("tree")
        ).check()
        // What a restore that was killed long ago had put aside of a file that lives on.
        let leftover = ".vya-\(NameHash.hexadecimal(of: "a")).replaced"
        try night.folder.write("ancient", to: "tree/" + leftover)
        let result = try night.restore(artifact, "--replace")
        unlink(night.folder("tree/.filler"))
        #expect(result.status == 2 && result.errors.contains("an earlier restore had put aside"), "\(result)")
        #expect(try String(contentsOfFile: night.folder("tree/" + leftover), encoding: .utf8) == "ancient")
        unlink(night.folder("tree/" + leftover))
        #expect(
            result.errors.contains("No space left") && result.errors.contains("are back as they were"),
            "\(result)")
        // What was extracted below a folder that took a file's place is there, and said.
        let aside = try Command("find", night.folder("tree"), "-name", ".vya-*").check().text
        #expect(
            aside.split(separator: "\n").count == 1 && result.errors.contains("what was extracted below it"),
            "\(result)")
        try Command("rm", "-r", String(aside.dropLast())).check()
        let after = try state(of: night.folder("tree"))
        #expect(after == before, "\(result)\n\(before)\n\(after)")
        #expect(try disk.usedBytes() < 1 << 20)
        // With room all of it is replaced, and nothing of what gave way stays.
        try night.folder.write("ancient", to: "tree/" + leftover)
        let again = try night.restore(artifact, "--replace")
        #expect(again.status == 0, "\(again)")
        let names = try Command("find", night.folder("tree")).check().text
        #expect(!names.contains(".vya-") && names.contains("sub/c"), "\(names)")
    }

    @Test("--only brings back what matches, F10 a folder that is not empty is refused, --plan writes nothing")
    func chosen() throws {
        let night = try night()
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let target = night.folder("some")
        let plan = try night.run("restore", artifact, "--to", target, "--plan")
        #expect(plan.status == 0 && !FileManager.default.fileExists(atPath: target), "\(plan)")
        let result = try night.restore(artifact, "--to", target, "--only", night.folder("tree/sub"))
        #expect(result.status == 0, "\(result)")
        let names = try Command("find", target, "-type", "f").check().text
        #expect(names.contains("two words") && !names.contains("/one"), "\(names)")
        let again = try night.restore(artifact, "--to", target)
        #expect(again.status == 2, "\(again)")
        let nothing = try night.restore(artifact, "--to", night.folder("none"), "--only", "/no/such/thing")
        #expect(nothing.status != 0, "\(nothing)")
    }

    /// Archives that Python's tarfile makes of these statements; `t` is the archive, `f` adds a file of a name.
    private static let hostile = [
        "F1 f('../escaped')", "F1 f('a/../../escaped')", "F1 f('a/..')",
        "F3 l('link', 'OUT'); f('link/escaped')", "F3 l('a', '..'); f('a/escaped')",
        "F3 l('a', 'b'); l('b', 'OUT'); f('a/escaped')", "F3 d('d'); l('d/up', '../..'); f('d/up/escaped')",
        "F4 h('hard', 'OUT/victim'); f('hard')", "F4 h('hard', '../outer/victim')",
        "F4 l('s', 'OUT/victim'); h('hard', 's')", "F9 f('x'); f('x/y')",
    ]

    @Test(
        "F1 F3 F4 F9 an archive that reaches outside is rejected, exit 4, and nothing is written",
        arguments: hostile)
    func hostileArchive(_ recipe: String) throws {
        let night = try Night(entries: [#"{ "id_dbms": 3, "dbms": "files", "db_list": ["/etc/hostname"] }"#])
        mkdir(night.folder("outer"), 0o700)
        try night.folder.write("victim", to: "outer/victim")
        mkdir(night.output, 0o700)
        let path = night.output + "/20260101_000000_files_x.tar.gz"
        let words = recipe.split(separator: " ", maxSplits: 1)[1].replacingOccurrences(
            of: "OUT", with: night.folder("outer"))
        try Command(
            "python3", "-c",
            """
            import io, sys, tarfile
            t = tarfile.open(sys.argv[1], 'w:gz')
            def add(name, kind, link=''):
                i = tarfile.TarInfo(name); i.type = kind; i.linkname = link; i.mode = 0o777; i.size = 4 if kind == tarfile.REGTYPE else 0
                t.addfile(i, io.BytesIO(b'evil') if i.size else None)
            f = lambda n: add(n, tarfile.REGTYPE)
            l = lambda n, to: add(n, tarfile.SYMTYPE, to)
            h = lambda n, to: add(n, tarfile.LNKTYPE, to)
            d = lambda n: add(n, tarfile.DIRTYPE)
            exec(sys.argv[2]); t.close()
            """, path, words
        ).check()
        let result = try night.restore(path, "--to", night.folder("target"))
        #expect(result.status == 4, "\(result)")
        #expect(try String(contentsOfFile: night.folder("outer/victim"), encoding: .utf8) == "victim")
        #expect(try Command("find", night.folder.path, "-name", "escaped").check().text.isEmpty)
        #expect(try Command("find", night.folder("outer")).check().text.split(separator: "\n").count == 2)
        let left = try? FileManager.default.contentsOfDirectory(atPath: night.folder("target"))
        #expect(left ?? [] == [])
    }

    @Test("F2 absolute names stay inside the target; F5 a link that lies there is not followed")
    func absolute() throws {
        let night = try Night(entries: [#"{ "id_dbms": 3, "dbms": "files", "db_list": ["/etc/hostname"] }"#])
        mkdir(night.output, 0o700)
        let path = night.output + "/20260101_000000_files_x.tar.gz"
        try Command(
            "python3", "-c",
            """
            import io, sys, tarfile
            t = tarfile.open(sys.argv[1], 'w:gz')
            for name in ['/vya-absolute/file', 'sub/file']:
                i = tarfile.TarInfo(name); i.size = 4; t.addfile(i, io.BytesIO(b'data'))
            t.close()
            """, path
        ).check()
        let result = try night.restore(path, "--to", night.folder("target"))
        #expect(result.status == 0, "\(result)")
        #expect(!FileManager.default.fileExists(atPath: "/vya-absolute"))
        #expect(FileManager.default.fileExists(atPath: night.folder("target/vya-absolute/file")))
        mkdir(night.folder("outside"), 0o700)
        mkdir(night.folder("second"), 0o700)
        symlink(night.folder("outside"), night.folder("second/sub"))
        // Replaced by a folder, as was asked for, and not followed.
        let linked = try night.restore(path, "--to", night.folder("second"), "--replace")
        #expect(linked.status == 0, "\(linked)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: night.folder("outside")) == [])
    }

    @Test("F8 device nodes and set-user-id bits come back only when asked for, and are named otherwise")
    func special() throws {
        let night = try Night(entries: [])
        try Command(
            "/bin/bash", "-c",
            "mkdir \"$1\" && cd \"$1\" && mknod null c 1 3 && cp /bin/true setuid && chmod 4755 setuid",
            "bash", night.folder("tree")
        ).check()
        try night.configure([#"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("tree"))"] }"#])
        #expect(try night.runAll().status == 0)
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let plain = try night.restore(artifact, "--to", night.folder("plain"))
        #expect(plain.status == 0, "\(plain)")
        #expect(plain.errors.contains("null") && plain.errors.contains("--preserve-special"), "\(plain)")
        let place = night.folder("plain") + night.folder("tree")
        #expect(!FileManager.default.fileExists(atPath: place + "/null"))
        #expect(try Command("stat", "-c", "%a", place + "/setuid").check().text == "755\n")
        let special = try night.restore(artifact, "--to", night.folder("special"), "--preserve-special")
        #expect(special.status == 0, "\(special)")
        let other = night.folder("special") + night.folder("tree")
        #expect(
            try Command("stat", "-c", "%F %t,%T", other + "/null").check().text
                == "character special file 1,3\n")
        #expect(try Command("stat", "-c", "%a", other + "/setuid").check().text == "4755\n")
    }

    /// The same night on a host with other accounts.
    private func night(_ night: Night, withAccounts accounts: [(name: String, number: Int)]) throws -> Night {
        var host = night
        let passwd = accounts.map { "\($0.name):x:\($0.number):\($0.number)::/:/bin/false\n" }.joined()
        let group = accounts.map { "\($0.name):x:\($0.number):\n" }.joined()
        try night.folder.write("root:x:0:0::/root:/bin/sh\n" + passwd, to: "passwd")
        try night.folder.write("root:x:0:\n" + group, to: "group")
        host.program.starter = [
            "/usr/bin/unshare", "--mount", "/bin/sh", "-euc",
            "mount --bind \(night.folder("passwd")) /etc/passwd; mount --bind \(night.folder("group")) /etc/group; exec \"$@\"",
            "vya-backup",
        ]
        return host
    }

    @Test(
        "U3 owners come back by name where the host has them, by number else or when asked, and what differs is said"
    )
    func owners() throws {
        let night = try Night(entries: [])
        mkdir(night.folder("home"), 0o755)
        for (name, number) in [("alice", 2001), ("bob", 2002), ("carol", 2003), ("same", 2004)] {
            try night.folder.write(name, to: "home/" + name)
            try Command("chown", "\(number):\(number)", night.folder("home/" + name)).check()
        }
        try night.configure([#"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("home"))"] }"#])
        let old = try self.night(
            night, withAccounts: [("alice", 2001), ("bob", 2002), ("carol", 2003), ("same", 2004)])
        #expect(try old.runAll().status == 0)
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let new = try self.night(
            night, withAccounts: [("alice", 2002), ("bob", 3000), ("dave", 2003), ("same", 2004)])
        func owners(_ words: String...) throws -> (String, Program.Result) {
            let folder = night.folder("away\(words.count)")
            let result = try new.program.run(
                ["restore", artifact, "--to", folder, "--yes", "--config", night.folder("config.json")]
                    + words)
            #expect(result.status == 0, "\(result)")
            return (
                try Command(
                    "/bin/sh", "-c", "cd \"$1\" && stat -c '%n %u %g' alice bob carol same", "sh",
                    folder + night.folder("home")
                ).check().text, result
            )
        }
        let (byName, result) = try owners()
        #expect(byName == "alice 2002 2002\nbob 3000 3000\ncarol 2003 2003\nsame 2004 2004\n")
        for words in [
            "the user alice has the number 2002 here and had 2001", "there is no user carol here",
            "which is dave's",
        ] { #expect(result.errors.contains(words), "\(result)") }
        #expect(!result.errors.contains("same"), "\(result)")
        let (byNumber, _) = try owners("--numeric-owner")
        #expect(byNumber == "alice 2001 2001\nbob 2002 2002\ncarol 2003 2003\nsame 2004 2004\n")
    }

    @Test(
        "U5 a file is enough to bring files back and to print a card; a plain user needs no folder for secrets to back files up"
    )
    func nothingButTheFile() throws {
        let night = try night()
        let artifact = night.output + "/" + (try #require(night.artifacts().first))
        let copy = night.folder("vya-backup")
        try Command("/bin/cp", night.program.path, copy).check()
        mkdir(night.folder("own"), 0o755)
        for name in ["away", "empty"] { mkdir(night.folder("own/" + name), 0o755) }
        try Command(
            "/bin/sh", "-euc",
            "cp \(night.output)/* \(night.folder("own"))/; chown -R 65534:65534 \(night.folder("own"))"
        ).check()
        chmod(night.folder.path, 0o755)
        /// As another user, in a folder without a configuration, with nothing of the environment.
        func run(_ words: String...) throws -> Program.Result {
            var program = night.program
            program.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": night.folder("own")]
            program.path = "/usr/bin/setpriv"
            program.starter = ["/usr/bin/env", "--chdir", night.folder("own/empty")]
            return try program.run(["--reuid=65534", "--regid=65534", "--clear-groups", copy] + words)
        }
        let own = night.folder("own/" + URL(fileURLWithPath: artifact).lastPathComponent)
        let back = try run("restore", own, "--to", night.folder("own/away"), "--yes")
        #expect(back.status == 0, "\(back)")
        #expect(
            try String(contentsOfFile: night.folder("own/away") + night.folder("tree/one"), encoding: .utf8)
                == "one\n")
        let card = try run("restore", "--card", own)
        #expect(card.status == 0 && card.text.contains("tar --extract"), "\(card)")
        // What needs a configuration says so still.
        let server = try run("restore", "--id", "1", "--database", "shop")
        #expect(server.status == 3 && server.errors.contains("there is no configuration"), "\(server)")
        let named = try run(
            "restore", own, "--to", night.folder("own/other"), "--yes", "--config",
            night.folder("own/none.json"))
        #expect(named.status == 3, "\(named)")

        let entry = #"{ "id_dbms": 3, "dbms": "files", "db_list": ["\#(night.folder("own/away"))"] }"#
        try night.folder.write(
            """
            { "db_config": [\(entry)], "bkp_system": { "path_files": "\(night.folder("own/out"))" },
              "log_settings": { "log_dir": "\(night.folder("own/log"))" } }
            """, to: "own/mine.json")
        chown(night.folder("own/mine.json"), 65_534, 65_534)
        let mine = try run("run", "--all", "--config", night.folder("own/mine.json"))
        #expect(mine.status == 0, "\(mine)")
    }
}
