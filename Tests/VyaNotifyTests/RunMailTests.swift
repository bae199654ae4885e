import Testing
import VyaCore
import VyaTestSupport

@testable import VyaNotify

@Suite("The mail of a run", .ownThread)
struct RunMailTests {
    private func composed(_ report: RunReport, _ settings: EmailSettings = Samples.settings) -> Mail? {
        RunMail.compose(report: report, settings: settings, now: Samples.now)
    }

    @Test(
        "a success goes to those who hear of successes, anything less to those who hear of failures, a warning to both"
    )
    func routing() {
        let failed = Samples.dump("crm", .failure, error: Samples.accessDenied)
        let warned = Samples.dump("crm", .warning, warnings: ["x"])
        let incomplete = Samples.dump("crm", .incomplete, shortfalls: ["x"])
        func told(_ backups: [BackupReport]) -> [String]? { composed(Samples.report(backups))?.recipients }
        #expect(told([Samples.dump("crm")]) == ["good@example.com"])
        #expect(told([Samples.dump("crm"), warned]) == ["bad@example.com", "good@example.com"])
        #expect(told([Samples.dump("crm"), warned, failed]) == ["bad@example.com"])
        #expect(told([incomplete]) == ["bad@example.com"])
        #expect(told([]) == ["bad@example.com"])
    }

