import Foundation
import Testing
import VyaArchive
import VyaCore
import VyaTestSupport

@Suite("A target that is swapped while files are restored into it", .ownThread)
struct SwappedTargetSweep {
    @Test("F5 D19 a target whose folders its user swaps for links all the while leads nowhere else")
    func swapped() throws {
        let place = try TemporaryFolder("target")
        chmod(place.path, 0o711)
        mkdir(place("mount"), 0o711)
        let mount = try Mount("tmpfs", at: place("mount"), options: "size=64m,mode=711")
        let archive = try Self.archive(in: place)
        let sentinel = try Sentinel(at: place("mount/outside"))
        for name in ["volume", "volume/data"] { mkdir(place("mount/" + name), 0o755) }
        try Command("/bin/chown", "-R", "65534:65534", place("mount/volume")).check()
        let attacker = try Attacker(
            """
            data = volume + '/data'
            pairs = [(data + '/d', data + '/link', outside), (data + '/d/s', data + '/d/link', outside),
                (data, volume + '/link', outside), (data + '/d/f', data + '/d/to-file', outside + '/secret')]
            while running:
                for name, link, target in pairs:
                    if exchange(name, link): count('swaps')
                    else:
                        try: os.symlink(target, link)
                        except OSError: pass
            """, ["outside": sentinel.path, "volume": place("mount/volume")])
        let rounds = Adversity.count(500, full: 20_000)
        var options = ExtractionOptions()
        options.replaces = true
        options.preservesSpecial = true
        var (whole, refused) = (0, 0)
        var wrong: [String] = []
        for round in 0..<rounds {
            do {
                var extractor = try FilesExtractor(
                    target: place("mount/volume/data"), options: options, stop: StopSignal())
                for start in stride(from: 0, to: archive.count, by: 1024) {
                    try archive.dropFirst(start).prefix(1024).withUnsafeBytes { try extractor.observe($0) }
                }
                _ = try extractor.finish()
                whole += 1
            } catch is UnsafeError {
                refused += 1
            } catch is DestinationError {
                refused += 1
            } catch is HostileArchiveError {
                refused += 1
            }
            wrong += sentinel.changes().map { "round \(round): \($0)" }
        }
        let swaps = try attacker.stop()["swaps"] ?? 0
        withExtendedLifetime(mount) {}
        Adversity.report(
            "F5 a target that is swapped",
            ["extractions": rounds, "swaps": swaps, "whole": whole, "refused": refused, "wrong": wrong.count])
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        #expect(whole > 0 && refused > 0 && swaps > 0)
    }

    /// An archive of files that belong to nobody, whose extraction opens, makes, changes and removes all along the way.
    private static func archive(in place: TemporaryFolder) throws -> Data {
        try FileManager.default.createDirectory(
            atPath: place("tree/d/s/t"), withIntermediateDirectories: true)
        for name in ["d/f", "d/s/f", "d/s/t/f", "d/s/run", "d/z"] {
            try place.write(name, to: "tree/" + name)
        }
        link(place("tree/d/s/f"), place("tree/d/s/hard"))
        symlink("s", place("tree/d/soft"))
        chmod(place("tree/d/s/run"), 0o4755)
        mkfifo(place("tree/d/s/pipe"), 0o600)
        return try Command(
            "/bin/tar", "--owner=65534", "--group=65534", "--numeric-owner", "--sort=name", "-b", "1", "-C",
            place("tree"), "-cf", "-", "d"
        ).check().output
    }
}
