import Foundation
import Glibc
import VyaCore
import VyaSystem

/// The temporary folder of a drill, with the small disks mounted in it; all of it goes with this object.
final class DrillFolder {
    /// The absolute path.
    let path: String
    private var mounts: [String] = []

    /// Makes the folder, for this user alone; throws `DestinationError`.
    init() throws {
        let base = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil }
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
    func mountSmallDisk(at folder: String, bytes: Int) -> String? {
        guard geteuid() == 0 else { return "only root can mount a small disk" }
        let flags = UInt(MS_NOSUID) | UInt(MS_NODEV) | UInt(MS_NOEXEC)
        guard mount("tmpfs", folder, "tmpfs", flags, "size=\(bytes),mode=0700") == 0 else {
            return "a small disk cannot be mounted: \(SystemFailure().words)"
        }
        mounts.append(folder)
        return nil
    }
}
