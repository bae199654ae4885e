import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("Privileges of MySQL accounts", .ownThread)
struct MySQLPrivilegesTests {
    private func has(_ privilege: String, on database: String?, _ lines: String...) -> Bool {
        MySQLPrivileges(lines: lines).has(privilege, on: database.map { ExactName($0) })
    }

    @Test("global and database grants are read, with patterns and escapes")
    func scopes() {
        #expect(has("EVENT", on: "x", "GRANT SELECT, EVENT ON *.* TO `a`@`%`"))
        #expect(has("EVENT", on: "x", "GRANT ALL PRIVILEGES ON *.* TO `a`@`%` WITH GRANT OPTION"))
        #expect(has("EVENT", on: "app_1", "GRANT EVENT ON `app\\_%`.* TO `a`@`%`"))
        #expect(!has("EVENT", on: "appx1", "GRANT EVENT ON `app\\_%`.* TO `a`@`%`"))
        #expect(has("EVENT", on: "appx1", "GRANT EVENT ON `app_%`.* TO `a`@`%`"))
        #expect(has("SHOW VIEW", on: "a`b", "GRANT SELECT, SHOW VIEW ON `a``b`.* TO `a`@`%`"))
        #expect(!has("EVENT", on: nil, "GRANT EVENT ON `x`.* TO `a`@`%`"))
    }

    @Test("grants on tables, columns, routines, roles and proxies give nothing on a database")
    func narrower() {
        #expect(!has("SELECT", on: "x", "GRANT SELECT ON `x`.`t` TO `a`@`%`"))
        #expect(!has("SELECT", on: "x", "GRANT SELECT (`a`, `b`) ON `x`.* TO `a`@`%`"))
        #expect(!has("EXECUTE", on: "x", "GRANT EXECUTE ON PROCEDURE `x`.`p` TO `a`@`%`"))
        #expect(!has("SELECT", on: "x", "GRANT `SELECT` TO `a`@`%`", "GRANT PROXY ON ``@`%` TO `a`@`%`"))
        #expect(
            MySQLPrivileges(lines: ["GRANT SELECT ON `mysql`.`proc` TO `a`@`%`"]).has(
                "SELECT", on: "mysql", table: "proc"))
    }

    @Test("a partial revoke takes a privilege from one database")
    func revoked() {
        let lines = ["GRANT SELECT ON *.* TO `a`@`%`", "REVOKE SELECT ON `x`.* FROM `a`@`%`"]
        #expect(!MySQLPrivileges(lines: lines).has("SELECT", on: "x"))
        #expect(MySQLPrivileges(lines: lines).has("SELECT", on: "y"))
    }

    @Test("grants that need a table or routine to exist are told apart")
    func objects() {
        #expect(MySQLPrivileges.needsObject("GRANT SELECT ON `x`.`t` TO `a`@`%`"))
        #expect(MySQLPrivileges.needsObject("GRANT EXECUTE ON PROCEDURE `x`.`p` TO `a`@`%`"))
        #expect(!MySQLPrivileges.needsObject("GRANT SELECT ON `x`.* TO `a`@`%`"))
        #expect(!MySQLPrivileges.needsObject("GRANT `r` TO `a`@`%`"))
        #expect(!MySQLPrivileges.needsObject("SET DEFAULT ROLE `r` FOR `a`@`%`"))
    }
}
