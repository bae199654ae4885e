import VyaCore

/// When a timer of systemd fires, as far as the time of day goes; systemd.time(7).
package enum CalendarTime {
    /// Reads an `OnCalendar=` value; answers with minutes of the day in order, or nil for what is not understood.
    ///
    /// Days, dates and seconds decide on which days and second only, and a zone is taken as the host's.
    package static func minutesOfDay(_ text: String) -> [Int]? {
        switch text.lowercased() {
        case "minutely": return Array(0..<1440)
        case "hourly": return (0..<24).map { $0 * 60 }
        case "daily", "weekly", "monthly", "quarterly", "semiannually", "yearly", "annually": return [0]
        default: break
        }
        let words = text.pieces(separatedBy: " ")
        guard let time = words.first(where: { $0.holds(":") }) else {
            // A day or a date alone means midnight.
            return words.isEmpty || words.contains { !isDay($0) } ? nil : [0]
        }
        let parts = time.pieces(separatedBy: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hours = values(parts[0], below: 24),
            let minutes = values(parts[1], below: 60)
        else { return nil }
        return hours.sorted().flatMap { hour in minutes.sorted().map { hour * 60 + $0 } }
    }

    /// True for weekdays and dates, such as `Mon..Fri`, `*-*-*`, `*-*-01`.
    private static func isDay(_ word: Substring) -> Bool {
        let days: Set = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        return word.holds("-") || days.contains(word.prefix(3).lowercased())
    }

    /// Reads `*`, `5`, `0/10`, `*/2`, `1..5` and lists of them; nil for anything else.
    private static func values(_ field: Substring, below limit: Int) -> Set<Int>? {
        var values: Set<Int> = []
        for part in field.pieces(separatedBy: ",", omittingEmptySubsequences: false) {
            let pieces = part.pieces(separatedBy: "/", omittingEmptySubsequences: false)
            guard pieces.count <= 2, let range = range(pieces[0], below: limit) else { return nil }
            if pieces.count == 2 {
                guard let step = Int(pieces[1]), step > 0 else { return nil }
                let last = range.count == 1 ? limit - 1 : range.upperBound
                values.formUnion(stride(from: range.lowerBound, through: last, by: step))
            } else {
                values.formUnion(range)
            }
        }
        return values
    }

    private static func range(_ text: Substring, below limit: Int) -> ClosedRange<Int>? {
        if text == "*" { return 0...(limit - 1) }
        let ends = text.pieces(separatedBy: ".").map { Int($0) }
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first >= 0,
            first <= last, last < limit
        else { return nil }
        return first...last
    }
}
