import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("Which databases an entry means", .ownThread)
struct DatabaseSelectionTests {
    private let existing: [ExactName] = ["app_a", "app_b", "shop", "sys", "tmp1", "é", "e\u{301}", "a[b"]

    private func select(
        _ list: [ExactName] = [], ignore: [ExactName] = [], only: [ExactName] = []
    ) throws -> (names: [ExactName], failures: [PlanFailure]) {
        let entry = Entry(id: EntryID(1), dbms: "mysql", databases: list, ignored: ignore)
        let selection = try DatabaseSelection(
            of: PlanRequest(entry: entry, only: only), from: existing, system: ["sys", "information_*"])
        return (selection.databases, selection.failures)
    }

    @Test("an empty db_list is every database but the server's own")
    func all() throws {
        #expect(try select().names == existing.filter { $0 != "sys" })
    }

    @Test("M7 scratch databases of restores and drills are no part of every database, and that is told")
    func scratch() throws {
        func select(_ list: [ExactName], only: [ExactName] = []) throws -> DatabaseSelection {
            let entry = Entry(id: EntryID(1), dbms: "mysql", databases: list)
            return try DatabaseSelection(
                of: PlanRequest(entry: entry, only: only),
                from: ["shop", "vya_drill_1", "vya_restore_1", "vya_other"], system: [])
        }
        for list in [[], ["*"], ["shop", "vya_*"]] as [[ExactName]] {
            let all = try select(list)
            #expect(all.databases.allSatisfy { $0 == "shop" || $0 == "vya_other" })
            #expect(all.warnings.count == 1 && all.warnings[0].contains("vya_drill_1, vya_restore_1"))
        }
        // Whoever names one means it.
        #expect(try select(["vya_drill_1"]).databases == ["vya_drill_1"])
        #expect(try select([], only: ["vya_restore_1"]).databases == ["vya_restore_1"])
        #expect(try select(["shop"]).warnings == [])
    }

    @Test("db_list selects, then db_ignore removes")
    func precedence() throws {
        #expect(try select(["app_*", "shop"], ignore: ["app_b"]).names == ["app_a", "shop"])
    }

    @Test("system databases are out even when they are listed")
    func system() throws {
        #expect(try select(["s*"]).names == ["shop"])
        #expect(throws: SourceError.self) { try select(["sys"]) }
    }

    @Test("A15 a name that the server lacks fails alone, with the nearest name")
    func missing() throws {
        let result = try select(["shop", "app_c", "nothing*"])
        #expect(result.names == ["shop"])
        #expect(result.failures.map(\.database) == ["app_c"])
        #expect(
            result.failures.first?.explanation.message == "database \"app_c\" does not exist on the server")
        #expect(result.failures.first?.explanation.hints == ["did you mean \"app_a\"?"])
    }

    @Test("an entry that means no database is a failure", arguments: [["zzz*"], ["app_*"]] as [[ExactName]])
    func nothing(_ list: [ExactName]) throws {
        #expect(throws: SourceError.self) { try select(list, ignore: ["app_*"]) }
    }

    @Test("names on the command line bypass the lists but must exist")
    func only() throws {
        let result = try select(["app_*"], ignore: ["*"], only: ["shop", "sys", "nope"])
        #expect(result.names == ["shop", "sys"])
        #expect(result.failures.map(\.database) == ["nope"])
    }

    @Test("names in two Unicode forms are two names")
    func exact() throws {
        #expect(try select(["e\u{301}"]).names == ["e\u{301}"])
        #expect(try select(only: ["é"]).names == ["é"])
    }

    @Test("a name written as the server has it is meant, whatever a glob would make of it")
    func metacharacters() throws {
        #expect(try select(["a[b"]).names == ["a[b"])
    }
}
