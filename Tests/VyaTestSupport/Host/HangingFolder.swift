package import Foundation

/// A folder that is also shown at another path by a FUSE file system of its own (`bindfs`), which can be made to hang.
///
/// What was asked of it waits then, as for a server on the network that does not answer, until the last reference goes.
package final class HangingFolder {
    private static let program = "/usr/bin/bindfs"
    private let path: String
    private let daemon: RunningProgram

    /// True where such file systems can be had; a container may have no `/dev/fuse`.
    package static let isAvailable = access("/dev/fuse", R_OK | W_OK) == 0 && access(program, X_OK) == 0

    /// Makes both folders as far as they are missing, and shows the first one at the path of the second.
    package init(_ folder: String, at path: String) throws {
        self.path = path
        daemon = try mounting(folder, at: path, by: Self.program, ["-f", folder, path])
    }

    deinit {
        // What waits then fails, and can be ended.
        daemon.killSession()
        _ = try? daemon.wait(seconds: 10)
        _ = try? Command("/bin/umount", "-l", path).run()
    }

    /// From now on it answers nothing.
    package func hang() { daemon.send(SIGSTOP) }

    /// Waits until a thread of a program waits for the file system.
    package static func waitUntilStuck(_ process: pid_t) throws {
        try waitUntil("process \(process) waits for the file system", within: 30) {
            let tasks = "/proc/\(process)/task"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
            return names.contains { name in
                let place = try? String(contentsOfFile: "\(tasks)/\(name)/wchan", encoding: .utf8)
                return place?.contains("request_wait_answer") == true || place?.contains("fuse") == true
            }
        }
    }
}

/// A folder that is also shown at another path by a file system of FUSE 2 (`Fixtures/fuse/fuse2.py`), until the last reference
/// goes.
package final class OldFUSEFolder {
    private let path: String
    private let daemon: RunningProgram

    /// Makes both folders, and shows the first one at the path of the second.
    package init(_ folder: String, at path: String) throws {
        self.path = path
        daemon = try mounting(
            folder, at: path, by: "/usr/bin/python3", [Repository.fixture("fuse/fuse2.py"), folder, path])
    }

    deinit {
        _ = try? Command("/bin/umount", "-l", path).run()
        daemon.killSession()
        _ = try? daemon.wait(seconds: 10)
    }
}

/// Starts the daemon that shows a folder at another path, and waits until it does; makes both folders as far as they are missing.
private func mounting(
    _ folder: String, at path: String, by program: String, _ arguments: [String]
) throws -> RunningProgram {
    for made in [folder, path] { mkdir(made, 0o700) }
    var before = stat()
    stat(path, &before)
    let daemon = try RunningProgram(program, arguments, environment: ["PATH": "/usr/bin:/bin"])
    try waitUntil("the file system is mounted") {
        var now = stat()
        return stat(path, &now) == 0 && now.st_dev != before.st_dev
    }
    return daemon
}
