import Foundation
import Testing
import VyaArchive
import VyaTestSupport

@Suite("Names in archives", .ownThread)
struct NameTests {
    /// Makes a tree with hostile names, each file holding its own name.
    private static let makeHostile = """
        import os, sys
        root = os.fsencode(sys.argv[1])
        names = [b'nonutf\\xff\\xfe', b'new\\nline', b'tab\\t', b'*', b'-rf', b'back\\\\slash', b'x' * 255, b'\\xe9', b' ',
            b'--checkpoint=1', b'--checkpoint-action=exec=touch HACKED', 'é'.encode(), 'e\\u0301'.encode(), '日本'.encode(),
            b'y' * 99, b'z' * 100, b'w' * 101, b'\\xff' * 120, '日'.encode() * 60, b'a=b', b'%41', b'"quote\\'', b'1 path=x',
            b'path=etc', b'.hidden', b'...', b'~', b'$(id)', b'a\\x01\\x7f', b'trailing ', b'c:colon', b'@file']
        for name in names:
            with open(root + b'/' + name, 'wb') as file: file.write(name)
            os.symlink(name, root + b'/l' + name[:250])
        sub = root + b'/' + b'd\\xff' * 60
        for depth in range(4):
            os.mkdir(sub)
            with open(sub + b'/f\\xfe', 'wb') as file: file.write(b'deep')
            os.link(sub + b'/f\\xfe', sub + b'/h\\xfe')
            sub += b'/' + b'p' * 90
        """

    @Test(
        "D12 D13 D14 hostile names come back byte for byte", arguments: Reader.allCases, ["C.UTF-8", "C"])
    func hostileNames(reader: Reader, locale: String) throws {
        let tree = try TemporaryFolder("names")
        try Python.run(Self.makeHostile, tree.path)
        let archived = try Archived(tree.path)
        #expect(archived.summary.shortfalls.isEmpty)
        #expect(archived.summary.warnings.isEmpty)
        let before = try describe(tree.path)
        #expect(before.count == archived.summary.entries)
        #expect(try archived.extracted(tree.path, by: reader, locale: locale) == before)
    }

    @Test("D15 paths around every limit of the header come back", arguments: Reader.allCases)
    func longPaths(reader: Reader) throws {
        let tree = try TemporaryFolder("long")
        try Python.run(
            """
            import os, sys
            os.chdir(sys.argv[1])
            for a in (1, 50, 99, 100, 101, 154, 155, 156, 200):
                for b in (1, 98, 99, 100, 101, 155, 156):
                    name = 'd' * a + '/' + 'f' * b
                    os.makedirs(os.path.dirname(name), exist_ok=True)
                    with open(name, 'w') as file: file.write(name)
                    os.symlink(name, name[:-1] + 'L')
                    os.link(name, name[:-1] + 'H')
            os.makedirs('/'.join(['n' * 120] * 20))
            """, tree.path)
        let archived = try Archived(tree.path)
        #expect(try archived.extracted(tree.path, by: reader) == describe(tree.path))
    }

    @Test("D15 D20 paths longer than the system's limit are reached, with few descriptors")
    func deeperThanPathMax() throws {
        let tree = try TemporaryFolder("deep")
        try Python.run(
            """
            import os, sys
            os.chdir(sys.argv[1])
            for depth in range(60):
                os.mkdir('n' * 250)
                os.chdir('n' * 250)
                os.mkdir('before')
                with open('zfile', 'w') as file: file.write(str(depth))
            """, tree.path)
        let archived = try Archived(tree.path)
        #expect(archived.summary.shortfalls.isEmpty)
        let names = try archived.names()
        #expect(names.count == 1 + 3 * 60)
        #expect(names.map(\.utf8.count).max() ?? 0 > 3 * 4096)
        // GNU tar lists them too; no program extracts them by path.
        let listed = try Command("tar", "-tf", archived.path).check().text.split(separator: "\n")
        #expect(listed.count == names.count)
    }

    @Test("the order is that of the bytes, the same every time")
    func order() throws {
        let tree = try TemporaryFolder("order")
        for name in ["b", "a", "B", "a.x", "é", "~"] { try tree.write("", to: name) }
        let root = tree.path.dropFirst()
        let expected = ["B", "a", "a.x", "b", "~", "é"].map { "\(root)/\($0)" }
        #expect(try Archived(tree.path).names() == [String(root)] + expected)
        #expect(try Archived(tree("*")).names() == expected)
    }
}
