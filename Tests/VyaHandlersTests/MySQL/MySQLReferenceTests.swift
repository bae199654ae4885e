import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

/// Holds the one reader of MySQL's dumps against another, which knows statements by their words alone.
@Suite("One reader of MySQL's dumps, held against another", .ownThread)
struct MySQLReferenceTests {
    private static let marker = "-- Dump completed"
    private static let blocks = [1, 3, 7, 4096]

    /// What one of them tells of a dump.
    private struct Account: Equatable {
        var summary: StreamSummary
        var starts: [Int] = []
        var sums: [ExactName: RowSum] = [:]
    }

    private static func tell<Scanner: StreamScanner>(
        _ bytes: [UInt8], _ scanner: Scanner, block: Int, sums: (Scanner) -> [ExactName: RowSum]
    ) -> Account {
        var (scanner, starts) = (scanner, [Int]())
        bytes.withUnsafeBytes { buffer in
            for start in stride(from: 0, to: buffer.count, by: block) {
                let end = min(start + block, buffer.count)
                scanner.observe(UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
                let places = scanner.takeTableStarts()
                #expect(places.allSatisfy { start <= $0 && $0 <= end })
                starts += places
            }
        }
        var summary = scanner.finish()
        // The reference judges nothing.
        summary.refusals = []
        return Account(summary: summary, starts: starts, sums: sums(scanner))
    }

    /// What the reference tells, with days that no calendar has.
    private static func reference(_ bytes: [UInt8]) -> Account {
        var scanner = MySQLReferenceScanner(marker: marker, looksForDays: true)
        scanner.sumRows()
        return tell(bytes, scanner, block: max(bytes.count, 1)) { $0.rowSums }
    }

    /// What the program's own reader tells, for a run and for a restore; nil in the place of what is not asked for then.
    private static func own(_ bytes: [UInt8], block: Int) -> (run: Account, restore: StreamSummary) {
        var scanner = MySQLScanner(marker: marker)
        scanner.sumRows()
        let run = tell(bytes, scanner, block: block) { $0.content.rows }
        let inspector = MySQLInspector(marker: marker, isGlobals: false, listsItems: true)
        return (run, tell(bytes, Inspection(inspector: inspector), block: block) { _ in [:] }.summary)
    }

    private struct Inspection: StreamScanner {
        var inspector: MySQLInspector
        mutating func observe(_ block: UnsafeRawBufferPointer) { inspector.observe(block) }
        mutating func finish() -> StreamSummary { inspector.finish() }
    }

    /// False when they tell different things.
    @discardableResult
    private func compare(_ bytes: [UInt8], _ name: String, isCut: Bool = false) -> Bool {
        var reference = Self.reference(bytes)
        var differences: [String] = []
        for block in Self.blocks {
            var (run, restore) = Self.own(bytes, block: block)
            // A run does not look for days, and sequences are no tables.
            run.summary.strangeDays = reference.summary.strangeDays
            // The account of an object that is cut off before it is known what it is counts for the reference alone.
            if isCut { reference.summary.definers = run.summary.definers }
            run.sums = run.sums.filter { !$0.key.text.begins(with: "the sequence ") }
            differences += Self.differences(run, reference).map { "run, blocks of \(block): \($0)" }
            let judged = Account(summary: restore, starts: reference.starts, sums: reference.sums)
            differences += Self.differences(judged, reference).map { "restore, blocks of \(block): \($0)" }
        }
        #expect(differences.isEmpty, "\(name)")
        return differences.isEmpty
    }

    private static func differences(_ own: Account, _ other: Account) -> [String] {
        func parts(_ account: Account) -> [Any] {
            Mirror(reflecting: account.summary).children.map(\.value) + [account.starts, account.sums]
        }
        guard own != other else { return [] }
        // Sets and dictionaries have no order.
        let pairs = zip(parts(own), parts(other)).map { ("\($0)", "\($1)") }
            .filter { $0.sorted() != $1.sorted() }
        return pairs.map { "\($0) instead of \($1)" }
    }

    // MARK: Soup

    /// What dumps are made of, whole statements and lines of comments.
    private static let statements = [
        "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n--\n-- Host: h    Database: d\n",
        "--\n-- Table structure for table `t`\n--\n\n", "-- Dump completed on 2026-01-01\n",
        "-- Dump completed\n", "--\n", "# Dump of table t\n", "/* a; comment */\n", "\n", "  \r\n",
        "/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;\n",
        "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;\n",
        "/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\n", "SET NAMES utf8mb4;\n",
        "/*M!100616 SET @OLD_NOTE_VERBOSITY=@@NOTE_VERBOSITY, NOTE_VERBOSITY=0 */;\n",
        "SET @@SESSION.SQL_LOG_BIN= 0;\n", "SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'a-1:1-5';\n",
        "DROP TABLE IF EXISTS `t`;\n", "DROP TABLE u;\n", "/*!50001 DROP VIEW IF EXISTS `v`*/;\n",
        "/*!50001 DROP TABLE IF EXISTS `v`*/;\n",
        "CREATE TABLE `t` (\n  `id` int NOT NULL DEFAULT '0' COMMENT 'it''s; (a) \\'b\\'',\n  `d` date,\n"
            + "  KEY `values` (`id`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n",
        "CREATE TABLE IF NOT EXISTS `m``y;(` (\n  `x` text /*!50606 STORAGE DISK */\n);\n",
        "CREATE TABLE u(a int);\n", "CREATE TABLE `d`.`w` (a int);\n", "create table \"q\" (a int);\n",
        "/*!50001 CREATE TABLE `v` (\n  `a` tinyint NOT NULL\n) ENGINE=MyISAM */;\n",
        "/*!50001 CREATE VIEW `v` AS SELECT \n 1 AS `a`*/;\n",
        "/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013 DEFINER=`it``s`@`%` SQL SECURITY DEFINER */\n"
            + "/*!50001 VIEW `v` AS select `DEFINER`@`x` AS `TRIGGER` */;\n",
        "CREATE ALGORITHM=MERGE DEFINER=`a`@`localhost` SQL SECURITY INVOKER VIEW v AS SELECT 1;\n",
        "CREATE SEQUENCE `s` start with 1 minvalue 1;\n", "DO SETVAL(`s`, 5, 0);\n",
        "CREATE UNIQUE INDEX `i` ON `t` (`id`);\n", "LOCK TABLES `t` WRITE;\n", "UNLOCK TABLES;\n",
        "/*!40000 ALTER TABLE `t` DISABLE KEYS */;\n", "USE `d`;\n", "COMMIT;\n", "START TRANSACTION;\n",
        "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `d` /*!40100 DEFAULT CHARACTER SET utf8mb4 */;\n",
        "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a@b`@`localhost`*/ /*!50003 TRIGGER g BEFORE INSERT ON t\n"
            + "FOR EACH ROW BEGIN INSERT INTO t VALUES (1); /* c; */ SET @x = ';;'; -- ;\nEND */;;\nDELIMITER ;\n",
        "DELIMITER ;;\nCREATE DEFINER=`role` PROCEDURE `p`() BEGIN SELECT 'DROP TABLE `t`'; END ;;\nDELIMITER ;\n",
        "DELIMITER $$\nCREATE FUNCTION `f`() RETURNS int SQL SECURITY DEFINER RETURN 1 $$\nDELIMITER ;\n",
        "DELIMITER //\nCREATE PROCEDURE p() SELECT 4 / 2 //\nDELIMITER ;\n",
        "DELIMITER ;;\n/*!50106 CREATE*/ /*!50117 DEFINER=`e`@`%`*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 DAY "
            + "DO DELETE FROM t */ ;;\nDELIMITER ;\n",
        "DELIMITER ;;\nCREATE DEFINER=`a`@`%` PACKAGE BODY k AS FUNCTION f RETURN int AS BEGIN RETURN 1; END; END ;;\n"
            + "DELIMITER ;\n",
        "INSERT INTO t SELECT * FROM u;\n", "OPTIMIZE TABLE `t`;\n", "GRANT ALL ON *.* TO x;\n",
        "UPDATE t SET a = ';' WHERE b = \"x;\\\"\";\n", ";\n", ";;\n",
    ]

    private static let heads = [
        "INSERT INTO `t` VALUES ", "INSERT INTO `t` VALUES\n",
        "INSERT  IGNORE INTO `t` (`id`, `values (`) VALUES ",
        "REPLACE INTO u VALUES", "INSERT DELAYED INTO `m``y;(` VALUES ", "insert into u values\n",
        "/*!50000 INSERT INTO `t` VALUES ", "INSERT /* a ' */ INTO `t` -- ;\n VALUES ",
        "INSERT /*!80000 LOW_PRIORITY */ INTO \"q\" VALUES ",
    ]

    private static let values = [
        "1", "-1.5e3", "NULL", "'a'", "'it''s'", "'a\\'b'", "'\\\\'", "';'", "'),('", "'\\0\\n'", "''",
        "0x2829",
        "_binary '\\\\(\u{e9}'", "'2024-02-31'", "'2023-02-29 10:00:00'", "'2024-02-29'", "\"a;('\"",
        "'INSERT INTO `t` VALUES (1);\n'", "'\n-- Dump completed\n'", "TRUE", "'-- '", "'/*'", "((5))",
    ]

    private static func rows(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
            let values = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                Self.values.randomElement(using: &random) ?? ""
            }
            return "(" + values.joined(separator: [",", ", ", "\n,"].randomElement(using: &random) ?? "")
                + ")"
        }.joined(separator: Bool.random(using: &random) ? "," : ",\n")
    }

    private static func soup(_ random: inout SeededGenerator) -> [UInt8] {
        var text = Bool.random(using: &random) ? "-- MariaDB dump 10.19\n" : ""
        while Int.random(in: 0..<12, using: &random) > 0 {
            if Bool.random(using: &random) {
                let statement = statements.randomElement(using: &random) ?? ""
                // Clients know DELIMITER at the beginning of a line alone.
                if statement.hasPrefix("DELIMITER"), text.last != "\n" { text += "\n" }
                text += statement
                continue
            }
            let head = heads.randomElement(using: &random) ?? ""
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                // Nothing stands behind such rows but the end of the comment, which is no value.
                text += head + rows(&random) + (head.hasPrefix("/*!") ? " */" : "")
                text += [";\n", ";", "; ", " ;\n", ";\r\n"].randomElement(using: &random) ?? ""
            }
        }
        if Bool.random(using: &random) { text += "-- Dump completed on 2026-01-01  1:00:00\n" }
        return Array(text.utf8)
    }

    @Test("two readers tell the same of dumps that are made of all that is in dumps")
    func soups() {
        var random = SeededGenerator(seed: Adversity.seed)
        let count = Adversity.count(300, full: 20_000)
        for _ in 0..<count {
            var bytes = Self.soup(&random)
            let isCut = Int.random(in: 0..<3, using: &random) == 0
            if isCut { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
            if !compare(bytes, String(decoding: bytes, as: UTF8.self), isCut: isCut) { break }
        }
        Adversity.report("readers of MySQL's dumps", ["compared": count])
    }

    // MARK: The corpus

    @Test("two readers tell the same of what dump tools and other programs wrote")
    func corpus() throws {
        var count = 0
        for folder in ["corpus/others/mysql", "corpus/backups", "dumps"] {
            let path = Repository.fixture(folder)
            for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
                let isOurs =
                    folder == "corpus/others/mysql" || name.contains("_mysql_") || name == "mariadb.sql"
                guard isOurs, !name.hasSuffix(".json") else { continue }
                let bytes = try Self.contents(path + "/" + name)
                compare(bytes, name)
                count += 1
            }
        }
        #expect(count >= 50)
    }

    private static func contents(_ path: String) throws -> [UInt8] {
        let tool = path.hasSuffix(".gz") ? "gzip" : path.hasSuffix(".zst") ? "zstd" : nil
        guard let tool else { return Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
        return Array(try Command(tool, "-dc", path).check().output)
    }

    // MARK: Where the reader is better

    private static func summary(_ text: String) -> StreamSummary {
        own(Array(text.utf8), block: 7).run.summary
    }

    @Test("the one reader sees what its reference does not, since it follows the clients and the grammar")
    func better() {
        // The first line is the client's own, and no beginning of the statement behind it.
        let sandbox = "/*M!999999\\- enable the sandbox mode */ \n"
        #expect(Self.summary(sandbox + "CREATE TABLE t (a int);\n").objects == ["tables": 1])
        // The word INTO may be missing, and VALUE is the same as VALUES.
        for head in ["INSERT t VALUES", "REPLACE IGNORE t VALUE", "INSERT INTO t(a) VALUE"] {
            let summary = Self.summary(head + " (1),(2);\n")
            #expect(summary.tables == [TableRows("t", 2)] && summary.extents.count == 1, "\(head)")
        }
        // Where a backslash escapes nothing, the quote behind it ends the text.
        for mode in ["NO_BACKSLASH_ESCAPES", "ANSI,NO_BACKSLASH_ESCAPES"] {
            let text =
                "SET sql_mode='\(mode)';\nINSERT INTO t VALUES ('\\'),('(');\nINSERT INTO u VALUES (1);\n"
            #expect(Self.summary(text).tables == [TableRows("t", 2), TableRows("u", 1)])
        }
        // What keeps the mode in a variable does not change it.
        let kept =
            "SET sql_mode='NO_BACKSLASH_ESCAPES';\nSET @x=@@sql_mode;\nSELECT '\\';\nCREATE TABLE t (a int);\n"
        #expect(Self.summary(kept).objects == ["tables": 1])
        // An account may stand in quotes of texts.
        #expect(Self.summary("CREATE DEFINER='a'@'b' VIEW v AS SELECT 1;\n").definers == ["a@b"])
        // A name is no kind of object.
        #expect(Self.summary("CREATE INDEX event ON t (trigger);\nCREATE USER sequence;\n").objects == [:])
        // A delimiter that no dump tool writes is the client's all the same.
        let delimiter =
            "DELIMITER |\nCREATE PROCEDURE p() BEGIN INSERT INTO t VALUES (1); END|\nDELIMITER ;\n"
        #expect(
            Self.summary(delimiter + "CREATE TABLE t (a int);\n").objects == ["procedures": 1, "tables": 1])
        // What the client still takes for a comment is none of a routine's end.
        let hidden =
            "DELIMITER ;;\n/*!50003 CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN /* ;; */ END */;;\n"
        #expect(
            Self.summary(hidden + "DELIMITER ;\nCREATE TABLE t (a int);\n").objects == [
                "triggers": 1, "tables": 1,
            ])
        // In a row that closes what is not open the next parenthesis opens a row again.
        #expect(Self.summary("INSERT INTO t VALUES (1)),(2);\n").tables == [TableRows("t", 2)])
    }

    @Test("statements that begin alike are counted alike, whatever comes between")
    func alike() {
        let insert = "INSERT INTO `t` VALUES (1);\n"
        let text =
            insert + insert + "DROP TABLE `t`;\n" + insert + "DELIMITER ;;\n" + insert + ";;\nDELIMITER ;\n"
            + insert
            + "INSERT INTO `t` VALUESX;\nSET sql_mode='NO_BACKSLASH_ESCAPES';\nINSERT INTO `t` VALUES ('\\'),('\\');\n"
            + insert
        for block in Self.blocks {
            #expect(
                Self.own(Array(text.utf8), block: block).run.summary.tables == [TableRows("`t`", 5)],
                "blocks of \(block)")
        }
    }
}
