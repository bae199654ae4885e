import Testing
import VyaCore
import VyaTestSupport

@Suite("Order of what needs each other", .ownThread)
struct DependencyOrderTests {
    @Test("M5 what is needed comes first, a cycle is one group, and strangers are left out")
    func groups() {
        let needs: [ExactName: Set<ExactName>] = [
            "a": ["z"], "z": ["m", "gone"], "m": [], "b": ["c"], "c": ["d"], "d": ["b", "z"], "e": ["b"],
            "f": ["f"],
        ]
        #expect(DependencyOrder.groups(of: needs) == [["m"], ["z"], ["a"], ["b", "c", "d"], ["e"], ["f"]])
    }

    @Test("M5 a chain of any length is ordered")
    func chain() {
        let needs = (0..<20_000).map { (ExactName("\($0)"), Set([ExactName("\($0 + 1)")])) }
        let groups = DependencyOrder.groups(of: Dictionary(uniqueKeysWithValues: needs))
        #expect(groups.count == 20_000 && groups.first == ["19999"])
    }
}
