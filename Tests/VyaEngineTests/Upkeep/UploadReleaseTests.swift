import Testing
import VyaCore
import VyaEngine
import VyaTestSupport

@Suite("What cleanup removes", .ownThread)
struct UploadReleaseTests {
    private typealias S = UpkeepSamples

    private func removed(_ backups: [KnownBackup], _ rule: UploadRelease.Rule, now: Int = S.now) -> [Int] {
        UploadRelease.plan(BackupHistory(backups: backups), rule: rule, now: now).filter(\.removes)
            .map { (S.now - $0.backup.finishedAt) / S.hour }
    }

    @Test(
        "I4 what the uploader may not have yet stays: by age where nothing can confirm, by its word where it can"
    )
    func release() {
        let backups = [1, 3, 5, 9].map { S.backup(at: S.now - $0 * S.hour) }
        #expect(removed(backups, UploadRelease.Rule(watched: ["/backups"])) == [5, 9])
        #expect(removed(backups, UploadRelease.Rule(isConfirmed: true)) == [])
        var confirmed = backups
        confirmed[0].confirmedAt = S.now
        #expect(removed(confirmed, UploadRelease.Rule(isConfirmed: true)) == [1])
    }

    @Test(
        "what is pinned, damaged, without a manifest or of the Python program stays unless that is asked for")
    func others() {
        var pinned = S.backup(at: S.now - 9 * S.hour)
        pinned.isPinned = true
        let states: [ListedArtifact.State] = [.damaged, .unproven, .legacy]
        let backups = [pinned] + states.map { S.backup(at: S.now - 8 * S.hour, state: $0) }
        let watched = ["/backups"]
        #expect(removed(backups, UploadRelease.Rule(watched: watched)) == [])
        #expect(removed(backups, UploadRelease.Rule(watched: watched, takesAll: true)) == [])
        #expect(removed(backups, UploadRelease.Rule(watched: watched, takesLegacy: true)) == [8])
        #expect(removed(backups, UploadRelease.Rule(takesLegacy: true)) == [])
        #expect(
            removed(backups, UploadRelease.Rule(watched: watched, isConfirmed: true, takesLegacy: true)) == []
        )
    }

    @Test("I9 a clock that has jumped releases nothing by age")
    func clock() {
        let backups = [1, 5, 9].map { S.backup(at: S.now - $0 * S.hour) }
        var rule = UploadRelease.Rule(watched: ["/backups"])
        #expect(removed(backups, rule, now: S.now + 10 * 365 * S.day) == [])
        #expect(removed(backups, rule, now: S.now - 365 * S.day) == [])
        #expect(removed(backups, rule) == [5, 9])
        rule.clockIsDoubtful = true
        #expect(removed(backups, rule) == [])
    }

    @Test("N1 from where the uploader does not look nothing is released by its age")
    func covered() {
        let backups = [5, 9].map { S.backup(at: S.now - $0 * S.hour) }
        for watched in [[], ["/backup"], ["/backups/sub"], ["/backupsy"], ["/other", "/tmp/bkpzip"]] {
            #expect(removed(backups, UploadRelease.Rule(watched: watched)) == [], "\(watched)")
        }
        for watched in [["/"], ["/backups/"], ["/other", "/backups"]] {
            #expect(removed(backups, UploadRelease.Rule(watched: watched)) == [5, 9], "\(watched)")
        }
        // The word of the uploader counts wherever the file lies, and an order does.
        var confirmed = backups
        confirmed[0].confirmedAt = S.now
        #expect(removed(confirmed, UploadRelease.Rule()) == [5])
        #expect(removed(backups, UploadRelease.Rule(takesAll: true)) == [5, 9])
    }

    @Test("N3 M1 what others made stays, whatever is asked for; what a restore kept goes like other backups")
    func owners() {
        var other = S.backup(at: S.now - 9 * S.hour)
        (other.ownership, other.source) = (.others("host db2"), nil)
        var renamed = S.backup(at: S.now - 8 * S.hour)
        renamed.ownership = .renamed("db0")
        var safety = S.backup(at: S.now - 7 * S.hour)
        safety.isSafetyCopy = true
        let rule = UploadRelease.Rule(watched: ["/"], takesAll: true, takesLegacy: true)
        #expect(removed([other, renamed, safety], rule) == [7])
    }

    @Test("the catalog is told what each goes by, so that only the uploader's word makes a copy of it")
    func basis() {
        let old = S.backup(at: S.now - 9 * S.hour)
        var confirmed = S.backup(at: S.now - 8 * S.hour)
        confirmed.confirmedAt = S.now
        func bases(_ rule: UploadRelease.Rule) -> [RemovalBasis] {
            UploadRelease.plan(BackupHistory(backups: [old, confirmed]), rule: rule, now: S.now)
                .filter(\.removes).map(\.basis)
        }
        #expect(bases(UploadRelease.Rule(watched: ["/backups"])) == [.confirmed, .assumed])
        #expect(bases(UploadRelease.Rule(takesAll: true)) == [.ordered, .ordered])
    }

    @Test(
        "10,000 random histories: nothing goes that is too young or unconfirmed, and nothing that is not ours"
    )
    func model() {
        var random = SeededGenerator(seed: 42)
        for number in 0..<10_000 {
            let rule = UploadRelease.Rule(
                minimumAgeHours: Int.random(in: 1...48, using: &random),
                watched: Bool.random(using: &random) ? ["/backups"] : ["/elsewhere"],
                isConfirmed: Bool.random(using: &random))
            let states: [ListedArtifact.State] = [.proven, .incomplete, .damaged, .unproven, .legacy]
            let backups = (0..<Int.random(in: 0...12, using: &random)).map { index in
                var backup = S.backup(
                    at: S.now - Int.random(in: -5...100, using: &random) * S.hour,
                    state: states.randomElement(using: &random) ?? .proven)
                backup.path += "-\(index)"
                backup.isPresent = Bool.random(using: &random)
                if Bool.random(using: &random) { backup.confirmedAt = S.now }
                return backup
            }
            for disposition in UploadRelease.plan(BackupHistory(backups: backups), rule: rule, now: S.now)
            where disposition.removes {
                let backup = disposition.backup
                #expect(
                    backup.isPresent && [.proven, .incomplete].contains(backup.state), "history \(number)")
                let isOld = S.now - backup.finishedAt >= rule.minimumAgeHours * S.hour
                let mayAge = !rule.isConfirmed && rule.watched == ["/backups"]
                #expect(backup.confirmedAt != nil || (mayAge && isOld), "history \(number)")
            }
        }
    }
}
