import Testing
import VyaCore
import VyaTestSupport

@Suite("Values", .ownThread)
struct ValueTests {
    @Test("G9 a secret shows a mask, however it is printed")
    func secret() {
        let secret = Secret("S3CR3T")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", secret.debugDescription, String(reflecting: secret), dumped, "\([secret])"]
        {
            #expect(!text.contains("S3CR3T"))
        }
        #expect(secret.exposedPlainText == "S3CR3T")
    }

    @Test("a moment writes its zone's date in every form")
    func moment() {
        let leap = Moment(unixSeconds: 951_782_400 + 3_600, nanoseconds: 5_000_000, utcOffset: -12_600)
        #expect(leap.rfc3339 == "2000-02-28T21:30:00.005-03:30")
        #expect(leap.fileStamp == "20000228_213000")
        #expect(Moment(unixSeconds: 951_782_400).readable == "2000-02-29 00:00:00")
        #expect(Moment(unixSeconds: -1).readable == "1969-12-31 23:59:59")
    }

    @Test(
        "hostile text is printed with escapes",
        arguments: [
            ("a\r\nBcc: x", "a\\r\\nBcc: x"), ("\u{1B}[2J", "\\u{1b}[2J"), ("\u{202E}abc", "\\u{202e}abc"),
            ("日本 é", "日本 é"),
        ])
    func printable(raw: String, shown: String) {
        #expect(raw.printable == shown)
    }

    @Test("A23 bytes that are not UTF-8 are printed one by one")
    func badBytes() {
        #expect(String.printable([0x61, 0xFF, 0xFE, 0xC3, 0xA9, 0xC3]) == "a\\xff\\xfeé\\xc3")
    }

    @Test("JSON keeps member order, names that differ in bytes, and escapes controls")
    func json() {
        let value = JSONValue.object([
            .init("b", .int(1)), .init("é", .int(2)), .init("e\u{301}", .strings(["\u{1}\"\\\n"])),
            .init("empty", .array([])),
        ])
        #expect(value.serialized(pretty: false) == #"{"b":1,"é":2,"é":["\u0001\"\\\n"],"empty":[]}"#)
        #expect(value["e\u{301}"]?.arrayValue?.count == 1)
    }

    @Test(
        "A21 refused options are seen in every spelling",
        arguments: [
            "--compact", "--comp", "--compact=1", "--skip_comments",
        ])
    func refused(argument: String) {
        let options = [RefusedOption("--compact", reason: ""), RefusedOption("--skip-comments", reason: "")]
        #expect(options.contains { $0.matches(argument) })
        #expect(!options.contains { $0.matches("--complete-insert") })
        #expect(RefusedOption("-r", reason: "").matches("-rfile"))
        #expect(!RefusedOption("-r", reason: "").matches("--routines"))
    }

    @Test("the most severe exit status wins")
    func severity() {
        #expect([ExitStatus.someFailed, .unsafeSurroundings, .success].max() == .unsafeSurroundings)
        #expect([ExitStatus.allFailed, .terminated].max() == .terminated)
    }
}
