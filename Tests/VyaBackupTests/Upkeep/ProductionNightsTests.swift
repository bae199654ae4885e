import Testing
import VyaTestSupport

@Suite("Production's nights", .ownThread(seconds: Adversity.isFull ? 3600 : 120))
struct ProductionNightsTests {
    @Test(
        "N1 N3 N7 N8 M1 in nights as production has them no light lies: not check, report, mail or metrics",
        arguments: ProductionHost.Cleaning.allCases)
    func nights(_ cleaning: ProductionHost.Cleaning) throws {
        let host = try ProductionHost(cleaning, seed: Adversity.seed)
        for day in 0..<Adversity.count(6, full: 60) {
            try host.live(looksEveryHour: Adversity.isFull)
            if day == 1 { try host.consultDoctor() }
            #expect(host.faults == [], "day \(day)")
            if !host.faults.isEmpty { return }
        }
        Adversity.report(
            "N1 production's nights, \(cleaning.rawValue)",
            ["looks": host.looks, "green": host.greens, "wrong": host.faults.count])
        // Where nobody looks, or says what was taken, no light can be green once the folders are empty.
        #expect(
            cleaning == .confirmed ? host.greens > host.looks / 3 : host.greens < host.looks, "\(host.alarms)"
        )
    }
}
