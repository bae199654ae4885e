import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("Routines of MySQL that are not in SQL", .ownThread)
struct MySQLForeignBodyTests {
    /// As mysqldump 9.7 writes a function whose body is `body`, between `tag`s.
    private func dump(_ body: String, tag: String = "$$") -> String {
        """
        DELIMITER ;;
        CREATE DEFINER=`root`@`localhost` FUNCTION `js`(a INT) RETURNS int
            LANGUAGE JAVASCRIPT
        AS \(tag)\(body)\(tag) ;;
        DELIMITER ;
        CREATE TABLE `behind` (`x` int);
        INSERT INTO `behind` VALUES (1);
        -- Dump completed on 2026-01-01

        """
    }

    private static let bodies = [
        " // it's ", " let s = \"a;;b\"; /* ' ", "\nDELIMITER ;\n\\! touch x\n", " a $ b $1 $x ", "",
        " -- ` ", "#\n'",
        " /*! ' */ ", "\u{e9}'\u{301}",
    ]

    @Test(
        "R1 a body between dollar signs is one value, whatever it holds, for the scanner and for the restore")
    func bodies() {
        for body in Self.bodies {
            for (text, tag) in [(body, "$$"), (body + "$$", "$JAVASCRIPT$")] {
                let bytes = Array(dump(text, tag: tag).utf8)
                for block in [1, 2, 5, bytes.count] {
                    let summary = Samples.summary(
                        bytes, by: MySQLScanner(marker: "-- Dump completed"), block: block)
                    #expect(summary.marker != nil, "\(text)")
                    #expect(summary.refusals.isEmpty, "\(text): \(summary.refusals)")
                    #expect(summary.objects == ["functions": 1, "tables": 1])
                    #expect(summary.tables == [TableRows("`behind`", 1)])
                }
                let traits = MySQLInspectorTests.traits(dump(text, tag: tag))
                #expect(traits.commands.isEmpty && traits.leastMySQLClient == 9)
                #expect(traits.code.map(\.name) == ["js"])
            }
        }
    }

    @Test("R1 what only looks like such a body is refused, and a dollar sign elsewhere is a sign")
    func others() {
        let refused = [
            "DELIMITER ;;\nCREATE FUNCTION `f`() RETURNS int LANGUAGE JAVASCRIPT AS $a b$ x $a b$ ;;\nDELIMITER ;\n",
            "DELIMITER ;;\nCREATE FUNCTION `f`() RETURNS int LANGUAGE JAVASCRIPT AS $$ x ;;\nDELIMITER ;\n",
            "DELIMITER ;;\nCREATE FUNCTION `f`() RETURNS int LANGUAGE JAVASCRIPT AS $$ x $$; DROP TABLE `t` ;;\nDELIMITER ;\n",
            "CREATE TABLE `t` AS $$ it's $$;\nsystem x\n",
        ]
        for text in refused { #expect(!MySQLInspectorTests.traits(text).commands.isEmpty, "\(text)") }
        let plain = MySQLInspectorTests.traits(
            "DELIMITER ;;\nCREATE PROCEDURE `p`() BEGIN SELECT 1 AS a$$b, 2 AS $c; END ;;\nDELIMITER ;\n")
        #expect(plain.commands.isEmpty && plain.leastMySQLClient == nil)
    }

    @Test(
        "R1 K7 what newer clients would take for a text between dollar signs, and older servers for names, is given to no such client"
    )
    func names() {
        func most(_ code: String) -> Int? {
            MySQLInspectorTests.traits(
                "DELIMITER ;;\nCREATE PROCEDURE `p`() BEGIN \(code); END ;;\nDELIMITER ;\n"
            ).mostMySQLClient
        }
        // Each of these was split into two statements by the client of MySQL 9.7.
        for code in [
            "SELECT 1 $$, ' $$;;", "SELECT `a`$$, ' $$;;", "SELECT 1 $x$, ' $x$;;", "SELECT 1 $1$, ' $1$;;",
            "SELECT 1 $é$, ' $é$;;",
            "SELECT @$$, ' $$;;", "SELECT a.$$, ' $$;;", "SELECT 1 $$$, ' $$$;;",
        ] {
            #expect(most(code + "' AS b") == 8, "\(code)")
        }
        // And none of these.
        for code in [
            "SELECT 1 AS a$$, ' $$'", "SELECT 1 AS $a, ' $$'", "SELECT 1 AS a, '$$'",
            "SELECT 1 /* $$ */, ' $$'", "SELECT 1 -- $$\n, ' $$'",
            "SELECT 1 $a b$, ' $a b$'", "SELECT 1 AS a$x$, ' $x$'", "SELECT 1 $x-$, ' $x-$'",
            "SELECT `$$`, \"$$\"",
        ] {
            #expect(most(code) == nil, "\(code)")
        }
    }

    @Test("R1 a hint within a version comment needs the client that knows hints")
    func hints() {
        let trigger = """
            DELIMITER ;;
            /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER `tr` BEFORE INSERT ON `t` FOR EACH ROW \
            SET NEW.x = (SELECT /*+ BKA(t) */ 1) */;;
            DELIMITER ;

            """
        let traits = MySQLInspectorTests.traits(trigger)
        #expect(traits.commands.isEmpty, "\(traits.commands)")
        #expect(traits.leastMySQLClient == 8)
        let procedure = MySQLInspectorTests.traits(
            "DELIMITER ;;\nCREATE PROCEDURE `p`() BEGIN SELECT /*+ BKA(t) */ 1; END ;;\nDELIMITER ;\n")
        #expect(procedure.commands.isEmpty && procedure.leastMySQLClient == nil)
    }

    @Test("R1 a library is a statement of the dump tool's own")
    func libraries() {
        let traits = MySQLInspectorTests.traits(
            "DROP LIBRARY IF EXISTS `lib`;\nDELIMITER ;;\nCREATE LIBRARY `lib`\n    LANGUAGE JAVASCRIPT\n"
                + "AS $$ export function f(n) { return \"it's\" } $$ ;;\nDELIMITER ;\n")
        #expect(traits.commands.isEmpty && traits.hasLibraries)
    }
}
