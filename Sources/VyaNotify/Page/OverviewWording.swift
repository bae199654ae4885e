import VyaCore

/// The words of the page about the last days, in one language; its template reads the labels by name.
///
/// What `check` found keeps its own words, under a title in the reader's language.
struct OverviewWording: Sendable {
    let language: Language
    let tag: String

    let title: String
    let allWell: String
    let needsAttention: String
    let needsAction: String

    let newest: String
    let sources: String
    let kept: String
    let lastDrill: String
    let free: String
    let never: String

    let attention: String
    let nothing: String
    let remedy: String

    let calendar: String
    let weekday: String
    let dayGood: String
    let dayAttention: String
    let dayBad: String
    let dayNone: String
    let dayOpen: String
    let daysToSee: String
    let noDaysToSee: String

    let curves: String
    let size: String
    let duration: String
    let fewBackups: String
    let noBackups: String
    let smallest: String
    let largest: String

    let places: String
    let database: String
    let state: String
    let here: String
    let uploader: String
    let folder: String
    let backups: String

    let good: String
    let warning: String
    let critical: String
    let passed: String
    let failed: String
    let footer: String

    let weekdays: [String]
    let months: [String]

    /// The words of a language.
    static func of(_ language: Language) -> OverviewWording {
        switch language {
        case .portuguese: portuguese
        case .english: english
        }
    }

    private static let portuguese = OverviewWording(
        language: .portuguese, tag: "pt-BR", title: "Backups de", allWell: "Tudo em ordem",
        needsAttention: "Merece atenção", needsAction: "Precisa de ação",
        newest: "Backup mais recente", sources: "Bancos e pastas", kept: "Guardado aqui",
        lastDrill: "Último teste de restauração", free: "Livre", never: "nunca",
        attention: "O que merece atenção", nothing: "Nada. Todos os backups passaram na verificação.",
        remedy: "O que fazer",
        calendar: "Os últimos 90 dias", weekday: "Dia da semana", dayGood: "tudo comprovado",
        dayAttention: "com ressalvas", dayBad: "com falhas", dayNone: "nenhum backup",
        dayOpen: "sem registro", daysToSee: "Dias a conferir", noDaysToSee: "Nenhum dia a conferir.",
        curves: "Tamanho e duração", size: "Tamanho", duration: "Duração",
        fewBackups: "a curva começa com o segundo backup", noBackups: "nenhum backup nestes dias",
        smallest: "mín.", largest: "máx.",
        places: "Onde estão os backups", database: "Banco ou pasta", state: "Estado", here: "Aqui",
        uploader: "Enviados",
        folder: "Pasta", backups: "Backups",
        good: "OK", warning: "ATENÇÃO", critical: "CRÍTICO", passed: "restaurado", failed: "falhou",
        footer: "Feito a partir das pastas e do catálogo. Esta página não carrega nada da rede.",
        weekdays: ["seg", "ter", "qua", "qui", "sex", "sáb", "dom"],
        months: ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"])

    private static let english = OverviewWording(
        language: .english, tag: "en", title: "Backups of", allWell: "All is well",
        needsAttention: "Needs attention", needsAction: "Needs action",
        newest: "Newest backup", sources: "Databases and folders", kept: "Kept here",
        lastDrill: "Last restore drill", free: "Free", never: "never",
        attention: "What needs attention", nothing: "Nothing. Every backup passed the check.",
        remedy: "What to do",
        calendar: "The last 90 days", weekday: "Weekday", dayGood: "all proven",
        dayAttention: "with remarks", dayBad: "with failures", dayNone: "no backup",
        dayOpen: "no record", daysToSee: "Days to look at", noDaysToSee: "No day to look at.",
        curves: "Size and duration", size: "Size", duration: "Duration",
        fewBackups: "the curve begins with the second backup", noBackups: "no backup in these days",
        smallest: "min", largest: "max",
        places: "Where the backups are", database: "Database or folder", state: "State", here: "Here",
        uploader: "Uploaded", folder: "Folder", backups: "Backups",
        good: "OK", warning: "WARNING", critical: "CRITICAL", passed: "restored", failed: "failed",
        footer: "Made from the folders and the catalog. This page loads nothing from the network.",
        weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])
}
