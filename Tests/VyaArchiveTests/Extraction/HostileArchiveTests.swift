import Foundation
import Glibc
import Testing
import VyaArchive
import VyaCore
import VyaTestSupport

@Suite("Archives that would write elsewhere", .ownThread)
struct HostileArchiveTests {
    @Test(
        "F1 F3 F4 an archive that leads out of the target is refused as a whole, before anything is written",
        arguments: [
            "add('../x', data=b'x')", "add('good'); add('a/../../x', data=b'x')", "add('..', D)",
            "add('a/..', D)",
            "add('/../x')", "add('./../x')", "add('x/../../outside/secret', data=b'x')",
            // through links, straight, by two hops, in chains, relative and absolute
            "add('l', S, '/tmp'); add('l/x', data=b'x')", "add('l', S, '../outside'); add('l/x', data=b'x')",
            "add('l', S, '../outside'); add('l/sub', D)", "add('l', S, '.'); add('l/x')",
            "add('d', D); add('d/a', S, '..'); add('d/b', S, 'a/..'); add('d/b/outside/x', data=b'x')",
            "add('a', S, 'b'); add('b', S, '../outside'); add('a/x', data=b'x')",
            "add('d', D); add('d/l', S, '../../outside'); add('./d//l/secret', data=b'x')",
            "add('l', S, '../outside'); add('h', H, 'l'); add('h/x')",
            "add('l', S, '../outside'); add('l/y', S, 'x')",
            "add('l', S, '../outside'); add('l/p', T.FIFOTYPE)",
            "add('l', S, '../outside'); add('f'); add('l/h', H, 'f')",
            "add('l/x', data=b'x'); add('l', S, '../outside')",
            // hard links
            "add('h', H, '../outside/secret')", "add('h', H, '/etc/passwd')", "add('h', H, 'none')",
            "add('l', S, '../outside/secret'); add('h', H, 'l')", "add('h', H, 'h')", "add('h', H, '')",
            "add('d', D); add('h', H, 'd')", "add('p', T.FIFOTYPE); add('h', H, 'p')",
            "add('l', S, '../outside'); add('h', H, 'l/secret')", "add('h', H, 'f'); add('f')",
            "add('f'); add('f', S, '../outside/secret'); add('h', H, 'f')",
            // names that are none
            "add('', data=b'x')", "add('.', data=b'x')", "add('/', S, 'x')", "add('s', S, '')",
            "add('n' * 256)", "add('s', S, 'x' * 4096)",
            "add('x', pax_headers={'path': 'a\\0b'})", "add('s', S, pax_headers={'linkpath': 'a\\0b'})",
        ])
    func refused(script: String) throws {
        let place = try Workplace(script)
        #expect(throws: HostileArchiveError.self) { try place.extracting.survey() }
        #expect(!FileManager.default.fileExists(atPath: place.target))
        // The extraction itself is as safe, should something be there that the survey could not see.
        #expect { try place.extracting.extract() } throws: {
            $0 is HostileArchiveError || $0 is DestinationError
        }
        #expect(try place.isUntouchedOutside())
        var replacing = place.extracting
        replacing.options.replaces = true
        #expect { try replacing.extract() } throws: { $0 is HostileArchiveError || $0 is DestinationError }
        #expect(try place.isUntouchedOutside())
    }

    @Test("F2 absolute names are made relative, and that is said")
    func absolute() throws {
        let place = try Workplace(
            "add('/etc/x', data=b'x'); add('//y'); add('h', H, '/etc/x'); add('/l', S, '/etc/x')")
        let summary = try place.extracting.run()
        #expect(summary.warnings.contains { $0.hasPrefix("names that begin with '/'") })
        #expect(try place.text("etc/x") == "x")
        #expect(try place.text("h") == "x")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: place.target + "/l") == "/etc/x")
    }

    @Test("F3 links that lead anywhere are made as they are, the last thing of all")
    func links() throws {
        let place = try Workplace(
            "add('a', S, '/etc'); add('b', S, '../../x'); add('f', data=b'x'); add('c', S, 'f')")
        #expect(try place.extracting.survey().notes.contains { $0.hasPrefix("links that lead outside") })
        try place.extracting.run()
        let links = try place.run("print([os.readlink('out/' + name) for name in 'abc'])")
        #expect(links == ["['/etc', '../../x', 'f']"])
    }

    @Test(
        "F5 a link that is in the target is not followed", arguments: ["l/x", "l", "l/sub/x"], [false, true])
    func linkInTarget(name: String, replaces: Bool) throws {
        let place = try Workplace("add('\(name)', data=b'evil')")
        try place.run("os.mkdir('out'); os.symlink('../outside', 'out/l')")
        var extracting = place.extracting
        extracting.options.replaces = replaces
        #expect(try extracting.survey().obstacles.isEmpty == replaces)
        if replaces {
            try extracting.run()
            #expect(try place.text(name) == "evil")
        } else {
            #expect(throws: DestinationError.self) { try extracting.extract() }
            #expect(try place.run("print(os.readlink('out/l'))") == ["../outside"])
        }
        #expect(try place.isUntouchedOutside())
    }

    @Test("F5 a link at the end of a member's name is replaced, not written through")
    func linkToFileInTarget() throws {
        let place = try Workplace("add('f', data=b'evil'); add('d', D); add('d/s', S, 'new')")
        try place.run(
            "os.makedirs('out/d'); os.symlink('../outside/secret', 'out/f'); os.symlink('/', 'out/d/s')")
        var extracting = place.extracting
        #expect(
            try extracting.survey().obstacles.map(\.code) == ["restore.exists", "restore.exists"])
        extracting.options.replaces = true
        try extracting.run()
        #expect(try place.run("print(os.path.islink('out/f'), os.readlink('out/d/s'))") == ["False new"])
        #expect(try place.isUntouchedOutside())
    }

    @Test("F5 the target itself is not reached through somebody else's link")
    func foreignLink() throws {
        let place = try Workplace("add('f')")
        try place.run("os.mkdir('real'); os.symlink('real', 'out'); os.lchown('out', 1234, 1234)")
        #expect(throws: UnsafeError.self) { try place.extracting.survey() }
        #expect(throws: UnsafeError.self) { try place.extracting.extract() }
        try place.run("os.lchown('out', 0, 0)")
        try place.extracting.run()
        #expect(try place.folder.names(in: "real") == ["f"])
    }

    @Test(
        "F7 paths longer than the system's limit are extracted, and only below the target",
        arguments: [16, 80])
    func deep(depth: Int) throws {
        let place = try Workplace("add('/'.join(['n' * 255] * \(depth)) + '/f', data=b'deep')")
        try place.extracting.run()
        let text = try place.run(
            """
            os.chdir('out')
            for _ in range(\(depth)): os.chdir('n' * 255)
            print(open('f').read())
            """)
        #expect(text == ["deep"])
        #expect(try place.isUntouchedOutside())
    }

    @Test("F7 the path that CVE-2025-4517 takes, links that shorten a path beyond the limit, is refused")
    func shortened() throws {
        let place = try Workplace(
            """
            name, path = 'd' * 247, ''
            for letter in 'abcdefghijklmnop':
                add(path + name, D); add(path + letter, S, name); path += name + '/'
            link = '/'.join('abcdefghijklmnop') + '/' + 'l' * 254
            add(link, S, '../' * 16); add('escape', S, link + '/../../outside'); add('escape/secret', data=b'evil')
            """)
        #expect(throws: HostileArchiveError.self) { try place.extracting.survey() }
        #expect(throws: HostileArchiveError.self) { try place.extracting.extract() }
        #expect(try place.isUntouchedOutside())
    }

    @Test("F8 device nodes, setuid bits and trusted attributes only come back when they are asked for")
    func special() throws {
        let place = try Workplace(
            """
            add('null', T.CHRTYPE, devmajor=1, devminor=3, mode=0o666); add('disk', T.BLKTYPE, devmajor=8, devminor=300)
            add('suid', mode=0o4755); add('sgid', mode=0o2755); add('sticky', D, mode=0o1777); add('pipe', T.FIFOTYPE)
            add('cap', pax_headers={'SCHILY.xattr.security.capability': '\\1\\0\\0\\2\\0\\x20' + '\\0' * 14,
                'SCHILY.xattr.trusted.t': 'x', 'SCHILY.xattr.user.u': 'y', 'SCHILY.xattr.security.selinux': 'z'})
            add('gdir', D, mode=0o2755)
            """)
        let look = """
            import stat
            for name in sorted(os.listdir('out')):
                s = os.lstat('out/' + name)
                print(name, stat.filemode(s.st_mode), s.st_rdev, *sorted(set(os.listxattr('out/' + name)) - {'security.selinux'}))
            """
        let plan = try place.extracting.survey()
        let summary = try place.extracting.run()
        #expect(plan.skipped == summary.skipped)
        #expect(
            summary.skipped == [
                "null: the device node was left out", "disk: the device node was left out",
                "suid: the setuid bit was left out", "sgid: the setgid bit was left out",
                "cap: the attribute 'security.capability' was left out",
                "cap: the attribute 'trusted.t' was left out", "gdir: the setgid bit was left out",
            ])
        #expect(
            try place.run(look) == [
                "cap -rwxr-xr-x 0 user.u", "gdir drwxr-xr-x 0", "pipe prwxr-xr-x 0", "sgid -rwxr-xr-x 0",
                "sticky drwxrwxrwt 0", "suid -rwxr-xr-x 0",
            ])
        var extracting = Extracting(place.archive, into: place.folder("all"))
        extracting.options.preservesSpecial = true
        #expect(try extracting.run().skipped.isEmpty)
        #expect(
            try place.run(look.replacingOccurrences(of: "'out", with: "'all")) == [
                "cap -rwxr-xr-x 0 security.capability trusted.t user.u", "disk brwxr-xr-x \(makedev(8, 300))",
                "gdir drwxr-sr-x 0", "null crw-rw-rw- \(makedev(1, 3))", "pipe prwxr-xr-x 0",
                "sgid -rwxr-sr-x 0", "sticky drwxrwxrwt 0", "suid -rwsr-xr-x 0",
            ])
    }

    private func makedev(_ major: Int, _ minor: Int) -> Int {
        (minor & 0xFF) | major << 8 | (minor & ~0xFF) << 12
    }

    @Test("a target that turns into a link while it is written to leads nowhere else")
    func race() throws {
        let place = try Workplace("for i in range(40): add(f'd/s{i % 3}/f{i}', data=b'x' * 600)")
        for index in 0..<Adversity.count(60, full: 300) {
            try? FileManager.default.removeItem(atPath: place.target)
            var extracting = place.extracting
            extracting.blockSize = 1024
            _ = try? extracting.extract { block in
                guard block == index % 40 else { return }
                let victim = ["", "/d", "/d/s0", "/d/s1"][index % 4]
                rename(place.target + victim, place.folder("outside/moved"))
                symlink(place.folder("outside"), place.target + victim)
            }
            // What was moved away is the folder that was being written to; nothing else may have come.
            try? FileManager.default.removeItem(atPath: place.folder("outside/moved"))
            unlink(place.target)
            #expect(try place.isUntouchedOutside())
        }
    }
}
