import VyaCore

/// Counts what a run did, and says it in one sentence.
struct Verdict: Sendable {
    /// Backups, and entries of which none could be planned.
    let total: Int
    let failed: Int
    let incomplete: Int
    let warnings: Int
    let made: Int
    private let report: RunReport

    init(_ report: RunReport) {
        let unplanned = report.entries.count { $0.error != nil || $0.backups.isEmpty }
        let backups = report.backups
        total = backups.count + unplanned
        failed = backups.count { $0.outcome == .failure } + unplanned
        incomplete = backups.count { $0.outcome == .incomplete }
        made = total - failed
        warnings =
            report.warnings.count + report.entries.map(\.warnings.count).reduce(0, +)
            + backups.map(\.warnings.count).reduce(0, +)
        self.report = report
    }

    /// The sentence that the mail begins with.
    func sentence(in language: Language) -> String {
        let host = report.host.shown(atMost: 100)
        let stop = report.stopped.map { stopped in
            let reason = stopped.words.said(in: language)
            return switch language {
            case .portuguese: " A execução foi interrompida antes do fim (\(reason))."
            case .english: " The run was stopped before its end (\(reason))."
            }
        }
        return switch language {
        case .portuguese: portuguese(host) + (stop ?? "")
        case .english: english(host) + (stop ?? "")
        }
    }

    private func portuguese(_ host: String) -> String {
        if total == 0 { return "Nenhum backup foi feito em \(host)." }
        if failed == total {
            return total == 1
                ? "O backup de \(host) falhou." : "Todos os \(total) backups de \(host) falharam."
        }
        if failed > 0 {
            let lacking =
                switch incomplete {
                case 0: ""
                case 1: " e 1 ficou incompleto"
                default: " e \(incomplete) ficaram incompletos"
                }
            return
                "\(failed) dos \(total) backups de \(host) \(failed == 1 ? "falhou" : "falharam")\(lacking)."
        }
        if incomplete > 0 {
            if total == 1 { return "O backup de \(host) ficou incompleto." }
            return "\(incomplete) dos \(total) backups de \(host) "
                + (incomplete == 1 ? "ficou incompleto." : "ficaram incompletos.")
        }
        let done =
            total == 1
            ? "O backup de \(host) foi feito e comprovado."
            : "Os \(total) backups de \(host) foram feitos e comprovados."
        return switch warnings {
        case 0: done
        case 1: done + " Há 1 aviso a ler."
        default: done + " Há \(warnings) avisos a ler."
        }
    }

    private func english(_ host: String) -> String {
        if total == 0 { return "No backup was made on \(host)." }
        if failed == total {
            return total == 1 ? "The backup of \(host) failed." : "All \(total) backups of \(host) failed."
        }
        if failed > 0 {
            let lacking =
                switch incomplete {
                case 0: ""
                case 1: " and 1 is incomplete"
                default: " and \(incomplete) are incomplete"
                }
            return "\(failed) of the \(total) backups of \(host) failed\(lacking)."
        }
        if incomplete > 0 {
            if total == 1 { return "The backup of \(host) is incomplete." }
            return "\(incomplete) of the \(total) backups of \(host) "
                + (incomplete == 1 ? "is incomplete." : "are incomplete.")
        }
        let done =
            total == 1
            ? "The backup of \(host) was made and proven."
            : "All \(total) backups of \(host) were made and proven."
        return switch warnings {
        case 0: done
        case 1: done + " There is 1 warning to read."
        default: done + " There are \(warnings) warnings to read."
        }
    }
}
