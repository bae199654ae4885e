import Testing
import VyaConfig
import VyaCore
import VyaTestSupport

@Suite("Files that are no configuration", .ownThread)
struct MalformedTests {
    /// Every problem says where it is.
    private func expectPlaced(_ problems: [Diagnostic], _ comment: Comment? = nil) {
        #expect(problems.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.message.isEmpty }, comment)
    }

    @Test("J1 a sample without any one of its bytes is a configuration or has placed problems")
    func deletedBytes() throws {
        let sample = try Array(Repository.contents(ofFixture: "config/production-email.json"))
        for index in sample.indices {
            var bytes = sample
            bytes.remove(at: index)
            expectPlaced(Samples.problems(bytes), "without byte \(index)")
        }
    }

    @Test("J1 a sample with any one of its bytes changed is a configuration or has placed problems")
    func changedBytes() throws {
        let sample = try Array(Repository.contents(ofFixture: "config/production-email.json"))
        for index in sample.indices {
            for mask: UInt8 in [0x01, 0x20] {
                var bytes = sample
                bytes[index] ^= mask
                expectPlaced(Samples.problems(bytes), "byte \(index) changed by \(mask)")
            }
        }
    }

    @Test("J1 a YAML sample with any one of its bytes changed or cut off there has placed problems at most")
    func changedYAML() throws {
        let sample = try Array(Repository.contents(ofFixture: "config/production.yaml"))
        for index in sample.indices {
            var bytes = sample
            bytes[index] ^= 0x04
            expectPlaced(Samples.problems(bytes, path: "a.yaml"), "byte \(index) changed")
            expectPlaced(Samples.problems(Array(sample[..<index]), path: "a.yaml"), "cut at byte \(index)")
        }
    }

    @Test(
        "J1 what JSON does not allow is refused where it stands",
        arguments: [
            ("{\"a\" 1}", 1, 6), ("{\n  \"a\": tru\n}", 2, 8), ("{\n  a: 1}", 2, 3), ("{\"a\": 'x'}", 1, 7),
            ("{\"a\": }", 1, 7), ("{\"a\": \"x\n\"}", 1, 7), ("{\"a\": \"\\x41\"}", 1, 8),
            ("/* no end", 1, 1),
            ("{\"a\": \"\\ud83d\"}", 1, 8), ("{\"a\": \"\\u12\"}", 1, 8), ("{\"a\": True}", 1, 7), ("", 1, 1),
            ("{\"a\": &x 1}", 1, 7), ("{\"a\": 01}", 1, 7), ("{\"a\": \"\u{0}\"}", 1, 8), ("{\"a\": 1", 1, 1),
            ("{\"a\": [1}", 1, 9), ("{}}", 1, 3),
        ])
    func syntax(text: String, line: Int, column: Int) {
        let problems = Samples.problems(text)
        #expect(problems.count == 1)
        #expect(problems.first?.severity == .error)
        #expect(problems.first.map { [$0.line, $0.column] } == [line, column], "\(problems)")
    }

    @Test("a problem of syntax quotes nothing of the file, which may be a password")
    func syntaxQuotesNothing() {
        for text in [
            "{\"password\": CANARY}", "{\"password\": \"CANARY", "{\"password\": 'CANARY'}", "{CANARY: 1}",
        ] {
            #expect(!Samples.problems(text).map(\.description).joined().contains("CANARY"))
        }
    }

    @Test("J2 a key given twice is an error that names both places, in objects at any depth")
    func duplicateKeys() {
        let problems = Samples.problems(
            "{\n \"db_config\": [{\"id_dbms\": 1, \"id_dbms\": 2}],\n \"language\": \"en\",\n \"language\": \"en\"\n}"
        )
        #expect(problems.errors == ["duplicate-key", "duplicate-key"])
        #expect(problems.map(\.place) == ["test.json:2:31", "test.json:4:2"])
        #expect(problems[0].description.contains("first at 2:17"))
        #expect(problems[1].description.contains("first at 3:2"))
    }

    @Test("J2 a key given twice in YAML is an error that names both places")
    func duplicateKeysInYAML() {
        let problems = Samples.problems("language: en\ntools: {}\nlanguage: en\n", path: "a.yaml")
        #expect(problems.errors == ["duplicate-key"])
        #expect(problems.map(\.description).joined().contains("3:1"))
        #expect(problems.map(\.place) == ["a.yaml:1:1"])
    }

