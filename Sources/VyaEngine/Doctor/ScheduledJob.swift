package import VyaCore

/// A command that this host starts by itself: a line of a crontab, or what a timer of systemd starts.
package struct ScheduledJob: Sendable, Equatable {
    /// What a scheduled command is to the backups.
    package enum Purpose: Sendable, Equatable {
        /// It makes backups by this program.
        case run
        /// It starts this program for something else.
        case other
        /// It starts the Python program.
        case predecessor
        /// It removes files in, or together with, one of the folders asked about.
        case removal
        /// It has nothing to do with backups.
        case foreign
    }

    /// Where it stands: `/etc/crontab:7`, or the path of a unit file.
    package let place: String
    /// The account that it runs under; nil when the place does not say.
    package let user: String?
    package let command: String
    /// The minutes of the day at which it starts, in order; empty when they are not known.
    package let minutesOfDay: [Int]
    /// Why it is never started although it stands there, and what to do; nil when it is.
    package let obstacle: Obstacle?

    /// Why something never starts.
    package struct Obstacle: Sendable, Equatable {
        package let message: Message
        package let remedy: Message

        package init(_ message: Message, remedy: Message) {
            (self.message, self.remedy) = (message, remedy)
        }
    }

    package init(
        place: String, user: String? = nil, command: String, minutesOfDay: [Int], obstacle: Obstacle? = nil
    ) {
        self.place = place
        self.user = user
        self.command = command
        self.minutesOfDay = minutesOfDay
        self.obstacle = obstacle
    }

    /// Judges the command by its words; nothing of it is ever run.
    package func purpose(touching folders: [String]) -> Purpose {
        let words = self.words
        if let place = words.firstIndex(where: { Self.lastComponent($0) == "vya-backup" }) {
            let verb = words[(place + 1)...].first { !$0.begins(with: "-") }
            return verb == "run" || verb == "backup" ? .run : .other
        }
        if words.indices.contains(where: { isPredecessor(words, at: $0) }) { return .predecessor }
        let removes =
            words.contains {
                ["rm", "unlink", "shred", "tmpreaper", "tmpwatch"].contains(Self.lastComponent($0))
            }
            || (words.contains { Self.lastComponent($0) == "find" } && words.has("-delete"))
        let isTouched = words.contains { word in folders.contains { Self.touches(word, $0) } }
        return removes && isTouched ? .removal : .foreign
    }

    /// True for what a timer of systemd starts.
    var isOfTimer: Bool { place.ends(with: ".timer") }

    /// Whether it starts this command of this program.
    func starts(_ verb: String) -> Bool {
        words.firstIndex { Self.lastComponent($0) == "vya-backup" }.map { place in
            words[(place + 1)...].first { !$0.begins(with: "-") } == verb
        } ?? false
    }

    /// The time of day in words: `00:30`, `01:00 and 13:00`, `every 10 minutes`, `at times not understood`.
    package var timeWords: Message {
        guard let first = minutesOfDay.first else { return "at times not understood" }
        if minutesOfDay.count <= 3 {
            return
                "\(minutesOfDay.map { padded($0 / 60, 2) + ":" + padded($0 % 60, 2) }.joined(separator: ", "))"
        }
        return "\(minutesOfDay.count) times a day from \(padded(first / 60, 2)):\(padded(first % 60, 2)) on"
    }

    private var words: [String] {
        command.split { " \t;&|()<>\"'`".contains($0) }.map(String.init)
    }

    /// The Python program by its names; its configuration, which this program reads too, has similar ones.
    private func isPredecessor(_ words: [String], at place: Int) -> Bool {
        let word = words[place]
        let name = Self.lastComponent(word)
        let names = [
            "vya_backupbd.py", "vya_backupbd", "vya_backupbd.sh", "python_backup.py", "python_backup.sh",
        ]
        return names.contains { $0 == name } || word.ends(with: "python_backup/cli.py")
            || word == "python_backup.cli"
            || (word == "python_backup" && place > 0 && words[place - 1] == "-m")
    }

    private static func lastComponent(_ word: String) -> Substring {
        word.pieces(separatedBy: "/").last ?? Substring(word)
    }

    /// True when a path or glob of a command is the folder, one above it, or something in it.
    static func touches(_ word: String, _ folder: String) -> Bool {
        guard word.begins(with: "/") else { return false }
        var pattern = word
        while pattern.count > 1, pattern.ends(with: "/") { pattern.removeLast() }
        let start = Glob.fixedPart(of: pattern)
        if start == folder || start.begins(with: folder + "/") { return true }
        guard let glob = try? Glob(ExactName(pattern)) else { return false }
        var above = folder
        while above != "/", !above.isEmpty {
            if glob.matches(name: Array(above.utf8)) { return true }
            above = String(above.dropLast(Self.lastComponent(above).count + 1))
        }
        return false
    }
}
