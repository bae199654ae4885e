import Foundation
import Glibc
import Testing
import VyaArchive
import VyaCore
import VyaTestSupport

@Suite("Members of one name, and what was there before", .ownThread)
struct DuplicateTests {
    @Test(
        "F9 of two members of one name the last counts, and a folder is never anything else",
        arguments: [
            ("add('x', data=b'1'); add('x', data=b'2')", "file 2"),
            ("add('x', data=b'1'); add('x', S, 'to')", "link to"),
            ("add('x', S, 'to'); add('x', data=b'2')", "file 2"),
            ("add('x', S, 'one'); add('x', S, 'two')", "link two"),
            ("add('x', D); add('x', D, mode=0o700)", "folder 0o700"),
            ("add('x', data=b'1'); add('x', S, 'to'); add('x', data=b'3')", "file 3"),
            ("add('x', S, 'to'); add('x', data=b'2'); add('x', S, 'end')", "link end"),
            ("add('f', data=b'1'); add('x', H, 'f'); add('x', H, 'f')", "file 1"),
            ("add('f', data=b'1'); add('x', H, 'f'); add('f', data=b'2'); add('x', H, 'f')", "file 2"),
            ("add('f', data=b'1'); add('x', H, 'f'); add('f', data=b'2')", "file 1"),
            ("add('x', data=b'1'); add('x', H, 'x')", "file 1"),
            ("add('x', T.FIFOTYPE); add('x', data=b'2')", "file 2"),
            ("add('x', data=b'1'); add('x', D)", ""), ("add('x', D); add('x', data=b'2')", ""),
            ("add('x', D); add('x', S, 'to')", ""), ("add('x', S, 'to'); add('x', D)", ""),
            ("add('x', data=b'1'); add('x/y')", ""), ("add('x/y'); add('x', data=b'1')", ""),
            ("add('f'); add('x', D); add('x', H, 'f')", ""), ("add('x', T.FIFOTYPE); add('x/y')", ""),
        ])
    func orders(script: String, expected: String) throws {
        let place = try Workplace(script)
        if expected.isEmpty {
            #expect(throws: HostileArchiveError.self) { try place.extracting.survey() }
            #expect(throws: HostileArchiveError.self) { try place.extracting.extract() }
            return
        }
        try place.extracting.run()
        let found = try place.run(
            """
            x = 'out/x'
            if os.path.islink(x): print('link', os.readlink(x))
            elif os.path.isdir(x): print('folder', oct(os.stat(x).st_mode & 0o7777))
            else: print('file', open(x).read())
            print([n for n in os.listdir('out') if n not in 'fx'])
            """)
        #expect(found == [expected, "[]"])
    }

    @Test("F10 a target that must be new has to be absent or empty")
    func mustBeNew() throws {
        let place = try Workplace("add('f', data=b'x')")
        var extracting = place.extracting
        extracting.options.mustBeNew = true
        try extracting.run()
        #expect(try extracting.survey().obstacles.first?.code == "restore.not-empty")
        #expect(throws: DestinationError.self) { try extracting.extract() }
        try place.run("os.unlink('out/f')")
        try extracting.run()
    }

    @Test("F10 existing files stay unless they may be replaced, and the survey names them")
    func existing() throws {
        let place = try Workplace(
            "add('new', data=b'1'); add('d', D, mode=0o711); add('d/f', data=b'2'); add('l', S, 'x')")
        try place.run("os.makedirs('out/d', 0o700); open('out/d/f', 'w').write('old'); open('out/d/g', 'w')")
        var extracting = place.extracting
        let plan = try extracting.survey()
        #expect(plan.obstacles.map(\.message) == ["'d/f' exists already in the target"])
        #expect(throws: DestinationError.self) { try extracting.extract() }
        #expect(try place.text("d/f") == "old")
        try place.run("os.unlink('out/new')")
        extracting.options.replaces = true
        #expect(try extracting.survey().notes == ["1 existing files and links will be replaced"])
        try extracting.run()
        let found = try place.run(
            "print(open('out/d/f').read(), oct(os.stat('out/d').st_mode), sorted(os.listdir('out/d')))")
        #expect(found == ["2 0o40711 ['f', 'g']"])
    }

    @Test("F10 a folder that exists keeps its owner, mode and time unless it may be replaced")
    func merged() throws {
        let place = try Workplace("add('d', D, mode=0o777, mtime=1); add('d/f'); add('.', D, mode=0o777)")
        try place.run("os.makedirs('out/d', 0o700); os.chmod('out', 0o700)")
        try place.extracting.run()
        let modes =
            "print(oct(os.stat('out').st_mode), oct(os.stat('out/d').st_mode), os.stat('out/d').st_mtime == 1)"
        #expect(try place.run(modes) == ["0o40700 0o40700 False"])
        var extracting = place.extracting
        extracting.options.replaces = true
        try extracting.run()
        #expect(try place.run(modes) == ["0o40777 0o40777 True"])
    }

    @Test("a folder in the way is never removed", arguments: [false, true])
    func folderInTheWay(replaces: Bool) throws {
        let place = try Workplace("add('x', data=b'1')")
        try place.run("os.makedirs('out/x')")
        var extracting = place.extracting
        extracting.options.replaces = replaces
        #expect(try extracting.survey().obstacles.map(\.code) == ["restore.folder"])
        #expect(throws: DestinationError.self) { try extracting.extract() }
    }

    @Test("F21 what is replaced is the old file or the new one at every moment")
    func replacedWhole() throws {
        let place = try Workplace("add('a', data=b'n' * 5000); add('b', data=b'n' * 5000)")
        try place.run("os.mkdir('out')\nfor n in 'ab': open('out/' + n, 'w').write('o' * 5000)")
        var extracting = place.extracting
        extracting.options.replaces = true
        extracting.blockSize = 512
        _ = try extracting.extract { _ in
            for name in ["a", "b"] {
                let text = try place.text(name)
                #expect(text == String(repeating: text.first ?? "x", count: 5000))
            }
        }
        #expect(try place.text("b").hasPrefix("n"))
        #expect(try place.folder.names(in: "out") == ["a", "b"])
    }

    @Test("a stop between blocks leaves whole files only")
    func stopped() throws {
        let place = try Workplace("add('a', data=b'1' * 5000); add('b', data=b'2' * 5000)")
        var extracting = place.extracting
        extracting.blockSize = 512
        #expect(throws: StoppedError.self) {
            _ = try extracting.extract { if $0 == 15 { extracting.stop.raise(.terminate) } }
        }
        #expect(try place.folder.names(in: "out") == ["a"])
    }
}
