import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Killed at random moments", .ownThread)
struct RandomKills {
    @Test("C2 killed at random moments, a run of a dump and files leaves no half of a backup")
    func fakes() throws {
        // Enough that a good part of the run is spent on the dump.
        let faulty = try FaultyNight(rows: 300_000)
        try sweep(
            "C2 random kills", tries: Adversity.count(12, full: 250), faulty.night,
            judge: faulty.problemsAfterKill, next: faulty.problemsOfCleanRun, clear: faulty.clear)
    }

    @Test("C2 killed at random moments, a run of real dumps leaves no half of a backup and no session")
    func realDumps() throws {
        let (postgres, maria) = (try PrivatePostgreSQL(), try PrivateMariaDB())
        try HostileData.load(.shop, into: postgres, database: "kill_me")
        try HostileData.load(.shop, into: maria, database: "kill_me")
        try postgres.execute(
            "CREATE TABLE big AS SELECT i, repeat(md5(i::text), 20) AS t FROM generate_series(1, 20000) AS i",
            in: "kill_me")
        try maria.execute(
            "CREATE TABLE big (i int, t text) AS SELECT seq AS i, repeat(md5(seq), 20) AS t FROM seq_1_to_20000",
            in: "kill_me")
        let night = try Night(entries: [
            Night.entry(postgres, databases: ["kill_me"]), Night.entry(maria, databases: ["kill_me"]),
        ])
        let first = try night.runAll()
        #expect(first.status == 0, "\(first)")
        let before = try Oracle.snapshot(of: night.output)
        // Two databases, the roles and the users.
        #expect(night.artifacts().count == 4)
        try sweep(
            "C2 random kills of real dumps", tries: Adversity.count(6, full: 250), night,
            judge: { try night.problems(since: before, manifestsMayLack: true) },
            next: {
                // A server that still works for a killed client would hold its locks.
                try waitUntil("no dump's session is left") {
                    try postgres.query("SELECT count(*) FROM pg_stat_activity WHERE datname = 'kill_me'")
                        == "0"
                        && maria.query(
                            "SELECT count(*) FROM information_schema.processlist WHERE db = 'kill_me'") == "0"
                }
                let result = try night.runAll()
                return (result.status == 0 ? [] : ["a run without a fault ended so: \(result)"])
                    + (try night.problems(since: before, manifestsMayLack: true))
                    + (try night.secretFiles().map { "a secret is left: \($0)" })
            },
            clear: { try night.discard(allBut: before) })
    }

    private func sweep(
        _ name: String, tries: Int, _ night: Night, judge: () throws -> [String], next: () throws -> [String],
        clear: () throws -> Void
    ) throws {
        let clock = ContinuousClock()
        let durations = try (0..<3).map { _ in
            let start = clock.now
            let result = try night.runAll()
            #expect(result.status == 0, "\(result)")
            return (clock.now - start) / .microseconds(1)
        }
        try clear()
        let typical = durations.sorted()[1]
        var random = SeededGenerator(seed: Adversity.seed)
        var (tried, killed, wrong) = (0, 0, 0)
        // How long a run takes changes with what else the machine does. A run that ended before it was killed says that
        // the moments were too late, and does not count; they grow late again, so that a run's end is not left out.
        var latest = typical
        while killed < tries, tried < 4 * tries {
            tried += 1
            let moment = Double.random(in: 0..<latest, using: &random)
            let running = try night.program.start(night.arguments())
            usleep(useconds_t(moment))
            running.process.send(SIGKILL)
            if try running.finish(within: 60).ending == .signalled(SIGKILL) {
                killed += 1
                latest = min(typical, latest * 1.1)
            } else {
                latest = moment
            }
            try? waitUntil("the run's children are gone", within: 10) { running.process.survivors().isEmpty }
            var problems = running.process.survivors().map { "still runs: \($0.command)" }
            problems += try judge()
            // What is left must bother no run; that is asked now and then, and at the end.
            if tried % 5 == 0 || killed == tries {
                problems += try next()
                try clear()
            }
            #expect(problems == [], "killed after \(Int(moment)) µs of \(Int(typical)), try \(tried)")
            if !problems.isEmpty { wrong += 1 }
        }
        Adversity.report(
            name, ["tried": tried, "killed": killed, "µs of a run": Int(typical), "wrong": wrong])
        #expect(wrong == 0)
        #expect(killed == tries, "only \(killed) of \(tried) runs were killed")
    }
}
