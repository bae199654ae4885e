import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Calls that fail", .ownThread)
struct FaultSweep {
    /// What the calls that are faulted are about.
    enum Place: String, CaseIterable {
        case destination
        case hiddenNames = "destination with hidden names"
        case source
        case anything
    }

    private static let calls = [
        "openat", "read", "pread64", "write", "pwrite64", "fsync", "sync_file_range", "linkat", "renameat2",
        "renameat", "unlinkat", "close", "mkdirat", "statvfs", "statfs", "fchmod", "flock", "ftruncate",
    ]
    /// Calls that have a count, which can be short.
    private static let counted: Set = ["read", "pread64", "write", "pwrite64"]

    @Test(
        "B1 B2 B5 B7 B8 B9 D24 any call that fails fails what it is about, loudly and alone",
        arguments: Place.allCases)
    func sweep(place: Place) throws {
        let faulty = try FaultyNight(hidden: place == .hiddenNames)
        let under: String? =
            switch place {
            case .destination, .hiddenNames: faulty.night.output
            case .source: faulty.tree
            case .anything: nil
            }
        let probe = try faulty.night.runAll(with: Faults(calls: Self.calls, under: under))
        #expect(probe.result.status == 0, "\(probe)")
        try faulty.clear()
        var random = SeededGenerator(seed: Adversity.seed)
        var (tried, hit, failed, wrong) = (0, 0, 0, 0)
        for call in Self.calls {
            let count = probe.calls.count { $0.name == call }
            guard count > 0 else { continue }
            for number in sample(1...count, Adversity.count(1, full: 8)) {
                var actions: [Faults.Action] = [ENOSPC, EIO, EDQUOT, EMFILE].map { .error($0) }
                if Self.counted.contains(call) { actions.append(.short) }
                if !Adversity.isFull { actions = Array(actions.shuffled(using: &random).prefix(1)) }
                for action in actions + [.error(EINTR)] {
                    // A full disk stays full; other faults come once.
                    let isLasting = [.error(ENOSPC), .error(EDQUOT), .short].contains(action)
                    let run = try faulty.night.runAll(
                        with: Faults(
                            calls: [call], under: under, at: number, lasting: isLasting, action), "--json")
                    let problems = try judge(run, of: faulty, at: place, action)
                    #expect(problems == [], "\(place.rawValue): \(call) number \(number), \(action): \(run)")
                    tried += 1
                    if !run.hits.isEmpty { hit += 1 }
                    if run.result.status != 0 { failed += 1 }
                    if !problems.isEmpty { wrong += 1 }
                    try faulty.clear()
                }
            }
        }
        let problems = try faulty.problemsOfCleanRun()
        #expect(problems == [])
        Adversity.report(
            "B faults of \(place.rawValue)",
            ["tried": tried, "hit": hit, "runs failed": failed, "wrong": wrong + problems.count])
        #expect(wrong == 0)
        // Which thread makes which call differs from run to run, and more so on a busy machine.
        #expect(hit >= tried / 2, "only \(hit) of \(tried) runs met their fault")
        #expect(failed > 0)
    }

    /// All that is wrong with how a run took its fault.
    private func judge(
        _ run: Faults.Run, of faulty: FaultyNight, at place: Place, _ action: Faults.Action
    ) throws -> [String] {
        let status = run.result.status
        // A hidden name that cannot be removed stays, for the next run to remove.
        let cannotRemove = run.hits.contains { $0.name == "unlinkat" } && action != .error(EINTR)
        var problems =
            try cannotRemove ? faulty.problemsAfterKill() : faulty.problems(manifestsMayLack: status != 0)
        problems += run.survivors.map { "still runs: \($0)" }
        // What cannot be removed is at least emptied.
        let names = try faulty.night.secretFiles()
        problems += names.filter { !faulty.isEmpty("runtime/" + $0) }.map { "a secret is left: \($0)" }
        if case .signalled(let signal) = run.result.ending { problems.append("died of signal \(signal)") }
        let isHarmless = action == .error(EINTR) || action == .short
        if isHarmless, status != 0 { problems.append("did not go on: \(status)") }
        if status == 0, faulty.made.count != 2 { problems.append("success with \(faulty.made)") }
        // Whose every write fails cannot say so; the status does.
        let isMute = run.hits.contains { $0.path.contains("/vya-program-") }
        if status != 0, !isMute, run.result.errors.isEmpty, run.result.output.isEmpty {
            problems.append("said nothing")
        }

        let entries = (try? run.result.json())?["entries"]?.arrayValue ?? []
        var complaints: [String] = []
        var shortfalls: [String] = []
        for entry in entries {
            let backups = entry["backups"]?.arrayValue ?? []
            complaints += ([entry] + backups).compactMap { $0["error_code"]?.stringValue }
            shortfalls += backups.flatMap { $0["shortfalls"]?.arrayValue ?? [] }.compactMap(\.stringValue)
        }
        if status == 0, !(complaints + shortfalls).isEmpty { problems.append("success with complaints") }
        func isAbout(_ kinds: [String]) -> Bool {
            complaints.contains { kinds.contains(where: $0.hasPrefix) }
        }
        switch place {
        case .destination, .hiddenNames:
            if isAbout(["files.", "tool.", "dump.", "source."]) || !shortfalls.isEmpty {
                problems.append("an error of the destination is called one of the source")
            }
            if status != 0, complaints.isEmpty { problems.append("no error was reported") }
        case .source:
            if isAbout(["destination.", "folder.", "proof.", "artifact."]) {
                problems.append("an error of the source is called one of the destination")
            }
            if status != 0, complaints.isEmpty, !shortfalls.allSatisfy({ $0.hasPrefix(faulty.tree) }) {
                problems.append("a file is not named: \(shortfalls)")
            }
        case .anything: break
        }
        return problems
    }
}
