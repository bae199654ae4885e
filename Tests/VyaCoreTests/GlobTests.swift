import Testing
import VyaCore
import VyaTestSupport

@Suite("Globs", .ownThread)
struct GlobTests {
    @Test(
        "a name matches as a whole, and case counts",
        arguments: [
            ("app_*", "app_", true), ("app_*", "app_x/y", true), ("app_*", "my_app_x", false),
            ("app_*", "App_x", false),
            ("tmp?", "tmp1", true), ("tmp?", "tmp", false), ("tmp?", "tmp12", false), ("?", "é", true),
            ("??", "é", false),
            ("*??", "日", false), ("*??", "日本", true),
            ("*", "", true), ("*", ".hidden", true), ("?hidden", ".hidden", true), ("", "", true),
            ("", "a", false),
            ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[!a-c]x", "dx", true),
            ("[!a-c]x", "ax", false),
            ("[^a]", "b", true), ("[]a]", "]", true), ("[!]a]", "]", false), ("[a-]", "-", true),
            ("[à-ü]", "é", true),
            ("[\\]]", "]", true), ("[*]", "*", true), ("[*]", "x", false),
            ("{a,b{c,d}}x", "bdx", true), ("{a,b{c,d}}x", "bx", false), ("{a,}x", "x", true),
            ("{a}", "{a}", true),
            ("a*b*c", "a__b__b_c", true), ("a*b*c", "a__c__b", false), ("**", "anything", true),
            ("\\*", "*", true), ("\\*", "x", false), ("\\{a,b\\}", "{a,b}", true), ("a,b|c)", "a,b|c)", true),
            ("!(a|b*)", "c", true), ("!(a|b*)", "a", false), ("!(a|b*)", "bcd", false),
            ("!({a,b})", "b", false),
            ("x/!(a)", "x/b", true), ("x/!(a)", "x/a", false), ("a!b", "a!b", true),
        ])
    func names(pattern: String, name: String, matches: Bool) throws {
        #expect(try Glob(ExactName(pattern)).matches(name: name.utf8) == matches)
    }

    @Test("D12 bytes that are not UTF-8 are matched one by one")
    func badBytes() throws {
        #expect(try Glob("a??").matches(name: [0x61, 0xFF, 0xC3]))
        #expect(try Glob("a[!x]").matches(name: [0x61, 0xFF]))
        #expect(try !Glob("a[\u{80}-\u{10FFFF}]").matches(name: [0x61, 0xFF]))
    }

    @Test("names in two normal forms are two names")
    func normalForms() throws {
        #expect(try !Glob("\u{E9}*").matches(name: "e\u{301}".utf8))
        #expect(try !Glob("[\u{E9}]").matches(name: "e\u{301}".utf8))
    }

    @Test(
        "a pattern that cannot be read is refused with its position",
        arguments: [
            ("a[b", 2), ("a{b,c", 2), ("{a,{b,c}", 1), ("abc\\", 4), ("x[z-a]", 3), ("[[:digit:]]", 2),
            ("[]", 1),
            ("!(a", 1), ("a!(b)", 2), ("!(a)b", 5), ("{!(a),b}", 2), ("[a\\", 1), ("é[", 2),
        ])
    func refused(pattern: String, position: Int) {
        #expect { try Glob(ExactName(pattern)) } throws: { ($0 as? GlobError)?.position == position }
    }

    @Test("D22 hostile patterns are refused or end soon")
    func hostile() throws {
        let name = [UInt8](repeating: 0x61, count: 10_000)
        #expect(try !Glob(ExactName(String(repeating: "*a", count: 500) + "*b")).matches(name: name))
        #expect(try !Glob("****a****b").matches(name: name))
        #expect(throws: GlobError.self) { try Glob(ExactName(String(repeating: "{a,b}", count: 30))) }
        #expect(throws: GlobError.self) { try Glob(ExactName(String(repeating: "{a,", count: 2000))) }
        #expect(throws: GlobError.self) { try Glob(ExactName(String(repeating: "a", count: 4097))) }
    }

    @Test("a pattern knows whether it is a plain name")
    func literals() throws {
        #expect(try Glob("app\\*db").literalName == Array("app*db".utf8))
        #expect(try Glob("{app}").isLiteral)
        for pattern: ExactName in ["a*", "a?", "[a]", "{a,b}", "!(a)"] {
            #expect(try !Glob(pattern).isLiteral)
        }
    }

    @Test(
        "the fixed part of a pattern is the folder above all that it can match",
        arguments: [
            ("/srv/www", "/srv/www"), ("/srv/*/a", "/srv"), ("/a/b{c,d}/e", "/a"), ("/**", "/"),
            ("/a/!(b)", "/a"),
        ])
    func fixedPart(pattern: String, part: String) {
        #expect(Glob.fixedPart(of: pattern) == part)
    }
}
