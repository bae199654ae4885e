/// How `strace` watches or faults a run; the INJ(x) of the fault list.
///
///     .injecting("write", "error=ENOSPC:when=3+")     // the engine alone: dump tools are let go at their execve
///     .injecting("write", "error=EIO", paths: ["/x"]) // only calls on that file
///     .recording("openat,write,fsync,linkat")         // the engine alone, nothing faulted
///     .recordingExecutions                            // every execve of every child, with arguments and environment
package struct Strace: Sendable {
    private let options: [String]

    /// Faults system calls of the program, but not of the tools it starts; `fault` is in strace's own words.
    package static func injecting(_ calls: String, _ fault: String, paths: [String] = []) -> Strace {
        Strace(
            options: ["-b", "execve"] + paths.flatMap { ["-P", $0] }
                + ["-e", "trace=\(calls)", "-e", "inject=\(calls):\(fault)"])
    }

    /// Writes down system calls of the program, but not of the tools it starts.
    package static func recording(_ calls: String) -> Strace {
        Strace(options: ["-b", "execve", "-y", "-e", "trace=\(calls)"])
    }

    /// Writes down every program that is executed, with its arguments and environment.
    package static let recordingExecutions = Strace(options: [
        "-v", "-s", "100000", "-e", "trace=execve,execveat",
    ])

    /// Writes down every system call of the program and of all that it starts.
    package static let recordingEverything = Strace(options: ["-e", "trace=all", "-e", "signal=none"])

    func command(writingTo path: String) -> [String] {
        ["/usr/bin/strace", "-f", "-qq", "-o", path] + options + ["--"]
    }

    /// What was written down.
    package struct Record: Sendable {
        /// The text, one call a line, each after the id of its thread.
        package let text: String
        /// Its lines.
        package var lines: [Substring] { text.split(separator: "\n") }
        /// How many calls were faulted.
        package var hits: Int { lines.count { $0.hasSuffix("(INJECTED)") } }

        /// How many calls were held up by a fault such as `delay_enter=1000`.
        package var delays: Int { lines.count { $0.hasSuffix("(DELAYED)") } }

        /// The names of the calls in the order of their beginning.
        package var calls: [String] { lines.compactMap { Record.call(in: $0)?.name } }

        /// For each call the highest count in one thread: strace counts `when=` by call and thread.
        package var highestCounts: [String: Int] {
            var counts: [String: Int] = [:]
            for line in lines {
                guard let call = Record.call(in: line) else { continue }
                counts["\(call.name) \(call.thread)", default: 0] += 1
            }
            return Dictionary(
                counts.map { (String($0.key.prefix { $0 != " " }), $0.value) }, uniquingKeysWith: max)
        }

        private static func call(in line: Substring) -> (thread: Substring, name: String)? {
            let thread = line.prefix { $0.isNumber }
            let rest = line.dropFirst(thread.count).drop { $0 == " " }
            guard let open = rest.firstIndex(of: "("), open > rest.startIndex else { return nil }
            let name = rest[..<open]
            guard name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return nil }
            return (thread, String(name))
        }
    }
}
