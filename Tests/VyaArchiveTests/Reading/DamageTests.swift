import Foundation
import Glibc
import Testing
import VyaArchive
import VyaCore
import VyaTestSupport

@Suite("Damaged archives", .ownThread)
struct DamageTests {
    private static let script = """
        add('f', data=b'1' * 700); add('d', D); add('d/' + 'n' * 120, data=b'2' * 512); add('l', S, 'x' * 150)
        add('e', data=b'', pax_headers={'SCHILY.xattr.user.x': 'y'}); add('h', H, 'f')
        """

    private static func prove(_ bytes: ArraySlice<UInt8>) throws -> ArchiveFindings {
        var proof = ArchiveProof()
        try bytes.withUnsafeBytes { try proof.observe($0) }
        return try proof.finish()
    }

    @Test("F14 an archive that is cut anywhere is refused", arguments: ["PAX_FORMAT", "GNU_FORMAT"])
    func cut(format: String) throws {
        let place = try Workplace(format: format, Self.script)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: place.archive)))
        let end = (bytes.lastIndex { $0 != 0 } ?? 0) / 512 * 512 + 512
        #expect(try Self.prove(bytes[..<(end + 1024)]).entries == 6)
        for count in Set(
            Array(stride(from: 0, to: end + 1024, by: 512)) + Array(stride(from: 0, to: end + 1024, by: 97)))
        {
            #expect(throws: TarFault.self) { try Self.prove(bytes[..<count]) }
        }
    }

    @Test("F14 a cut archive is refused before anything is written")
    func cutExtraction() throws {
        let place = try Workplace(Self.script)
        truncate(place.archive, 2000)
        #expect(throws: TarFault.self) { try place.extracting.survey() }
        #expect(!FileManager.default.fileExists(atPath: place.target))
        #expect(throws: TarFault.self) { try place.extracting.extract() }
    }

    @Test("a byte of a header that changed is found")
    func flipped() throws {
        let place = try Workplace(format: "USTAR_FORMAT", "add('f', data=b'1' * 700); add('d', D)")
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: place.archive)))
        for index in Array(0..<512) + Array(1536..<2048) {
            var damaged = bytes
            damaged[index] ^= 0x10
            let isSpaceOfSum = (148..<156).contains(index % 512)
            guard let findings = try? Self.prove(damaged[...]) else { continue }
            // The sum's own filling is no part of the sum.
            #expect(isSpaceOfSum && findings.entries == 2)
        }
    }

    @Test(
        "what is no tar archive is refused",
        arguments: [
            "add('a'); os.write(archive.fileobj.fileno(), b'x' * 512)",  // after the end
            "archive.fileobj.write(b'x' * 512)", "add('a'); archive.fileobj.write(b'\\0' * 512); add('b')",
            "add('a', b'Q')", "add('a', b'M')", "add('a', D, data=b'x' * 512)",
            "add('a', S, 'b', data=b'12345')",
            "add('a', uid=-1)", "add('a', pax_headers={'uid': '4294967295'})",
            "add('a', pax_headers={'size': 'x'})",
            "add('a', pax_headers={'size': '99999999999999999999'})",
            "add('a', pax_headers={'mtime': '1e5'})",
            "add('a', pax_headers={'GNU.sparse.major': '2', 'GNU.sparse.realsize': '1'})",
            "add('a', pax_headers={'GNU.sparse.size': '10', 'GNU.sparse.map': '0,5,3,9'}, data=b'x' * 14)",
            "add('a', pax_headers={'GNU.sparse.size': '10', 'GNU.sparse.map': '0,5,8,9'}, data=b'x' * 14)",
            "add('a', pax_headers={'GNU.sparse.size': '20', 'GNU.sparse.map': '0,5,8,9'}, data=b'x' * 15)",
            "add('a', pax_headers={'GNU.sparse.size': '9', 'GNU.sparse.map': '9223372036854775807,5'}, data=b'x' * 5)",
            "add('a', pax_headers={'GNU.sparse.size': '9', 'GNU.sparse.map': '0'})",
            "add('a', pax_headers={'GNU.sparse.major': '1', 'GNU.sparse.realsize': '9'}, data=b'1\\n0\\n' + b'9' * 508)",
            "add('a', pax_headers={'GNU.sparse.major': '1', 'GNU.sparse.realsize': '9'}, data=b'x' * 512)",
            "add('@LongLink', b'L', data=b'n' * 300_000); add('x')", "add('x', b'x', data=b'5 a=b\\n')",
            "add('x', b'x', data=b'99999999999 a=b\\n'); add('y')", "add('x', b'x', data=b'7 a=b')",
            "add('g', b'g', data=b'12 path=xyz\\n'); add('y')", "add('x', b'x', data=b'\\0' * 20); add('y')",
        ])
    func nonsense(script: String) throws {
        let place = try Workplace(format: script.contains("uid=-1") ? "GNU_FORMAT" : "PAX_FORMAT", script)
        if script.hasPrefix("add('a'); os.write") { try place.run("open('a.tar', 'ab').write(b'x')") }
        #expect(throws: TarFault.self) { try Extracting.prove(place.archive) }
        #expect(throws: TarFault.self) { try place.extracting.survey() }
    }

    @Test("two archives, one behind the other, are not one")
    func concatenated() throws {
        let place = try Workplace("add('a')")
        try place.run("data = open('a.tar', 'rb').read(); open('a.tar', 'ab').write(data)")
        #expect(throws: TarFault.self) { try Extracting.prove(place.archive) }
    }

    @Test("a fault names the place and the member")
    func words() throws {
        let place = try Workplace("add('first', data=b'1' * 2000)")
        truncate(place.archive, 1000)
        let fault = #expect(throws: TarFault.self) { try Extracting.prove(place.archive) }
        #expect(fault?.offset == 1000)
        #expect(fault?.member == "first")
        #expect(fault?.reason == "it ends in the middle of the contents, 1512 bytes are missing")
    }

    @Test(
        "F11 headers and sparse maps that would use up memory are refused early",
        arguments: [
            "member = T.TarInfo('x'); member.type = b'x'; member.size = 2 << 30; archive.fileobj.write(member.tobuf())",
            "member = T.TarInfo('x'); member.type = b'L'; member.size = 2 << 30; archive.fileobj.write(member.tobuf(T.GNU_FORMAT))",
            "member = T.TarInfo('x'); member.type = b'g'; member.size = 2 << 30; archive.fileobj.write(member.tobuf())",
            "for i in range(5): add('x', b'x', data=b'1000000 a=' + b'b' * 999989 + b'\\n')\nadd('y')",
            """
            data = b'2000000\\n' + b''.join(b'%d\\n0\\n' % (i * 10) for i in range(1_500_000))
            add('a', pax_headers={'GNU.sparse.major': '1', 'GNU.sparse.realsize': '99999999'}, data=data)
            """,
        ])
    func bombs(script: String) throws {
        let place = try Workplace(script)
        #expect(throws: TarFault.self) { try Extracting.prove(place.archive) }
    }

    @Test("F11 an archive that is larger than the disk is an obstacle, its holes are none")
    func space() throws {
        let place = try Workplace(
            """
            add('holes', pax_headers={'GNU.sparse.size': str(1 << 50), 'GNU.sparse.map': '0,0'})
            """)
        #expect(try place.extracting.survey().obstacles.isEmpty)
        let small = try Workplace("add('first', data=b'1' * 5000); add('large', data=b'2' * (1 << 20))")
        try small.run("os.mkdir('out')")
        try Command("mount", "-t", "tmpfs", "-o", "size=256k", "none", small.target).check()
        defer { _ = try? Command("umount", small.target).run() }
        #expect(try small.extracting.survey().obstacles.map(\.code) == ["restore.no-space"])
        let error = #expect(throws: DestinationError.self) { try small.extracting.extract() }
        #expect(error?.explanation.code == "destination.full")
        #expect(error?.explanation.message.contains("'large'") == true)
        #expect(try small.folder.names(in: "out") == ["first"])
    }
}
