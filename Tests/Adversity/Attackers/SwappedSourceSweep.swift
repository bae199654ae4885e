import Foundation
import Testing
import VyaArchive
import VyaCore
import VyaTestSupport

@Suite("A source that is swapped while it is archived", .ownThread)
struct SwappedSourceSweep {
    @Test("D19 folders and files that their user swaps for links all the while let nothing from outside in")
    func swapped() throws {
        let tree = try TemporaryFolder("volume")
        chmod(tree.path, 0o711)
        for name in ["secret", "volume", "volume/inside", "volume/inside/deep"] { mkdir(tree(name), 0o755) }
        for name in ["secret/file", "secret/deep"] { try tree.write("SECRET", to: name) }
        for name in ["volume/inside/file", "volume/inside/deep/file", "volume/single"] {
            try tree.write("harmless", to: name)
        }
        chmod(tree("secret"), 0o700)
        try Command("/bin/chown", "-R", "65534:65534", tree("volume")).check()
        let attacker = try Attacker(
            """
            os.symlink(secret, volume + '/link')
            os.symlink(secret, volume + '/inside/link')
            os.symlink(secret + '/file', volume + '/link-to-file')
            while running:
                count('folders', exchange(volume + '/inside', volume + '/link'))
                count('files', exchange(volume + '/single', volume + '/link-to-file'))
                count('deep', exchange(volume + '/inside/deep', volume + '/inside/link'))
            """, ["secret": tree("secret"), "volume": tree("volume")])
        let rounds = Adversity.count(500, full: 20_000)
        let patterns = ["volume", "vol*/in*/**", "volume/**/file", "volume/inside/deep", "volume/single"]
        var (asFolder, asLink, wrong) = (0, 0, 0)
        for round in 0..<rounds {
            var archive = Data()
            let archiver = try FilesArchiver(
                pattern: ExactName(tree(patterns[round % patterns.count])), ignored: [], stop: StopSignal(),
                readers: round.isMultiple(of: 3) ? 0 : 6)
            do {
                _ = try archiver.write(into: ClosureSink { archive.append(contentsOf: $0) })
            } catch is SourceError {
                asLink += 1
                continue
            } catch is UnsafeError {
                // A foreign link in the part of the pattern that was spelled out.
                asLink += 1
                continue
            }
            if archive.range(of: Data("SECRET".utf8)) != nil { wrong += 1 }
            if archive.range(of: Data("harmless".utf8)) != nil { asFolder += 1 }
        }
        let counts = try attacker.stop()
        let swaps = counts.values.reduce(0, +)
        Adversity.report(
            "D19 a source that is swapped",
            [
                "walks": rounds, "swaps": swaps, "saw the folder": asFolder, "saw a link": asLink,
                "wrong": wrong,
            ])
        #expect(wrong == 0)
        // The race was run: both ends of the swap were seen.
        #expect(asFolder > 0 && asLink > 0 && swaps > rounds)
    }
}
