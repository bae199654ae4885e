import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// Schemas with data that nobody has thought of: dumped without a complaint, proven by a drill, and back as they were.
@Suite("Random schemas", .ownThread(seconds: Adversity.isFull ? 14_400 : 240))
struct RandomSchemaTests {
    enum Family: String, CaseIterable, Sendable { case postgresql, mariadb }

    /// How many schemas are in one database.
    private let schemas = 25
    /// How many databases are in one run.
    private let databases = 4

    /// A server of either family.
    private struct Server {
        let entry: ([String]) -> String
        let create: (String) throws -> Void
        let drop: (String) throws -> Void
        let dump: (String) throws -> Data
        /// Makes schemas of these numbers, and returns how many statements there were, and which were refused.
        let make: (ClosedRange<Int>, String) throws -> (statements: Int, refusals: [String])
    }

    private func server(_ family: Family) throws -> Server {
        switch family {
        case .postgresql:
            let server = try PrivatePostgreSQL(options: ["-c", "fsync=off"])
            return Server(
                entry: { Night.entry(server, databases: $0) }, create: { try server.createDatabase($0) },
                drop: { try server.dropDatabase($0) }, dump: { try server.dump($0) },
                make: { numbers, database in
                    let made = numbers.map { RandomPostgreSQLSchema(seed: Adversity.seed, number: $0) }
                    let sql = RandomPostgreSQLSchema.preparation + made.map(\.sql).joined()
                    return (
                        made.reduce(0) { $0 + $1.statements.count },
                        try server.refusals(of: sql, in: database)
                    )
                })
        case .mariadb:
            let server = try PrivateMariaDB(options: ["--innodb-file-per-table=ON"])
            return Server(
                entry: { Night.entry(server, databases: $0) }, create: { try server.createDatabase($0) },
                drop: { try server.dropDatabase($0) }, dump: { try server.dump($0) },
                make: { numbers, database in
                    let made = numbers.map { RandomMariaDBSchema(seed: Adversity.seed, number: $0) }
                    let sql = RandomMariaDBSchema.preparation + made.map(\.sql).joined()
                    return (
                        made.reduce(0) { $0 + $1.statements.count },
                        try server.errors(of: sql, in: database, as: server.user, password: server.password)
                    )
                })
        }
    }

    /// Makes databases of schemas with these numbers, and tells what was not as it should be.
    private func problems(
        from first: Int, on server: Server, count statements: inout Int, refused: inout [String]
    ) throws -> [String] {
        var problems: [String] = []
        let names = (0..<databases).map { "random \(first + $0 * schemas)" }
        defer { for name in names { try? server.drop(name) } }
        for (index, name) in names.enumerated() {
            try server.create(name)
            let start = first + index * schemas
            let made = try server.make(start...start + schemas - 1, name)
            statements += made.statements
            refused += made.refusals
        }
        let night = try Night(entries: [server.entry(names)])
        func expect(_ what: String, _ result: Program.Result, lacks words: String = "not all") {
            if result.status != 0 || (result.text + result.errors).contains(words) {
                problems.append("seed \(Adversity.seed), from \(first), \(what): \(result)")
            }
        }
        expect("run", try night.runAll(within: 600))
        expect("drill", try night.run("verify", "--latest", "--restore", within: 600))
        for (index, name) in names.enumerated() {
            guard let artifact = try? night.artifact(of: name) else { continue }
            let expected = try server.dump(name)
            defer { try? server.drop("copy") }
            expect("restore of \(name)", try night.restore(artifact, "--target", "copy", within: 600))
            if let copy = try? server.dump("copy"),
                let difference = resting(copy).difference(from: resting(expected))
            {
                problems.append("seed \(Adversity.seed), copy of \(name): \(difference)")
            }
            guard index == 0 else { continue }
            expect("replacement of \(name)", try night.restore(artifact, "--replace", within: 600))
            if let difference = ComparableDump(try server.dump(name)).difference(
                from: ComparableDump(expected))
            {
                problems.append("seed \(Adversity.seed), replaced \(name): \(difference)")
            }
        }
        return problems
    }

    /// A dump in which no event is enabled, since those of a copy are not.
    private func resting(_ dump: Data) -> ComparableDump {
        var rest = dump
        while let place = rest.range(of: Data(" ENABLE".utf8)) {
            rest.replaceSubrange(place, with: Data(" DISABLE".utf8))
        }
        return ComparableDump(rest)
    }

    @Test(
        "whatever schema is made up comes back as it was, and its drill passes",
        arguments: Family.allCases)
    func comesBack(family: Family) throws {
        let server = try server(family)
        var problems: [String] = []
        var refused: [String] = []
        var statements = 0
        let number = Adversity.count(schemas * databases, full: 5000)
        for first in stride(from: 0, to: number, by: schemas * databases) where problems.count < 20 {
            problems += try self.problems(from: first, on: server, count: &statements, refused: &refused)
        }
        Adversity.report(
            "random schemas of \(family.rawValue)",
            [
                "schemas": number, "statements": statements, "refused": refused.count,
                "wrong": problems.count,
            ])
        if let path = ProcessInfo.processInfo.environment["VYA_REFUSALS"] {
            try refused.joined(separator: "\n").write(
                toFile: path + family.rawValue, atomically: true, encoding: .utf8)
        }
        // Otherwise the generator has lost its way, and the test shows little.
        #expect(refused.count * 10 < statements, "\(refused.prefix(30).joined(separator: "\n"))")
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }
}
