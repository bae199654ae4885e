import Testing
import VyaCore
import VyaTestSupport

@Suite("The nearest known name", .ownThread)
struct NearestNameTests {
    @Test("a misspelt name finds the one that was meant")
    func near() {
        #expect(NearestName.of("postgrseql", in: ["mysql", "postgresql"]) == "postgresql")
        #expect(NearestName.of("mysq", in: ["mysql", "postgresql"]) == "mysql")
    }

    @Test("a name that is far from all finds none")
    func far() {
        #expect(NearestName.of("oracle", in: ["mysql", "postgresql"]) == nil)
        #expect(NearestName.of("x", in: []) == nil)
    }
}
