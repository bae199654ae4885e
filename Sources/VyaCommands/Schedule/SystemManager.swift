import Glibc
import VyaCore
import VyaSystem
import VyaTools

/// Tells systemd what to do, by `systemctl`.
struct SystemManager {
    private let tools: HostTools
    private let program: String

    /// True where systemd is this host's first process (sd_booted(3)).
    static var isRunning: Bool { access("/run/systemd/system", F_OK) == 0 }

    /// The timers that systemd waits for; nil where it is not this host's first process or does not answer.
    static func startedTimers() -> Set<String>? {
        guard isRunning, let answer = try? SystemManager().ask(["list-timers", "--output=json"]),
            answer.ending.isSuccess, let timers = (try? JSONValue(parsing: answer.output))?.arrayValue
        else { return nil }
        return Set(timers.compactMap { $0["unit"]?.stringValue })
    }

    /// Finds `systemctl`. Throws `SourceError` where there is none.
    init() throws {
        tools = try HostTools()
        guard
            let program = ["/usr/bin/systemctl", "/bin/systemctl"].first(where: { (path: String) in
                access(path, X_OK) == 0
            })
        else { throw SourceError("schedule.systemctl", "there is no systemctl on this host") }
        self.program = program
    }

    /// Runs `systemctl`, or touches the files behind `touch`. Throws `DestinationError` with what was said when that is refused.
    func run(_ words: [String]) throws {
        let line = words.map(ShellWord.quoted).joined(separator: " ")
        if words.first == "touch" {
            for path in words.dropFirst() { try touch(path, line) }
            return
        }
        let answer = try ask(words.dropFirst())
        guard !answer.ending.isSuccess else { return }
        throw DestinationError(
            "schedule.systemctl", "\(line) failed: \(answer.ending.words)",
            details: .verbatim(answer.errorLines),
            hints: ["run it as root; `journalctl --boot --unit 'vya-backup*'` tells more"])
    }

    private func ask(_ arguments: some Sequence<String>) throws -> ToolAnswer {
        let invocation = ToolInvocation(
            executable: program, arguments: arguments.map { .text($0) }, environment: ["SYSTEMD_COLORS": "0"])
        return try tools.runner.ask(invocation, timeouts: Timeouts())
    }

    /// The file is systemd's own, in a folder that only root can change.
    private func touch(_ path: String, _ line: String) throws(DestinationError) {
        let number = uninterrupted { open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644) }
        let file = number >= 0 ? OwnedDescriptor(owning: number) : nil
        if let file, fchmod(file.number, 0o644) == 0, futimens(file.number, nil) == 0 { return }
        throw DestinationError("schedule.systemctl", "\(line) failed: \(SystemFailure().words)")
    }
}
