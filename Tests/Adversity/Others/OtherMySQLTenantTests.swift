import Testing
import VyaCore
import VyaTestSupport

/// A tenant gains nothing on newer servers of MariaDB and MySQL either, with their own clients.
@Suite(
    "A tenant of newer servers of MariaDB and MySQL", .ownThread(seconds: Adversity.isFull ? 1800 : 240),
    .enabled("Debian 13 cannot be had here") { try DebianRoot.trixie() != nil },
    .enabled("Debian unstable cannot be had here") { try DebianRoot.sid() != nil })
struct OtherMySQLTenantTests {
    private func furnishings(in root: DebianRoot, isMySQL: Bool = false) throws {
        let own = isMySQL ? MySQLFurnishing.mySQL : MySQLFurnishing.mariaDB
        #expect(MySQLFurnishing.common.count + own.count > 80)
        let problems = try HostileMySQLTenant.furnishingProblems(
            on: try PrivateMariaDB(in: root, isMySQL: isMySQL), in: root)
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    private func names(in root: DebianRoot?, isMySQL: Bool = false) throws {
        var generator = SeededGenerator(seed: Adversity.seed)
        // MySQL's client takes DELIMITER for a command where a line of a name in backticks begins with it, and drops a backslash
        // before the end of a line there: no stock tool loads that.
        let names = HostileMySQLNames.random(Adversity.count(100, full: 2500), using: &generator).filter {
            !isMySQL || !$0.holds("\nDELIMITER") && !$0.holds("\\\n")
        }
        let problems = try HostileMySQLTenant.namingProblems(
            on: try PrivateMariaDB(in: root, isMySQL: isMySQL), in: root, names: names,
            databases: Array(names.filter { !$0.holds(" ") }.prefix(Adversity.count(1, full: 40))),
            leading: Adversity.count(1, full: 5))
        Adversity.report(
            "K1 names of a tenant of \(isMySQL ? "MySQL" : "MariaDB")",
            ["names": names.count, "wrong": problems.count])
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    @Test("K5 K6 K7 K9 a tenant of MariaDB 11.8 gains nothing by what it furnishes")
    func mariaDB() throws { try furnishings(in: try #require(try DebianRoot.trixie())) }

    @Test("K5 K6 K7 K9 a tenant of MySQL gains nothing by what it furnishes")
    func mySQL() throws { try furnishings(in: try #require(try DebianRoot.sid()), isMySQL: true) }

    @Test("K1 K2 a tenant of MariaDB 11.8 gains nothing by names, whatever the seed")
    func mariaDBNames() throws { try names(in: try DebianRoot.trixie()) }

    @Test("K1 K2 a tenant of MySQL gains nothing by names, whatever the seed")
    func mySQLNames() throws { try names(in: try DebianRoot.sid(), isMySQL: true) }

    @Test("K1 K2 a tenant of this host's MariaDB gains nothing by names, whatever the seed")
    func ours() throws { try names(in: nil) }
}
