package import VyaCore

/// Lays out what `doctor` found for a terminal of 80 columns, without colour.
package struct DoctorText {
    private let width: Int
    private let language: Language

    /// Prepares for lines of so many columns in a language.
    package init(width: Int = 80, in language: Language = .english) {
        (self.width, self.language) = (width, language)
    }

    /// The alarms with all that belongs to them, then what is well, then the closing line.
    package func lines(of report: DoctorReport, onlyAlarms: Bool = false) -> [String] {
        var lines: [String] = []
        for finding in report.alarms {
            lines += wrapped("\(finding.severity.words) \(finding.subject): \(finding.message)", rest: "  ")
            if !finding.reason.isEmpty {
                lines += wrapped(finding.reason, first: "  why: ", rest: "       ")
            }
            // Never wrapped: what is copied from here must be one line.
            lines += finding.remedies.map { ("  fix: \($0)" as Message).said(in: language) }
            lines.append("")
        }
        if !onlyAlarms {
            for finding in report.findings where finding.severity == .ok {
                lines += wrapped("\(finding.subject): \(finding.message)", first: "ok  ", rest: "    ")
            }
        }
        return lines + [report.summary.said(in: language)]
    }

    /// Breaks at blanks; a word that is longer than a line stays whole.
    private func wrapped(_ text: Message, first: Message = "", rest: String) -> [String] {
        var lines: [String] = []
        var (line, isEmpty) = (first.said(in: language), true)
        for word in text.said(in: language).pieces(separatedBy: " ") {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                (line, isEmpty) = (rest, true)
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }
}
