import Glibc
import VyaCore

/// Brings what a dump in another encoding says into UTF-8, so that its names are the server's (S6).
///
/// The encodings' names are PostgreSQL's ("Supported Character Sets" in its manual), and the conversion is the C library's.
struct PostgreSQLEncoding: Sendable {
    /// As iconv(3) knows it.
    private let name: String

    /// Knows an encoding by the name that a dump has for it; nil for UTF-8, and for text of which nobody knows what it is.
    init?(named text: String) {
        let word = text.uppercased()
        switch word {
        case "UTF8", "UNICODE", "SQL_ASCII", "MULE_INTERNAL": return nil
        case _ where PostgreSQLEncoding.latin[word] != nil:
            name = "ISO-8859-\(PostgreSQLEncoding.latin[word] ?? 1)"
        case _ where word.begins(with: "ISO_8859_"): name = "ISO-8859-" + word.dropFirst(9)
        case _ where word.begins(with: "WIN"): name = "CP" + word.dropFirst(3)
        case "KOI8R": name = "KOI8-R"
        case "KOI8U": name = "KOI8-U"
        case "EUC_JIS_2004": name = "EUC-JISX0213"
        default: name = word.escaping(["_": "-"])
        }
    }

    /// The number of the part of ISO 8859 that each of these is.
    private static let latin = [
        "LATIN1": 1, "LATIN2": 2, "LATIN3": 3, "LATIN4": 4, "LATIN5": 9, "LATIN6": 10, "LATIN7": 13,
        "LATIN8": 14,
        "LATIN9": 15, "LATIN10": 16,
    ]

    /// The bytes in UTF-8; as they are when the library cannot read them.
    func utf8(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(where: { $0 >= 0x80 }), let converter = iconv_open("UTF-8", name),
            converter != iconv_t(bitPattern: -1)
        else { return bytes }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // No character of these encodings takes more than four bytes of UTF-8.
        var output = [CChar](repeating: 0, count: bytes.count * 4)
        var (unread, room) = (input.count, output.count)
        let whole = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                var (from, to) = (source.baseAddress, target.baseAddress)
                return iconv(converter, &from, &unread, &to, &room) != -1 && unread == 0
            }
        }
        guard whole else { return bytes }
        return output.prefix(output.count - room).map { UInt8(bitPattern: $0) }
    }
}
