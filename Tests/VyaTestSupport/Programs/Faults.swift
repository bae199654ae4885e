import Foundation

/// Faults that the program meets in its own calls of the system, through the library of `Tests/CFaults`.
///
///     let probe = try night.runAll(with: Faults(calls: ["write"], under: night.output))
///     probe.calls.count                                     // so many there are to fault
///     let run = try night.runAll(with: Faults(calls: ["write"], under: night.output, at: 3, .error(ENOSPC)))
///     #expect(run.hits.count == 1)
///
/// Calls are counted over all threads. A file without a name lies under the folder that it was made in. Tools that
/// the program starts are left alone, because they do not inherit its environment.
package struct Faults: Sendable {
    /// What becomes of a call.
    package enum Action: Sendable, Equatable {
        /// It fails with this `errno`, and does nothing.
        case error(Int32)
        /// The program is killed when it makes it.
        case kill
        /// It reads or writes half of what it was asked to.
        case short
    }

    private let calls: [String]
    private let under: String?
    private let number: Int
    private let isLasting: Bool
    private let action: Action

    /// Faults the call with this number among those with one of the names, all if none is given, on a path or below
    /// it; `lasting` means all after it too, and number 0 that calls are only written down.
    package init(
        calls: [String] = [], under: String? = nil, at number: Int = 0, lasting: Bool = false,
        _ action: Action = .kill
    ) {
        (self.calls, self.under, self.number, self.isLasting) = (calls, under, number, lasting)
        self.action = action
    }

    /// What makes a program have no file without a name, as on a file system that lacks `O_TMPFILE`.
    package static let noUnnamedFiles = ["LD_PRELOAD": library, "VYA_FAULT_NAMED": "1"]

    /// The library's path.
    private static let library = Program.product("libCFaults.so")

    func environment(log: String) -> [String: String] {
        var variables = ["LD_PRELOAD": Self.library, "VYA_FAULT_LOG": log]
        variables["VYA_FAULT_AT"] = "\(number)" + (isLasting ? "+" : "")
        switch action {
        case .error(let code): variables["VYA_FAULT_DO"] = "\(code)"
        case .kill: variables["VYA_FAULT_DO"] = "kill"
        case .short: variables["VYA_FAULT_DO"] = "short"
        }
        if !calls.isEmpty { variables["VYA_FAULT_CALLS"] = calls.joined(separator: ",") }
        if let under { variables["VYA_FAULT_UNDER"] = under }
        return variables
    }

    /// A run and the calls that it made.
    package struct Run: Sendable, CustomStringConvertible {
        /// A call that counted.
        package struct Call: Sendable, CustomStringConvertible {
            /// The system's name for it.
            package let name: String
            /// What it was about.
            package let path: String
            /// Whether it was faulted.
            package let isFaulted: Bool
            /// All of it.
            package var description: String { "\(name) \(path)\(isFaulted ? " FAULT" : "")" }
        }

        /// How the program ended.
        package let result: Program.Result
        /// The calls that counted, in their order.
        package let calls: [Call]
        /// Those that were faulted.
        package var hits: [Call] { calls.filter(\.isFaulted) }
        /// What is left of the program's children and of itself, once they had ten seconds to go.
        package let survivors: [String]
        /// All of it, for a failed expectation.
        package var description: String { "\(hits)\n\(result)" }
    }
}

extension Night {
    /// Runs every entry under faults; throws when the program has not ended in time.
    package func runAll(
        with faults: Faults, _ words: String..., within seconds: Double = 60
    ) throws -> Faults.Run {
        try run(arguments() + words, with: faults, within: seconds)
    }

    /// Runs the program under faults; throws when it has not ended in time.
    package func run(
        _ arguments: [String], with faults: Faults, within seconds: Double = 60
    ) throws -> Faults.Run {
        let log = folder("faults.log")
        unlink(log)
        var program = program
        program.environment.merge(faults.environment(log: log)) { $1 }
        let running = try program.start(arguments)
        let result = try running.finish(within: seconds)
        // What the program had started needs a moment to notice that it has gone.
        try? waitUntil("the run's children are gone", within: 10) { running.process.survivors().isEmpty }
        let text = (try? Data(contentsOf: URL(fileURLWithPath: log))).map {
            String(decoding: $0, as: UTF8.self)
        }
        let calls = (text ?? "").split(separator: "\n").map { line in
            let isFaulted = line.hasSuffix(" FAULT")
            let words = (isFaulted ? line.dropLast(6) : line).split(
                separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            return Faults.Run.Call(
                name: String(words[0]), path: String(words.dropFirst().first ?? ""), isFaulted: isFaulted)
        }
        return Faults.Run(result: result, calls: calls, survivors: running.process.survivors().map(\.command))
    }
}
