import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaNotify

@Suite("The page about the last days", .ownThread)
struct OverviewPageTests {
    private func page(
        _ overview: Overview, _ language: Language = .english
    ) -> String {
        OverviewPage.html(overview, language: language, version: "0.0.0")
    }

    /// To record the pages anew: VYA_RECORD=1 swift test --filter OverviewPageTests; that run fails.
    @Test("is what the golden file says, in both languages", arguments: Language.allCases)
    func golden(language: Language) throws {
        try expectGolden(
            page(SampleQuarter.overview, language), "overview.\(language.rawValue).html")
    }

    /// Names that a server, a file system or a host may have; each must be shown, and none may be more than text.
    private static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "</style><b>",
        "a\nb\rc\td", "\u{202e}gpj.exe", "<\u{301}script>", "{{words.tag}}", "&amp;", "]]>-->",
        "\u{0}\u{1b}[31m",
    ]

    @Test("no name, wherever it comes from, is more than text", arguments: hostile)
    func names(name: String) throws {
        let source = BackupSource(
            entry: EntryID(1), dbms: name, kind: .dump, database: ExactName(name))
        func overview(_ name: String, _ source: BackupSource) -> Overview {
            Overview(
                host: name, now: SampleQuarter.now, days: SampleQuarter.overview.days,
                sources: [
                    Overview.Source(
                        source: source, level: .bad, newest: nil, points: [], present: 0, presentBytes: 0,
                        taken: 0, drilled: nil, drillPassed: nil)
                ],
                places: [
                    Overview.Place(path: name, backups: 0, bytes: 0, freeBytes: nil, fault: "\(name)")
                ],
                alarms: [
                    Overview.Alarm(
                        code: "x", level: .bad, subject: "\(name)", message: "\(name)", remedy: "\(name)")
                ])
        }
        let html = page(overview(name, source))
        let tame = page(
            overview(
                "tame",
                BackupSource(entry: EntryID(1), dbms: "tame", kind: .dump, database: ExactName("tame"))))
        // The same elements and attributes as with a harmless name: a name added nothing.
        #expect(structure(html) == structure(tame))
        for scalar in ["\u{202e}", "\u{0}", "\u{1b}", "\r", "\t"] {
            #expect(
                !html.unicodeScalars.contains { $0 == scalar.unicodeScalars.first },
                "\(scalar.debugDescription)")
        }
        #expect(html.contains(escaped(name)), "the name is not shown")
    }

    /// The markup without the texts between tags.
    private func structure(_ html: String) -> [Substring] {
        html.replacing(#/title="[^"]*"|data-label="[^"]*"/#, with: "").matches(of: #/<[^>]*>/#).map(\.output)
    }

    /// What the page should show for a name, by rules of the test's own.
    private func escaped(_ name: String) -> String {
        name.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&#39;"
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case "\u{0}": "\\u{0}"
            case "\u{1b}": "\\u{1b}"
            case "\u{202e}": "\\u{202e}"
            default: String(scalar)
            }
        }.joined()
    }

    @Test("a host without any backup has a page, too")
    func nothing() {
        let html = page(
            Overview(host: "h", now: SampleQuarter.now, days: [], sources: [], places: [], alarms: []))
        #expect(html.contains("0 all proven") && html.contains("never"))
        #expect(!html.contains("<polyline"))
    }

    @Test("what is not well is said in words, and not by a colour alone")
    func words() {
        let html = page(SampleQuarter.overview, .portuguese)
        #expect(html.contains("Merece atenção") && html.contains("1 aviso"))
        #expect(html.contains("o backup mais recente tem 38 % do tamanho habitual"))
        #expect(html.contains("qui 2026-11-05: 0 feitos, 7 falharam"))
    }

    @Test("a curve of equal sizes is flat and lies in the middle; one backup alone makes none")
    func curves() {
        let words = OverviewWording.of(.english)
        func curve(_ values: [Double]) -> OverviewCurve {
            OverviewCurve(
                "Size", values.enumerated().map { (day: $0.offset, value: $0.element) }, days: 3, words: words
            ) { String(Int($0)) }
        }
        let flat = curve([5, 5, 5])
        #expect(flat.line == "70,300 1200,300 2330,300")
        #expect(!curve([5]).hasLine && curve([5]).last == "5")
        let rising = curve([0, 50, 100])
        #expect(rising.line == "70,530 1200,300 2330,70")
        #expect(rising.lowest == "min 0" && rising.highest == "max 100" && rising.last == "100")
        #expect(!curve([]).hasLine && curve([0, 0]).line == "70,300 1200,300")
    }
}
