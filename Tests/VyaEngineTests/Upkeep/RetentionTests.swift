import Testing
import VyaCatalog
import VyaCore
import VyaEngine
import VyaTestSupport

@Suite("What prune removes", .ownThread)
struct RetentionTests {
    private typealias S = UpkeepSamples

    private func plan(
        _ backups: [KnownBackup], _ policy: RetentionPolicy, attempts: [CatalogedAttempt] = [],
        now: Int = S.now,
        allowsMost: Bool = true
    ) -> [RemovalDecision] {
        Retention.plan(
            BackupHistory(backups: backups, attempts: attempts), now: now, allowsMost: allowsMost
        ) { _ in policy }
    }

    @Test("the newest stay and the rest goes; without a policy everything stays")
    func newest() {
        let kept = plan(S.nights(10), RetentionPolicy(newest: 3)).filter { !$0.removes }.map(
            \.backup.finishedAt)
        #expect(kept == S.nights(3).map(\.finishedAt))
        #expect(plan(S.nights(10), RetentionPolicy()).allSatisfy { !$0.removes })
        #expect(plan(S.nights(4), RetentionPolicy(newest: 0)).count { !$0.removes } == 1)
    }

    @Test("days, weeks and months keep the newest of each")
    func graded() {
        let kept = plan(S.nights(400), RetentionPolicy(newest: 1, daily: 7, weekly: 4, monthly: 12))
            .filter { !$0.removes }
        #expect((17...23).contains(kept.count), "\(kept.count)")
        let months = Set(kept.map { Moment.local(unixSeconds: $0.backup.finishedAt).civil.date.prefix(7) })
        #expect(months.count >= 12)
        let aged = plan(S.nights(400), RetentionPolicy(newest: 1, monthly: 12, maximumAgeDays: 100))
        #expect(aged.filter { !$0.removes }.allSatisfy { S.now - $0.backup.finishedAt <= 100 * S.day })
    }

    @Test("I1 I2 what failed, is damaged, incomplete or suspect counts for nothing and is left for people")
    func badOnes() {
        var backups = S.nights(6)
        for (index, state) in [(0, ListedArtifact.State.damaged), (1, .incomplete), (2, .unproven)] {
            backups[index].state = state
        }
        backups[4].suspicions = ["rows fell"]
        let plan = plan(backups, RetentionPolicy(newest: 1))
        #expect(plan.filter(\.removes).map(\.backup.finishedAt) == [backups[5].finishedAt])
    }

    @Test("I3 after a failed run of a source nothing of it is removed")
    func afterFailure() {
        let failed = [S.attempt(.failure, at: S.now - 60)]
        #expect(plan(S.nights(9), RetentionPolicy(newest: 1), attempts: failed).allSatisfy { !$0.removes })
        let whole = [S.attempt(.failure, at: S.now - 60, source: nil)]
        #expect(plan(S.nights(9), RetentionPolicy(newest: 1), attempts: whole).allSatisfy { !$0.removes })
        let mended = [S.attempt(.success, at: S.now - 60)] + failed
        #expect(plan(S.nights(9), RetentionPolicy(newest: 1), attempts: mended).contains { $0.removes })
    }