    @Test("who stands in both lists gets one mail")
    func duplicates() {
        var settings = Samples.settings
        settings.successRecipients = ["a@example.com", "b@example.com", "a@example.com"]
        settings.failureRecipients = ["b@example.com", "c@example.com"]
        let report = Samples.report([Samples.dump("crm", .warning, warnings: ["x"])])
        #expect(
            composed(report, settings)?.recipients == ["b@example.com", "c@example.com", "a@example.com"])
    }

    @Test("nobody is told of a dry run, by settings that are off, or through an empty list")
    func silence() {
        var off = Samples.settings
        off.enabled = false
        var empty = Samples.settings
        empty.successRecipients = []
        let good = Samples.report([Samples.dump("crm")])
        #expect(composed(Samples.report([Samples.dump("crm")], isPlan: true)) == nil)
        #expect(composed(good, off) == nil)
        #expect(composed(good, empty) == nil)
        #expect(composed(good) != nil)
    }

    @Test(
        "the subject is CONTRACT's, in both languages",
        arguments: [
            (Language.portuguese, Outcome.success, false, "SUCESSO"),
            (.portuguese, .warning, false, "ATENÇÃO"), (.portuguese, .failure, true, "FALHA"),
            (.portuguese, .incomplete, false, "FALHA"), (.english, .success, false, "SUCCESS"),
            (.english, .warning, true, "WARNING"), (.english, .failure, false, "FAILURE"),
        ])
    func subject(language: Language, outcome: Outcome, isTest: Bool, word: String) {
        var settings = Samples.settings
        settings.language = language
        settings.testMode = isTest
        let suffix = isTest ? (language == .english ? " - TEST" : " - TESTE") : ""
        let report = Samples.report([Samples.dump("crm", outcome)])
        #expect(
            composed(report, settings)?.subject
                == "VYA BackupDB - \(word) - srv01 - 2026-11-23 00:41:12\(suffix)"
        )
    }

    @Test("the true cause, the tool's last lines and the hint of every failure stand in both bodies")
    func causes() throws {
        let mail = try #require(composed(Samples.eventful))
        let needed = [
            "pg_dump terminou com código de saída 1", "FATAL:  password authentication failed",
            "192.168.40.134 recusa backup", "mariadb terminou com código de saída 1",
            "/docker/volumes/db/secret.key: Permissão negada", "as tabelas são bloqueadas durante o dump",
            "INCOMPLETO",
            "12,3 MiB", "80,1 MiB", "1 min 05 s", "0123456789ab", "20261123_003000_postgresql_1_crm.sql.gz",
            "20261123-003000-ab12", "srv01", "2026-11-23 00:30:00",
            "2 dos 5 backups de srv01 falharam e 1 ficou incompleto.",
        ]
        for text in needed {
            #expect(mail.text.contains(text), "text lacks \(text)")
            #expect(mail.html.contains(text), "HTML lacks \(text)")
        }
        #expect(mail.text.hasPrefix("FALHA: 2 dos 5 backups"))
    }

    @Test("an entry that could not be planned counts as a failure in the verdict")
    func unplanned() {
        let alone = Samples.report([], entryError: Samples.accessDenied, exitStatus: .allFailed)
        #expect(Verdict(alone).sentence(in: .portuguese) == "O backup de srv01 falhou.")
        #expect(Verdict(alone).sentence(in: .english) == "The backup of srv01 failed.")
    }

    @Test("the verdict is one true sentence in both languages")
    func verdicts() {
        func said(_ backups: [BackupReport], stopped: StopReason? = nil) -> [String] {
            let report = Samples.report(backups, stopped: stopped, exitStatus: stopped?.exitStatus)
            return [.portuguese, .english].map { Verdict(report).sentence(in: $0) }
        }
        let good = Samples.dump("a")
        let warned = Samples.dump("b", .warning, warnings: ["x", "y"])
        let lacking = Samples.dump("c", .incomplete)
        #expect(
            said([good]) == [
                "O backup de srv01 foi feito e comprovado.", "The backup of srv01 was made and proven.",
            ])
        #expect(
            said([good, warned]) == [
                "Os 2 backups de srv01 foram feitos e comprovados. Há 2 avisos a ler.",
                "All 2 backups of srv01 were made and proven. There are 2 warnings to read.",
            ])
        #expect(
            said([good, lacking]) == [
                "1 dos 2 backups de srv01 ficou incompleto.", "1 of the 2 backups of srv01 is incomplete.",
            ])
        #expect(
            said([good], stopped: .terminate) == [
                "O backup de srv01 foi feito e comprovado. A execução foi interrompida antes do fim (interrompido por SIGTERM).",
                "The backup of srv01 was made and proven. The run was stopped before its end (interrupted by SIGTERM).",
            ])
        #expect(
            Verdict(
                RunReport(
                    runID: "x", host: "srv01", startedAt: Samples.now, finishedAt: Samples.now, entries: [],
                    exitStatus: .allFailed)
            ).sentence(in: .english) == "No backup was made on srv01.")
    }

    @Test("names from a server are data in the HTML, even with combining marks, and are no template")
    func hostileNames() throws {
        let name: ExactName =
            "<script>alert(1)</script>\"<\u{301}img src=x>&{{host}}{{{verdict}}}\r\n\u{202E}x"
        let report = Samples.report(
            [Samples.dump(name, .failure, error: Explanation("x", "<b onclick='x'>"))], host: "<i>")
        let mail = try #require(composed(report))
        let lower = mail.html.lowercased()
        for tag in ["<script", "<img", "<\u{301}", "<b onclick", "<i>"] {
            // By bytes, because a mark would make another character of what it follows.
            #expect(!Array(lower.utf8).contains(Array(tag.utf8)), "\(tag) is in the HTML")
        }
        #expect(mail.html.contains("{{host}}{{{verdict}}}"))
        #expect(!mail.text.unicodeScalars.contains("\r"))
        #expect(!mail.text.unicodeScalars.contains("\u{202E}"))
        #expect(mail.text.contains("\\r\\n\\u{202e}x"))
    }

    @Test("a flood of warnings, missing files and tool output is cut, and the cut is said")
    func flood() throws {
        let error = Explanation("x", "failed", details: (1...1000).map { "line \($0)" })
        let report = Samples.report([
            Samples.dump("a", .incomplete, shortfalls: (1...5000).map { "/file\($0)" }),
            Samples.dump("b", .failure, error: error),
            Samples.dump("c", .warning, warnings: (1...300).map { "warning \($0)" }),
        ])
        let mail = try #require(composed(report))
        #expect(mail.text.contains("/file50\n") && !mail.text.contains("/file51\n"))
        #expect(mail.text.contains("… e mais 4950; veja o log"))
        #expect(mail.text.contains("line 1000\n") && !mail.text.contains("line 980\n"))
        #expect(mail.text.contains("… e mais 280; veja o log"))
    }

    @Test(
        "the eventful run reads as it was approved; VYA_RECORD=1 records it anew and fails",
        arguments: Language.allCases)
    func golden(language: Language) throws {
        var settings = Samples.settings
        settings.language = language
        let mail = try #require(composed(Samples.eventful, settings))
        try expectGolden(mail.text, "eventful.\(language.rawValue).txt")
        try expectGolden(mail.html, "eventful.\(language.rawValue).html")
    }

    @Test("sizes and durations are written for people")
    func quantities() {
        let portuguese = VyaNotify.LocalizedQuantity(.portuguese)
        let english = VyaNotify.LocalizedQuantity(.english)
        #expect(
            [0, 863, 1024, 1536, 12_897_485].map(portuguese.size) == [
                "0 B", "863 B", "1,0 KiB", "1,5 KiB", "12,3 MiB",
            ])
        #expect(
            [1_048_575, 1 << 30, 1 << 50, .max].map(english.size) == [
                "1.0 MiB", "1.0 GiB", "1.0 PiB", "8.0 EiB",
            ])
        #expect(
            [0, 0.42, 9.96, 42, 672, 11_100].map(english.duration) == [
                "0.0 s", "0.4 s", "10 s", "42 s", "11 min 12 s", "3 h 05 min",
            ])
        #expect(portuguese.duration(.nan) == "?" && portuguese.duration(-1) == "?")
    }

    @Test("Q15 a mail is in one language: causes, remedies, what is missing and warnings, too")
    func oneLanguage() throws {
        let mail = try #require(composed(Samples.eventful))
        let backups = Samples.eventful.backups
        let errors = (backups.map(\.error) + Samples.eventful.entries.map(\.error)).compactMap { $0 }
        let messages =
            errors.flatMap { [$0.message] + $0.hints } + backups.flatMap { $0.shortfalls + $0.warnings }
        #expect(messages.count >= 5)
        for message in messages {
            let (english, portuguese) = (message.said(in: .english), message.said(in: .portuguese))
            #expect(english != portuguese, "\(english)")
            #expect(mail.text.contains(portuguese) && !mail.text.contains(english), "\(mail.text)")
        }
    }
}
