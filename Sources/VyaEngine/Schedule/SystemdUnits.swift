package import VyaCore

/// Makes the services and timers of a host.
package enum SystemdUnits {
    /// The names of all files that this program ever writes into a folder of units.
    package static let names =
        ScheduledTask.allCases.flatMap { [$0.unit + ".service", $0.unit + ".timer"] } + [failureUnit]

    /// The timers of tasks, which an operator enables.
    package static func timers(of tasks: [ScheduledTask]) -> [String] { tasks.map { $0.unit + ".timer" } }

    private static let failureUnit = "vya-backup-failed@.service"
    private static let servers = ["postgresql.service", "mariadb.service", "mysql.service"]

    /// The files, in the order of `names`; those of the cleanup only where an uploader is declared.
    ///
    /// Throws `ConfigurationError` for a time zone or credential that a unit cannot name.
    package static func files(_ facts: ScheduleFacts) throws(ConfigurationError) -> [ScheduledFile] {
        var files: [ScheduledFile] = []
        for task in facts.tasks {
            files.append(
                ScheduledFile(name: task.unit + ".service", body: try service(task, facts).text()))
            files.append(ScheduledFile(name: task.unit + ".timer", body: try timer(task, facts.time)))
        }
        files.append(ScheduledFile(name: failureUnit, body: try failure(facts).text()))
        return files
    }

    private static func service(_ task: ScheduledTask, _ facts: ScheduleFacts) -> ServiceUnit {
        var unit = ServiceUnit(
            title: task.title, name: task.unit, facts: facts,
            start: UnitWord.commandLine(facts.words(task.command)))
        unit.capabilities = capabilities(of: task, facts.reach)
        unit.writes = task != .check
        switch task {
        case .run, .drill:
            unit.after = servers
            unit.isHeavy = true
            // The program ends itself first, and needs a moment to tell of it.
            unit.deadlineSeconds = facts.deadlineSeconds + 900
            unit.credentials = facts.credentials + facts.mailCredentials
        case .cleanup: break
        case .check: unit.credentials = facts.mailCredentials
        }
        // Where a start of the host makes up for several, they come one after the other.
        if task != .run { unit.after.append(ScheduledTask.run.unit + ".service") }
        return unit
    }

    private static func failure(_ facts: ScheduleFacts) -> ServiceUnit {
        var unit = ServiceUnit(
            title: "The alarm that %i has failed", name: "vya-backup-failed-%i", facts: facts,
            start: UnitWord.commandLine(facts.words(["notify", "failed"])) + " %i")
        unit.tellsOfFailure = false
        unit.deadlineSeconds = 600
        unit.credentials = facts.mailCredentials
        return unit
    }

    private static func timer(
        _ task: ScheduledTask, _ run: ScheduledTime
    ) throws(ConfigurationError) -> String {
        var lines = ["[Unit]", "Description=\(task.title)", "", "[Timer]"]
        if let time = task.time(after: run) {
            lines += [
                "OnCalendar=" + (try time.calendar()), "# What the host slept through is made up for.",
                "Persistent=yes",
            ]
        } else {
            let minute = ScheduledTask.minuteOfCheck(beside: run)
            lines.append("OnCalendar=*-*-* *:" + (minute < 10 ? "0" : "") + "\(minute):00")
        }
        return (lines + ["AccuracySec=1min", "", "[Install]", "WantedBy=timers.target", ""])
            .joined(separator: "\n")
    }

    /// What is needed of root's rights; capabilities(7).
    private static func capabilities(of task: ScheduledTask, _ reach: ScheduleReach?) -> [String] {
        // Files of all users are read.
        var names = ["CAP_DAC_READ_SEARCH"]
        switch task {
        case .run:
            // The folder of metrics, and SQLite's files beside a database, belong to others.
            if reach.map({ !$0.writesOfOthers.isEmpty }) ?? true {
                names += ["CAP_DAC_OVERRIDE", "CAP_CHOWN"]
            }
            if reach?.givesToGroup ?? false, !names.has("CAP_CHOWN") { names.append("CAP_CHOWN") }
        case .drill:
            // Restored files get the owners, modes and attributes that they had.
            names += ["CAP_DAC_OVERRIDE", "CAP_CHOWN", "CAP_FOWNER"]
        case .cleanup, .check: break
        }
        if reach?.runsOwnPrograms ?? true, !names.has("CAP_DAC_OVERRIDE") {
            names.append("CAP_DAC_OVERRIDE")
        }
        return names
    }
}
