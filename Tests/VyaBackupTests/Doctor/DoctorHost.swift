import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// A host whose crontabs, units and uploader are files below a folder of the test's own.
struct DoctorHost {
    var night: Night
    private static let cron = "30 0 * * * root /usr/bin/vya-backup run --all --quiet\n"

    /// A host on which nothing is wrong but what the test makes wrong; `watches` is where the uploader looks.
    init(entries: [String], watches: String? = nil, settings: String = "") throws {
        let output = watches.map { #", "uploader": { "watches": ["\#($0)"] }"# } ?? ""
        night = try Night(entries: [], settings: output + settings)
        night.program.environment["VYA_BACKUP_HOST_ROOT"] = night.folder("root")
        try write(Self.cron, to: "etc/crontab")
        // Whatever the kernel of the machine says of its clock.
        try write("", to: "run/systemd/timesync/synchronized")
        mkdir(night.output, 0o700)
        try night.configure(entries)
    }

    /// Writes a file of the host.
    func write(_ text: String, to path: String) throws {
        let folder = URL(fileURLWithPath: night.folder("root/" + path)).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try night.folder.write(text, to: "root/" + path)
    }

    /// The alarms as `SEVERITY code`, less those about who is told and who takes the backups away, which most tests leave
    /// out.
    func alarms(_ words: String..., keepsAll: Bool = false) throws -> [String] {
        try findings(words).filter { $0["severity"]?.stringValue != "OK" }.map {
            ($0["severity"]?.stringValue ?? "") + " " + ($0["code"]?.stringValue ?? "")
        }.filter { keepsAll || !["WARNING doctor.telling", "WARNING doctor.same-file-system"].contains($0) }
    }

    /// Gives the program another clock from now on, such as `-2d`.
    mutating func fakeClock(_ offset: String) throws {
        let library = try #require(Faketime.library, "the package faketime is missing")
        night.program.environment.merge([
            "LD_PRELOAD": library, "FAKETIME": offset, "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        ]) { $1 }
    }

    /// The statements among the remedies of all alarms, as they are printed, in order.
    func statements() throws -> [String] {
        try findings([]).filter { $0["severity"]?.stringValue != "OK" }
            .flatMap { $0["remedies"]?.arrayValue?.compactMap(\.stringValue) ?? [] }
            .filter { line in ["GRANT ", "ALTER ROLE ", "DO $", "\\connect "].contains { line.hasPrefix($0) }
            }
    }

    /// The remedies of all findings with a code, in order.
    func remedies(of code: String) throws -> [String] {
        try findings([]).filter { $0["code"]?.stringValue == code }
            .flatMap { $0["remedies"]?.arrayValue?.compactMap(\.stringValue) ?? [] }
    }

    private func findings(_ words: [String]) throws -> [JSONValue] {
        let running = try night.program.start(
            ["doctor", "--json"] + words + ["--config", night.folder("config.json")])
        let result = try running.finish()
        if night.program.environment["FAKETIME"] != nil {
            // The library leaves its shared memory behind, under the number of the process.
            for name in ["faketime_shm_", "sem.faketime_sem_"] {
                unlink("/dev/shm/\(name)\(running.process.pid)")
            }
        }
        let json = try result.json()
        #expect(json["schema"]?.stringValue == "vya-backup.doctor/1")
        #expect(json["exit_status"]?.intValue == Int(result.status), "\(result)")
        return try #require(json["findings"]?.arrayValue)
    }
}
