import VyaCore
import CLinux
import Foundation
import VyaEngine
import VyaSystem

/// Reads what the files of this host say of schedules, services and cleaning; below `$VYA_BACKUP_HOST_ROOT` if that is set.
struct HostFiles {
    /// The largest file that is read, in bytes.
    private static let limit = 1 << 20
    /// Where units lie, the ones that count first.
    private static let unitFolders = [
        "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system",
        "/usr/lib/systemd/system",
        "/lib/systemd/system",
    ]

    private let root: String

    /// Takes the root from the environment.
    init(environment: [String: String]) {
        root = environment["VYA_BACKUP_HOST_ROOT"] ?? ""
    }

    /// True when something has this path.
    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + path) }

    /// Whether a time service keeps the clock right; nil when nobody can tell.
    var isClockSynchronized: Bool? {
        let timeError: Int32 = 5
        if exists("/run/systemd/timesync/synchronized") { return true }
        let state = vya_clock_state()
        return state < 0 ? nil : state != timeError
    }

    /// The units of systemd, and which of its timers wait; asks systemd where it is this host's first process.
    func units() -> HostUnits {
        var found: [HostUnits.File] = []
        var wanted: Set<String> = []
        for folder in Self.unitFolders {
            for name in names(in: folder) {
                if name.ends(with: ".wants") || name.ends(with: ".requires") {
                    wanted.formUnion(names(in: folder + "/" + name))
                    continue
                }
                let inside =
                    name.ends(with: ".d") ? names(in: folder + "/" + name).map { name + "/" + $0 } : [name]
                for file in inside
                where [".service", ".timer", ".conf"].contains(where: { file.ends(with: $0) }) {
                    if let text = text(folder + "/" + file) {
                        found.append(HostUnits.File(path: folder + "/" + file, text: text))
                    }
                }
            }
        }
        return HostUnits(
            found, wanted: wanted, started: root.isEmpty ? SystemManager.startedTimers() : nil)
    }

    /// What crontabs and timers start, and the places that could not be read.
    func jobs(_ units: HostUnits) -> (jobs: [ScheduledJob], unreadable: [String]) {
        var (jobs, unreadable) = ([ScheduledJob](), [String]())
        func read(
            _ path: String, hasUsers: Bool, user: String? = nil, obstacle: ScheduledJob.Obstacle? = nil
        ) {
            guard exists(path) else { return }
            guard let text = text(path) else { return unreadable.append(path) }
            jobs += CrontabReader.jobs(
                text, path: path, hasUsers: hasUsers, user: user, obstacle: obstacle)
        }
        read("/etc/crontab", hasUsers: true)
        // What packages leave behind is no schedule of anybody's.
        let leftovers = [".dpkg-old", ".dpkg-new", ".dpkg-dist", ".placeholder"]
        for name in names(in: "/etc/cron.d") where !leftovers.contains(where: { name.ends(with: $0) }) {
            let path = "/etc/cron.d/" + name
            read(
                path, hasUsers: true,
                obstacle: CrontabReader.isRead(name)
                    ? nil
                    : ScheduledJob.Obstacle(
                        "cron passes over a file of this name: only letters, digits, _ and - are taken",
                        remedy: "mv \(ShellWord.quoted(path)) /etc/cron.d/vya-backup"))
        }
        let spool = "/var/spool/cron/crontabs"
        if exists(spool), access(root + spool, R_OK | X_OK) != 0 { unreadable.append(spool) }
        for name in names(in: spool) { read(spool + "/" + name, hasUsers: false, user: name) }
        return (jobs + units.jobs, unreadable)
    }

    /// The files of tmpfiles.d(5) that count: of several of one name the first.
    func temporaryFiles() -> [(path: String, text: String)] {
        var seen: Set<String> = []
        return ["/etc/tmpfiles.d", "/run/tmpfiles.d", "/usr/local/lib/tmpfiles.d", "/usr/lib/tmpfiles.d"]
            .flatMap {
                folder in
                names(in: folder).filter { $0.ends(with: ".conf") && seen.insert($0).inserted }.compactMap {
                    name in
                    text(folder + "/" + name).map { (path: folder + "/" + name, text: $0) }
                }
            }
    }

    /// The files that a path leads to of which single folders are `*`, sorted; hidden folders are left out.
    func paths(like pattern: String) -> [String] {
        var found = [""]
        for part in pattern.pieces(separatedBy: "/") {
            found = found.flatMap { path in
                part == "*"
                    ? names(in: path).filter { !$0.begins(with: ".") }.map { path + "/" + $0 }
                    : [path + "/" + part]
            }
        }
        return found.filter(exists)
    }

    /// The names in a folder, sorted; none when it cannot be listed.
    private func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root + folder)) ?? []).sorted()
    }

    /// The text of a regular file; nil when it cannot be read or is too large.
    func text(_ path: String) -> String? {
        (try? RegularFile.read(root + path, limit: Self.limit)).map { String(decoding: $0, as: UTF8.self) }
    }
}
