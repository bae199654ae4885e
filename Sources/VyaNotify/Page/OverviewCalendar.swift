import VyaCore

/// The calendar of the page: a column a week, a row a weekday, and the days that somebody should look at.
///
/// Stored members are read by name from `Templates/overview.html.mustache`.
struct OverviewCalendar {
    struct Month {
        let name: String
        let weeks: Int
    }

    struct Week {
        let weekday: String
        let cells: [Cell]
    }

    struct Cell {
        let level: String
        let mark: String
        /// Nil for what lies outside of the days.
        let text: String?
    }

    struct Sign {
        let level: String
        let mark: String
        let word: String
        let count: Int
    }

    struct Remark {
        let level: String
        let mark: String
        let date: String
        let text: String
    }

    /// So many days are listed; the newest count.
    private static let most = 7

    let months: [Month]
    let weeks: [Week]
    let caption: String
    let signs: [Sign]
    let remarks: [Remark]
    let more: String?

    /// Lays days out, oldest first and without a gap.
    init(_ days: [Overview.Day], words: OverviewWording) {
        let lead = days.first?.weekday ?? 0
        let columns = (lead + days.count + 6) / 7
        weeks = (0..<7).map { weekday in
            let cells = (0..<columns).map { column in
                let index = column * 7 + weekday - lead
                return days.indices.contains(index)
                    ? Self.cell(days[index], words) : Cell(level: "outside", mark: "", text: nil)
            }
            return Week(weekday: words.weekdays[weekday], cells: cells)
        }
        months = Self.months(days, lead: lead, columns: columns, words)
        caption = words.caption(days)
        signs = Kind.allCases.map { kind in
            Sign(
                level: kind.rawValue, mark: kind.mark, word: kind.word(words),
                count: days.count { Kind($0) == kind })
        }
        let worth = days.filter { $0.level.map { $0 != .good } ?? !$0.isOpen }.reversed()
        remarks = worth.prefix(Self.most).map { day in
            let kind = Kind(day)
            return Remark(
                level: kind.rawValue, mark: kind.mark, date: Self.date(day, words), text: words.counts(day))
        }
        more = worth.count > Self.most ? words.more(worth.count - Self.most) : nil
    }

    /// How a day looks: a colour by the name of its class, a sign, and a word.
    private enum Kind: String, CaseIterable {
        case good, attention, bad, none, open

        init(_ day: Overview.Day) {
            switch day.level {
            case .good: self = .good
            case .attention: self = .attention
            case .bad: self = .bad
            case nil: self = day.isOpen ? .open : .none
            }
        }

        var mark: String {
            switch self {
            case .good: "✓"
            case .attention: "!"
            case .bad: "×"
            case .none: "–"
            case .open: ""
            }
        }

        func word(_ words: OverviewWording) -> String {
            switch self {
            case .good: words.dayGood
            case .attention: words.dayAttention
            case .bad: words.dayBad
            case .none: words.dayNone
            case .open: words.dayOpen
            }
        }
    }

    private static func cell(_ day: Overview.Day, _ words: OverviewWording) -> Cell {
        let kind = Kind(day)
        return Cell(
            level: kind.rawValue, mark: kind.mark, text: "\(date(day, words)): \(words.counts(day))")
    }

    /// `Mon 2026-11-23`.
    private static func date(_ day: Overview.Day, _ words: OverviewWording) -> String {
        "\(words.weekdays[day.weekday]) \(day.date.date)"
    }

    /// Each column belongs to the month of its first day.
    private static func months(
        _ days: [Overview.Day], lead: Int, columns: Int, _ words: OverviewWording
    ) -> [Month] {
        var months: [(number: Int, weeks: Int)] = []
        for column in 0..<columns {
            let number = days[max(0, column * 7 - lead)].date.month
            if let last = months.last, last.number == number {
                months[months.count - 1].weeks += 1
            } else {
                months.append((number, 1))
            }
        }
        return months.map { Month(name: words.months[$0.number - 1], weeks: $0.weeks) }
    }
}
