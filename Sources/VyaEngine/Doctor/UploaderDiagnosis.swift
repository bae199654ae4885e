package import VyaCore

/// Judges whether what is backed up also leaves the host: the folders of the entries against those that the uploader looks into.
package struct UploaderDiagnosis: Sendable {
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

        fileprivate var subject: String { "entry \(entry) \(dbms.printable)" }
    }

    private let destinations: [Destination]
    private let watched: [String]?
    private let evidence: String?
    private let existing: Set<String>

    /// Prepares a judgement.
    ///
    /// `watched` are the folders that the uploader looks into, nil when neither the configuration nor the host knows of
    /// one; `evidence` is what was found of an uploader on this host; `existing` are those of the folders that exist.
    package init(
        destinations: [Destination], watched: [String]?, evidence: String?, existing: Set<String>
    ) {
        self.destinations = destinations
        self.watched = watched
        self.evidence = evidence
        self.existing = existing
    }

    package func judge() -> [DoctorFinding] {
        guard let watched else {
            return [
                DoctorFinding(
                    "doctor.uploaderUnknown", .ok, "uploader",
                    "the configuration names no uploader, and none was found: whether the backups leave this host "
                        + "is not known")
            ] + destinations.compactMap(judgeNeighbours)
        }
        var findings: [DoctorFinding] = []
        let places = watched.map(\.printable).joined(separator: ", ")
        for destination in destinations {
            let subject = destination.subject
            if watched.contains(where: { UploaderDiagnosis.holds($0, destination.folder) }) {
                findings.append(
                    DoctorFinding(
                        "doctor.uploader", .ok, subject,
                        "the uploader looks into \(destination.folder.printable)"))
                continue
            }
            let folders = (watched + [destination.folder]).map(ConfigurationLine.text)
            let tell = ConfigurationLine("uploader", "watches", "[" + folders.joined(separator: ", ") + "]")
            findings.append(
                DoctorFinding(
                    "doctor.uploaderHole", .critical, subject,
                    "its backups go to \(destination.folder.printable), where the uploader"
                        + (evidence.map { " (\($0.printable))" } ?? "")
                        + " does not look: it looks into \(places)",
                    reason: "they never leave this host, and are lost with it",
                    remedies: [
                        "in the configuration: "
                            + ConfigurationLine(
                                "bkp_system", destination.key, ConfigurationLine.text(watched.first ?? "")
                            ).words, "or, once the uploader is set to look there, too: " + tell.words,
                    ]))
        }
        for folder in watched where !existing.contains(folder) {
            findings.append(
                DoctorFinding(
                    "doctor.uploaderFolder", .warning, folder.printable,
                    "the uploader is said to look into it, and it is not there",
                    reason: "an uploader whose folder is missing can end without an error",
                    remedies: ["install -d -m 700 \(ShellWord.quoted(folder))"]))
        }
        return findings
    }

    /// Backups beside what they were made of; where an uploader takes them away, that is no harm.
    private func judgeNeighbours(_ destination: Destination) -> DoctorFinding? {
        guard !destination.neighbours.isEmpty else { return nil }
        let folder = ConfigurationLine.text(destination.folder)
        let name = destination.key.pieces(separatedBy: "_").last.map(String.init) ?? destination.dbms
        return DoctorFinding(
            "doctor.sameFileSystem", .warning, destination.subject,
            "its backups in \(destination.folder.printable) lie on the file system of what they are made of: "
                + destination.neighbours.map(\.printable).joined(separator: ", "),
            reason: "one broken disk takes both, and nothing is known to take the backups away",
            remedies: [
                "in the configuration, once something uploads them: "
                    + ConfigurationLine("uploader", "watches", "[\(folder)]").words,
                "or, for another disk: "
                    + ConfigurationLine(
                        "bkp_system", destination.key, ConfigurationLine.text("/mnt/backups/" + name)
                    ).words,
            ])
    }

    /// True when a folder is the other, or holds it.
    static func holds(_ folder: String, _ other: String) -> Bool {
        var folder = folder
        while folder.count > 1, folder.ends(with: "/") { folder.removeLast() }
        return folder == other || other.begins(with: folder == "/" ? "/" : folder + "/")
    }
}
