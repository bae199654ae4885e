import Testing
@testable import VyaCore
import VyaTestSupport

@Suite("Messages in two languages", .ownThread)
struct MessageTests {
    @Test(
        "a message is English as it stands in the code, and Portuguese by its template; what is in its gaps stays"
    )
    func said() {
        let message: Message = "there is no file \("/srv/{1}/a")"
        #expect(message.template == "there is no file {1}")
        #expect(message.description == "there is no file /srv/{1}/a")
        #expect(message.said(in: .portuguese) == "não existe o arquivo /srv/{1}/a")
        #expect(Message(verbatim: "psql: error").said(in: .portuguese) == "psql: error")
        let untold: Message = "nobody has translated \(3) words"
        #expect(untold.said(in: .portuguese) == "nobody has translated 3 words")
    }

    @Test("messages within messages are said in the same language, and two that say the same are the same")
    func nested() {
        let inner: Message = "there is no file \("x")"
        let outer: Message = "hint: \(inner)"
        #expect(outer.said(in: .portuguese) == "dica: não existe o arquivo x")
        #expect(
            [inner, inner].joined(separator: "; ").description == "there is no file x; there is no file x")
        #expect(inner == "there is no file x" && Set([inner, "there is no file x"]).count == 1)
    }

    @Test("what is pasted from a message is escaped in its gaps, and statements at its end can be left out")
    func pasted() {
        let name = "a\u{1B}[2Jb"
        #expect(
            ("run: chmod go-w \(name)" as Message).pasteable.description == "run: chmod go-w a\\u{1b}[2Jb")
        let reason: Message = "users and grants are not backed up: \("x")\(Message.mended(by: "GRANT ALL"))"
        #expect(reason.description.hasSuffix("x; run: GRANT ALL"))
        #expect(reason.withoutStatements == "users and grants are not backed up: x")
        #expect(reason.said(in: .portuguese).hasSuffix("x; execute: GRANT ALL"))
    }

    @Test(
        "Q15 every translation has the gaps of its sentence, each as often, and none is empty or there twice")
    func gaps() {
        var seen: Set<String> = []
        for (english, portuguese) in Catalogue.portuguesePages.flatMap({ Array($0) }) {
            func gaps(_ text: String) -> [String] {
                text.matches(of: #/\{[0-9]+\}/#).map { String($0.0) }.sorted()
            }
            #expect(gaps(english) == gaps(portuguese), "\(english)")
            #expect(!portuguese.isEmpty && seen.insert(english).inserted, "\(english)")
        }
        #expect(seen.count > 1500)
    }

    @Test(
        "the language is the locale's, by the variable that goes before the others",
        arguments: [
            (["LANG": "pt_BR.UTF-8"], Language.portuguese), (["LANG": "pt_PT"], .portuguese),
            (["LANG": "pt"], .portuguese), (["LANG": "C.UTF-8"], .english), ([:], .english),
            (["LC_ALL": "C", "LANG": "pt_BR.UTF-8"], .english),
            (["LC_ALL": "", "LC_MESSAGES": "pt_BR@x", "LANG": "de_DE"], .portuguese),
            (["LANG": "pto_XX"], .english),
        ])
    func locale(variables: [String: String], language: Language) {
        #expect(Language.ofLocale { variables[$0] } == language)
    }
}
