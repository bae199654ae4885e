import VyaCore

/// The words of the mails about `check`, in the languages that mails have.
struct AlarmWording {
    let good: String
    let bad: String
    let undelivered: String

    /// The words of a language.
    static func of(_ language: Language) -> AlarmWording {
        switch language {
        case .english: english
        case .portuguese: portuguese
        }
    }

    private static let english = AlarmWording(
        good: "The backups of this host are well again.", bad: "The backups of this host need attention.",
        undelivered: "Earlier alarms that could not be delivered:")

    private static let portuguese = AlarmWording(
        good: "Os backups deste servidor voltaram ao normal.",
        bad: "Os backups deste servidor precisam de atenção.",
        undelivered: "Alertas anteriores que não puderam ser entregues:")
}
