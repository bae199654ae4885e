import Testing
import VyaCatalog
import VyaCore
import VyaEngine
import VyaTestSupport

/// A folder that hosts share, the uploader of it, and what each host believes; lived through by chance.
private struct World {
    private typealias S = UpkeepSamples

    /// A file as it truly is.
    private struct File {
        var host: Int
        var name: String
        var path: String
        /// By the clock of its host, which may be wrong.
        var finishedAt: Int
        var isGood: Bool
        var isSafety: Bool
        var hostID: String
        var hostName: String
    }

    /// What a host's catalog remembers of a file.
    private struct Record {
        var removedBy: RemovalBasis?
        var removedAt: Int?
        var confirmedAt: Int?
    }

    private let confirms: Bool
    private let watches: [String]
    private let keeps: Int
    private let pattern = UploadPattern("uploaded {file}")
    private var names = ["alpha", "beta"]
    private var folders = ["/backups", "/backups"]
    private var here: [File] = []
    private var all: [String: File] = [:]
    /// The paths of what the uploader truly has.
    private var cloud: Set<String> = []
    private var log: [String] = []
    private var records: [[String: Record]] = [[:], [:]]
    private var attempts: [[CatalogedAttempt]] = [[], []]
    private var now = S.now
    /// How far the wall clock is from the truth.
    private var skew = 0
    private var number = 0
    private(set) var faults: [String] = []

    /// What happens by chance.
    private enum Event: CaseIterable {
        case run, run2, failedRun, upload, upload2, partialUpload, queue, manifestsOnly, cleanUp, cleanUp2,
            prune,
            prune2, othersRemove, rename, moveFolder, replace, jump, back, wait, cleanAll
    }

    init(_ random: inout SeededGenerator) {
        confirms = Bool.random(using: &random)
        watches = Bool.random(using: &random) ? ["/backups"] : ["/backups", "/moved"]
        keeps = Int.random(in: 1...3, using: &random)
        for _ in 0..<Int.random(in: 5...25, using: &random) {
            step(Event.allCases.randomElement(using: &random) ?? .run, &random)
            for host in 0...1 { look(host) }
            now += Int.random(in: 0...12, using: &random) * S.hour
        }
    }

    private var wall: Int { now + skew }

    private func source(_ host: Int) -> BackupSource { S.shop }

    private func identity(_ host: Int) -> HostIdentity { HostIdentity(id: "id\(host)", name: names[host]) }

    /// What a host knows, as the folders and its catalog tell.
    private func history(_ host: Int) -> BackupHistory {
        var backups: [KnownBackup] = []
        let present = Set(here.map(\.path))
        for file in all.values {
            var backup = KnownBackup(
                source: S.shop, path: file.path, finishedAt: file.finishedAt, bytes: 1000, rawBytes: 5000,
                state: .proven)
            backup.isSafetyCopy = file.isSafety
            let record = records[host][file.path]
            backup.isPresent = present.contains(file.path) && folders[host] == backup.folder
            if backup.isPresent {
                var manifest = CopiesModelTests.manifest
                (manifest.host, manifest.hostID) = (file.hostName, file.hostID)
                backup.ownership = identity(host).ownership(of: manifest, server: nil)
                switch backup.ownership {
                case .own: break
                case .renamed: if record == nil { backup.source = nil }
                case .others: backup.source = nil
                }
                if !file.isGood { backup.state = .damaged }
            } else if record == nil {
                continue
            }
            backup.confirmedAt = record?.confirmedAt
            if !backup.isPresent {
                (backup.removedAt, backup.removedBy) = (record?.removedAt, record?.removedBy?.rawValue)
            }
            backups.append(backup)
        }
        return BackupHistory(backups: backups, attempts: attempts[host])
    }

    private mutating func refresh(_ host: Int) {
        let present = Set(here.filter { CopiesModelTests.folder($0.path) == folders[host] }.map(\.path))
        for file in here
        where file.hostID == "id\(host)" && file.hostName == names[host] && present.contains(file.path)
            && records[host][file.path] == nil
        {
            records[host][file.path] = Record()
        }
        for (path, record) in records[host]
        where record.removedBy == nil && !present.contains(path)
            && CopiesModelTests.folder(path) == folders[host]
        {
            let time = wall
            records[host][path]?.removedBy = .others
            records[host][path]?.removedAt = time
        }
        guard confirms, let pattern else { return }
        for (path, record) in records[host] where record.confirmedAt == nil {
            if log.contains(where: { pattern.says(Array($0.utf8), of: path) }) {
                let time = wall
                records[host][path]?.confirmedAt = time
            }
        }
    }

    private mutating func make(_ host: Int, isSafety: Bool = false) {
        number += 1
        let name = "20261123_003000_postgresql_1_shop~\(number).sql.gz"
        let file = File(
            host: host, name: name, path: folders[host] + "/" + name, finishedAt: wall, isGood: true,
            isSafety: isSafety, hostID: "id\(host)", hostName: names[host])
        here.append(file)
        all[file.path] = file
        records[host][file.path] = Record()
        if !isSafety {
            attempts[host].insert(S.attempt(.success, at: wall, run: "r\(number)"), at: 0)
        }
    }

