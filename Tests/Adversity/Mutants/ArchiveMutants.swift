import Foundation
import Testing
import VyaArchive
import VyaCore
import VyaTestSupport

@Suite("Mutants of archives", .ownThread)
struct ArchiveMutants {
    private static let words =
        [
            "ustar\u{0}00", "ustar  \u{0}", "../outside/secret", "../../outside/secret",
            "../outside/folder/x", "/", "//",
            "..", ".", "./", "a/../../outside/x", "tree/sub", "tree/away", "tree/soft", "tree/a.txt", "tree",
            "0000644\u{0}",
            "0004755\u{0}", "77777777777\u{0}", "00000000000\u{0}", "00000001000\u{0}", "\u{0}", "5", "2",
            "1", "3", "4", "6", "7",
            "x", "g", "L", "K", "S", "D", "V", "30 path=../outside/secret\n", "27 path=tree/away/secret\n",
            "21 linkpath=outside\n", "12 size=-1\n", "29 size=9223372036854775807\n",
            "99999999999999999999 a=b\n",
            "22 GNU.sparse.major=1\n", "22 GNU.sparse.minor=0\n", "26 GNU.sparse.map=0,1,2,3\n",
            "20 mtime=1e99999999\n",
            "34 SCHILY.xattr.user.a=some value\n", "28 SCHILY.acl.access=u::rwx\n",
        ].map { Array($0.utf8) } + [
            [0x80] + Array(repeating: 0xFF, count: 11), [UInt8](repeating: 0, count: 512),
        ]

    @Test("F1 F3 F4 F14 a mutant of an archive writes nothing outside of its target; none crashes or hangs")
    func archives() throws {
        let samples =
            try Corpus.samples(in: "tar").map(\.bytes)
            + Corpus.samples(in: "backups", ending: ".tar.gz").map(Corpus.decompressed)
        // Archives end in blocks of zeros; more than the two that belong there would get most of the changes.
        let mutator = Mutator(
            of: samples.map(Self.withoutPadding), dictionary: Self.words, unit: 512, seed: Adversity.seed)
        let place = try TemporaryFolder("archives")
        let scratch = place("scratch")
        let mount = try Mount("tmpfs", at: scratch, options: "size=64m,mode=700")
        let sentinel = try Sentinel(at: scratch + "/outside")
        let watch = try MutantWatch("F1 mutants of archives")
        var (proven, surveyed, extracted, entries) = (0, 0, 0, 0)
        let wrong = try watch.sweep(Adversity.count(1_500, full: 10_000)) { number in
            let mutant = mutator.mutant(number).bytes
            // One in four keeps its wrong checksums.
            let bytes = number.isMultiple(of: 4) ? mutant : TarChecksums.mended(mutant)
            var options = ExtractionOptions()
            options.replaces = number % 3 == 0
            options.preservesSpecial = number % 5 == 0
            let target = scratch + "/out\(number % 40)"
            let blockSize = [512, 10_240, 1 << 20, 777][number % 4]
            var wrong: [String] = []
            do {
                var proof = ArchiveProof()
                try Self.feed(bytes, blockSize) { try proof.observe($0) }
                _ = try proof.finish()
                proven += 1
            } catch is TarFault {}
            var plan: ExtractionPlan?
            do {
                var survey = try ExtractionPlanner(target: target, options: options, stop: StopSignal())
                try Self.feed(bytes, blockSize) { try survey.observe($0) }
                plan = try survey.finish()
                surveyed += 1
            } catch is TarFault {
            } catch is HostileArchiveError {}
            // Without regard to the survey: the extraction itself has to be as safe.
            do {
                var extractor = try FilesExtractor(target: target, options: options, stop: StopSignal())
                try Self.feed(bytes, blockSize) { try extractor.observe($0) }
                let summary = try extractor.finish()
                extracted += 1
                entries += summary.entries
                if plan == nil { wrong.append("it is extracted although the survey refuses it") }
            } catch is TarFault {
            } catch is HostileArchiveError {
            } catch is DestinationError {}
            wrong += sentinel.changes().map { "outside is changed: \($0)" }
            if number % 100 == 99 {
                let names = try FileManager.default.contentsOfDirectory(atPath: scratch)
                let strange = names.filter { $0 != "outside" && !$0.hasPrefix("out") }
                if !strange.isEmpty { wrong.append("beside the target lies \(strange)") }
                try Command("/bin/bash", "-c", "rm -rf -- \"$1\"/out[0-9]*", "bash", scratch).check()
            }
            return wrong
        }
        withExtendedLifetime(mount) {}
        Adversity.report(
            "F1 mutants of archives",
            [
                "tried": Adversity.count(1_500, full: 10_000), "whole": proven, "without hazard": surveyed,
                "extracted": extracted, "members": entries, "wrong": wrong.count,
            ])
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        #expect(surveyed > 100 && extracted > 100)
    }

    private static func withoutPadding(_ archive: [UInt8]) -> [UInt8] {
        let content = archive.lastIndex { $0 != 0 }.map { ($0 / 512 + 1) * 512 } ?? 0
        return Array(archive.prefix(content)) + [UInt8](repeating: 0, count: 1024)
    }

    private static func feed(
        _ bytes: [UInt8], _ blockSize: Int, _ take: (UnsafeRawBufferPointer) throws -> Void
    ) rethrows {
        try bytes.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: blockSize) {
                try take(UnsafeRawBufferPointer(rebasing: bytes[start...].prefix(blockSize)))
            }
        }
    }
}
