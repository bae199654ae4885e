import VyaCore

/// The words of a mail in one language; templates read the labels by name.
///
/// Texts of tools and errors are not translated: they are what the reader will search for.
struct Wording: Sendable {
    let language: Language
    let tag: String

    let success: String
    let warning: String
    let failure: String
    let incomplete: String
    let test: String

    let failures: String
    let cause: String
    let missing: String
    let lastLines: String
    let hint: String
    let warnings: String
    let backups: String

    let database: String
    let kind: String
    let outcome: String
    let size: String
    let rawSize: String
    let duration: String
    let file: String

    let host: String
    let run: String
    let started: String
    let finished: String
    let total: String

    let dump: String
    let globals: String
    let files: String
    let none: String
    let noCause: String
    let wholeRun: String
    let sample: String
    let drill: String
    let footer: String

    /// The words of a language.
    static func of(_ language: Language) -> Wording {
        switch language {
        case .portuguese: portuguese
        case .english: english
        }
    }

    private static let portuguese = Wording(
        language: .portuguese, tag: "pt-BR",
        success: "SUCESSO", warning: "ATENÇÃO", failure: "FALHA", incomplete: "INCOMPLETO", test: "TESTE",
        failures: "O que falhou", cause: "Causa", missing: "Falta no backup", lastLines: "Últimas linhas",
        hint: "O que fazer", warnings: "Avisos", backups: "Backups",
        database: "Banco ou padrão", kind: "Tipo", outcome: "Resultado", size: "Tamanho",
        rawSize: "Sem compressão", duration: "Duração", file: "Arquivo",
        host: "Servidor", run: "Execução", started: "Início", finished: "Fim", total: "Total",
        dump: "dump", globals: "globais", files: "arquivos", none: "Nenhum backup.",
        noCause: "a causa não foi registrada", wholeRun: "toda a execução",
        sample: "E-mail de teste com dados inventados: nenhum backup foi feito.",
        drill: "Simulado: esta falha foi provocada de propósito por `vya-backup notify drill`.",
        footer: "Enviado por vya-backup. Os detalhes estão no log do servidor.")

    private static let english = Wording(
        language: .english, tag: "en",
        success: "SUCCESS", warning: "WARNING", failure: "FAILURE", incomplete: "INCOMPLETE", test: "TEST",
        failures: "What failed", cause: "Cause", missing: "Missing from the backup", lastLines: "Last lines",
        hint: "What to do", warnings: "Warnings", backups: "Backups",
        database: "Database or pattern", kind: "Kind", outcome: "Outcome", size: "Size",
        rawSize: "Uncompressed", duration: "Duration", file: "File",
        host: "Host", run: "Run", started: "Started", finished: "Finished", total: "Total",
        dump: "dump", globals: "globals", files: "files", none: "No backup.",
        noCause: "no cause was recorded", wholeRun: "the whole run",
        sample: "Test mail with made-up data: no backup was made.",
        drill: "Drill: this failure was made on purpose by `vya-backup notify drill`.",
        footer: "Sent by vya-backup. The details are in the host's log.")

    /// The word for an outcome, as the subject and the table have it.
    func label(_ outcome: Outcome) -> String {
        switch outcome {
        case .success, .planned: success
        case .warning: warning
        case .incomplete: incomplete
        case .failure: failure
        }
    }

    /// The word for a kind of artifact.
    func label(_ kind: ArtifactKind) -> String {
        switch kind {
        case .dump: dump
        case .globals: globals
        case .files: files
        }
    }

    /// Says that more lines exist than the mail shows.
    func more(_ count: Int) -> String {
        switch language {
        case .portuguese: "… e mais \(count); veja o log"
        case .english: "… and \(count) more; see the log"
        }
    }
}
