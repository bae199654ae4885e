import VyaCore

/// Judges what this host starts by itself: whether a run is started at all, what else removes backups, and when.
package struct ScheduleDiagnosis: Sendable {
    private let jobs: [ScheduledJob]
    private let folders: [String]
    private let uploadHours: Int
    private let hasUploader: Bool
    private let unreadable: [String]

    /// Prepares a judgement.
    ///
    /// `folders` are those of the backups and of the uploader; `uploadHours` is how long the uploader is given, and
    /// `hasUploader` tells whether the configuration declares one, without which nothing is to be cleaned by the clock;
    /// `unreadable` are the places that could not be looked into.
    package init(
        jobs: [ScheduledJob], folders: [String], uploadHours: Int, hasUploader: Bool = true,
        unreadable: [String] = []
    ) {
        self.hasUploader = hasUploader
        self.jobs = jobs
        self.folders = folders
        self.uploadHours = uploadHours
        self.unreadable = unreadable
    }

    package func judge() -> [DoctorFinding] {
        func jobs(_ purpose: ScheduledJob.Purpose) -> [ScheduledJob] {
            self.jobs.filter { $0.purpose(touching: folders) == purpose }
        }
        let runs = jobs(.run).filter { $0.obstacle == nil }
        var findings = unreadable.map { place in
            DoctorFinding(
                "doctor.schedule-unreadable", .unknown, place.printable, "it could not be read",
                reason: "what stands there may start backups, or remove them",
                remedies: ["run doctor as root"])
        }
        findings += judge(idle: (jobs(.run) + jobs(.other)).filter { $0.obstacle != nil }, runs)
        // That nothing starts a run is said with what starts the Python program instead.
        if !runs.isEmpty || jobs(.predecessor).isEmpty { findings += judge(runs) }
        findings += judge(predecessors: jobs(.predecessor), isAlone: runs.isEmpty)
        // Until it is replaced, it is the Python program whose backups are removed.
        let makers = runs.isEmpty ? jobs(.predecessor) : runs
        findings += judge(
            removals: jobs(.removal), after: makers,
            hasCleanup: jobs(.other).contains { $0.obstacle == nil && $0.starts("cleanup") })
        return findings
    }

    /// What stands in a schedule and is never started. Timers are one matter: where none of them makes the night, that is said
    /// already, and where cron makes it, they are not wanted.
    private func judge(idle: [ScheduledJob], _ runs: [ScheduledJob]) -> [DoctorFinding] {
        let timers = idle.filter { $0.isOfTimer && (hasUploader || !$0.starts("cleanup")) }
        var findings: [DoctorFinding] = []
        if !timers.isEmpty, runs.contains(where: \.isOfTimer) {
            let names = timers.map { $0.place.pieces(separatedBy: "/").last.map(String.init) ?? $0.place }
            findings.append(
                DoctorFinding(
                    "doctor.schedule-inactive", .warning, names.map(\.printable).joined(separator: ", "),
                    timers.count == 1
                        ? timers.compactMap(\.obstacle?.message).joined(separator: "; ")
                        : "the timers are not enabled, or have not been started",
                    reason: "backups are made, and what looks after them is never started",
                    remedies: ["vya-backup schedule systemd --install"]))
        }
        return findings
            + idle.filter { !$0.isOfTimer }.compactMap { job in
                job.obstacle.map { obstacle in
                    DoctorFinding(
                        "doctor.schedule-inactive", .warning, job.place.printable, obstacle.message,
                        reason: "it looks like a schedule, and starts nothing", remedies: [obstacle.remedy])
                }
            }
    }

    private func judge(_ runs: [ScheduledJob]) -> [DoctorFinding] {
        guard !runs.isEmpty else {
            return [
                DoctorFinding(
                    "doctor.schedule-none", .warning, "schedule",
                    "no crontab line and no timer of this host starts vya-backup run",
                    reason: "unless something else starts it, no backup is made tonight",
                    remedies: ["vya-backup schedule systemd --install"])
            ]
        }
        var findings = runs.map { run in
            DoctorFinding("doctor.schedule", .ok, run.place.printable, "starts a run, \(run.timeWords)")
        }
        for (index, run) in runs.enumerated() {
            guard let twin = runs[..<index].first(where: { $0.command == run.command && meets($0, run) })
            else {
                continue
            }
            findings.append(
                DoctorFinding(
                    "doctor.schedule-twice", .warning, run.place.printable,
                    "it starts what \(twin.place.printable) starts at the same time",
                    reason: "the second run finds the lock held, ends with status 75 and reports a failure",
                    remedies: ["remove one of the two"]))
        }
        return findings
    }

    private func meets(_ left: ScheduledJob, _ right: ScheduledJob) -> Bool {
        !Set(left.minutesOfDay).isDisjoint(with: right.minutesOfDay)
    }

    private func judge(predecessors: [ScheduledJob], isAlone: Bool) -> [DoctorFinding] {
        guard let first = predecessors.first else { return [] }
        return [
            DoctorFinding(
                "doctor.predecessor", .critical, Self.places(predecessors),
                "it starts the Python program, \(first.timeWords)"
                    + (isAlone ? ", and nothing starts vya-backup run" : ", beside vya-backup"),
                reason: isAlone
                    ? "its dumps are not proven, and a failed one can count as a success"
                    : "two programs dump the same databases in one night, and the Python program's dumps are not proven",
                remedies: Self.removals(of: predecessors)
                    + (isAlone ? ["vya-backup schedule systemd --install"] : []))
        ]
    }

    /// What removes backups without asking: one matter, however many lines it takes.
    private func judge(
        removals: [ScheduledJob], after runs: [ScheduledJob], hasCleanup: Bool
    ) -> [DoctorFinding] {
        let starts = runs.flatMap(\.minutesOfDay)
        func gap(_ job: ScheduledJob) -> Int? {
            starts.flatMap { start in job.minutesOfDay.map { ($0 - start + 1440) % 1440 } }.min()
        }
        guard let earliest = removals.min(by: { gap($0) ?? .max < gap($1) ?? .max }) else { return [] }
        let remedies: [Message] =
            Self.removals(of: removals) + (hasCleanup ? [] : ["vya-backup schedule systemd --install"])
        guard let gap = gap(earliest), gap < uploadHours * 60 else {
            return [
                DoctorFinding(
                    "doctor.cleaning", .warning, Self.places(removals),
                    // The command itself is not shown: it can hold somebody's password.
                    "it removes backups, \(earliest.timeWords), whether they were uploaded or not",
                    reason:
                        "after a night without upload the only copy is removed; `vya-backup cleanup` asks first",
                    remedies: remedies)
            ]
        }
        return [
            DoctorFinding(
                "doctor.cleaning-early", .critical, Self.places(removals),
                "it removes backups \(gap / 60) h \(gap % 60) min after a run begins, whether they were uploaded or not",
                reason:
                    """
                    the uploader is given \(uploadHours) h (uploader.min_age_hours), so what it has not \
                    taken by then is lost
                    """,
                remedies: remedies)
        ]
    }

    private static func places(_ jobs: [ScheduledJob]) -> String {
        jobs.map(\.place.printable).joined(separator: ", ")
    }

    /// What takes jobs out of their schedules, one command for each file.
    private static func removals(of jobs: [ScheduledJob]) -> [Message] {
        var (files, lines): ([String], [String: [Int]]) = ([], [:])
        var (units, users): ([String], [String: String]) = ([], [:])
        for job in jobs {
            let parts = job.place.pieces(separatedBy: ":")
            guard parts.count == 2, let line = Int(parts[1]) else {
                units.append(job.place.pieces(separatedBy: "/").last.map(String.init) ?? job.place)
                continue
            }
            let file = String(parts[0])
            if lines[file] == nil { files.append(file) }
            lines[file, default: []].append(line)
            users[file] = job.user
        }
        let commands = files.map { file -> Message in
            let numbers = lines[file] ?? []
            // A user's own crontab is changed by crontab(1) alone.
            if file.holds("/crontabs/"), let user = users[file] {
                let list = numbers.map(String.init).joined(separator: ", ")
                return "crontab -u \(ShellWord.quoted(user)) -e    # line \(list)"
            }
            let script = numbers.map { "\($0)s/^/#/" }.joined(separator: "; ")
            return "sed -i '\(script)' \(ShellWord.quoted(file))"
        }
        guard !units.isEmpty else { return commands }
        let quoted = units.map(ShellWord.quoted).joined(separator: " ")
        return commands + ["systemctl disable --now \(quoted)"]
    }
}
