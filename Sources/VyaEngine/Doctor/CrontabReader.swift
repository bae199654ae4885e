import VyaCore

/// Reads crontabs; crontab(5).
package enum CrontabReader {
    /// The jobs of a crontab's text; `hasUsers` says that its lines name an account, as those of `/etc/crontab` do.
    ///
    /// Lines that cron itself would not understand are left out.
    package static func jobs(
        _ text: String, path: String, hasUsers: Bool, user: String? = nil,
        obstacle: ScheduledJob.Obstacle? = nil
    ) -> [ScheduledJob] {
        text.pieces(separatedBy: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            number, line in
            var rest = line.dropping(leading: " ", "\t")
            guard let first = rest.first, first != "#", !isAssignment(rest) else { return nil }
            func word() -> Substring {
                let word = rest.head(upTo: " ", "\t")
                rest = rest.dropFirst(word.count).dropping(leading: " ", "\t")
                return word
            }
            let time: CronTime?
            if first == "@" {
                time = CronTime(nickname: word())
            } else {
                time = CronTime(fields: (0..<5).map { _ in word() })
            }
            guard let time else { return nil }
            let account = hasUsers ? String(word()) : user
            guard !rest.isEmpty else { return nil }
            return ScheduledJob(
                place: "\(path):\(number + 1)", user: account, command: String(rest),
                minutesOfDay: time.minutesOfDay, obstacle: obstacle)
        }
    }

    /// True for a name that cron reads in `/etc/cron.d`: Debian's takes letters, digits, `_` and `-` alone.
    package static func isRead(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// `MAILTO=root`, `PATH = …`.
    private static func isAssignment(_ line: Substring) -> Bool {
        let name = Substring(line.unicodeScalars.prefix { Crontab.isInName($0) })
        return !name.isEmpty
            && line[name.endIndex...].dropping(leading: " ", "\t").unicodeScalars.first == "="
    }
}
