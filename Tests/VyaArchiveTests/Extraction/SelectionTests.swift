import Foundation
import Testing
import VyaArchive
import VyaCore
import VyaTestSupport

@Suite("Extracting a part of an archive", .ownThread)
struct SelectionTests {
    private static func makePlace() throws -> Workplace {
        try Workplace(
            """
            add('etc', D); add('etc/nginx', D); add('etc/nginx/nginx.conf', data=b'c'); add('etc/nginx/sites', D)
            add('etc/nginx/sites/a', data=b'a'); add('etc/passwd', data=b'p'); add('etc/group', H, 'etc/passwd')
            add('var', D); add('var/log.1', data=b'l'); add('var/log.2', data=b'm'); add('etc/link', S, 'passwd')
            """)
    }

    @Test(
        "a glob takes what it matches and all in it, with or without the leading /",
        arguments: [
            ("etc/nginx", "nginx nginx/nginx.conf nginx/sites nginx/sites/a"),
            ("/etc/nginx/", "nginx nginx/nginx.conf nginx/sites nginx/sites/a"),
            ("etc/nginx/*.conf", "nginx nginx/nginx.conf"), ("**/a", "nginx nginx/sites nginx/sites/a"),
            ("etc/{passwd,group}", "group passwd"), ("{/etc/passwd,etc/link}", "link passwd"),
            ("etc/l*", "link"),
        ])
    func chosen(pattern: String, expected: String) throws {
        let place = try Self.makePlace()
        var extracting = place.extracting
        extracting.options.only = [ExactName(pattern)]
        try extracting.run()
        let found = try place.run(
            """
            for root, folders, files in os.walk('out/etc'):
                for n in folders + files: print(os.path.join(root, n)[8:])
            """)
        #expect(found.sorted() == expected.split(separator: " ").map(String.init))
    }

    @Test("all is taken by a glob of the root", arguments: ["/", "**", "*", "/**"])
    func all(pattern: String) throws {
        let place = try Self.makePlace()
        var extracting = place.extracting
        extracting.options.only = [ExactName(pattern)]
        #expect(try extracting.run().entries == 11)
    }

    @Test(
        "U4 a hard link whose first name was not chosen comes with its contents, and the first name does not")
    func withoutOriginal() throws {
        let place = try Workplace(
            """
            add('etc', D); add('etc/first', data=b'contents', mode=0o640, mtime=77); add('srv', D, mode=0o750, mtime=99)
            add('srv/second', H, 'etc/first'); add('srv/third', H, 'etc/first'); add('etc/fourth', H, 'etc/first')
            """)
        var extracting = place.extracting
        extracting.options.only = ["srv"]
        let plan = try extracting.survey()
        #expect(plan.shortfalls.isEmpty && plan.obstacles.isEmpty && plan.entries == 3)
        let summary = try extracting.run()
        #expect(summary.shortfalls.isEmpty && summary.entries == 3)
        let found = try place.run(
            """
            for n in ('second', 'third'):
                s = os.stat('out/srv/' + n); print(n, open('out/srv/' + n).read(), oct(s.st_mode & 0o777), int(s.st_mtime), s.st_nlink)
            print(os.listdir('out'), oct(os.stat('out/srv').st_mode & 0o777), int(os.stat('out/srv').st_mtime))
            """)
        #expect(
            found == ["second contents 0o640 77 2", "third contents 0o640 77 2", "['srv'] 0o750 99"],
            "\(found)")
    }

    @Test("U4 a hard link to what the archive does not hold does not come, and is missed")
    func withoutContents() throws {
        let place = try Workplace("add('a', D); add('a/link', H, 'b/none'); add('a/file', data=b'x')")
        var extracting = place.extracting
        extracting.options.only = ["a"]
        let plan = try extracting.survey()
        extracting.options.borrowed = plan.borrowed
        #expect(try extracting.extract().entries == plan.entries - 1)
        #expect(try place.folder.names(in: "out/a") == ["file"])
    }

    @Test("a glob that matches nothing stands in the way")
    func nothing() throws {
        let place = try Self.makePlace()
        var extracting = place.extracting
        extracting.options.only = ["var", "none/*"]
        let plan = try extracting.survey()
        #expect(plan.obstacles.map(\.message) == ["the archive holds nothing that 'none/*' matches"])
        #expect((plan.members, plan.entries, plan.bytes) == (11, 3, 2))
    }

    @Test("a glob that cannot be read is an error of usage", arguments: ["a[", "../x", "a/{b"])
    func unreadable(pattern: String) throws {
        let place = try Self.makePlace()
        var extracting = place.extracting
        extracting.options.only = [ExactName(pattern)]
        #expect(throws: UsageError.self) { try extracting.survey() }
    }
}
