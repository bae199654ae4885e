import Dispatch
package import Foundation
import Synchronization
package import VyaCore

/// A program in a session of its own (no terminal, no inherited descriptor), started by `posix_spawn`.
///
///     let running = try RunningProgram("/usr/bin/cat", [], environment: [:], output: "/tmp/x")
///     running.send(SIGTERM)
///     #expect(try running.wait(seconds: 5) == .signalled(SIGTERM))
///     #expect(running.survivors().isEmpty)
///
/// When the last reference goes, whatever is left of the session is killed.
package final class RunningProgram: Sendable {
    /// Its process id, which is also the id of its session and of its process group.
    package let pid: pid_t
    private let ending = Mutex<ToolEnding?>(nil)
    private let ended = DispatchSemaphore(value: 0)

    /// Starts an executable by absolute path; output and errors go to files, which are made or emptied.
    ///
    /// `folder` is the working folder; `input` is a descriptor that stays the caller's; without one the input is `/dev/null`.
    /// `outputDescriptor` replaces `output` in the same way.
    package init(
        _ path: String, _ arguments: [String], environment: [String: String], folder: String? = nil,
        input: Int32? = nil, output: String = "/dev/null", outputDescriptor: Int32? = nil,
        errors: String = "/dev/null"
    ) throws {
        let streams: [StandardStream] = [
            input.map { .descriptor($0) } ?? .source("/dev/null"),
            outputDescriptor.map { .descriptor($0) } ?? .destination(output), .destination(errors),
        ]
        pid = try startProgram([path] + arguments, environment: environment, folder: folder, streams)
        Thread.detachNewThread { [self = Reaping(program: self, pid: pid)] in self.run() }
    }

    deinit { killSession() }

    /// Waits for the end of the program, not for its children; throws when the time is up, having killed the session.
    @discardableResult
    package func wait(seconds: Double = 120) throws -> ToolEnding {
        let inTime = ended.wait(timeout: .now() + seconds) == .success
        if inTime { ended.signal() }
        guard let result = ending.withLock({ $0 }) else {
            killSession()
            throw Command.Failure(description: "process \(pid) did not end within \(seconds) s")
        }
        return result
    }

    /// True until the program itself has ended.
    package var isRunning: Bool { ending.withLock { $0 == nil } }

    /// Sends a signal to the program alone; does nothing once it has ended.
    package func send(_ signal: Int32) {
        ending.withLock { if $0 == nil { kill(pid, signal) } }
    }

    /// The processes of the session that still run, the program itself left out, with their command lines.
    package func survivors() -> [(pid: pid_t, command: String)] {
        ProcessTable.members(ofSession: pid).filter { $0.pid != pid }
    }

    /// Kills all that is left of the session.
    package func killSession() {
        send(SIGKILL)
        for member in survivors() { kill(member.pid, SIGKILL) }
    }

    fileprivate func note(_ result: ToolEnding) {
        ending.withLock { $0 = result }
        ended.signal()
    }
}

/// Where one of the standard streams of a started program leads.
enum StandardStream {
    /// To a descriptor that stays the caller's.
    case descriptor(Int32)
    /// From a file.
    case source(String)
    /// To a file, which is made or emptied.
    case destination(String)
}

/// Starts a program by `posix_spawn`, in a session of its own and with no descriptor but its three streams; the caller has to
/// wait for it. Throws when it cannot be started.
///
/// Not by Foundation's `Process`: the program under test has rules of its own for that, and two kinds of starts that meet in
/// one process take each other's sockets.
func startProgram(
    _ program: [String], environment: [String: String], folder: String?, _ streams: [StandardStream]
) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, stream) in zip(Int32(0)..., streams) {
        switch stream {
        case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
        case .source(let path): posix_spawn_file_actions_addopen(&actions, number, path, O_RDONLY, 0)
        case .destination(let path):
            let flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND
            posix_spawn_file_actions_addopen(&actions, number, path, flags, 0o600)
        }
    }
    // What others opened without O_CLOEXEC; a number that is not open is no error (glibc).
    for descriptor in 3..<Int32(1024) { posix_spawn_file_actions_addclose(&actions, descriptor) }

    // Threads of the test process may block signals and ignore others; the program starts with neither.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, which glibc shows to GNU sources only
    posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | newSession))

    // `env -C` executes the program in its own place, so that the process id stays.
    let start = folder.map { ["/usr/bin/env", "-C", $0] } ?? []
    let words = (start + program).map { strdup($0) } + [nil]
    let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    var child: pid_t = 0
    let failure = posix_spawn(&child, (start + program)[0], &actions, &attributes, words, variables)
    guard failure == 0 else {
        throw Command.Failure(description: "cannot start \(program): " + String(cString: strerror(failure)))
    }
    return child
}

/// Waits for a program without keeping its object alive.
private struct Reaping: Sendable {
    weak let program: RunningProgram?
    let pid: pid_t

    func run() {
        // `waitid` leaves the id taken until the object knows of the end, so that no stranger is ever signalled.
        var info = siginfo_t()
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
        var status: Int32 = 0
        let code = info.si_code
        let value = info._sifields._sigchld.si_status
        program?.note(code == Int32(CLD_EXITED) ? .exited(value) : .signalled(value))
        waitpid(pid, &status, 0)
    }
}

/// What `/proc` knows of running processes.
package enum ProcessTable {
    /// The processes of a session that are not zombies.
    package static func members(ofSession session: pid_t) -> [(pid: pid_t, command: String)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.compactMap { pid in
            // proc(5): the command's name stands in parentheses and may hold anything; state, parent, group, session follow.
            guard let stat = text("/proc/\(pid)/stat"), let close = stat.lastIndex(of: ")") else {
                return nil
            }
            let fields = stat[stat.index(after: close)...].split(separator: " ")
            guard fields.count > 3, fields[0] != "Z", pid_t(fields[3]) == session else { return nil }
            let command = text("/proc/\(pid)/cmdline")?.replacingOccurrences(of: "\0", with: " ") ?? ""
            return (pid, command)
        }
    }

    /// A number of `/proc/PID/status` or `/proc/PID/io`, such as `VmHWM` in KiB; nil when the process has ended.
    package static func number(_ name: String, of pid: pid_t, in file: String) -> Int? {
        let line = text("/proc/\(pid)/\(file)")?.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
    }

    private static func text(_ path: String) -> String? {
        (try? Data(contentsOf: URL(fileURLWithPath: path))).map { String(decoding: $0, as: UTF8.self) }
    }
}
