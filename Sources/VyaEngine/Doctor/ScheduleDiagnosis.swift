import VyaCore

/// Judges what this host starts by itself: whether a run is started at all, what else removes backups, and when.
package struct ScheduleDiagnosis: Sendable {
    private let jobs: [ScheduledJob]
    private let folders: [String]
    private let uploadHours: Int
    private let unreadable: [String]

    /// Prepares a judgement.
    ///
    /// `folders` are those of the backups and of the uploader; `uploadHours` is how long the uploader is given;
    /// `unreadable` are the places that could not be looked into.
    package init(jobs: [ScheduledJob], folders: [String], uploadHours: Int, unreadable: [String] = []) {
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
                "doctor.scheduleUnreadable", .unknown, place.printable, "it could not be read",
                reason: "what stands there may start backups, or remove them",
                remedies: ["run doctor as root"])
        }
        findings += (jobs(.run) + jobs(.other)).compactMap(judgeObstacle)
        findings += judge(runs: runs, hasPredecessor: !jobs(.predecessor).isEmpty)
        findings += jobs(.predecessor).map { judge(predecessor: $0, isAlone: runs.isEmpty) }
        // Until it is replaced, it is the Python program whose backups are removed.
        let makers = runs.isEmpty ? jobs(.predecessor) : runs
        findings += jobs(.removal).map { judge(removal: $0, after: makers) }
        return findings
    }

    private func judgeObstacle(_ job: ScheduledJob) -> DoctorFinding? {
        job.obstacle.map { obstacle in
            DoctorFinding(
                "doctor.scheduleInactive", .warning, job.place.printable, obstacle.message,
                reason: "it looks like a schedule, and starts nothing", remedies: [obstacle.remedy])
        }
    }

    private func judge(runs: [ScheduledJob], hasPredecessor: Bool) -> [DoctorFinding] {
        guard !runs.isEmpty else {
            return [
                DoctorFinding(
                    "doctor.scheduleNone", hasPredecessor ? .critical : .warning, "schedule",
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
                    "doctor.scheduleTwice", .warning, run.place.printable,
                    "it starts what \(twin.place.printable) starts at the same time",
                    reason: "the second run finds the lock held, ends with status 75 and reports a failure",
                    remedies: ["remove one of the two"]))
        }
        return findings
    }

    private func meets(_ left: ScheduledJob, _ right: ScheduledJob) -> Bool {
        !Set(left.minutesOfDay).isDisjoint(with: right.minutesOfDay)
    }

    private func judge(predecessor job: ScheduledJob, isAlone: Bool) -> DoctorFinding {
        DoctorFinding(
            "doctor.predecessor", isAlone ? .critical : .warning, job.place.printable,
            "it starts the Python program, \(job.timeWords)",
            reason: "its dumps are not proven, and a failed one can count as a success",
            remedies: [removalWords(of: job)]
                + (isAlone ? ["vya-backup schedule systemd --install"] : []))
    }

    private func judge(removal job: ScheduledJob, after runs: [ScheduledJob]) -> DoctorFinding {
        let gaps = runs.flatMap { run in
            run.minutesOfDay.flatMap { start in job.minutesOfDay.map { ($0 - start + 1440) % 1440 } }
        }
        let remedies = [removalWords(of: job), "vya-backup schedule systemd --install"]
        guard let gap = gaps.min(), gap < uploadHours * 60 else {
            return DoctorFinding(
                "doctor.cleaning", .warning, job.place.printable,
                // The command itself is not shown: it can hold somebody's password.
                "it removes backups, \(job.timeWords), whether they were uploaded or not",
                reason:
                    "after a night without upload the only copy is removed; `vya-backup cleanup` asks first",
                remedies: remedies)
        }
        return DoctorFinding(
            "doctor.cleaningEarly", .critical, job.place.printable,
            "it removes backups \(gap / 60) h \(gap % 60) min after a run begins, whether they were uploaded or not",
            reason:
                "the uploader is given \(uploadHours) h (uploader.min_age_hours), so what it has not taken by "
                + "then is lost",
            remedies: remedies)
    }

    private func removalWords(of job: ScheduledJob) -> String {
        let parts = job.place.pieces(separatedBy: ":")
        guard parts.count == 2, let line = Int(parts[1]) else {
            let unit = job.place.pieces(separatedBy: "/").last.map(String.init) ?? job.place
            return "systemctl disable --now \(ShellWord.quoted(unit))"
        }
        // A user's own crontab is changed by crontab(1) alone.
        if parts[0].holds("/crontabs/"), let user = job.user {
            return "crontab -u \(ShellWord.quoted(user)) -e    # line \(line)"
        }
        return "sed -i '\(line)s/^/#/' \(ShellWord.quoted(String(parts[0])))"
    }
}
