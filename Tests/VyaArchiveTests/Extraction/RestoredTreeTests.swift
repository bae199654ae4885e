import Foundation
import Glibc
import Testing
import VyaArchive
import VyaCore
import VyaTestSupport

@Suite("Trees that come back", .ownThread)
struct RestoredTreeTests {
    /// A tree of every kind of file and all that an archive keeps of one.
    static let makeTree = """
        import os, subprocess, sys
        os.chdir(sys.argv[1])
        for size in (0, 1, 511, 512, 513, 10240, 3000001):
            with open(f'f{size}', 'wb') as file: file.write(os.urandom(size))
        os.link('f513', 'hard1'); os.mkdir('sub'); os.link('f513', 'sub/hard2'); os.link('f0', 'empty-hard')
        os.mkfifo('fifo', 0o640); os.symlink('/etc/shadow', 'shadow'); os.symlink('nowhere', 'dangling')
        os.symlink('x' * 3000, 'far'); os.mkdir('empty'); os.mkdir('sticky'); os.chmod('sticky', 0o1777)
        os.mknod('null', 0o20666, os.makedev(1, 3)); os.mknod('disk', 0o60660, os.makedev(8, 300))
        for mode in (0o4755, 0o2755, 0o000, 0o6711, 0o400):
            with open(f'm{mode}', 'w') as file: file.write('x')
            os.chown(f'm{mode}', 1234, 5678); os.chmod(f'm{mode}', mode)
        with open('big-ids', 'w') as file: file.write('x')
        os.chown('big-ids', 3000000000, 2097152); os.lchown('shadow', 33, 33)
        for name in (b'nonutf\\xff\\xfe', b'new\\nline', b'x' * 255, b'd\\xff' * 60, 'e\\u0301'.encode(), b'a=b', b'%41'):
            with open(name, 'wb') as file: file.write(name)
            os.symlink(name, b'l' + name[:250])
        os.makedirs('/'.join(['n' * 120] * 20)); open('n' * 120 + '/file', 'w').write('deep')
        def make(name, size, *offsets):
            with open(name, 'wb') as file:
                for offset in offsets: file.seek(offset); file.write(b'data' * 1024)
                file.truncate(size)
        make('all-hole', 20_000_000); make('middle', 10_000_001, 5_000_000); make('\\udcffname', 10_000_000, 4096)
        make('many', 16_000_000, *range(0, 16_000_000, 200_000))
        os.setxattr('f1', 'user.text', b'value'); os.setxattr('f1', 'user.a=b%3D', b'x=y\\n'); os.setxattr('f1', 'user.empty', b'')
        os.setxattr('sub', 'user.on.folder', bytes(range(256))); os.setxattr('f1', 'trusted.t', b'root')
        os.setxattr('shadow', 'trusted.link', b'on the link itself', follow_symlinks=False)
        subprocess.run(['setcap', 'cap_net_raw+ep', 'f512'], check=True)
        subprocess.run(['setfacl', '-m', 'u:65534:r,g:12345:rwx', 'f511'], check=True)
        subprocess.run(['setfacl', '-m', 'd:u:65534:rx,u:2147483647:x', 'sub'], check=True)
        open('sub/inherits', 'w').close(); open('sub/not', 'w').close(); subprocess.run(['setfacl', '-b', 'sub/not'], check=True)
        os.mkdir('closed'); open('closed/f', 'w').close(); os.chmod('closed', 0)
        for index, (root, folders, files) in enumerate(os.walk('.', topdown=False)):
            for name in files + ['.']:
                os.utime(root + '/' + name, ns=(0, 1700000000123456789 + index * 10**9), follow_symlinks=False)
        os.utime('f1', ns=(0, -1500000000)); os.utime('f0', ns=(0, -10**18 - 1)); os.utime('f512', ns=(0, (2**33 + 1) * 10**9))
        """

    @Test("a rich tree comes back as it was", arguments: [1 << 20, 4096, 511])
    func roundTrip(blockSize: Int) throws {
        let tree = try TemporaryFolder("rich")
        try Python.run(Self.makeTree, tree.path)
        let archived = try Archived(tree.path)
        #expect(archived.summary.shortfalls.isEmpty)
        let findings = try Extracting.prove(archived.path, blockSize: blockSize)
        #expect(findings.entries == archived.summary.entries)
        #expect(findings.bytes == archived.summary.bytes)
        var extracting = Extracting(archived.path, into: archived.folder("out"))
        extracting.options.preservesSpecial = true
        extracting.blockSize = blockSize
        let summary = try extracting.run()
        #expect(summary.entries == archived.summary.entries)
        #expect(summary.skipped.isEmpty && summary.shortfalls.isEmpty)
        #expect(summary.warnings.allSatisfy { $0.hasPrefix("folders above") })
        let details = ["nanoseconds", "attributes"]
        #expect(try describe(archived.folder("out") + tree.path, details) == describe(tree.path, details))
        let used = try Command("du", "-sk", archived.folder("out")).check().text
        #expect((Int(String(used.prefix { $0.isNumber })) ?? .max) < 12_000)
        // Once more over itself: all is replaced, nothing is left over.
        extracting.options.replaces = true
        try extracting.run()
        #expect(try describe(archived.folder("out") + tree.path, details) == describe(tree.path, details))
    }