    @Test(
        "I9 C9 a clock that has jumped removes nothing by age, and more than half of a source at once needs --yes"
    )
    func clock() {
        let age = RetentionPolicy(maximumAgeDays: 30)
        for jump in [10 * 365 * S.day, -10 * 365 * S.day] {
            #expect(
                plan(S.nights(20), age, now: S.now + jump, allowsMost: true).allSatisfy { !$0.removes },
                "\(jump)")
        }
        let half = plan(S.nights(9), RetentionPolicy(newest: 1), allowsMost: false)
        #expect(half.filter(\.removes).map(\.backup.path) == S.nights(9).suffix(5).map(\.path))
        #expect(half.count(where: \.isHeldBack) == 3)
        #expect(plan(S.nights(3), RetentionPolicy(newest: 2), allowsMost: false).count(where: \.removes) == 1)
    }

    @Test(
        "N5 retention that is behind by any number comes to what it keeps, half a night",
        arguments: [1, 2, 5])
    func converges(keep: Int) {
        var backups = S.nights(60)
        for night in 1...12 {
            backups.append(S.backup(at: S.now + night * S.day))
            let gone = Set(
                plan(
                    backups, RetentionPolicy(newest: keep), now: S.now + night * S.day + S.hour,
                    allowsMost: false
                ).filter(\.removes).map(\.backup.path))
            #expect(gone.count <= (backups.count + 1) / 2)
            backups.removeAll { gone.contains($0.path) }
        }
        #expect(backups.count == keep)
        #expect(backups.map(\.finishedAt).max() == S.now + 12 * S.day)
    }

    @Test("N5 what is held back since the last run failed, or the newest is suspect, is told as held back")
    func held() {
        let failed = [S.attempt(.failure, at: S.now - 60)]
        let plan = plan(S.nights(9), RetentionPolicy(newest: 2), attempts: failed)
        #expect(plan.count(where: \.isHeldBack) == 7 && plan.allSatisfy { !$0.removes })
    }

    @Test("M1 N3 what a restore kept goes by its own age, what others made never, and neither counts")
    func outsiders() {
        var safety = S.nights(3, age: S.hour)
        for index in safety.indices {
            safety[index].isSafetyCopy = true
            safety[index].path += "-safety"
        }
        safety[2].finishedAt = S.now - 31 * S.day
        var others = S.nights(3, age: 2 * S.hour)
        for index in others.indices { others[index].ownership = .renamed("db0") }
        for index in others.indices { others[index].path += "-others" }
        let plan = plan(S.nights(3) + safety + others, RetentionPolicy(newest: 1))
        #expect(
            Set(plan.filter(\.removes).map(\.backup.path))
                == Set(S.nights(3).dropFirst().map(\.path) + [safety[2].path]))
    }

    @Test("I14 while the newest backup is suspect the older ones stay")
    func suspect() {
        var backups = S.nights(9)
        backups[0].suspicions = ["rows fell by 90 %"]
        #expect(plan(backups, RetentionPolicy(newest: 1)).allSatisfy { !$0.removes })
    }

    @Test("what is pinned stays, and so do the roles that a dump which stays needs")
    func pinsAndGlobals() {
        let roles = BackupSource(
            entry: EntryID(1), dbms: "postgresql", kind: .globals, database: ExactName("globals"))
        var backups = S.nights(6)
        backups[5].isPinned = true
        let globals = S.nights(6, source: roles)
        for index in 0..<6 {
            backups[index].globals = String(globals[index].path.split(separator: "/").last ?? "")
        }
        let plan = plan(backups + globals, RetentionPolicy(newest: 1))
        let kept = Set(plan.filter { !$0.removes }.map(\.backup.path))
        #expect(kept == [backups[0].path, backups[5].path, globals[0].path, globals[5].path])
    }

    @Test(
        "I1 10,000 random histories never lose the newest good backups, nor anything that is not this program's"
    )
    func model() {
        var random = SeededGenerator(seed: 20_261_125)
        for number in 0..<10_000 {
            let keep = Int.random(in: 1...5, using: &random)
            let policy = RetentionPolicy(
                newest: Bool.random(using: &random) ? keep : nil,
                daily: Int.random(in: 0...3, using: &random),
                weekly: Int.random(in: 0...3, using: &random), monthly: Int.random(in: 0...3, using: &random),
                maximumAgeDays: Bool.random(using: &random) ? Int.random(in: 1...60, using: &random) : nil)
            var now = S.now
            var backups: [KnownBackup] = []
            var attempts: [CatalogedAttempt] = []
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                now += Int.random(in: 0...2 * S.day, using: &random)
                // Clocks jump, runs fail, others delete.
                let jump =
                    Int.random(in: 0..<20, using: &random) == 0
                    ? Int.random(in: -400...400, using: &random) : 0
                let states: [ListedArtifact.State] = [
                    .proven, .proven, .proven, .damaged, .incomplete, .legacy,
                ]
                var backup = S.backup(
                    at: now + jump * S.day, state: states.randomElement(using: &random) ?? .proven)
                backup.path += "-\(backups.count)"
                if backup.state == .legacy { backup.source = nil }
                if Int.random(in: 0..<8, using: &random) == 0 { backup.isPresent = false }
                backups.append(backup)
                attempts.insert(
                    S.attempt(Bool.random(using: &random) ? .success : .failure, at: now), at: 0)
            }
            let view =
                now
                + (Int.random(in: 0..<5, using: &random) == 0
                    ? Int.random(in: -4000...4000, using: &random) * S.day : 0)
            let history = BackupHistory(backups: backups, attempts: attempts)
            let plan = Retention.plan(history, now: view, allowsMost: Bool.random(using: &random)) { _ in
                policy
            }
            let good = history.backups.filter { $0.isPresent && $0.isGood && $0.source != nil }
            let left = good.filter { backup in !plan.contains { $0.removes && $0.backup.path == backup.path }
            }
            #expect(left.count >= min(policy.floor, good.count), "history \(number)")
            #expect(left.first?.path == good.first?.path, "history \(number)")
            #expect(
                plan.filter(\.removes).allSatisfy { $0.backup.isGood && $0.backup.source != nil },
                "history \(number)")
        }
    }
}
