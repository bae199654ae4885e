import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("A dump of MySQL that is read as it is made", .ownThread)
struct MySQLRunScannerTests {
    private func summary(_ text: String, block: Int = 1 << 20) -> StreamSummary {
        Samples.summary(
            Array(text.utf8), by: MySQLRunScanner(marker: "-- Dump completed"), block: block)
    }

    /// A dump with rows of every shape, and what a restore refuses in front of, between and behind them.
    private static let dump = """
        /*M!999999\\- enable the sandbox mode */
        -- MariaDB dump

        /*!40101 SET NAMES utf8mb4 */;
        DROP TABLE IF EXISTS `a`;
        CREATE TABLE `a` (`x` int, `y` text);
        /*!40000 ALTER TABLE `a` DISABLE KEYS */;
        INSERT INTO `a` VALUES (1,'a;b'),(2,'it''s \\' ; system x');
        INSERT INTO `a` (`x`, `y`) VALUES (3,NULL);INSERT INTO `a` VALUES (4,'');
        HANDLER `a` OPEN;
        INSERT  INTO  `a`  VALUES
        (5,'x'),
        (6,'y');
        OPTIMIZE TABLE `a`;
        DELIMITER ;;
        CREATE PROCEDURE `p`() BEGIN INSERT INTO a VALUES (7,'z'); SELECT 1; END ;;
        DELIMITER ;
        GRANT ALL ON *.* TO x;
        -- Dump completed on 2026-01-01

        """

    @Test(
        "R1 what a restore would refuse is told as the dump is made, and what is merely unknown is told apart"
    )
    func refusals() {
        let whole = summary(Self.dump)
        #expect(whole.refusals.map(\.text) == ["HANDLER", "OPTIMIZE TABLE `a`", "GRANT"])
        #expect(whole.refusals.map(\.isUnknown) == [false, true, false])
        let text = Array(Self.dump.utf8)
        for refusal in whole.refusals {
            let word = refusal.text.utf8.prefix { $0 != 0x20 }
            #expect(text[refusal.offset...].starts(with: word))
        }
    }

    @Test("R1 the same is told whatever the blocks are, and what the scanner alone tells is as it was")
    func blocks() {
        let text = Array(Self.dump.utf8)
        let whole = summary(Self.dump)
        var plain = Samples.summary(text, by: MySQLScanner(marker: "-- Dump completed"), block: text.count)
        plain.refusals = whole.refusals
        #expect(whole == plain)
        for block in 1...text.count {
            #expect(summary(Self.dump, block: block) == whole, "blocks of \(block)")
        }
    }

    @Test("R1 what would make a client act is told by the run whenever a restore refuses it")
    func payloads() {
        for payload in MySQLInspectorTests.payloads where !payload.contains("INSERT") {
            let refused = MySQLInspectorTests.traits(payload).commands
            #expect(summary(payload).refusals == refused, "\(payload)")
            #expect(summary(payload, block: 3).refusals == refused, "\(payload)")
        }
    }

    @Test(
        "R1 nothing is said of what the dump tools write",
        arguments: ["mariadb.sql"])
    func clean(_ name: String) throws {
        let bytes = try Samples.bytes(name)
        #expect(
            Samples.summary(bytes, by: MySQLRunScanner(marker: "-- Dump completed"), block: 4096).refusals
                .isEmpty)
    }

    @Test("R1 a hint for the optimizer is a routine's own, unless the clients could read it in two ways")
    func hints() {
        func refusals(_ hint: String) -> [String] {
            summary(
                "DELIMITER ;;\nCREATE PROCEDURE `p`() BEGIN SELECT /*+ \(hint) */ 1; END ;;\nDELIMITER ;\n"
            ).refusals.map(\.text)
        }
        for hint in [
            "MAX_EXECUTION_TIME(1000)", "NO_BNL(@q t1, t2@q)", "BKA(t1)\n NO_BKA(t2)", "SET_VAR(x = 16.5)",
            "",
        ] {
            #expect(refusals(hint).isEmpty, "\(hint)")
        }
        for hint in [
            "SET_VAR(sql_mode = 'x')", "`a`", "a; DROP", "-- a", "# a", "\ndelimiter x", "\\! x", "/* */",
        ] {
            #expect(!refusals(hint).isEmpty, "\(hint)")
        }
        #expect(!summary("SELECT /*+ BKA(t1) */ 1;\n").refusals.isEmpty)
    }
}

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
                        bytes, by: MySQLRunScanner(marker: "-- Dump completed"), block: block)
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
