import Glibc
import VyaCore
import VyaTools

/// Tells systemd what to do, by `systemctl`.
struct SystemManager {
    private let tools: HostTools
    private let program: String

    /// True where systemd is this host's first process (sd_booted(3)).
    static var isRunning: Bool { access("/run/systemd/system", F_OK) == 0 }

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

    /// Runs `systemctl` with these words; throws `DestinationError` with what it said when it refuses.
    func tell(_ words: [String]) throws {
        let invocation = ToolInvocation(
            executable: program, arguments: words.map { .text($0) }, environment: ["SYSTEMD_COLORS": "0"])
        let answer = try tools.runner.ask(invocation, timeouts: Timeouts())
        guard !answer.ending.isSuccess else { return }
        let line = (["systemctl"] + words).map(ShellWord.quoted).joined(separator: " ")
        throw DestinationError(
            "schedule.systemctl", "\(line) failed: \(answer.ending)", details: answer.errorLines,
            hints: ["run it as root; `journalctl --boot --unit 'vya-backup*'` tells more"])
    }
}
