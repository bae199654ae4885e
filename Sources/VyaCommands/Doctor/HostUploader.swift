import VyaCore
import Foundation
import VyaConfig
import VyaEngine

/// Finds out what takes the backups from this host, and where it looks.
struct HostUploader {
    /// Where the IDrive client looks unless it is told otherwise.
    private static let customary = "/tmp/bkpzip"
    /// What its installers leave on a host.
    private static let traces = [
        "/opt/IDriveForLinux", "/opt/IDrive", "/opt/idrive", "/usr/local/IDriveForLinux",
        "/root/IDriveForLinux",
        "/etc/init.d/idrivecron", "/etc/idrivecrontab.json",
    ]

    /// Where the client keeps what it is to look into, below a folder of its own: one path a line, for each account of the host
    /// and of IDrive; the second form is that of its versions before 2.
    private static let lists = [
        "/idriveIt/user_profile/*/*/Backup/DefaultBackupSet/BackupsetFile.txt",
        "/idriveIt/user_profile/*/*/Backup/Manual/BackupsetFile.txt",
    ]

    /// The folders that it looks into; nil when nothing is known of one.
    let watched: [String]?
    /// What was found of it on this host.
    let evidence: String?

    /// What the client's own lists say counts, then what the configuration says, then the customary folder, if there is an
    /// uploader.
    init(settings: UploaderSettings, uploadFolder: String?, files: HostFiles, units: HostUnits) {
        let lists = Self.traces.flatMap { home in Self.lists.flatMap { files.paths(like: home + $0) } }
        let listed = lists.compactMap(files.text).flatMap(\.lines).map { $0.trimming(" ", "\r", "\t") }
            .filter { $0.begins(with: "/") }.map { Self.folder(String($0)) }
        evidence =
            lists.first ?? Self.traces.first(where: files.exists)
            ?? units.services { $0.lowercased().begins(with: "idrive") }.first
        watched =
            (listed.isEmpty ? nil : listed) ?? settings.watches ?? uploadFolder.map { [$0] }
            ?? (evidence == nil ? nil : [Self.customary])
    }

    /// A folder without the slash that the client writes behind it.
    private static func folder(_ path: String) -> String {
        path == "/" ? path : path.dropping(suffix: "/").map(String.init) ?? path
    }

    /// What is judged of it; nil when nothing is known of one.
    var facts: PlacesDiagnosis.Uploader? {
        watched.map { watched in
            PlacesDiagnosis.Uploader(
                watched: watched, evidence: evidence,
                existing: Set(watched.filter { FileManager.default.fileExists(atPath: $0) }))
        }
    }
}
