import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// A tenant gains nothing on newer servers either, with their own clients.
@Suite(
    "A tenant of newer servers of PostgreSQL", .ownThread(seconds: Adversity.isFull ? 1800 : 240),
    .enabled("Debian 13 cannot be had here") { try DebianRoot.trixie() != nil })
struct OtherTenantTests {
    private func nothingGained(in root: DebianRoot?) throws {
        var generator = SeededGenerator(seed: Adversity.seed)
        let server = try PrivatePostgreSQL(in: root)
        let tenant = try HostileTenant(on: server)
        #expect(tenant.refused(PostgreSQLFurnishing.all) == [])
        try tenant.makeObjects(
            named: HostileTenant.names(Adversity.count(100, full: 2000), using: &generator))
        #expect(tenant.try_(HostileTenant.shadows) > 60)
        let before = try tenant.picture()
        var night = try Night(entries: [Night.entry(server, databases: [tenant.name])])
        if let root { night.program.path = try root.program(in: night.folder) }
        let failures = try HostileTenant.exercise(night)
        Adversity.report(
            "K1 K6 a tenant of PostgreSQL",
            ["kinds": PostgreSQLFurnishing.all.count, "wrong": failures.count])
        #expect(failures == [], "\(failures)")
        #expect(try tenant.picture() == before)
    }

    @Test("K4 K6 a tenant of PostgreSQL 17 gains nothing")
    func seventeen() throws { try nothingGained(in: try DebianRoot.trixie()) }

    @Test("K4 K6 a tenant of this host's PostgreSQL gains nothing, whatever the seed")
    func ours() throws { try nothingGained(in: nil) }
}
