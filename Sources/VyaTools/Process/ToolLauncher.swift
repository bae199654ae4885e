import Glibc
import VyaCore
import VyaSystem

/// The program by which tools are started so that they die with this one: `setpriv` of util-linux.
///
/// Foundation's `Process` offers nothing to be done between fork(2) and execve(2), where a child asks the kernel for
/// SIGKILL at the end of the thread that started it (`PR_SET_PDEATHSIG` of prctl(2)). `setpriv` asks for that and then
/// becomes the tool, with the same process number, group and descriptors. Between its own start and its asking, well below a
/// millisecond, a killed engine leaves the tool behind; so does every kill where there is no such `setpriv` (before
/// util-linux 2.33, or that others could change). Then a tool still ends by a closed pipe, or by its own time limits.
///
/// It answers for a tool that it cannot start: what that may be is looked for before (`StartCommand.objection`), and
/// its words are recognized afterwards (`failure`).
struct ToolLauncher: Sendable {
    /// Its program, by absolute path.
    let path: String

    /// The launcher of this host; nil where there is none. Looked for once, which starts it once.
    static let ofHost: ToolLauncher? = ["/usr/bin/setpriv", "/bin/setpriv"].lazy.map(ToolLauncher.init(path:))
        .first { access($0.path, X_OK) == 0 && PathTrust.objection(to: $0.path) == nil && $0.works() }

    /// The arguments with which it becomes a program.
    func arguments(for executable: String, _ arguments: [String]) -> [String] {
        ["--pdeathsig", "KILL", "--", executable] + arguments
    }

    /// Finds in the last words of a tool that ended that it was the launcher which failed to become it; nil when it
    /// became the tool, whose end then is its own.
    func failure(of executable: String, _ ending: ToolEnding, lastWords: String?) -> SystemFailure? {
        guard ending == .exited(126) || ending == .exited(127), let lastWords else { return nil }
        let beginning = "setpriv: failed to execute \(executable.printable): "
        guard lastWords.utf8.starts(with: beginning.utf8) else { return nil }
        let reason = lastWords.utf8.dropFirst(beginning.utf8.count)
        // Tools run with LC_ALL=C, and so does it: these are the words of strerror(3) for this thread's C locale.
        let number = (1..<134).first { SystemFailure($0).words.description.utf8.elementsEqual(reason) }
        return SystemFailure(number ?? ENOENT)
    }

    /// Tells whether this `setpriv` knows the option.
    private func works() -> Bool {
        guard let waker = try? Waker(),
            let command = try? StartCommand(
                ToolInvocation(
                    executable: path, arguments: arguments(for: path, ["--version"]).map { .text($0) }),
                secretFile: nil, environment: ["LC_ALL": "C"]),
            let child = try? ChildProcess.start(command, by: nil, waking: waker, isFed: false)
        else { return false }
        let end = SuspendingClock.now + .seconds(10)
        while child.ending == nil, SuspendingClock.now < end { waker.sleep(until: end) }
        child.signal(SIGKILL)
        child.reap()
        return child.ending == .known(.exited(0))
    }
}
