import Testing
import VyaCore
import VyaEngine
import VyaTestSupport

@Suite("Backups that do not look like those before them", .ownThread)
struct AnomalyTests {
    private let before = Manifest.Proof(
        tables: [TableRows("public.orders", 900), TableRows("public.items", 100)], objects: ["functions": 4])

    private func suspicions(
        _ proof: Manifest.Proof, rawBytes: Int = 10 << 20, seconds: Int = 60, times: Int = 6
    ) -> [Message] {
        Anomaly.suspicions(
            about: proof, rawBytes: rawBytes, seconds: seconds,
            against: Baseline(
                rawBytes: Array(repeating: 10 << 20, count: times),
                seconds: Array(repeating: 60, count: times),
                contents: before))
    }

    @Test("the same again, and a little more or less, is not suspect")
    func usual() {
        #expect(suspicions(before) == [])
        let less = Manifest.Proof(
            tables: [TableRows("public.orders", 601), TableRows("public.items", 100)],
            objects: ["functions": 3])
        #expect(suspicions(less, rawBytes: 6 << 20, seconds: 500) == [])
    }

    @Test("I14 rows that fell by 40 %, tables and routines that are gone are told with their numbers")
    func fallen() {
        let proof = Manifest.Proof(tables: [TableRows("public.items", 100)], objects: [:])
        #expect(
            suspicions(proof) == [
                "rows fell from 1000 to 100", "table public.orders is gone", "functions fell from 4 to 0",
            ])
        let archive = Anomaly.suspicions(
            about: Manifest.Proof(entries: 40), rawBytes: 1, seconds: 1,
            against: Baseline(rawBytes: [], seconds: [], contents: Manifest.Proof(entries: 1000)))
        #expect(archive == ["files fell from 1000 to 40"])
    }

    @Test("a size or a duration out of its own history is told, once there is a history")
    func outOfHistory() {
        #expect(suspicions(before, rawBytes: 4 << 20) == ["its size is 40 % of the usual one"])
        #expect(suspicions(before, rawBytes: 40 << 20) == ["its size is 400 % of the usual one"])
        #expect(suspicions(before, seconds: 3600) == ["it took 60 min, and usually 1 min"])
        #expect(suspicions(before, rawBytes: 4 << 20, seconds: 3600, times: 2) == [])
    }
}
