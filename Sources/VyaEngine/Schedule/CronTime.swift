import VyaCore

/// When a line of a crontab starts its command; crontab(5).
package struct CronTime: Sendable, Equatable {
    /// The minutes of the hour, 0…59.
    package let minutes: Set<Int>
    /// The hours of the day, 0…23.
    package let hours: Set<Int>

    /// The minutes of the day at which it starts, on the days on which it does, in order; none for `@reboot`.
    package var minutesOfDay: [Int] {
        hours.sorted().flatMap { hour in minutes.sorted().map { hour * 60 + $0 } }
    }

    /// Reads `@daily` and its kin; nil for what is none of them.
    package init?(nickname: some StringProtocol) {
        switch nickname.lowercased() {
        case "@reboot": (minutes, hours) = ([], [])
        case "@hourly": (minutes, hours) = ([0], Set(0...23))
        case "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually":
            (minutes, hours) = ([0], [0])
        default: return nil
        }
    }

    /// Reads the five fields of a line; nil when one of them cannot be read.
    package init?(fields: [some StringProtocol]) {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        let weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        guard fields.count == 5, let minutes = CronTime.values(fields[0], in: 0...59),
            let hours = CronTime.values(fields[1], in: 0...23),
            CronTime.values(fields[2], in: 1...31) != nil,
            CronTime.values(fields[3], in: 1...12, names: months, firstName: 1) != nil,
            CronTime.values(fields[4], in: 0...7, names: weekdays, firstName: 0) != nil
        else { return nil }
        (self.minutes, self.hours) = (minutes, hours)
    }

    /// Reads `*`, `*/10`, `1-5`, `0-23/2`, `1,15`, and names where there are any; nil for anything else.
    private static func values(
        _ field: some StringProtocol, in bounds: ClosedRange<Int>, names: [String] = [], firstName: Int = 0
    ) -> Set<Int>? {
        func number(_ text: some StringProtocol) -> Int? {
            if let place = names.firstIndex(of: text.lowercased()) { return firstName + place }
            guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text),
                bounds.contains(value)
            else { return nil }
            return value
        }
        var values: Set<Int> = []
        for part in field.pieces(separatedBy: ",", omittingEmptySubsequences: false) {
            let pieces = part.pieces(separatedBy: "/", omittingEmptySubsequences: false)
            guard pieces.count <= 2 else { return nil }
            var step = 1
            if pieces.count == 2 {
                guard let given = Int(pieces[1]), given > 0 else { return nil }
                step = given
            }
            var range = bounds
            if pieces[0] != "*" {
                let ends = pieces[0].pieces(separatedBy: "-", omittingEmptySubsequences: false)
                guard ends.count <= 2, let first = number(ends[0]) else { return nil }
                var last = first
                if ends.count == 2 {
                    guard let given = number(ends[1]), given >= first else { return nil }
                    last = given
                }
                range = first...last
            }
            values.formUnion(stride(from: range.lowerBound, through: range.upperBound, by: step))
        }
        return values
    }
}
