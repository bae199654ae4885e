import Testing
import VyaCore
import VyaTestSupport

@Suite("JSON", .ownThread)
struct JSONReaderTests {
    @Test("names that are the same letters in two normal forms stay two, in their order")
    func normalForms() throws {
        let document =
            "{ \"\u{E9}\": 1, \"e\u{301}\": 2, \"a\": [true, null, -1.5e2, \"\\u00e9\\ud83d\\ude00\\n\"] }"
        let value = try JSONValue(parsing: document.utf8)
        let members = try #require(value.objectValue)
        #expect(members.map(\.name) == ["\u{E9}", "e\u{301}", "a"])
        #expect(members.map(\.value).prefix(2) == [.int(1), .int(2)])
        #expect(
            members[2].value == .array([.bool(true), .null, .double(-150), .string("\u{E9}\u{1F600}\n")]))
        #expect(try JSONValue(parsing: value.serialized().utf8) == value)
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", "{", "[1,]", "{\"a\" 1}", "01", "1.", "-", "\"\\x\"", "\"\\ud83d\"", "\"\n\"", "nul", "1 2",
            "+1",
            "\"\\u+123\"", String(repeating: "[", count: 300),
        ])
    func refused(_ text: String) {
        #expect(throws: JSONFault.self) { try JSONValue(parsing: text.utf8) }
    }
}
