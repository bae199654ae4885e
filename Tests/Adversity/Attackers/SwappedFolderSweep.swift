import Foundation
import Testing
import VyaCore
import VyaStorage
import VyaTestSupport

/// The folder of backups in a place like /tmp: another user plants what he can and reads what he can, while root moves
/// the folder away and back, or lets it change places with another, in the middle of runs.
@Suite("A folder of backups that is swapped while it is written to", .ownThread)
struct SwappedFolderSweep {
    @Test(
        "B13 E1 E2 E8 a folder that is moved and planted all the while has whole backups only, which nobody can read"
    )
    func swapped() throws {
        let place = try TemporaryFolder("published")
        chmod(place.path, 0o711)
        let mount = try Mount("tmpfs", at: place("tmp"), options: "size=256m,mode=1777")
        let tmp = place("tmp")
        // As the predecessor left it: its names can be read by all.
        for name in ["out", "spare"] { mkdir("\(tmp)/\(name)", 0o755) }
        let attacker = try Attacker(
            """
            evil = tmp + '/evil'
            os.mkdir(evil)
            while running:
                for plant in (lambda: os.mkdir(tmp + '/out'), lambda: os.symlink(evil, tmp + '/out'),
                        lambda: os.rename(tmp + '/out', tmp + '/taken')):
                    try: plant(); count('planted')
                    except OSError: pass
                exchange(tmp + '/out', evil)
                for folder in ('out', 'spare', 'away'):
                    try: names = os.listdir(tmp + '/' + folder)
                    except OSError: continue
                    for name in names:
                        count('tries')
                        try:
                            with open(tmp + '/' + folder + '/' + name, 'rb') as file: count('bytes', len(file.read()))
                        except OSError: pass
            """, ["tmp": tmp])
        let mistakes = FolderMistakes(in: tmp)
        let mover = Repeating { mistakes.makeOne() }

        let rounds = Adversity.count(500, full: 20_000)
        let pool = try WorkPool(compression: ZlibCompressor(), workers: 1)
        var (published, refused, found) = (Set<String>(), 0, Set<String>())
        var wrong: [String] = []
        for round in 0..<rounds {
            let name = "n\(round).sql.gz"
            do {
                let folder = try SafeFolder.open(tmp + "/out", createIfMissing: round.isMultiple(of: 10))
                let writer = try ArtifactWriter(
                    in: folder, pool: pool, memory: 1 << 20,
                    style: round.isMultiple(of: 2) ? .unnamed : .hidden)
                try Self.content(of: name).withUnsafeBytes { try writer.append($0) }
                _ = try writer.finish()
                try writer.prove()
                published.insert(try writer.publish { $0 == 1 ? name : "again-\($0)-\(name)" })
            } catch is UnsafeError {
                refused += 1
            } catch is DestinationError {
                refused += 1
            }
            if round % 200 == 199 || round == rounds - 1 {
                mistakes.pause { wrong += Self.take(from: tmp, into: &found) }
            }
        }
        mover.stop()
        let counts = try attacker.stop()
        wrong += Self.take(from: tmp, into: &found)
        if found != published {
            wrong.append("other files are there than were published: \(found.symmetricDifference(published))")
        }
        let read = counts["bytes"] ?? 0
        if read > 0 { wrong.append("nobody could read \(read) bytes") }
        wrong += mistakes.findings
        withExtendedLifetime(mount) {}
        Adversity.report(
            "B13 E8 a folder that is swapped",
            [
                "backups": rounds, "published": published.count, "refused": refused, "moves": mistakes.moves,
                "planted": counts["planted"] ?? 0, "tries to read": counts["tries"] ?? 0, "bytes read": read,
                "wrong": wrong.count,
            ])
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        #expect(published.count > 0 && refused > 0 && mistakes.moves > 0)
        #expect(counts["planted", default: 0] > 0 && counts["tries", default: 0] > 0)
    }

    private static func content(of name: String) -> [UInt8] { Array("-- the backup \(name)\n".utf8) }

    /// Takes all files out of root's folders, and says which are not whole; what lies in folders of others is wrong.
    private static func take(from tmp: String, into found: inout Set<String>) -> [String] {
        var wrong: [String] = []
        for folder in (try? FileManager.default.contentsOfDirectory(atPath: tmp)) ?? [] {
            let path = tmp + "/" + folder
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
            for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
                if status.st_uid != 0 { wrong.append("\(name) lies in \(folder), which is nobody's") }
                if name.hasPrefix(".vya-") { wrong.append("\(name) was left behind") }
                var raw: [UInt8] = []
                do {
                    _ = try ArtifactReader.open(path + "/" + name).readAll(
                        index: nil, workers: 1, stop: StopSignal()
                    ) {
                        raw.append(contentsOf: $0)
                    }
                } catch { wrong.append("\(folder)/\(name): \(error)") }
                if raw != content(of: name) {
                    wrong.append("\(folder)/\(name) holds \(raw.count) other bytes")
                }
                var file = stat()
                if lstat(path + "/" + name, &file) == 0, file.st_mode & 0o777 != 0o600 {
                    wrong.append("\(folder)/\(name) has another mode")
                }
                found.insert(name)
                unlink(path + "/" + name)
            }
        }
        return wrong
    }
}