    @Test("F7 a tree deeper than the system's limit of a path comes back")
    func deeperThanPathMax() throws {
        let tree = try TemporaryFolder("deep")
        try Python.run(
            """
            import os, sys
            os.chdir(sys.argv[1])
            for depth in range(60):
                os.mkdir('n' * 250); os.chdir('n' * 250); os.mkdir('before'); os.symlink('x', 'zlink')
                with open('zfile', 'w') as file: file.write(str(depth))
            """, tree.path)
        let archived = try Archived(tree.path)
        try Extracting(archived.path, into: archived.folder("out")).run()
        let again = try Archived(archived.folder("out") + tree.path)
        let prefix = archived.folder("out").dropFirst().utf8.count + 1
        #expect(try again.names().map { String($0.utf8.dropFirst(prefix)) ?? "" } == archived.names())
    }

    @Test(
        "archives of stock programs come back as these extract them",
        arguments: [
            "tar --format=gnu", "tar --format=oldgnu", "tar --format=pax", "tar --format=ustar",
            "tar --format=v7",
            "tar --format=gnu --sparse", "tar --format=pax --sparse --sparse-version=0.0",
            "tar --format=pax --sparse --sparse-version=0.1",
            "tar --format=pax --sparse --sparse-version=1.0",
            "tar --format=pax --xattrs --acls", "tar --format=gnu --label=backup", "bsdtar --format=pax",
            "bsdtar --format=ustar", "bsdtar --format=gnutar", "bsdtar --format=pax --acls --xattrs",
            "python GNU_FORMAT", "python PAX_FORMAT", "python USTAR_FORMAT",
        ])
    func stock(program: String) throws {
        let place = try TemporaryFolder("stock")
        let old = program.contains("v7") || program.contains("ustar") || program.contains("USTAR")
        try Python.run(
            """
            import os, subprocess, sys
            os.chdir(sys.argv[1]); os.mkdir('tree'); os.chdir('tree')
            open('f', 'w').write('text'); os.mkdir('d'); os.link('f', 'd/hard'); os.symlink('f', 'link')
            if \(program.contains("v7") ? "False" : "True"): os.mkfifo('p')
            open(b'\\xe9', 'w').write('latin'); open('m', 'w').write('x' * 70000); os.chmod('m', 0o640); os.chown('m', 1000, 1001)
            if \(old ? "False" : "True"):
                os.makedirs('l' * 90 + '/' + 'm' * 90); open('l' * 90 + '/' + 'm' * 90 + '/' + 'n' * 150, 'w').write('long')
                os.symlink('t' * 500, 'far'); os.chown('f', 3_000_000, 3_000_000)
                os.utime('m', ns=(0, 1700000000123456789)); os.utime('link', ns=(0, 10**18 + 5), follow_symlinks=False)
            with open('sparse', 'wb') as file:
                for offset in range(0, 9_000_000, 200_000): file.seek(offset); file.write(b'data' * 1024)
                file.truncate(9_900_001)
            with open('hole', 'wb') as file: file.truncate(5_000_000)
            os.setxattr('f', 'user.x', b'y'); subprocess.run(['setfacl', '-m', 'u:daemon:r,g:12345:rwx', 'm'], check=True)
            subprocess.run(['setfacl', '-m', 'd:u:daemon:rx', 'd'], check=True)
            os.chmod('d', 0o750); os.utime('d', ns=(0, 10**18)); os.utime('.', ns=(0, 10**18))
            """, place.path)
        let words = program.split(separator: " ").map(String.init)
        if words[0] == "python" {
            try Python.run(
                """
                import sys, tarfile as T
                with T.open(sys.argv[1], 'w', format=T.\(words[1])) as archive: archive.add(sys.argv[2], '.')
                """, place("a.tar"), place("tree"))
        } else {
            try Command(words[0], words.dropFirst() + ["-cf", place("a.tar"), "-C", place("tree"), "."])
                .check()
        }
        // GNU tar loses times of folders when their contents do not follow at once, as in archives of bsdtar.
        let reader = program.hasPrefix("bsdtar") ? Reader.bsdtar : .gnuTar
        try reader.extract(place("a.tar"), into: place("expected"))
        try Extracting(place("a.tar"), into: place("out")).run()
        let details = ["nanoseconds", "attributes"]
        // Without the target itself, whose time bsdtar leaves alone.
        let expected = try describe(place("expected"), details).dropFirst()
        let found = try describe(place("out"), details).dropFirst()
        #expect(found.filter { !expected.contains($0) } == [])
        #expect(found.count == expected.count)
    }

    @Test("a file gets no access list from the folder that it comes into")
    func noInheritedList() throws {
        let place = try Workplace("add('d', D); add('f', data=b'x', mode=0o640); add('d/g', mode=0o600)")
        try place.run(
            "import subprocess; os.mkdir('out'); subprocess.run(['setfacl', '-m', 'd:u:65534:rwx', 'out'], check=True)"
        )
        try place.extracting.run()
        #expect(
            try place.run("print([os.listxattr('out/' + n) for n in ('d', 'f', 'd/g')])") == ["[[], [], []]"])
    }

    @Test("an account that is not root gets its own files back, and is told so once")
    func unprivileged() throws {
        let place = try Workplace(
            "add('d', D, mode=0o500, uid=1); add('d/f', data=b'x', mode=0o4755); add('d/s', S, 'f'); add('z', mode=0)"
        )
        var extracting = place.extracting
        extracting.options.preservesSpecial = true
        try Command("/bin/chown", "-R", "nobody", place.folder.path).check()
        #expect(
            try asAccount { try extracting.run().warnings } == [
                "only root can restore owners; what was extracted belongs to this account, such as 'd/f'"
            ])
        #expect(
            try place.run("print([oct(os.lstat('out/' + n).st_mode) for n in ('d', 'd/f', 'z')])")
                == ["['0o40500', '0o100755', '0o100000']"])
    }
}
