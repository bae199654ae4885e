import VyaCore

/// Judges the folders that backups go to.
package struct FolderDiagnosis: Sendable {
    private let folders: [FolderFacts]
    private let temporary: TmpfilesRules
    private let privateServices: [String]

    /// Prepares a judgement; `privateServices` run this program or the uploader with a `/tmp` of their own.
    package init(
        folders: [FolderFacts], temporary: TmpfilesRules, privateServices: [String] = []
    ) {
        self.folders = folders
        self.temporary = temporary
        self.privateServices = privateServices
    }

    package func judge() -> [DoctorFinding] { folders.flatMap(judge) }

    private func judge(_ folder: FolderFacts) -> [DoctorFinding] {
        let subject = folder.path.printable
        if let fault = folder.fault {
            return [
                DoctorFinding(
                    "doctor.folder", .critical, subject, fault.message,
                    reason: "no run writes a backup there",
                    remedies: fault.hints.isEmpty ? [move(folder)] : fault.hints)
            ]
        }
        var findings: [DoctorFinding] = []
        func warn(_ code: String, _ message: String, _ reason: String, _ remedies: [String]) {
            findings.append(
                DoctorFinding(code, .warning, subject, message, reason: reason, remedies: remedies))
        }
        if folder.isListable {
            warn(
                "doctor.folderMode", "other users can list it, though not read the backups",
                "the names of databases and the hours of backups are theirs to see",
                ["chmod 700 \(ShellWord.quoted(folder.path))"])
        }
        if ["tmpfs", "ramfs"].contains(folder.kind) {
            warn(
                "doctor.folderMemory", "it lies in memory (\(folder.kind))",
                "backups are gone after a restart, and take the memory of the databases", [move(folder)])
        }
        switch temporary.clearings(of: folder.path).first {
        case .atBoot(let place):
            warn(
                "doctor.folderBoot", "it is emptied at every boot, as \(place.printable) says",
                "what was not uploaded before a restart is lost", [move(folder)])
        case .byAge(let place, let age):
            warn(
                "doctor.folderAge",
                "what is older than \(age.printable) is removed, as \(place.printable) says",
                "backups go without anybody asking whether they were uploaded", [move(folder)])
        case nil: break
        }
        if UploaderDiagnosis.holds("/tmp", folder.path) || UploaderDiagnosis.holds("/var/tmp", folder.path) {
            findings += privateServices.map { service in
                DoctorFinding(
                    "doctor.folderPrivateTmp", .critical, subject,
                    "the service \(service.printable) has a /tmp of its own (PrivateTmp)",
                    reason: "what one service writes there no other sees, and it goes when the service ends",
                    remedies: [
                        move(folder),
                        "or: systemctl edit \(ShellWord.quoted(service))    # [Service] PrivateTmp=no",
                    ])
            }
        }
        if findings.isEmpty {
            let mode = padded(Int(String(folder.mode, radix: 8)) ?? 0, 4)
            findings.append(
                DoctorFinding(
                    "doctor.folder", .ok, subject,
                    (folder.exists
                        ? "owner \(folder.owner.printable), mode \(mode), " : "it will be made, on ")
                        + folder.kind))
        }
        return findings
    }

    private func move(_ folder: FolderFacts) -> String {
        let place =
            "/var/backups/vya-backup/"
            + folder.key.pieces(separatedBy: "_").dropFirst().joined(separator: "_")
        return "in the configuration: "
            + ConfigurationLine("bkp_system", folder.key, ConfigurationLine.text(place)).words
    }
}

/// A member of the configuration in one line, as a remedy shows it.
struct ConfigurationLine {
    /// `"bkp_system": { "path_pgsql": "/backups" }`
    let words: String

    /// Makes a line of a section, a key and a value that is JSON already.
    init(_ section: String, _ key: String, _ value: String) {
        words = "\(Self.text(section)): { \(Self.text(key)): \(value) }"
    }

    /// A text as JSON has it.
    static func text(_ text: String) -> String { JSONValue.string(text).serialized() }
}
