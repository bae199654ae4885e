import Foundation
import Testing
import VyaArchive
import VyaTestSupport

@Suite("Contents of archives", .ownThread)
struct ContentTests {
    @Test("D8 D9 D10 D25 every kind of file comes back as it was", arguments: Reader.allCases)
    func kinds(reader: Reader) throws {
        let tree = try TemporaryFolder("kinds")
        try Python.run(
            """
            import os, socket, sys
            os.chdir(sys.argv[1])
            for size in (0, 1, 511, 512, 513, 10240, 1048576, 3000001):
                with open(f'f{size}', 'wb') as file: file.write(os.urandom(size))
            os.link('f513', 'hard1'); os.mkdir('sub'); os.link('f513', 'sub/hard2'); os.link('f0', 'empty-hard')
            os.mkfifo('fifo', 0o640); os.mknod('null', 0o20666, os.makedev(1, 3)); os.mknod('disk', 0o60660, os.makedev(8, 300))
            os.symlink('/etc/shadow', 'shadow'); os.symlink('nowhere', 'dangling'); os.symlink('x' * 3000, 'far')
            os.mkdir('empty'); os.mkdir('sticky'); os.chmod('sticky', 0o1777)
            for mode in (0o4755, 0o2755, 0o000, 0o6711):
                with open(f'm{mode}', 'w') as file: file.write('x')
                os.chown(f'm{mode}', 1234, 5678); os.chmod(f'm{mode}', mode)
            with open('big-ids', 'w') as file: file.write('x')
            os.chown('big-ids', 3000000000, 2097152); os.lchown('shadow', 33, 33)
            for name, time in (('f1', 1), ('f511', 2 ** 33 + 1), ('f512', 1700000000), ('empty', 12345678901)):
                os.utime(name, ns=(0, time * 10 ** 9))
            socket.socket(socket.AF_UNIX).bind('socket')
            """, tree.path)
        let archived = try Archived(tree.path)
        #expect(archived.summary.shortfalls.isEmpty)
        #expect(archived.summary.warnings.isEmpty)
        #expect(archived.summary.skippedSockets == 1)
        let before = try describe(tree.path)
        #expect(archived.summary.entries == before.count)
        #expect(try archived.extracted(tree.path, by: reader) == before)
        let size = try FileManager.default.attributesOfItem(atPath: archived.path)[.size] as? Int ?? 0
        #expect(size % 10_240 == 0)
    }

