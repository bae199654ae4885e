package import VyaCore

/// Makes the services and timers that packages bring, and what a host adds to them; systemd.unit(5).
///
/// The units fit any configuration and never change with one. What follows from a configuration stands in drop-ins: when
/// the timers elapse, a configuration that lies in no usual place, and the credentials.
package enum SystemdUnits {
    /// The names of all units.
    package static let names =
        ScheduledTask.allCases.flatMap { [$0.unit + ".service", $0.unit + ".timer"] } + [failureUnit]

    /// The names of all drop-ins that this program ever writes, each with its folder.
    package static let dropInNames = names.map { $0 + ".d/vya-backup.conf" }

    /// The timers of tasks.
    package static func timers(of tasks: [ScheduledTask]) -> [String] { tasks.map { $0.unit + ".timer" } }

    /// The files by whose time systemd knows when the timers of tasks elapsed last; systemd.timer(5), `Persistent=`.
    package static func stamps(of tasks: [ScheduledTask]) -> [String] {
        tasks.filter(\.isMadeUpFor).map { "/var/lib/systemd/timers/stamp-\($0.unit).timer" }
    }

    private static let failureUnit = "vya-backup-failed@.service"
    private static let servers = ["postgresql.service", "mariadb.service", "mysql.service"]

    /// The units, which start a program at the hours of the production night, in the order of `names`.
    package static func files(program: String) -> [ScheduledFile] {
        ScheduledTask.allCases.flatMap { task in
            [
                ScheduledFile(name: task.unit + ".service", body: service(task, program).text),
                ScheduledFile(name: task.unit + ".timer", body: timer(task)),
            ]
        } + [ScheduledFile(name: failureUnit, body: failure(program).text)]
    }

    /// What a host's configuration adds; units to which it adds nothing have no drop-in.
    ///
    /// Throws `ConfigurationError` for a time zone or credential that a unit cannot name.
    package static func dropIns(_ facts: ScheduleFacts) throws(ConfigurationError) -> [ScheduledFile] {
        var files: [ScheduledFile] = []
        func add(_ unit: String, _ section: String, _ lines: [String]) {
            guard !lines.isEmpty else { return }
            files.append(
                ScheduledFile(
                    name: unit + ".d/vya-backup.conf",
                    body: ([section] + lines).joined(separator: "\n") + "\n"))
        }
        for task in ScheduledTask.allCases {
            let usesServers = task == .run || task == .drill
            add(
                task.unit + ".service", "[Service]",
                try settings(
                    facts, usesServers ? facts.credentials + facts.mailCredentials : facts.mailCredentials))
            let calendar = try task.calendar(beside: facts.time)
            if try calendar != task.calendar(beside: ScheduledTime()) {
                // An empty value takes back the unit's own time.
                add(task.unit + ".timer", "[Timer]", ["OnCalendar=", "OnCalendar=" + calendar])
            }
        }
        add(failureUnit, "[Service]", try settings(facts, facts.mailCredentials))
        return files
    }

    private static func settings(
        _ facts: ScheduleFacts, _ credentials: [String]
    ) throws(ConfigurationError) -> [String] {
        var lines: [String] = []
        if let configuration = facts.configuration {
            lines.append("Environment=" + UnitWord.quoted("VYA_BACKUP_CONFIG=" + configuration))
        }
        for credential in credentials {
            guard CredentialName.isValid(credential) else {
                throw ConfigurationError(
                    "schedule.credential",
                    "the credential \(credential.printable) has a name that systemd does not take",
                    hints: ["use letters, digits, dots, hyphens and underscores"])
            }
            // Without a path systemd looks into its stores, and starts the unit also where it finds nothing: then the program
            // says which password is missing.
            lines.append("LoadCredential=" + credential)
        }
        return lines
    }

    private static func service(_ task: ScheduledTask, _ program: String) -> ServiceUnit {
        var unit = ServiceUnit(
            title: task.title, name: task.unit, start: UnitWord.commandLine([program] + task.command))
        switch task {
        case .run, .drill:
            unit.after = servers
            unit.isHeavy = true
            unit.deadlineSeconds = nil
            // Backups are given to their group, and restored files get the owners and modes that they had.
            unit.capabilities = task == .run ? ["CAP_CHOWN"] : ["CAP_CHOWN", "CAP_FOWNER"]
        case .cleanup, .check: break
        }
        // Where a start of the host makes up for several, they come one after the other.
        if task != .run { unit.after.append(ScheduledTask.run.unit + ".service") }
        return unit
    }

    private static func failure(_ program: String) -> ServiceUnit {
        var unit = ServiceUnit(
            title: "The alarm that %i has failed", name: "vya-backup-failed-%i",
            start: UnitWord.commandLine([program, "notify", "failed"]) + " %i")
        unit.tellsOfFailure = false
        unit.deadlineSeconds = 600
        return unit
    }

    private static func timer(_ task: ScheduledTask) -> String {
        // The default time has no zone, whose name could be refused.
        let calendar = (try? task.calendar(beside: ScheduledTime())) ?? ""
        var lines = ["[Unit]", "Description=\(task.title)", "", "[Timer]", "OnCalendar=" + calendar]
        if task.isMadeUpFor { lines += ["# What the host slept through is made up for.", "Persistent=yes"] }
        return (lines + ["AccuracySec=1min", "", "[Install]", "WantedBy=timers.target", ""])
            .joined(separator: "\n")
    }
}

extension ScheduledTask {
    /// When its timer elapses, as `OnCalendar=` takes it, seen from the time of the run.
    fileprivate func calendar(beside run: ScheduledTime) throws(ConfigurationError) -> String {
        if let time = time(after: run) { return try time.calendar() }
        let minute = ScheduledTask.minuteOfCheck(beside: run)
        return "*-*-* *:" + (minute < 10 ? "0" : "") + "\(minute):00"
    }
}
