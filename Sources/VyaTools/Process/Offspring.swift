import CLinux
import Glibc
import Synchronization
import VyaSystem

/// The processes below this one: the tools that it started, and what these left behind.
///
/// A process that a tool starts may leave the tool's group (setsid(2)) and outlive it. It is then found by a mark in the
/// environment that it inherited, as a child of this process, which is who the kernel gives orphans to once `adopt` was
/// called (`PR_SET_CHILD_SUBREAPER` of prctl(2)).
package enum Offspring {
    /// The tools that are not reaped yet; also held while one is started, so that none is taken for an orphan.
    static let tools = Mutex<Set<pid_t>>([])

    /// The name of the variable with the mark.
    static let variable = "VYA_BACKUP_TOOL"

    private static let adopts = Atomic(false)
    private static let count = Atomic(0)

    /// Has orphans of the tools become children of this process, which from then on has no children but tools and orphans:
    /// whatever else it starts is ended with these.
    package static func adopt() {
        if vya_adopt_orphans() == 0 { adopts.store(true, ordering: .relaxed) }
    }

    /// A mark that no other tool has; nil in a process that adopts nothing.
    static func newMark() -> String? {
        adopts.load(ordering: .relaxed)
            ? "\(getpid()).\(count.wrappingAdd(1, ordering: .relaxed).newValue)" : nil
    }

    /// What a tool's environment has for its mark.
    static func variables(_ mark: String?) -> [String: String] { mark.map { [variable: $0] } ?? [:] }

    /// Ends what a tool has left behind, wherever it went, and reaps what has ended; the tool itself is left to its owner.
    ///
    /// Returns when nothing is left, or after some two seconds: there are processes that cannot be killed.
    static func clear(_ mark: String, of tool: pid_t) {
        for round in 0..<110 {
            let isClear = tools.withLock { tools in
                var isClear = true
                for child in children() where !tools.contains(child) {
                    if reap(child) {
                        isClear = false
                    } else if marked(child) == mark || tools.allSatisfy({ $0 == tool }) {
                        kill(child, SIGKILL)
                        isClear = false
                    }
                }
                return isClear
            }
            if isClear { return }
            usleep(round < 10 ? 1000 : 20_000)
        }
    }

    /// Ends all tools, with their groups, and all orphans, and waits for none: for the last moment of the program.
    package static func killAll() {
        for _ in 0..<5 {
            let children = children()
            if children.isEmpty { return }
            for child in children {
                kill(-child, SIGKILL)
                kill(child, SIGKILL)
            }
            usleep(10_000)
        }
    }

    private static func reap(_ child: pid_t) -> Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(child), &info, WEXITED | WNOHANG) == 0
            && info._sifields._sigchld.si_pid == child
    }

    /// The children of all threads; those of a kernel that does not list them are found by looking at all processes.
    private static func children() -> [pid_t] {
        let own = "/proc/self/task"
        var found: [pid_t] = []
        for name in (try? FolderNames.sorted(at: own)) ?? [] {
            let list = "\(own)/\(String(decoding: name, as: UTF8.self))/children"
            guard let bytes = contents(list) else {
                // The thread has ended, or the kernel has no such lists (CONFIG_PROC_CHILDREN).
                if access("/proc/thread-self/children", F_OK) != 0 { return childrenOfHost() }
                continue
            }
            found += bytes.split(separator: UInt8(ascii: " ")).compactMap {
                pid_t(String(decoding: $0, as: UTF8.self))
            }
        }
        return found
    }

    private static func childrenOfHost() -> [pid_t] {
        let own = "\(getpid())"
        return ((try? FolderNames.sorted(at: "/proc")) ?? []).compactMap { name in
            // proc(5): the command's name stands in parentheses and may hold anything; state and parent follow.
            guard let number = pid_t(String(decoding: name, as: UTF8.self)),
                let bytes = contents("/proc/\(number)/stat"),
                let end = bytes.lastIndex(of: UInt8(ascii: ")"))
            else { return nil }
            let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
            return fields.count > 1 && fields[1].elementsEqual(own.utf8) ? number : nil
        }
    }

    private static func marked(_ process: pid_t) -> String? {
        let beginning = Array((variable + "=").utf8)
        return contents("/proc/\(process)/environ")?.split(separator: 0)
            .first { $0.starts(with: beginning) }
            .map { String(decoding: $0.dropFirst(beginning.count), as: UTF8.self) }
    }

    /// What a file of /proc holds, at most 4 MiB.
    private static func contents(_ path: String) -> [UInt8]? {
        guard let file = OwnedDescriptor.open(path, O_RDONLY) else { return nil }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4096)
        while bytes.count < 4 << 20 {
            let count = uninterrupted { Int32(truncatingIfNeeded: read(file.number, &block, block.count)) }
            if count < 0 { return nil }
            if count == 0 { break }
            bytes += block.prefix(Int(count))
        }
        return bytes
    }
}
