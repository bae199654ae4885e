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

    /// The folders that it looks into; nil when nothing is known of one.
    let watched: [String]?
    /// What was found of it on this host.
    let evidence: String?

    /// What the configuration says counts, then the customary folder, if there is an uploader.
    init(settings: UploaderSettings, uploadFolder: String?, files: HostFiles, units: HostUnits) {
        evidence =
            Self.traces.first(where: files.exists)
            ?? units.services { $0.lowercased().begins(with: "idrive") }.first
        watched =
            settings.watches ?? uploadFolder.map { [$0] } ?? (evidence == nil ? nil : [Self.customary])
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
