import Testing
import VyaTestSupport

@testable import VyaHandlers

@Suite("Encodings of PostgreSQL dumps", .ownThread)
struct PostgreSQLEncodingTests {
    @Test(
        "S6 names come into UTF-8 from every encoding of a server that psql reads safely",
        arguments: [
            ("LATIN1", [0xE9] as [UInt8], "é"), ("LATIN2", [0xE8], "č"), ("LATIN5", [0xFD], "ı"),
            ("LATIN9", [0xA4], "€"),
            ("LATIN10", [0xAA], "Ș"), ("WIN1250", [0x8A], "Š"), ("WIN1251", [0xC6], "Ж"),
            ("WIN866", [0x86], "Ж"),
            ("KOI8R", [0xF6], "Ж"), ("ISO_8859_5", [0xB6], "Ж"), ("EUC_JP", [0xC6, 0xFC], "日"),
            ("EUC_KR", [0xC7, 0xD1], "한"),
            ("WIN1252", [0x80, 0x41], "€A"),
        ])
    func conversion(name: String, bytes: [UInt8], text: String) throws {
        let encoding = try #require(PostgreSQLEncoding(named: name))
        #expect(String(decoding: encoding.utf8(bytes), as: UTF8.self) == text)
        #expect(encoding.utf8(Array("plain".utf8)) == Array("plain".utf8))
    }

    @Test("S6 what is UTF-8, or nobody knows what, stays as it is")
    func none() throws {
        for name in ["UTF8", "SQL_ASCII", "MULE_INTERNAL"] { #expect(PostgreSQLEncoding(named: name) == nil) }
        // No such encoding, and no such character in one.
        #expect(try #require(PostgreSQLEncoding(named: "NONSENSE")).utf8([0xE9]) == [0xE9])
        #expect(try #require(PostgreSQLEncoding(named: "EUC_JP")).utf8([0xC6]) == [0xC6])
    }
}
