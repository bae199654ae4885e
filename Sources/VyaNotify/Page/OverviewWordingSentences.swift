import VyaCore

/// The sentences of the page that count something.
extension OverviewWording {
    /// `2 critical, 1 warning`; what a host that is well has instead.
    func summary(_ overview: Overview) -> String {
        let critical = overview.alarms.count { $0.level == .bad }
        let warnings = overview.alarms.count { $0.level == .attention }
        var parts: [String] = []
        switch language {
        case .portuguese:
            if critical > 0 {
                parts.append(critical == 1 ? "1 problema crítico" : "\(critical) problemas críticos")
            }
            if warnings > 0 { parts.append(warnings == 1 ? "1 aviso" : "\(warnings) avisos") }
            return parts.isEmpty
                ? "Cada banco e cada pasta tem um backup comprovado e recente."
                : "A verificação dos backups encontrou " + parts.joined(separator: " e ") + "."
        case .english:
            if critical > 0 {
                parts.append(critical == 1 ? "1 critical problem" : "\(critical) critical problems")
            }
            if warnings > 0 { parts.append(warnings == 1 ? "1 warning" : "\(warnings) warnings") }
            return parts.isEmpty
                ? "Every database and folder has a recent, proven backup."
                : "The check of the backups found " + parts.joined(separator: " and ") + "."
        }
    }

    /// `3 h ago`, `2 days ago`.
    func ago(_ seconds: Int) -> String {
        let text =
            switch max(0, seconds) {
            case ..<3600: "\(max(0, seconds) / 60) min"
            case ..<(48 * 3600): "\(seconds / 3600) h"
            default: language == .portuguese ? "\(seconds / 86_400) dias" : "\(seconds / 86_400) days"
            }
        return language == .portuguese ? "há \(text)" : "\(text) ago"
    }

    /// What happened on a day: `7 made, 1 failed`.
    func counts(_ day: Overview.Day) -> String {
        guard let level = day.level else { return day.isOpen ? dayOpen : dayNone }
        var parts: [String] = []
        switch language {
        case .portuguese:
            parts.append(day.made == 1 ? "1 feito" : "\(day.made) feitos")
            if day.remarked > 0 { parts.append("\(day.remarked) com ressalva") }
            if day.failed > 0 { parts.append(day.failed == 1 ? "1 falhou" : "\(day.failed) falharam") }
        case .english:
            parts.append("\(day.made) made")
            if day.remarked > 0 { parts.append("\(day.remarked) with a remark") }
            if day.failed > 0 { parts.append("\(day.failed) failed") }
        }
        return level == .good ? "\(dayGood) (\(parts[0]))" : parts.joined(separator: ", ")
    }

    /// Says in one sentence what the calendar shows, for those who cannot see it.
    func caption(_ days: [Overview.Day]) -> String {
        let good = days.count { $0.level == .good }
        let remarked = days.count { $0.level == .attention }
        let bad = days.count { $0.level == .bad }
        let none = days.count { $0.level == nil && !$0.isOpen }
        return "\(good) \(dayGood), \(remarked) \(dayAttention), \(bad) \(dayBad), \(none) \(dayNone)"
    }

    /// Counts sources: `4 OK, 1 WARNING`.
    func caption(_ sources: [Overview.Source]) -> String {
        Overview.Level.allCases.compactMap { level in
            let count = sources.count { $0.level == level }
            return count == 0 ? nil : "\(count) \(label(level))"
        }.joined(separator: ", ")
    }

    /// Says that more days exist than are listed.
    func more(_ count: Int) -> String {
        switch language {
        case .portuguese: "… e mais \(count)"
        case .english: "… and \(count) more"
        }
    }

    /// The word for how well a source or an alarm is.
    func label(_ level: Overview.Level) -> String {
        switch level {
        case .good: good
        case .attention: warning
        case .bad: critical
        }
    }
}
