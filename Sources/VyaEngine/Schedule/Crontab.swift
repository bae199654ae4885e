import VyaCore

/// Makes the file for `/etc/cron.d` (crontab(5)).
package enum Crontab {
    /// The name of the file; cron leaves names with a dot out.
    package static let name = "vya-backup"

    /// The file.
    package static func file(_ facts: ScheduleFacts) -> ScheduledFile {
        let lines =
            [
                "# With --quiet cron sends a mail only when something went wrong.",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "SWIFT_BACKTRACE=enable=no", "MAILTO=root", "",
            ]
            + facts.tasks.flatMap { task in
                ["# " + task.title + ".", line(task, facts)]
            }
        return ScheduledFile(name: name, body: lines.joined(separator: "\n") + "\n")
    }

    /// True for what cron takes in the name of a variable.
    package static func isInName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || "0"..."9" ~= scalar || "A"..."Z" ~= scalar || "a"..."z" ~= scalar
    }

    private static func line(_ task: ScheduledTask, _ facts: ScheduleFacts) -> String {
        let words = facts.words(task.command + ["--quiet"]).map(ShellWord.quoted).joined(separator: " ")
        let command = words.escaping(["%": "\\%"])
        guard let time = task.time(after: facts.time) else {
            // What it finds it mails itself, once; cron would send it every hour.
            return "\(ScheduledTask.minuteOfCheck(beside: facts.time)) * * * *  root  \(command) >/dev/null"
        }
        return "\(time.crontabFields)  root  \(command)"
    }
}
