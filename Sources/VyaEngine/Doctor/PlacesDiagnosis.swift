package import VyaCore

/// Judges where the backups go: whether a run can write there, whether what lies there lasts, and whether the uploader takes it from
/// this host.
///
/// What is wrong with the places has one way out for all of them: a folder that lasts and that the uploader looks into.
package struct PlacesDiagnosis: Sendable {
    /// One entry and where its backups go.
    package struct Destination: Sendable {
        package let entry: EntryID
        package let dbms: String
        package let folder: String
        /// The key of `bkp_system` that moves it, such as `path_pgsql`.
        package let key: String
        /// The places that it backs up and that lie on the folder's own file system.
        package let neighbours: [String]

        package init(
            entry: EntryID, dbms: String, folder: String, key: String, neighbours: [String] = []
        ) {
            (self.entry, self.dbms, self.folder, self.key) = (entry, dbms, folder, key)
            self.neighbours = neighbours
        }
    }

    /// What takes the backups from this host.
    package struct Uploader: Sendable {
        /// The folders that it looks into, with what is below them.
        package let watched: [String]
        /// What was found of it on this host; nil when only the configuration knows of it.
        package let evidence: String?
        /// Those of the folders that exist.
        package let existing: Set<String>

        package init(watched: [String], evidence: String?, existing: Set<String>) {
            (self.watched, self.evidence, self.existing) = (watched, evidence, existing)
        }

        fileprivate func takes(_ folder: String) -> Bool {
            watched.contains { PlacesDiagnosis.holds($0, folder) }
        }
    }

    /// Something that a folder lacks.
    private struct Lack {
        let code: ErrorCode
        let severity: Severity
        let words: Message
        let reason: Message
    }

    /// Where backups last, if no folder of the uploader's does.
    private static let lasting = "/var/backups/vya-backup"

    private let folders: [FolderFacts]
    private let temporary: TmpfilesRules
    private let privateServices: [String]
    private let destinations: [Destination]
    private let uploader: Uploader?

    /// Prepares a judgement.
    ///
    /// `privateServices` run this program or the uploader with a `/tmp` of their own; `uploader` is nil when neither the
    /// configuration nor the host knows of one.
    package init(
        folders: [FolderFacts], temporary: TmpfilesRules, privateServices: [String] = [],
        destinations: [Destination] = [], uploader: Uploader?
    ) {
        self.folders = folders
        self.temporary = temporary
        self.privateServices = privateServices
        self.destinations = destinations
        self.uploader = uploader
    }

    package func judge() -> [DoctorFinding] {
        folders.flatMap(judgeAccess) + misplaced + (uploader.map(judge) ?? withoutUploader)
    }

    // MARK: One folder

    /// Whether a run can write into a folder, and who can look into it.
    private func judgeAccess(_ folder: FolderFacts) -> [DoctorFinding] {
        let subject = folder.path.printable
        if let fault = folder.fault {
            return [
                DoctorFinding(
                    "doctor.folder", .critical, subject, fault.message,
                    reason: "no run writes a backup there",
                    remedies: fault.hints.isEmpty ? moving([folder]) : fault.hints)
            ]
        }
        if folder.isListable {
            return [
                DoctorFinding(
                    "doctor.folder-mode", .warning, subject,
                    "other users can list it, though not read the backups",
                    reason: "the names of databases and the hours of backups are theirs to see",
                    remedies: ["chmod 700 \(ShellWord.quoted(folder.path))"])
            ]
        }
        guard lacks(of: folder).isEmpty else { return [] }
        let mode = padded(Int(String(folder.mode, radix: 8)) ?? 0, 4)
        return [
            DoctorFinding(
                "doctor.folder", .ok, subject,
                folder.exists
                    ? "owner \(folder.owner.printable), mode \(mode), \(folder.kind)"
                    : "it will be made, on \(folder.kind)")
        ]
    }

    /// What a folder lacks, the worst first.
    private func lacks(of folder: FolderFacts) -> [Lack] {
        var lacks: [Lack] = []
        if let uploader, !uploader.takes(folder.path) {
            let evidence = uploader.evidence.map { " (\($0.printable))" } ?? ""
            let watched = uploader.watched.map(\.printable).joined(separator: ", ")
            lacks.append(
                Lack(
                    code: "doctor.uploader-hole", severity: .critical,
                    words:
                        "the uploader\(evidence) does not look there, but into \(watched)",
                    reason: "what never leaves this host is lost with it"))
        }
        if !privateServices.isEmpty, ["/tmp", "/var/tmp"].contains(where: { Self.holds($0, folder.path) }) {
            lacks.append(
                Lack(
                    code: "doctor.folder-private-tmp", severity: .critical,
                    words: """
                        the service \(privateServices.map(\.printable).joined(separator: ", ")) has a /tmp of \
                        its own (PrivateTmp)
                        """,
                    reason: "what one service writes there no other sees, and it goes when the service ends"))
        }
        if isInMemory(folder.kind) {
            lacks.append(
                Lack(
                    code: "doctor.folder-memory", severity: .warning,
                    words: "it lies in memory (\(folder.kind))",
                    reason: "backups in memory are gone after a restart, and take the memory of the databases"
                ))
        }
        switch temporary.clearings(of: folder.path).first {
        case .atBoot(let place):
            lacks.append(
                Lack(
                    code: "doctor.folder-boot", severity: .warning,
                    words: "it is emptied at every boot, as \(place.printable) says",
                    reason: "what was not uploaded before a restart is lost"))
        case .byAge(let place, let age):
            lacks.append(
                Lack(
                    code: "doctor.folder-age", severity: .warning,
                    words: "what is older than \(age.printable) is removed, as \(place.printable) says",
                    reason: "backups go without anybody asking whether they were uploaded"))
        case nil: break
        }
        return lacks
    }

    private func isInMemory(_ kind: String) -> Bool { ["tmpfs", "ramfs"].contains(kind) }

    // MARK: All folders

    /// The folders that lack something, in one finding, because one change mends all of them.
    private var misplaced: [DoctorFinding] {
        let found = folders.filter { $0.fault == nil }.map { (folder: $0, lacks: lacks(of: $0)) }
            .filter { !$0.lacks.isEmpty }
        let all = found.flatMap(\.lacks)
        guard let worst = all.min(by: { Self.rank($0.code) < Self.rank($1.code) }) else { return [] }
        let words = found.map { $0.lacks.map(\.words).joined(separator: "; ") }
        let message =
            Set(words).count == 1
            ? words[0]
            : zip(found, words).map { "\($0.folder.path.printable): \($1)" as Message }.joined(
                separator: ". ")
        var reasons: [Message] = []
        for lack in all where !reasons.contains(lack.reason) { reasons.append(lack.reason) }
        return [
            DoctorFinding(
                worst.code, worst.severity,
                found.map(\.folder.path.printable).joined(separator: ", "), message,
                reason: reasons.joined(separator: "; "), remedies: moving(found.map(\.folder)))
        ]
    }

    private static func rank(_ code: ErrorCode) -> Int {
        ["doctor.uploader-hole", "doctor.folder-private-tmp", "doctor.folder-memory", "doctor.folder-boot"]
            .firstIndex(of: code) ?? .max
    }

    /// What moves folders to a place that lacks nothing.
    private func moving(_ folders: [FolderFacts]) -> [Message] {
        let watched = uploader?.watched.first { folder in
            temporary.clearings(of: folder).isEmpty
                && (privateServices.isEmpty || !["/tmp", "/var/tmp"].contains { Self.holds($0, folder) })
                && !self.folders.contains { Self.holds(folder, $0.path) && isInMemory($0.kind) }
        }
        let home = watched ?? Self.lasting
        var members: [String] = []
        for folder in folders {
            for key in keys(of: folder.path) {
                let name = key.pieces(separatedBy: "_").dropFirst().joined(separator: "_")
                let member = ConfigurationLine.member(key, watched ?? home + "/" + name)
                if !members.contains(member) { members.append(member) }
            }
        }
        let move = "\"bkp_system\": { " + members.joined(separator: ", ") + " }"
        guard watched == nil else { return ["in the configuration: \(move)"] }
        return [
            "install -d -m 700 \(ShellWord.quoted(home))",
            "in the uploader's own settings, have it look into \(home)",
            """
            in the configuration: \(move), \
            \(ConfigurationLine("uploader", "watches", "[\(ConfigurationLine.text(home))]").words)
            """,
        ]
    }

    /// The keys that lead to a folder: entries of several dbms may share one.
    private func keys(of folder: String) -> [String] {
        var keys: [String] = []
        for destination in destinations where destination.folder == folder && !keys.has(destination.key) {
            keys.append(destination.key)
        }
        return keys
    }

    // MARK: The uploader

    private func judge(_ uploader: Uploader) -> [DoctorFinding] {
        destinations.filter { uploader.takes($0.folder) }.map { destination in
            DoctorFinding(
                "doctor.uploader", .ok, "entry \(destination.entry) \(destination.dbms.printable)",
                "the uploader looks into \(destination.folder.printable)")
        }
            // One that the backups have to leave anyway needs not be made.
            + uploader.watched.filter { watched in
                !uploader.existing.contains(watched)
                    && !folders.contains { $0.path == watched && !lacks(of: $0).isEmpty }
            }.map { folder in
                DoctorFinding(
                    "doctor.uploader-folder", .warning, folder.printable,
                    "the uploader is said to look into it, and it is not there",
                    reason: "an uploader whose folder is missing can end without an error",
                    remedies: ["install -d -m 700 \(ShellWord.quoted(folder))"])
            }
    }

    /// Backups beside what they were made of; where an uploader takes them away, that is no harm.
    private var withoutUploader: [DoctorFinding] {
        let unknown = DoctorFinding(
            "doctor.uploader-unknown", .ok, "uploader",
            """
            the configuration names no uploader, and none was found: whether the backups leave this host is \
            not known
            """)
        let near = destinations.filter { destination in
            // Where they have to move anyway, the way out names an uploader already.
            !destination.neighbours.isEmpty
                && !folders.contains { $0.path == destination.folder && !lacks(of: $0).isEmpty }
        }
        guard !near.isEmpty else { return [unknown] }
        var (places, neighbours): ([String], [String]) = ([], [])
        for destination in near {
            if !places.contains(destination.folder) { places.append(destination.folder) }
            for place in destination.neighbours where !neighbours.contains(place) { neighbours.append(place) }
        }
        let beside = neighbours.map(\.printable).joined(separator: ", ")
        let watches = "[" + places.map(ConfigurationLine.text).joined(separator: ", ") + "]"
        let moves = places.flatMap(keys).map { key in
            ConfigurationLine.member(
                key, "/mnt/backups/" + (key.pieces(separatedBy: "_").last.map(String.init) ?? key))
        }
        return [
            unknown,
            DoctorFinding(
                "doctor.same-file-system", .warning, places.map(\.printable).joined(separator: ", "),
                "the backups lie on the file system of what they are made of: \(beside)",
                reason: "one broken disk takes both, and nothing is known to take the backups away",
                remedies: [
                    """
                    in the configuration, once something uploads them: \
                    \(ConfigurationLine("uploader", "watches", watches).words)
                    """,
                    "or, for another disk: \"bkp_system\": { \(moves.joined(separator: ", ")) }",
                ]),
        ]
    }

    /// True when a folder is the other, or holds it.
    static func holds(_ folder: String, _ other: String) -> Bool {
        var folder = folder
        while folder.count > 1, folder.ends(with: "/") { folder.removeLast() }
        return folder == other || other.begins(with: folder == "/" ? "/" : folder + "/")
    }
}