    private mutating func carryOut(_ plan: [RemovalDecision], _ host: Int) {
        for decision in plan where decision.removes {
            guard let file = here.first(where: { $0.path == decision.backup.path }) else { continue }
            if file.host != host { faults.append("host \(host) removed \(file.name) of host \(file.host)") }
            if decision.basis == .confirmed, !cloud.contains(file.path) {
                faults.append("\(file.name) went as confirmed, and the uploader does not have it")
            }
            here.removeAll { $0.path == file.path }
            let time = wall
            records[host][file.path]?.removedBy = decision.basis
            records[host][file.path]?.removedAt = time
        }
    }

    private mutating func step(_ event: Event, _ random: inout SeededGenerator) {
        let host = Int.random(in: 0...1, using: &random)
        switch event {
        case .run, .run2: make(host)
        case .failedRun: attempts[host].insert(S.attempt(.failure, at: wall, run: "f\(number)"), at: 0)
        case .upload, .upload2:
            for file in here where watches.contains(CopiesModelTests.folder(file.path)) {
                cloud.insert(file.path)
                log += ["12:00 uploaded \(file.path).json", "12:00 uploaded \(file.path)"]
            }
        case .partialUpload:
            if let file = here.randomElement(using: &random) {
                cloud.insert(file.path)
                log.append("12:00 uploaded \(file.name)")
            }
        case .queue: log += here.map { "12:00 queued \($0.path), uploaded nothing" }
        case .manifestsOnly: log += here.map { "12:00 uploaded \($0.path).json" }
        case .cleanUp, .cleanUp2:
            refresh(host)
            let rule = UploadRelease.Rule(
                watched: watches, isConfirmed: confirms, clockIsDoubtful: abs(skew) > Retention.clockTolerance
            )
            carryOut(UploadRelease.plan(history(host), rule: rule, now: wall), host)
        case .cleanAll:
            guard Int.random(in: 0..<4, using: &random) == 0 else { return }
            refresh(host)
            carryOut(
                UploadRelease.plan(history(host), rule: UploadRelease.Rule(takesAll: true), now: wall), host)
        case .prune, .prune2:
            refresh(host)
            let before = own(host)
            carryOut(
                Retention.plan(
                    history(host), now: wall, allowsMost: Bool.random(using: &random)
                ) { _ in RetentionPolicy(newest: keeps) }, host)
            let after = own(host)
            if after.count < min(keeps, before.count) || before.first?.path != after.first?.path {
                faults.append("prune left \(after.count) of \(before.count), keeping \(keeps)")
            }
        case .othersRemove:
            if let file = here.randomElement(using: &random) { here.removeAll { $0.path == file.path } }
        case .rename:
            if Int.random(in: 0..<3, using: &random) == 0 {
                names[host] = ["alpha", "beta", "gamma"].randomElement(using: &random) ?? "alpha"
            }
        case .moveFolder: folders[host] = folders[host] == "/backups" ? "/moved" : "/backups"
        case .replace: make(host, isSafety: true)
        case .jump: skew = Int.random(in: -400...400, using: &random) * S.day
        case .back: skew = 0
        case .wait: now += S.day
        }
    }

    /// The backups of a host's nights that lie in the folder it looks into, under the name that it has; newest first.
    private func own(_ host: Int) -> [File] {
        here.filter {
            $0.host == host && !$0.isSafety && $0.hostName == names[host]
                && CopiesModelTests.folder($0.path) == folders[host]
        }.sorted { ($0.finishedAt, $0.path) > ($1.finishedAt, $1.path) }
    }

    /// Compares what `check` says with what is there.
    private mutating func look(_ host: Int) {
        refresh(host)
        let report = HealthCheck(
            history(host),
            entries: [ExpectedEntry(id: EntryID(1), dbms: "postgresql", names: [ExactName("shop")])],
            confirms: confirms, now: wall
        ).judge()
        let isTrue = all.values.contains { file in
            file.host == host && !file.isSafety
                && (cloud.contains(file.path) || here.contains { $0.path == file.path })
        }
        if report.severity == .ok, !isTrue {
            faults.append("a green light for host \(host), and no copy is anywhere")
        }
        for health in report.sources where health.redundancy > 0 {
            let count = all.values.count { file in
                file.host == host && !file.isSafety
                    && (cloud.contains(file.path) || here.contains { $0.path == file.path })
            }
            if health.redundancy > count {
                faults.append("host \(host) counts \(health.redundancy) copies, and there are \(count)")
            }
        }
    }
}

@Suite("Copies, counted in random histories", .ownThread)
struct CopiesModelTests {
    static let manifest = Manifest(
        runID: "r", host: "", entry: EntryID(1), dbms: "postgresql", database: ExactName("shop"), kind: .dump,
        file: "f", startedAt: "", finishedAt: "", provenance: Provenance(), arguments: [], rawBytes: 5000,
        bytes: 1000, sha256: "", encoding: "gzip", proof: Manifest.Proof())

    static func folder(_ path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    @Test(
        "N1 N2 N3 M1 no history makes a light lie, a host remove what is another's, or a confirmation of what was not taken"
    )
    func model() {
        var random = SeededGenerator(seed: 20_261_129)
        for number in 0..<Adversity.count(2_000, full: 100_000) {
            let world = World(&random)
            #expect(world.faults.isEmpty, "history \(number): \(world.faults.prefix(3))")
            if !world.faults.isEmpty { return }
        }
    }
}