    @Test("J6 a byte order mark is taken, and said")
    func byteOrderMark() throws {
        let (_, problems) = try Samples.read("\u{FEFF}" + Samples.root(""))
        #expect(problems.warnings == ["byte-order-mark"])
    }

    @Test(
        "J6 UTF-16 is refused with a word about it",
        arguments: [
            [0xFF, 0xFE, 0x7B, 0x00], [0xFE, 0xFF, 0x00, 0x7B], [0x7B, 0x00, 0x22, 0x00],
            [0x00, 0x7B, 0x00, 0x22],
        ] as [[UInt8]])
    func utf16(bytes: [UInt8]) {
        let problems = Samples.problems(bytes)
        #expect(problems.errors == ["encoding"])
        #expect(problems.first?.message.contains("UTF-16") == true)
    }

    @Test("J6 bytes that are not UTF-8 are refused where they stand")
    func notUTF8() {
        let problems = Samples.problems(Array("{\n \"é".utf8) + [0xFF] + Array("\"}".utf8))
        #expect(problems.map(\.place) == ["test.json:2:4"])
    }

    @Test("J6 CRLF line ends are taken and counted as one")
    func carriageReturns() {
        let problems = Samples.problems("{\r\n  \"db_config\": [],\r\n  \"language\": 1\r\n}")
        #expect(problems.map(\.line) == [2, 3])
        #expect(problems.map(\.column) == [16, 15])
    }

    @Test("surrogate pairs are read, and what stands behind them keeps its column")
    func surrogatePairs() throws {
        let text = Samples.entry(#""db_list": ["\ud83d\ude00-\u00e9"], "port": 0"#)
        #expect(Samples.problems(text).map(\.column) == [text.unicodeScalars.count - 3])
        let (configuration, _) = try Samples.read(Samples.entry(#""db_list": ["\ud83d\ude00-\u00e9\/"]"#))
        #expect(configuration.entries[0].databases == ["😀-é/"])
    }

    @Test("J7 200,000 levels of nesting are an error", arguments: ["[", "{\"a\":", "- "])
    func deepNesting(level: String) {
        let problems = Samples.problems(
            String(repeating: level, count: 200_000), path: level == "- " ? "a.yaml" : "test.json")
        #expect(problems.errors.count == 1)
        expectPlaced(problems)
    }

    @Test("J7 a chain of YAML aliases is an error")
    func aliases() {
        var text = "a0: &a0 []\n"
        for level in 1...100_000 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        #expect(Samples.problems(text, path: "a.yaml").errors == ["anchor"])
        #expect(Samples.problems("a: &x [1]\nb: *x\n", path: "a.yaml").errors == ["anchor"])
    }

    @Test("J7 thousands of unknown keys are warned of in reasonable time")
    func manyKeys() throws {
        let keys = (0..<5_000).map { "\"key_number_\($0)\": \($0)" }.joined(separator: ", ")
        let (_, problems) = try Samples.read(Samples.entry(keys))
        #expect(problems.warnings.count == 5_000)
    }

    @Test(
        "J1 a problem of JSON is said in words of JSON",
        arguments: [
            ("{\"a\": 1 \"b\": 2}", "\"}\" is expected"), ("{\"a\": [1 \"b\"]}", "\",\" is missing"),
            ("{\"a\": [1,,2]}", "a value is expected"), ("{\"a\": 1} x", "the end of the document"),
            ("{\"a\": 1} {}", "the end of the document"),
        ])
    func wordsOfJSON(text: String, words: String) {
        let problems = Samples.problems(text)
        #expect(problems.first?.message.contains(words) == true, "\(problems)")
    }

    @Test("J7 a file of more than 4 MiB is an error before it is parsed")
    func tooLarge() {
        let bytes = Array(Samples.root("").utf8) + [UInt8](repeating: 0x20, count: 4 << 20)
        #expect(Samples.problems(bytes).errors == ["too-large"])
    }

    @Test(
        "J9 a file that backs up nothing is an error",
        arguments: [
            "{}", "{\"db_config\": []}", "{\"db_config\": null}", "[]", "null", "{\"bkp_system\": {}}",
        ])
    func nothingToDo(text: String) {
        #expect(!Samples.problems(text).errors.isEmpty)
    }
}
