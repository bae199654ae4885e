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

    @Test("F4 a hard link whose contents were not chosen is named, and the rest goes on")
    func withoutOriginal() throws {
        let place = try Self.makePlace()
        var extracting = place.extracting
        extracting.options.only = ["etc/group", "var"]
        let line = "etc/group: its contents are those of 'etc/passwd', which was not chosen"
        #expect(try extracting.survey().shortfalls == [line])
        #expect(try extracting.run().shortfalls == [line])
        #expect(try place.folder.names(in: "out/var") == ["log.1", "log.2"])
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
