import Testing
import VyaTestSupport

/// An account with all privileges on its own databases gains nothing by what it puts there, whatever the program does.
@Suite("A tenant of MariaDB", .ownThread)
struct MySQLTenantTests {
    @Test("K5 K6 K7 K9 code of every kind, in every place and in whosever name, gives a tenant nothing")
    func furnishings() throws {
        #expect(MySQLFurnishing.common.count >= 60 && MySQLFurnishing.mariaDB.count > 20)
        let problems = try HostileMySQLTenant.furnishingProblems(on: try PrivateMariaDB())
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    @Test("K1 K2 K7 a name stays a name, with every mark of every language and what hides it")
    func names() throws {
        let names = HostileMySQLNames.marked
        let databases = stride(from: 0, to: names.count, by: 40).map { names[$0 + $0 / 40 % 3] }
        let problems = try HostileMySQLTenant.namingProblems(
            on: try PrivateMariaDB(), names: names, databases: databases)
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }
}
