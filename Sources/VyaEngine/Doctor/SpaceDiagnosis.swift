import VyaCore

/// Judges whether tonight's backups are likely to fit, by what the last ones took.
package struct SpaceDiagnosis: Sendable {
    /// What one backup of tonight is expected to take.
    package struct Need: Sendable {
        package let folder: String
        /// The size of the newest backup of the same source, in bytes; nil when there is none.
        package let lastBytes: Int?
        /// The size of the source before compression, in bytes; nil when nobody knows.
        package let sourceBytes: Int?

        package init(folder: String, lastBytes: Int?, sourceBytes: Int?) {
            (self.folder, self.lastBytes, self.sourceBytes) = (folder, lastBytes, sourceBytes)
        }
    }

    /// How much larger than the last one a backup may become, in percent, without more being said.
    private static let growth = 20

    private let needs: [Need]
    private let folders: [FolderFacts]

    /// Prepares a judgement.
    package init(needs: [Need], folders: [FolderFacts]) {
        (self.needs, self.folders) = (needs, folders)
    }

    /// Judges each file system, and so folders that share one together.
    package func judge() -> [DoctorFinding] {
        var systems: [UInt64] = []
        for folder in folders where folder.fault == nil && !systems.contains(folder.fileSystem) {
            systems.append(folder.fileSystem)
        }
        return systems.compactMap { system in
            let members = folders.filter { $0.fileSystem == system && $0.fault == nil }
            let own = needs.filter { need in members.contains { $0.path == need.folder } }
            guard let free = members.compactMap(\.freeBytes).min(), !own.isEmpty else { return nil }
            return judge(own, free: free, place: members.map(\.path.printable).joined(separator: ", "))
        }
    }

    private func judge(_ needs: [Need], free: Int, place: String) -> DoctorFinding {
        let known = needs.compactMap(\.lastBytes).reduce(0, +)
        let unknown = needs.filter { $0.lastBytes == nil }.compactMap(\.sourceBytes).reduce(0, +)
        let likely = known + known * Self.growth / 100
        var words: Message = "tonight needs about \(Quantity.bytes(likely))"
        if unknown > 0 {
            let most = Quantity.bytes(unknown)
            words =
                known > 0
                ? "\(words), and at most \(most) for what was never backed up"
                : "tonight needs at most \(most) for what was never backed up"
        }
        words += "; \(Quantity.bytes(free)) are free"
        let remedies: [Message] = [
            "vya-backup cleanup --dry-run --explain", "vya-backup prune --dry-run --explain",
        ]
        if free < known {
            return DoctorFinding(
                "doctor.space", .critical, place, words,
                reason: "the disk fills up during the run, and the backups that do not fit fail",
                remedies: remedies)
        }
        if free < likely + unknown {
            return DoctorFinding(
                "doctor.space", .warning, place, words, reason: "it may not fit", remedies: remedies)
        }
        return DoctorFinding("doctor.space", .ok, place, words)
    }
}