    @Test("times are kept to the nanosecond, before 1970 too", arguments: [Reader.gnuTar, .bsdtar])
    func times(reader: Reader) throws {
        let tree = try TemporaryFolder("times")
        // bsdtar adds the fraction of a negative time instead of taking it off, in GNU tar's archives too.
        let fractionsBefore1970 = reader == .gnuTar ? "-1, -1500000000, -10**18 - 1" : ""
        try Python.run(
            """
            import os, sys
            os.chdir(sys.argv[1])
            for time in (1, 999999999, 1700000000123456789, 1700000000000000001, 1700000000100000000, -10**9, \(fractionsBefore1970)):
                open(f't{time}', 'w').close(); os.utime(f't{time}', ns=(0, time))
                os.mkdir(f'd{time}'); os.utime(f'd{time}', ns=(0, time))
                os.symlink('x', f'l{time}'); os.utime(f'l{time}', ns=(0, time), follow_symlinks=False)
            os.utime('.', ns=(0, 1))
            """, tree.path)
        let archived = try Archived(tree.path)
        #expect(
            try archived.extracted(tree.path, by: reader, "nanoseconds")
                == describe(tree.path, ["nanoseconds"]))
    }

    @Test("D25 attributes, capabilities and ACLs come back through GNU tar")
    func attributes() throws {
        let tree = try makeAttributes()
        let archived = try Archived(tree.path)
        #expect(
            try archived.extracted(tree.path, by: .gnuTar, "attributes")
                == describe(tree.path, ["attributes"]))
    }

    @Test(
        "D25 ACLs come back through bsdtar and through tar --acls alone",
        arguments: [
            ["bsdtar", "-xpf"], ["tar", "--acls", "-xpf"],
        ])
    func accessControlLists(command: [String]) throws {
        let tree = try makeAttributes()
        let archived = try Archived(tree.path)
        let target = archived.folder("out")
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
        try Command(command[0], Array(command.dropFirst()) + [archived.path, "-C", target]).check()
        func lists(_ root: String) throws -> String {
            var command = Command("getfacl", "-Rpn", ".")
            command.folder = root
            return try command.check().text
        }
        #expect(try lists(target + tree.path) == lists(tree.path))
    }

    private func makeAttributes() throws -> TemporaryFolder {
        let tree = try TemporaryFolder("attributes")
        try Python.run(
            """
            import os, subprocess, sys
            os.chdir(sys.argv[1])
            open('file', 'w').close(); os.mkdir('folder'); open('acl', 'w').close(); os.symlink('file', 'link')
            os.setxattr('file', 'user.text', b'value'); os.setxattr('file', 'user.bytes', bytes(range(256)))
            os.setxattr('file', 'user.a=b%3D', b'x=y\\n'); os.setxattr('file', 'user.empty', b'')
            os.setxattr('folder', 'user.on.folder', b'1'); os.setxattr('file', 'trusted.t', b'root')
            os.setxattr('link', 'trusted.link', b'on the link itself', follow_symlinks=False)
            subprocess.run(['setcap', 'cap_net_raw+ep', 'file'], check=True)
            subprocess.run(['setfacl', '-m', 'u:65534:r,g:12345:rwx', 'acl'], check=True)
            subprocess.run(['setfacl', '-m', 'd:u:65534:rx,u:2147483647:x', 'folder'], check=True)
            """, tree.path)
        return tree
    }

    @Test("D6 sparse files come back sparse, and holes are not stored", arguments: Reader.allCases)
    func sparse(reader: Reader) throws {
        let tree = try TemporaryFolder("sparse")
        try Python.run(
            """
            import os, sys
            os.chdir(sys.argv[1])
            def make(name, size, *offsets):
                with open(name, 'wb') as file:
                    for offset in offsets: file.seek(offset); file.write(b'data' * 1024)
                    file.truncate(size)
            make('all-hole', 20_000_000); make('one-byte-hole', 1)
            make('starts', 10_000_000, 0); make('middle', 10_000_001, 5_000_000); make('ends', 8_004_096, 8_000_000)
            make('many', 16_000_000, *range(0, 16_000_000, 200_000)); make('dense', 4096, 0)
            make('\\udcffname', 10_000_000, 4096); make('n' * 200, 10_000_000, 4096)
            """, tree.path)
        let archived = try Archived(tree.path)
        #expect(archived.summary.shortfalls.isEmpty)
        let size = archived.blocks.reduce(0, +)
        #expect(size < 2_000_000)
        #expect(try archived.extracted(tree.path, by: reader) == describe(tree.path))
        let used = try Command("du", "-sk", archived.folder("\(reader)-C.UTF-8")).check().text
        #expect((Int(used.prefix { $0 != "\t" }) ?? .max) < 4096)
    }

    @Test("D6 a file with very many holes has a map of limited size")
    func veryManyHoles() throws {
        let tree = try TemporaryFolder("holes")
        try Python.run(
            """
            import os, sys
            with open(sys.argv[1] + '/f', 'wb') as file:
                for index in range(17_000): os.pwrite(file.fileno(), b'x', index * 8192)
                file.truncate(17_000 * 8192)
            """, tree.path)
        let archived = try Archived(tree.path)
        #expect(try archived.extracted(tree.path, by: .gnuTar) == describe(tree.path))
    }

    @Test("D6 D16 a file beyond 8 GiB keeps its size, and its holes are not read", arguments: Reader.allCases)
    func large(reader: Reader) throws {
        let tree = try TemporaryFolder("large")
        try Command("truncate", "-s", "9G", tree("nine")).check()
        try Command("truncate", "-s", "1T", tree("tera")).check()
        let archived = try Archived(tree.path)
        #expect(archived.summary.bytes == 0)
        #expect(archived.blocks.reduce(0, +) == 10_240)
        let target = archived.folder("out")
        try reader.extract(archived.path, into: target)
        let sizes = try Command("stat", "-c", "%s %b", target + tree("nine"), target + tree("tera")).check()
            .text
        #expect(sizes == "\(9 << 30) 0\n\(1 << 40) 0\n")
    }
}
