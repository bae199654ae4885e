import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("The language of a terminal", .ownThread(seconds: 60))
struct LanguageTests {
    /// A host whose one backup fails, and what its terminal shows of a command.
    private func shown(_ words: [String], locale: String, settings: String = "") throws -> String {
        var night = try Night(entries: [], settings: settings)
        try night.configure([night.fakeEntry(1, databases: ["shop"], mode: ["FD_MODE": "headonly2"])])
        night.program.environment["LC_ALL"] = locale
        let result = try night.program.run(words + ["--config", night.folder("config.json")])
        return result.text + result.errors
    }

    @Test(
        "Q15 a command speaks the locale's language, whatever the host has installed of it",
        arguments: [
            (["run", "--all"], "with exit status 2", "com código de saída 2"),
            (["run", "--all"], "(run ", "(execução "),
            (["run", "--all", "--dry-run"], "would be made", "seria feito"),
            (["run"], "say what to back up", "informe"), (["check"], "and never was", "e nunca houve"),
            (["list"], "no backups in", "nenhum backup em"),
            (["verify", "--all"], "there is no backup to verify", "não há backup a verificar"),
            (["doctor"], "why: ", "motivo: "), (["doctor"], "entry 1 fake", "entrada 1 fake"),
            (["report"], "one column a week", "uma coluna por semana"),
            (["prune", "--dry-run"], "would remove 0 of 0", "seriam removidos 0 de 0"),
            (["cleanup"], "declares no uploader", "nenhum programa de envio"),
            (["restore", "/nowhere/x.sql.gz", "--id", "1"], "there is no file", "não existe o arquivo"),
            (["run", "--id", "7"], "hint: known ids: 1", "dica: ids conhecidos: 1"),
        ])
    func locale(words: [String], english: String, portuguese: String) throws {
        let (here, there) = (try shown(words, locale: "C"), try shown(words, locale: "pt_BR.UTF-8"))
        #expect(here.contains(english) && !here.contains(portuguese), "\(here)")
        #expect(there.contains(portuguese) && !there.contains(english), "\(there)")
    }

    @Test("Q15 the language that the configuration names goes before the locale's; documents stay English")
    func named() throws {
        let words = ["run", "--all"]
        let portuguese = try shown(words, locale: "C", settings: #", "language": "pt-BR""#)
        #expect(portuguese.contains("com código de saída 2"), "\(portuguese)")
        let english = try shown(words, locale: "pt_BR.UTF-8", settings: #", "language": "en""#)
        #expect(english.contains("with exit status 2"), "\(english)")
        let document = try shown(words + ["--json", "--quiet"], locale: "pt_BR.UTF-8")
        #expect(document.contains("with exit status 2"), "\(document)")
    }
}
