import Foundation

/// A Debian 12 with systemd as its first process, on which the package `vya-backup` can be installed and timers elapse.
///
///     @Suite("…", .ownThread(seconds: 300), .enabled("…") { try BootedHost.isPossible() })
///     let host = try BootedHost()
///     try host.check("/usr/bin/apt-get", "install", package)
///
/// Its network is this host's: servers of the tests are on its 127.0.0.1. Swift's libraries, which a package of the tests' own
/// executable needs, have the same path inside. It goes with the test.
package final class BootedHost: Sendable {
    private let server: PrivateServer

    /// Starts it; throws when it does not come up.
    package init() throws {
        guard let root = try DebianRoot.bookworm() else {
            throw Command.Failure(description: "there is no Debian 12 to start")
        }
        let libraries = try DebianRoot.swiftLibraries().dropFirst(DebianRoot.inside("").count)
        server = try PrivateServer(
            script: "systemd.sh", options: [root.path, "--bind-ro=" + libraries],
            // On a disk, as hosts are, and not in memory, as servers of the tests.
            place: "/var/tmp")
    }

    /// Whether the kernel lets a container be started here, and there is a Debian 12 to put into it.
    package static func isPossible() throws -> Bool { try possible.get() }

    private static let possible = Result {
        guard getuid() == 0, let root = try DebianRoot.bookworm() else { return false }
        let trial = try Command(
            "/usr/bin/systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--ephemeral",
            "--directory=" + root.path, "/bin/true"
        ).run()
        if trial.status != 0 { print("no host with systemd: left out: \(trial.errors.suffix(300))") }
        return trial.status == 0
    }

    /// Where a file of it lies for the tests.
    package func path(_ inside: String) -> String { server.folder + "/root" + inside }

    /// Writes a file of root's, its folders included.
    package func write(_ text: String, to inside: String, mode: UInt32 = 0o600) throws {
        let path = path(inside)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, mode)
    }

    /// Runs a command on it as root and waits for its end.
    package func run(_ words: [String]) throws -> Command.Result {
        let leader = try String(contentsOfFile: server.folder + "/leader", encoding: .utf8).prefix {
            $0.isNumber
        }
        let variables = [
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8",
            "DEBIAN_FRONTEND=noninteractive",
        ]
        return try Command(
            "/usr/bin/nsenter",
            ["--all", "--target", String(leader), "/usr/bin/env", "-i"] + variables + words
        ).run()
    }

    /// The same; throws unless it exits with 0. Returns what it printed.
    @discardableResult
    package func check(_ words: String...) throws -> String {
        let result = try run(words)
        guard result.status == 0 else {
            throw Command.Failure(
                description: "\(words) ended with \(result.status): \(result.text)\(result.errors)")
        }
        return result.text
    }

    /// Starts it anew, in good order, and waits until it is up.
    package func reboot() throws {
        let old = try String(contentsOfFile: server.folder + "/leader", encoding: .utf8)
        try Data().write(to: URL(fileURLWithPath: server.folder + "/restart"))
        _ = try run(["/usr/bin/systemctl", "reboot"])
        try waitUntil("the host is up again", within: 90) {
            try String(contentsOfFile: self.server.folder + "/leader", encoding: .utf8) != old
        }
    }
}
