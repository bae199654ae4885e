import Testing
import VyaCore
import VyaTestSupport

/// What hides a mark from searches by characters: a combining mark or a joiner behind it, a prepended sign before it.
private let disguises: [(before: String, behind: String)] = [
    ("", ""), ("", "\u{301}"), ("\u{600}", ""), ("\u{D4E}", ""), ("\u{200D}", ""), ("", "\u{200D}"),
    ("\u{600}", "\u{301}"),
]

@Suite("Texts taken apart by scalars", .ownThread)
struct StringProtocolScalarsTests {
    @Test(
        "K1 a mark is found, whatever stands before or behind it",
        arguments: ["'", "\"", "\\", ":", "|", "%", "\n"])
    func found(mark: Character) throws {
        let scalar = try #require(mark.unicodeScalars.first)
        for (before, behind) in disguises {
            let text = "a" + before + String(mark) + behind + "z"
            #expect(text.holds(String(mark)))
            #expect(text.pieces(separatedBy: scalar).map(String.init) == ["a" + before, behind + "z"])
            #expect(String(text.head(upTo: scalar)) == "a" + before)
            #expect(
                text.escaping([scalar: "<>"]).utf8.elementsEqual(("a" + before + "<>" + behind + "z").utf8))
            #expect(
                text.replacing(placeholder: String(mark), with: "<>").utf8.elementsEqual(
                    ("a" + before + "<>" + behind + "z").utf8))
            #expect((String(mark) + behind).begins(with: String(mark)))
            #expect((before + String(mark)).ends(with: String(mark)))
            #expect((String(mark) + behind).trimming(scalar).utf8.elementsEqual(behind.utf8))
        }
    }

    @Test("K1 a line's end is one, in CR LF too")
    func lines() {
        #expect("a\r\nb\n".lines.map(String.init) == ["a\r", "b", ""])
        #expect("a\r\nb".escaping(["\r": " ", "\n": " "]) == "a  b")
        #expect("a\r\nb".holds("\n"))
    }

    @Test("what looks alike is not the same")
    func exact() {
        #expect(!"e\u{301}".begins(with: "\u{E9}"))
        #expect(!["e\u{301}"].has("\u{E9}"))
        #expect("--x".dropping(prefix: "--").map(String.init) == "x")
        #expect("x".dropping(prefix: "--") == nil)
        #expect("".holds("") && "abcabd".firstPlace(of: "abd") != nil && !"ab".holds("abc"))
    }

    @Test("K1 a word of a shell is one word, byte for byte")
    func shell() throws {
        for mark in ["'", "\"", "\\", "$", ";", "\n", "`", "*", "\r\n"] {
            for (before, behind) in disguises {
                let text = "a" + before + mark + behind + "z"
                let command = Command("/bin/sh", ["-c", "printf %s " + ShellWord.quoted(text)])
                #expect(try command.check().output.elementsEqual(text.utf8), "\(text.debugDescription)")
            }
        }
    }
}
