import VyaCore

/// The words of the mails about `check`, in the languages that mails have.
struct AlarmWording {
    let good: String
    let bad: String
    let undelivered: String
    private let titles: [String: String]

    /// The words of a language.
    static func of(_ language: EmailSettings.Language) -> AlarmWording {
        switch language {
        case .english: english
        case .portuguese: portuguese
        }
    }

    /// A sentence for a kind of finding; nil where the finding's own words are enough.
    func title(_ code: String) -> String? { titles[code] }

    private static let english = AlarmWording(
        good: "The backups of this host are well again.", bad: "The backups of this host need attention.",
        undelivered: "Earlier alarms that could not be delivered:", titles: [:])

    private static let portuguese = AlarmWording(
        good: "Os backups deste servidor voltaram ao normal.",
        bad: "Os backups deste servidor precisam de atenção.",
        undelivered: "Alertas anteriores que não puderam ser entregues:",
        titles: [
            "check.never": "nunca houve um backup comprovado",
            "check.age": "o backup comprovado mais recente está velho demais",
            "check.future": "o backup mais recente está no futuro: confira o relógio",
            "check.failed": "a última execução falhou",
            "check.size": "o backup mais recente é muito menor do que o habitual",
            "check.suspect": "o backup mais recente é suspeito",
            "check.redundancy": "há poucos backups comprovados",
            "check.drill": "falta um teste de restauração recente",
            "check.drillFailed": "o último teste de restauração falhou",
            "check.damaged": "um arquivo de backup está danificado",
            "check.vanished": "um arquivo sumiu, e nada confirma que exista outra cópia",
            "check.assumed":
                "o arquivo local foi liberado pela idade; o envio é apenas presumido e não conta como cópia",
            "check.renamed": "há backups feitos com outro nome deste servidor: diga se são dele",
            "check.heldBack": "a retenção está retendo backups que deveriam sair",
            "check.untrusted": "há um arquivo de backup em que não se pode confiar",
            "check.upload": "o programa de envio não levou os arquivos",
            "check.uploader": "não foi possível consultar o programa de envio",
            "check.uploaderLies": "o programa de envio confirma arquivos que nunca existiram",
            "check.scope": "deixou de ser incluído no backup",
            "check.interruptedRestore":
                "uma restauração foi interrompida, e o que ela criou pode ter ficado no servidor",
            "check.space": "o disco está ficando cheio",
            "check.folder": "a pasta de backups não pode ser usada",
            "check.catalog": "o catálogo não pode ser usado",
            "service.failed": "um serviço agendado não chegou ao fim",
        ])
}
