import Testing
import VyaTestSupport

@testable import VyaCore

@Suite("Words that the program wrote down at another time", .ownThread)
struct KeptWordsTests {
    private let words = KeptWords(templates: [
        "the folder {1} cannot be read: {2}", "the webhook {1} was not told", "{1} has {2} instead of {3}",
        "no rights to read it", "{1}: {2}", "check", "a dump that stays needs it", "a dump that {1} needs it",
    ])

    @Test(
        "a sentence is found with what stands in its gaps",
        arguments: [
            (
                "the folder /a b cannot be read: no rights to read it", "the folder {1} cannot be read: {2}",
                ["/a b", "no rights to read it"]
            ),
            ("the folder : cannot be read: : ", "the folder {1} cannot be read: {2}", [":", ": "]),
            ("the webhook  was not told", "the webhook {1} was not told", [""]),
            (
                "a has 2 instead of 3 instead of 4", "{1} has {2} instead of {3}",
                ["a", "2", "3 instead of 4"]
            ),
            ("a dump that stays needs it", "a dump that stays needs it", []),
            ("a dump that é needs it", "a dump that {1} needs it", ["é"]),
            (
                "a dump that stays needs it: x", "{1}{2}{3}",
                ["a dump that stays needs it", ": ", "x"]
            ),
            ("run 7: no rights to read it", "{1}{2}{3}", ["run 7", ": ", "no rights to read it"]),
        ])
    func found(text: String, template: String, gaps: [String]) throws {
        let message = try #require(words.message(saying: text))
        #expect(message.template == template)
        #expect(message.description == text)
        #expect(
            message.arguments.map {
                switch $0 {
                case .text(let text), .kept(let text): text
                case .message(let message): message.description
                }
            } == gaps)
    }

    @Test(
        "what others wrote is left as it is",
        arguments: [
            "", "x", "check", "ERROR: relation \"a\" does not exist", "a dump that", "the webhook",
            "the folder /a can be read", ": ; : ;",
        ])
    func foreign(text: String) {
        #expect(words.message(saying: text) == nil)
    }

    @Test(
        "words without end, of which every part could be a sentence, are soon given back",
        arguments: [
            String(repeating: ": ", count: 500_000), String(repeating: "a: ; ", count: 1600),
            String(repeating: "the webhook ", count: 330) + String(repeating: " was not told", count: 330),
            String(repeating: "\u{0}", count: 8192), String(repeating: "{1}", count: 2000),
        ])
    func endless(text: String) {
        let message = Message(kept: text)
        #expect(message.description == text)
        #expect(!message.said(in: .portuguese).isEmpty)
    }

    @Test("every sentence of the catalogue is found by its English")
    func everything() {
        for (template, portuguese) in Catalogue.portuguese where template.utf8.count >= 20 {
            if !template.contains("{1}") {
                #expect(Message(kept: template).said(in: .portuguese) == portuguese)
            }
        }
    }

    @Test("Q15 what a manifest holds is written as it was, and said in the reader's language")
    func manifest() {
        let words = Message(kept: "the newest backup is suspect: 3 tables are gone: a, b, suspect")
        #expect(words.description == "the newest backup is suspect: 3 tables are gone: a, b, suspect")
        #expect(
            words.said(in: .portuguese)
                == "o backup mais recente é suspeito: 3 tabelas desapareceram: a, b, suspect"
        )
        #expect(Message(kept: "ERROR:  disk full").said(in: .portuguese) == "ERROR:  disk full")
    }
}
