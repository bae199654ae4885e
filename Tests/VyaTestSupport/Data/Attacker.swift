import Foundation
import VyaCore

/// A program of the user nobody, who does harm as fast as he can until he is stopped.
///
///     let attacker = try Attacker("while running:\n    count('swaps', exchange(a, b))", ["a": …, "b": …])
///     …
///     let counts = try attacker.stop()          // ["swaps": 4711]
///
/// The script is Python; `os`, the names it was given, `running`, `count(what, by)` and `exchange(a, b)`, which lets two
/// names change places and says whether they did, are at hand.
package final class Attacker: Sendable {
    private let process: RunningProgram
    private let folder: TemporaryFolder

    /// Starts him, and waits until he has begun.
    package init(_ script: String, _ names: [String: String]) throws {
        folder = try TemporaryFolder("attacker")
        let values = names.sorted { $0.key < $1.key }.map { "\($0.key) = \(pythonText($0.value))" }
        let program = """
            import ctypes, json, os, signal, sys
            libc = ctypes.CDLL(None, use_errno=True)
            running, counts = True, {}
            def end(*_):
                global running
                running = False
            signal.signal(signal.SIGTERM, end)
            def count(what, by=1): counts[what] = counts.get(what, 0) + int(by)
            def exchange(a, b): return libc.renameat2(-100, os.fsencode(a), -100, os.fsencode(b), 2) == 0
            \(values.joined(separator: "\n"))
            os.umask(0)
            print('{}', flush=True)
            \(script)
            print(json.dumps(counts), flush=True)
            """
        process = try RunningProgram(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3", "-c", program],
            environment: ["PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"], folder: "/", output: folder("output"),
            errors: folder("errors"))
        try waitUntil("the attacker has begun") {
            if !process.isRunning { throw failure("did not begin") }
            return lines.first == "{}"
        }
    }

    deinit { process.killSession() }

    /// Stops him, and tells what he counted.
    package func stop() throws -> [String: Int] {
        process.send(SIGTERM)
        guard try process.wait(seconds: 60) == .exited(0), let last = lines.last else {
            throw failure("failed")
        }
        return try JSONDecoder().decode([String: Int].self, from: Data(last.utf8))
    }

    private var lines: [Substring] { text("output").split(separator: "\n") }

    private func text(_ name: String) -> String {
        (try? String(contentsOfFile: folder(name), encoding: .utf8)) ?? ""
    }

    private func failure(_ what: String) -> Command.Failure {
        Command.Failure(description: "the attacker \(what): \(text("errors"))")
    }
}

private func pythonText(_ text: String) -> String {
    "'" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "\\'") + "'"
}
