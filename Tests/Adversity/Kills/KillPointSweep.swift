import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Killed at any point", .ownThread)
struct KillPointSweep {
    @Test(
        "C1 killed at any call of any thread, a run leaves no half of a backup, and the next one succeeds",
        arguments: [false, true])
    func calls(hidden: Bool) throws {
        let faulty = try FaultyNight(hidden: hidden)
        let probe = try faulty.night.runAll(with: Faults())
        #expect(probe.result.status == 0, "\(probe)")
        #expect(probe.calls.contains { $0.name == (hidden ? "renameat2" : "linkat") }, "\(probe.calls)")
        try faulty.clear()
        let points = sample(1...probe.calls.count, Adversity.count(12, full: .max))
        var (killed, leftovers, wrong) = (0, 0, 0)
        for (index, point) in points.enumerated() {
            let run = try faulty.night.runAll(with: Faults(at: point, .kill))
            // The order of the threads differs from run to run, and with it how many calls there are.
            if run.result.ending == .signalled(SIGKILL) { killed += 1 }
            leftovers += try faulty.leftovers()
            wrong += try judge(faulty, "killed at \(run.hits)", survivors: run.survivors, index: index)
        }
        Adversity.report(
            "C1 kill at calls" + (hidden ? ", hidden names" : ""),
            [
                "calls": probe.calls.count, "points": points.count, "killed": killed,
                "leftovers swept": leftovers, "wrong": wrong,
            ])
        #expect(wrong == 0)
        #expect(killed >= points.count * 3 / 4, "only \(killed) of \(points.count) runs were killed")
        // Without a name nothing is ever left; with a hidden one it is, and the sweep has to have seen that.
        #expect(hidden == (leftovers > 0))
    }

    @Test("C1 killed at any system call, as the kernel sees them, a run leaves no half of a backup")
    func systemCalls() throws {
        let calls = [
            "openat", "read", "write", "pread64", "pwrite64", "fsync", "sync_file_range", "linkat",
            "unlinkat",
            "close", "flock", "fchmod", "mkdirat", "fstat", "newfstatat", "fstatfs", "ftruncate",
            "getdents64",
            "fadvise64", "execve", "clone3", "vfork", "pipe2", "poll", "wait4", "waitid", "kill",
        ]
        let faulty = try FaultyNight()
        let probe = try faulty.night.runAll(under: .recording(calls.joined(separator: ",")))
        #expect(probe.status == 0, "\(probe)")
        try faulty.clear()
        let counts = probe.trace.highestCounts
        // The first, the last and those between, of each call.
        let points = calls.flatMap { call in
            counts[call].map { count in
                sample(1...count, Adversity.count(1, full: 12)).map { (call: call, number: $0) }
            } ?? []
        }
        var (killed, wrong) = (0, 0)
        for (index, (call, number)) in points.enumerated() {
            let running = try faulty.night.program.start(
                faulty.night.arguments(), under: .injecting(call, "signal=KILL:when=\(number)"))
            let result = try running.finish(within: 60)
            if result.status == 137 { killed += 1 }
            try? waitUntil("the run's children are gone", within: 10) { running.process.survivors().isEmpty }
            wrong += try judge(
                faulty, "killed at \(call) number \(number)",
                survivors: running.process.survivors().map(\.command), index: index)
        }
        Adversity.report(
            "C1 kill at system calls", ["points": points.count, "killed": killed, "wrong": wrong])
        #expect(wrong == 0)
        #expect(killed >= points.count / 2, "only \(killed) of \(points.count) runs were killed: \(counts)")
    }

    /// Judges what a killed run left and, in the short form for every fourth, what the next one makes of it; 1 if anything is
    /// wrong.
    private func judge(
        _ faulty: FaultyNight, _ how: String, survivors: [String], index: Int
    ) throws -> Int {
        var problems = try faulty.problemsAfterKill()
        problems += survivors.map { "still runs: \($0)" }
        if Adversity.isFull || index % 4 == 0 { problems += try faulty.problemsOfCleanRun() }
        #expect(problems == [], "\(how)")
        try faulty.clear()
        return problems.isEmpty ? 0 : 1
    }
}

/// At most so many numbers of a range, spread over it, the first and the last among them.
func sample(_ range: ClosedRange<Int>, _ most: Int) -> [Int] {
    guard range.count > most else { return Array(range) }
    guard most > 1 else { return [(range.lowerBound + range.upperBound) / 2] }
    return (0..<most).map { range.lowerBound + (range.count - 1) * $0 / (most - 1) }
}
