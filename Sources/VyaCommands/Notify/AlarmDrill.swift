import Foundation
import Glibc
import VyaConfig
import VyaCore
import VyaEngine
import VyaNotify
import VyaPlugins
import VyaSystem

/// Makes dumps fail on purpose, in the real pipeline and in a folder of its own, and has the real alarms sent.
///
/// The host's backups, its lock and its catalog are not touched. The tools are those of every host, started by argument
/// lists like any dump tool.
struct AlarmDrill {
    private let access: HostTools
    private let channels: AlarmChannels
    private let host = HostName.current

    /// Prepares a drill; from here on signals ask it to stop.
    init(channels: AlarmChannels) throws {
        self.channels = channels
        access = try HostTools()
    }

    /// Plays every case and has its alarm sent; throws `StoppedError` when a signal ends it.
    func play(_ cases: [AlarmDrillCase] = AlarmDrillCase.all) throws -> [AlarmDrillResult] {
        let folder = try DrillFolder()
        let plugins = folder.path + "/plugins"
        mkdir(plugins, 0o700)
        for drill in cases {
            try NewFile.write(drill.plugin.serialized(), to: "\(plugins)/\(drill.dbms).json")
        }
        let catalog = try PluginCatalog.load(folder: plugins)
        return try cases.map { try play($0, in: folder, catalog) }
    }

    private func play(
        _ drill: AlarmDrillCase, in folder: DrillFolder, _ plugins: PluginCatalog
    ) throws -> AlarmDrillResult {
        try access.stop.check()
        var result = AlarmDrillResult(name: drill.name, expectedCodes: drill.expectedCodes)
        let output = folder.path + "/" + drill.name
        mkdir(output, 0o700)
        if let capacity = drill.capacity, let obstacle = folder.mountSmallDisk(at: output, bytes: capacity) {
            result.skipped = obstacle
            return result
        }
        var dump = output + ".sql"
        switch drill.source {
        case .text(let text): try NewFile.write(text, to: dump)
        case .file(let path): dump = path
        }
        let (configuration, _) = try ConfigurationReader.read(
            bytes: Array(drill.configuration(dump: dump, output: output).serialized().utf8),
            path: "the drill's configuration", knownDbms: plugins.summaries)
        let loaded = try LoadedConfiguration.assemble(configuration, [], plugins)
        let parallelism = Parallelism(servers: 1, requested: 1, cores: 1)
        let context = try RunContext(
            runID: "drill-" + RunSession.newRunID(at: Moment.now()), host: host, access: access,
            compression: configuration.compression, jobs: 1, observer: SilentObserver())
        let report = BackupRun(context, parallelism: parallelism)
            .execute(try loaded.registry.select(.all))
        try access.stop.check()
        result.exitStatus = report.exitStatus
        result.error = report.backups.first?.error ?? report.entries.first?.error
        result.published = try FileManager.default.contentsOfDirectory(atPath: output).sorted()
        // A run that went well by mistake raises no alarm, and has then none to hand over.
        if report.outcome >= .incomplete { result.alarms = channels.raise(report) }
        return result
    }
}

/// The temporary folder of a drill, with the small disks mounted in it; all of it goes with this object.
final class DrillFolder {
    /// The absolute path.
    let path: String
    private var mounts: [String] = []

    /// Makes the folder, for this user alone; throws `DestinationError`.
    init() throws {
        let base = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.begins(with: "/") ? $0 : nil }
        var template = Array(((base ?? "/tmp") + "/vya-backup-drill-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw DestinationError(
                "drill.folder", "cannot make a temporary folder: \(SystemFailure().words)",
                hints: ["set TMPDIR to a folder that you may write to"])
        }
        path = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        for mount in mounts { umount2(mount, Int32(MNT_DETACH)) }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Mounts a file system of so many bytes over a folder in here; returns why it could not.
    func mountSmallDisk(at folder: String, bytes: Int) -> Message? {
        guard geteuid() == 0 else { return "only root can mount a small disk" }
        let flags = UInt(MS_NOSUID) | UInt(MS_NODEV) | UInt(MS_NOEXEC)
        guard mount("tmpfs", folder, "tmpfs", flags, "size=\(bytes),mode=0700") == 0 else {
            return "a small disk cannot be mounted: \(SystemFailure().words)"
        }
        mounts.append(folder)
        return nil
    }
}
