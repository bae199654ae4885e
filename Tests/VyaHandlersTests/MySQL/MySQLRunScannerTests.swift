import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("A dump of MySQL that is read as it is made", .ownThread)
struct MySQLRunScannerTests {
    private func summary(_ text: String, block: Int = 1 << 20) -> StreamSummary {
        Samples.summary(
            Array(text.utf8), by: MySQLScanner(marker: "-- Dump completed"), block: block)
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

    @Test("R1 what runs somebody's code, or reaches out of the database, is never merely unknown")
    func dangerous() {
        for statement in [
            "ANALYZE DELETE FROM `a`", "ANALYZE FORMAT=JSON UPDATE `a` SET `x` = f()",
            "ANALYZE TABLE `b`.`a`", "CHECK TABLE `a` f()",
            "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'h')",
            "ALTER INSTANCE ROTATE INNODB MASTER KEY", "DROP DATABASE `a`",
            "CREATE SOMETHING `a` AS SELECT 1", "ALTER TABLE `a` IMPORT TABLESPACE", "DROP USER x",
            "TRUNCATE `mysql`.`user`",
            "HANDLER `a` OPEN", "CALL p()", "LOAD DATA INFILE '/x' INTO TABLE `a`",
            "OPTIMIZE TABLE `a`; GRANT ALL ON *.* TO x", "TRUNCATE TABLE `a`",
            "DROP SPATIAL REFERENCE SYSTEM 4120",
        ] {
            let refusals = summary(statement + ";\n").refusals
            #expect(!refusals.isEmpty && refusals.contains { !$0.isUnknown }, "\(statement): \(refusals)")
        }
        for statement in [
            "ANALYZE TABLE `a`", "OPTIMIZE LOCAL TABLE `a`", "CHECK TABLE `a`, `b`",
            "CREATE TABLE `a` (x int);\nTRUNCATE TABLE `a`",
        ] {
            let refusals = summary(statement + ";\n").refusals
            #expect(!refusals.isEmpty && refusals.allSatisfy(\.isUnknown), "\(statement): \(refusals)")
        }
    }

    @Test("R1 the same is told whatever the blocks are, and what the scanner alone tells is as it was")
    func blocks() {
        let text = Array(Self.dump.utf8)
        let whole = summary(Self.dump)
        var plain = Samples.summary(
            text, by: MySQLReferenceScanner(marker: "-- Dump completed"), block: text.count)
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
            Samples.summary(bytes, by: MySQLScanner(marker: "-- Dump completed"), block: 4096).refusals
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
