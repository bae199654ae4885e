import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("What a MySQL client would make of a dump", .ownThread)
struct MySQLInspectorTests {
    static func traits(
        _ text: String, block: Int = 1 << 20, globals: Bool = false, items: Bool = false
    ) -> DumpTraits {
        traits(Array(text.utf8), block: block, globals: globals, items: items)
    }

    static func traits(
        _ bytes: [UInt8], block: Int = 1 << 20, globals: Bool = false, items: Bool = false
    ) -> DumpTraits {
        var inspector = MySQLInspector(marker: "-- Dump completed", isGlobals: globals, listsItems: items)
        bytes.withUnsafeBytes { buffer in
            for start in stride(from: 0, to: buffer.count, by: block) {
                inspector.observe(
                    UnsafeRawBufferPointer(rebasing: buffer[start..<min(start + block, buffer.count)]))
            }
        }
        _ = inspector.finish()
        return inspector.traits
    }

    /// Dumps that try to make the client act; `MARK` is a file that must not come about.
    static let payloads = [
        "\\! touch MARK\n", "SELECT 1;\n\\! touch MARK\n", "SELECT 1 \\! touch MARK\n;\n",
        "system touch MARK\n", "system touch MARK;\n", "SYSTEM touch MARK\n", "  \tSystem\ttouch MARK\n",
        "SELECT 1; system touch MARK;\n", "SELECT 1;system touch MARK;\n", "\n\nsystem touch MARK",
        "/* c */ system touch MARK;\n", "/* c\n */ system touch MARK;\n", "-- c\nsystem touch MARK\n",
        "# c\nsystem touch MARK\n", "#\nsystem touch MARK\n", "--x ' \nsystem touch MARK\n-- '\n",
        "--'\nsystem touch MARK\n", "tee MARK\n", "\\T MARK\n", "SELECT 1; tee MARK;\n", "source SOURCE\n",
        "\\. SOURCE\n", "SELECT 1; source SOURCE;\n", "SOURCE SOURCE\n", "syst\u{e9}m touch MARK\n",
        "/*!40101 SELECT 1 */; system touch MARK;\n", "/*!40101 SELECT \\! touch MARK\n */;\n",
        "/*!99999 \\! touch MARK\n*/;\n", "/*M!100100 \\! touch MARK\n*/;\n",
        "DELIMITER ;;\nSELECT 1;;\nsystem touch MARK\n", "DELIMITER ;;\nSELECT 1;\nsystem touch MARK\n;;\n",
        "DELIMITER ;;\nSELECT 1;; system touch MARK;;\n", "DELIMITER x\nSELECT 1x\nsystem touch MARK\n",
        "DELIMITER '\nSELECT 1'\nsystem touch MARK\n'\n", "delimiter $$\nSELECT 1$$system touch MARK$$\n",
        "SELECT 'it''s';system touch MARK;\n", "SELECT 'a\\'b';system touch MARK;\n",
        "SELECT 'a\nb';\nsystem touch MARK\n", "SELECT '\n\\! touch MARK\n';\n",
        "SELECT 'a\\\\';\nsystem touch MARK\n", "SELECT \"\\\";\nsystem touch MARK\n\";\n",
        "SELECT `\\`;\nsystem touch MARK\n", "SELECT 1 AS `\\`; system touch MARK;\n",
        "SET sql_mode='NO_BACKSLASH_ESCAPES';\nSELECT '\\';\nsystem touch MARK\nSELECT '\\';\n",
        "SET @x='NO_BACKSLASH_ESCAPES'; SET sql_mode=@x;\nSELECT '\\';\nsystem touch MARK\nSELECT '\\';\n",
        "SET @x=@@sql_mode;\nSELECT 'NO_BACKSLASH_ESCAPES' INTO @x; SET sql_mode=@x;\n"
            + "SELECT '\\';\nsystem touch MARK\nSELECT '\\';\n",
        "SET sql_mode=CONCAT('NO_BACKSLASH_','ESCAPES');\nSELECT '\\';\nsystem touch MARK\nSELECT '\\';\n",
        "SET @x=@@sql_mode, @y=(@x:='NO_BACKSLASH_ESCAPES'); SET sql_mode=@x;\nSELECT '\\';\n"
            + "system touch MARK\nSELECT '\\';\n",
        "SET sql_mode='ANSI';\nSELECT 1 AS \"\\\";\nsystem touch MARK\n",
        "SET sql_mode='ORACLE';\nSELECT 1 AS \"\\\";\nsystem touch MARK\n",
        "EXECUTE IMMEDIATE 'SET sql_mode=''NO_BACKSLASH_ESCAPES''';\nSELECT '\\';\nsystem touch MARK\nSELECT '\\';\n",
        "SELECT 1 /* /*! */ ' */;\nsystem touch MARK\n-- '\n", "/* /*! */ '*/ */\nsystem touch MARK\n-- '\n",
        "/* /*! */ '\n*/ system touch MARK;\n-- '\n", "/*/ ' */\nsystem touch MARK\n-- '\n",
        "/*!50000 SELECT 1 /* */ ' */ */;\nsystem touch MARK\n-- '\n",
        "SELECT 1--' \n;\nsystem touch MARK\n-- '\n", "SELECT 1 --' \n;\nsystem touch MARK\n-- '\n",
        "SELECT 1 -- '\n;\nsystem touch MARK\n", "SELECT 1--\t'\n;\nsystem touch MARK\n",
        "SELECT 1 # '\n;\nsystem touch MARK\n", "\\C utf8mb4\nsystem touch MARK\n",
        "/*!999999\\- enable the sandbox mode */\n\\! touch MARK\n", "nopager\n\\! touch MARK\n",
        "/*M!999999\\- enable the sandbox mode */ system touch MARK;\n",
        "?\nsystem touch MARK\n", "\u{feff}system touch MARK\n", "SELECT 1 go\n\\! touch MARK\n",
        "SELECT 1\ngo\nsystem touch MARK\n", "SELECT 1\\G system touch MARK;\n",
        "pager touch MARK\nSELECT 1;\n",
        "\\P touch MARK\nSELECT 1;\n", "edit\n", "\\e\n", "\\d ;;\nSELECT 1;;\nsystem touch MARK\n",
        "SELECT 1;\u{b}system touch MARK;\n", "SELECT 1;\r\nsystem touch MARK\r\n",
        "CREATE TABLE p (a INT);\nINSERT INTO p VALUES (1),\\! touch MARK\n(2);\n",
        "INSERT INTO p VALUES (-1);system touch MARK;\n",
        "INSERT INTO p VALUES (1-- '\n);\nsystem touch MARK\n",
        "INSERT INTO p VALUES (1/* ' */);\nsystem touch MARK\n",
        "INSERT INTO p VALUES (1)# '\n;\nsystem touch MARK\n",
        "INSERT INTO p VALUES ('\\\\');\nsystem touch MARK\n",
        "INSERT INTO p VALUES (1) system touch MARK\n;\n",
        "CREATE TRIGGER g BEFORE INSERT ON q FOR EACH ROW SET @x = 'NO_BACKSLASH_ESCAPES';\n"
            + "SET @x=@@sql_mode;\nINSERT INTO q VALUES (1);\nSET sql_mode=@x;\nSELECT '\\';\n"
            + "system touch MARK\nSELECT '\\';\n",
        String(repeating: " ", count: 100) + "system touch MARK\n",
        "#" + String(repeating: " ", count: 17 << 20) + "system touch MARK\n",
    ]

    @Test("F17 what the bare client runs is refused, and nothing is run by the client that a restore starts")
    func payloads() throws {
        let server = try PrivateMariaDB.shared()
        let folder = try TemporaryFolder()
        try server.createDatabase("payloads")
        try server.execute("CREATE TABLE q (a INT)", in: "payloads")
        var fired = 0
        for (number, payload) in Self.payloads.enumerated() {
            let mark = folder("mark-\(number)")
            let source = try folder.write("\\! touch \(mark)\n", to: "source-\(number)")
            let text = payload.replacingOccurrences(of: "MARK", with: mark)
                .replacingOccurrences(of: "SOURCE", with: source)
            var bytes = Data(text.utf8)
            // The clients compare as Latin 1, in which é is an e.
            if payload.contains("syst\u{e9}m") { bytes = Data(text.unicodeScalars.map { UInt8($0.value) }) }
            func runs(_ arguments: [String]) throws -> Bool {
                var client = Command(
                    "mariadb", ["--defaults-file=\(server.optionFile)", "--database=payloads"] + arguments)
                client.environment["EDITOR"] = "touch \(mark); true"
                client.environment["VISUAL"] = nil
                client.input = bytes
                _ = try client.run()
                defer { unlink(mark) }
                return access(mark, F_OK) == 0
            }
            // --force shows what is behind an error of the server, too.
            let bare = try runs([]) || runs(["--force"])
            if bare { fired += 1 }
            let refused = !Self.traits(Array(bytes)).commands.isEmpty
            #expect(refused || !bare, "\(number): \(payload.prefix(80))")
            #expect(
                try !runs(["--batch", "--binary-mode", "--sandbox", "--force"]),
                "\(number): \(payload.prefix(80))")
            try server.execute("DROP TABLE IF EXISTS p", in: "payloads")
        }
        #expect(fired > 45, "\(fired) payloads work")
        try server.dropDatabase("payloads")
    }

    @Test(
        "what looks like a command but is text, comment or routine is none",
        arguments: [
            "SET @a = 'system x\nsystem x\n\\\\! x';\n", "-- system x\n", "/* \nsystem x\n\\! x */\n",
            "# \\! x\n",
            "CREATE TABLE `\\!` (a INT COMMENT 'system \\\\! it''s');\n",
            "CREATE TABLE a (\nsystem INT,\nstatus INT,\n`use` INT\n);\n",
            "DELIMITER ;;\nCREATE PROCEDURE p()\nBEGIN\nhelp: LOOP\nLEAVE help;\nEND LOOP;\nSELECT 1 INTO OUTFILE 'x';\nEND;;\nDELIMITER ;\n",
            "CREATE TABLE `t` (a INT);\nINSERT INTO `t` VALUES (1,'\\\\! x'),(-2,'\nsystem x\n'),(3,'it\\'s'),(4,'a''b'),(5,NULL);\n",
            "SET @a = \\N;\n", "/*!50001 CREATE VIEW `v` AS SELECT 1 AS `a` */;\n",
            "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;\n"
                + "/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\n",
        ])
    func harmless(_ text: String) {
        #expect(Self.traits(text).commands == [])
        #expect(Self.traits(text, block: 1).commands == [])
    }

    @Test(
        "statements about files, accounts and the server are refused",
        arguments: [
            "DELIMITER ;;\nCREATE TABLE a (x INT); DROP DATABASE b;;\nDELIMITER ;\nSELECT 1",
            "DELIMITER ;;\nCREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW SET @a = 1; DROP DATABASE b;;\nDELIMITER ;\nSELECT 1",
            "/*!50003 SELECT 1 /* */ INTO OUTFILE '/x' */",
            "LOAD DATA INFILE '/x' INTO TABLE t", "LOAD DATA LOCAL INFILE '/x' INTO TABLE t",
            "SELECT 1 INTO OUTFILE '/x'", "SELECT 1 INTO\nDUMPFILE '/x'",
            "/*!50000 SELECT 1 INTO OUTFILE '/x' */",
            "DROP DATABASE x", "DROP USER u", "CREATE USER u", "GRANT ALL ON *.* TO u", "SHUTDOWN",
            "SET GLOBAL max_connections = 1", "SET @@global.x = 1", "SET PASSWORD = 'x'", "INSTALL PLUGIN x",
            "CREATE FUNCTION f RETURNS STRING SONAME 'x.so'", "CALL p()", "PREPARE s FROM 'x'", "KILL 1",
            "BEGIN NOT ATOMIC SELECT 1", "USE a;\nUSE b", "CREATE DATABASE a;\nUSE b", "CREATE SERVER s",
        ])
    func statements(_ text: String) {
        #expect(!Self.traits(text + ";\n").commands.isEmpty)
    }

    /// Statements that no dump tool writes, each of which does something outside of the dump's database.
    static let outsiders = [
        "DELETE FROM other.t", "UPDATE mysql.global_priv SET Priv = '{}'", "UPDATE t SET a = 1",
        "INSERT INTO other.t VALUES (1)", "INSERT INTO `other` . t VALUES (1)", "REPLACE other.t VALUES (1)",
        "CREATE TABLE t (a INT);\nINSERT INTO t SELECT * FROM other.t",
        "CREATE TABLE t (a INT);\nINSERT INTO t SET a = 1",
        "CREATE TABLE t (a INT);\nINSERT INTO t VALUES ((SELECT 1))",
        "CREATE TABLE t (a INT);\nINSERT INTO t VALUES (other.f())",
        "CREATE TABLE t (a INT);\nINSERT INTO t VALUES (`other`.f())",
        "CREATE TABLE t (a INT);\nINSERT INTO t VALUES (NEXT VALUE FOR other.s)",
        "CREATE TABLE t (a INT);\nINSERT INTO t VALUES (1,-f(2))",
        "CREATE TABLE t (a INT);\nINSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = other.f()",
        "CREATE TABLE t (a INT);\nINSERT INTO t VALUES (1) RETURNING other.f()",
        "CREATE TABLE t (a INT);\nINSERT INTO /*!99999 t (a) VALUES (1) */ other.t VALUES (1)",
        "CREATE TABLE t (a INT);\nINSERT INTO /*!99999 t */ /*!50000 other.t */ VALUES (1)",
        "CREATE TABLE t (a INT);\nCREATE VIEW t2 AS SELECT * FROM other.t;\nINSERT INTO t2 VALUES (1)",
        "CREATE VIEW v AS SELECT * FROM other.t;\nINSERT INTO v VALUES (1)",
        "CREATE VIEW T AS SELECT * FROM other.t;\nCREATE TABLE t (a INT);\nINSERT INTO T VALUES (1)",
        "CREATE TABLE t (a INT);\nCREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW INSERT INTO other.t VALUES (1);\n"
            + "INSERT INTO t VALUES (1)",
        "CREATE TABLE m (a INT) ENGINE=MERGE UNION=(other.t) INSERT_METHOD=LAST;\nINSERT INTO m VALUES (1)",
        "CREATE TABLE m (a INT) ENGINE=InnoDB ENGINE='MRG_MyISAM' INSERT_METHOD=LAST;\nINSERT INTO m VALUES (1)",
        "CREATE TABLE m (a INT) ENGINE=FEDERATED CONNECTION='mysql://a@b/c/d';\nINSERT INTO m VALUES (1)",
        "USE other", "CREATE TABLE other.t (a INT)", "CREATE TABLE t LIKE other.t",
        "CREATE TABLE t (LIKE other.t)",
        "CREATE TABLE t (a INT) SELECT * FROM other.t", "CREATE TABLE t (a INT) TABLE other.t",
        "CREATE TABLE /*!99999 t (a INT) */ other.t (a INT)", "CREATE TEMPORARY TABLE t (a INT)",
        "CREATE TABLE t (a INT /*!99999 ' */) SELECT 1 /*!99999 ' */)",
        "DROP TABLE other.t", "DROP TABLE t, other.t", "DROP VIEW IF EXISTS other.v", "DROP TRIGGER other.g",
        "DROP DATABASE other", "DROP /*!99999 TABLE t */ DATABASE other", "DROP INDEX i ON other.t",
        "TRUNCATE TABLE other.t", "RENAME TABLE t TO other.t", "ALTER TABLE other.t ADD b INT",
        "ALTER TABLE t RENAME TO other.t", "ALTER TABLE t ADD b INT, RENAME other.t",
        "ALTER TABLE t EXCHANGE PARTITION p WITH TABLE other.t", "ALTER TABLE t ADD b INT, UNION=(other.t)",
        "ALTER DATABASE a CHARACTER SET latin1;\nALTER DATABASE other CHARACTER SET latin1",
        "ALTER EVENT other.e ENABLE", "ALTER USER root@localhost IDENTIFIED BY 'x'",
        "LOCK TABLES other.t WRITE", "LOCK TABLES t WRITE, other.t WRITE", "ANALYZE TABLE other.t",
        "GRANT ALL ON *.* TO a", "REVOKE ALL ON *.* FROM a", "CREATE USER a", "DROP USER a", "CREATE ROLE a",
        "SET GLOBAL a = 1", "SET @@GLOBAL.a = 1", "SET PERSIST a = 1", "SET @a = other.f()",
        "SET @a = (SELECT 1)", "SET @a = 1, @b = other.f()", "SET PASSWORD = 'x'", "SET ROLE a",
        "SET STATEMENT sql_mode = '' FOR DELETE FROM other.t", "SET default_storage_engine = FEDERATED",
        "LOAD DATA INFILE '/x' INTO TABLE other.t", "LOAD XML INFILE '/x' INTO TABLE t",
        "SELECT 1", "SELECT * INTO OUTFILE '/x' FROM other.t", "SELECT other.f()",
        "SELECT SETVAL(other.s, 1)",
        "SELECT SETVAL(s, other.f())", "DO other.f()", "DO SLEEP(1)", "DO SETVAL(other.s, 1)",
        "VALUES (other.f())",
        "TABLE other.t", "WITH a AS (SELECT 1) DELETE FROM other.t", "CALL other.p()", "HANDLER other.t OPEN",
        "PREPARE s FROM 'DELETE FROM other.t'", "EXECUTE s", "EXECUTE IMMEDIATE 'DELETE FROM other.t'",
        "INSTALL PLUGIN a SONAME 'a'", "INSTALL SONAME 'a'", "UNINSTALL PLUGIN a", "CREATE SERVER a",
        "CREATE FUNCTION f RETURNS STRING SONAME 'x.so'", "KILL 1", "SHUTDOWN", "RESET MASTER",
        "PURGE BINARY LOGS TO 'x'",
        "FLUSH TABLES WITH READ LOCK", "FLUSH LOGS", "BACKUP STAGE START", "XA START 'a'", "BINLOG 'x'",
        "BEGIN NOT ATOMIC DELETE FROM other.t; END", "START TRANSACTION READ ONLY", "CREATE SEQUENCE other.s",
        "CREATE TABLESPACE a ADD DATAFILE 'a'", "OPTIMIZE TABLE other.t", "REPAIR TABLE other.t",
        "CHECK TABLE other.t",
        "CREATE TRIGGER /*!99999 a BEFORE INSERT ON t FOR EACH ROW SET @a = 1; */ other.g BEFORE INSERT ON other.t "
            + "FOR EACH ROW SET @a = 1",
        "/*!50003 CREATE /*!99999 TRIGGER a BEFORE INSERT ON t FOR EACH ROW BEGIN */ DATABASE b */",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM other.t",
    ]

    @Test("K7 what dump tools never write is refused", arguments: outsiders)
    func outside(_ text: String) {
        // What restores the database of the dump leaves its own USE out.
        let dump = text.hasPrefix("USE") ? "USE shop;\n" + text : text
        for block in [1, 1000] { #expect(!Self.traits(dump + ";\n", block: block).commands.isEmpty) }
    }

    @Test(
        "K7 what dump tools do write is not refused",
        arguments: [
            "/*!40000 DROP DATABASE IF EXISTS `a`*/;\n\nCREATE DATABASE /*!32312 IF NOT EXISTS*/ `a` /*!40100 DEFAULT CHARACTER SET utf8mb4 */ /*!80016 DEFAULT ENCRYPTION='N' */;\n\nUSE `a`;\n",
            "SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN;\nSET @@SESSION.SQL_LOG_BIN= 0;\nSET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'x:1-5';\nSET @@SESSION.SQL_LOG_BIN = @MYSQLDUMP_TEMP_LOG_BIN;\n",
            "CHANGE MASTER TO MASTER_LOG_FILE='binlog.000001', MASTER_LOG_POS=157;\n",
            "CHANGE REPLICATION SOURCE TO SOURCE_LOG_FILE='binlog.000001', SOURCE_LOG_POS=157;\n",
            "STOP SLAVE;\nSTOP ALL SLAVES;\nSTART REPLICA;\nSET GLOBAL gtid_slave_pos='0-1-1';\n",
            "-- CHANGE MASTER TO MASTER_LOG_FILE='binlog.000001', MASTER_LOG_POS=157;\n",
            "DROP TABLE IF EXISTS `t`;\n/*!50503 SET character_set_client = utf8mb4 */;\nCREATE TABLE `t` (\n  `a` int NOT NULL,\n  `b` int GENERATED ALWAYS AS (`a` + 1) VIRTUAL /*!80023 INVISIBLE */,\n  `c` point /*!80003 SRID 0 */,\n  CONSTRAINT `k` CHECK (`a` like 'x%') /*!80016 NOT ENFORCED */,\n  CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `other`.`p` (`a`)\n) ENGINE=InnoDB\n/*!50100 PARTITION BY RANGE (`a`)\n(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB) */;\nLOCK TABLES `t` WRITE;\n/*!40000 ALTER TABLE `t` DISABLE KEYS */;\nset autocommit=0;\nINSERT  IGNORE INTO `t` (`a`, `c`) VALUES (1,_binary 'x\\'y'),(-2.5e10,X'00'),(NULL,0xABCDEF00),(.5,b'1'),(+1,NULL);\nREPLACE  INTO `t` VALUES (1,2,DEFAULT);\n/*!40000 ALTER TABLE `t` ENABLE KEYS */;\nUNLOCK TABLES;\ncommit;\n/*!80002 ANALYZE TABLE `t` UPDATE HISTOGRAM ON `a` WITH 100 BUCKETS */;\n",
            "LOCK TABLES `t` READ /*!32311 LOCAL */;\nUNLOCK TABLES;\n",
            "CREATE SEQUENCE `s` start with 1 minvalue 1 maxvalue 9 increment by 1 cache 1000 nocycle ENGINE=InnoDB;\nDO SETVAL(`s`, 1, 0);\nSELECT SETVAL(`s`, -1, 0);\n",
            "/*M!100616 SET @OLD_NOTE_VERBOSITY=@@NOTE_VERBOSITY, NOTE_VERBOSITY=0 */;\n/*M!100616 SET NOTE_VERBOSITY=@OLD_NOTE_VERBOSITY */;\n",
            "SET @old_autocommit=@@autocommit, @@autocommit=0;\nSTART TRANSACTION;\nCOMMIT;\n",
            "/*!50032 DROP TRIGGER IF EXISTS g */;\nDROP PACKAGE BODY IF EXISTS `p`;\n/*!50003 DROP PROCEDURE IF EXISTS `p` */;\n/*!50106 DROP EVENT IF EXISTS `e` */;\nDROP SEQUENCE IF EXISTS `s`;\n/*!50001 DROP VIEW IF EXISTS `v`*/;\n",
            "/*! FLUSH PRIVILEGES */ ;\nFLUSH PRIVILEGES;\n",
            "ALTER DATABASE `a` CHARACTER SET latin1 COLLATE latin1_swedish_ci ;\n",
            "/*!50717 SELECT COUNT(*) INTO @rocksdb_has_p_s_session_variables FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'performance_schema' AND TABLE_NAME = 'session_variables' */;\n/*!50717 SET @rocksdb_get_is_supported = IF (@rocksdb_has_p_s_session_variables, 'SELECT COUNT(*) INTO @rocksdb_is_supported FROM performance_schema.session_variables WHERE VARIABLE_NAME=\\'rocksdb_bulk_load\\'', 'SELECT 0') */;\n/*!50717 PREPARE s FROM @rocksdb_get_is_supported */;\n/*!50717 EXECUTE s */;\n/*!50717 DEALLOCATE PREPARE s */;\n",
            "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER g BEFORE UPDATE ON t FOR EACH ROW IF NEW.a = 1 THEN DELETE FROM other.t; END IF */;;\n/*!50106 CREATE*/ /*!50117 DEFINER=`a`@`%`*/ /*!50106 EVENT `e` ON SCHEDULE EVERY '1:1' MINUTE_SECOND STARTS '2026-01-01' ENDS '2027-01-01' ON COMPLETION NOT PRESERVE DISABLE ON SLAVE COMMENT 'x' DO BEGIN DELETE FROM other.t; END */ ;;\nCREATE DEFINER=`a`@`%` PROCEDURE `p`()\nBEGIN SELECT 1; END ;;\nCREATE DEFINER=\"a\"@\"%\" PACKAGE BODY \"p\" AS FUNCTION f RETURN INT AS BEGIN RETURN 1; END; END ;;\nCREATE DEFINER=CURRENT_USER() AGGREGATE FUNCTION f(x INT) RETURNS INT BEGIN RETURN 1; END ;;\nDELIMITER ;\n",
            "/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013 DEFINER=`a`@`%` SQL SECURITY INVOKER */\n/*!50001 VIEW `v` AS select `t`.`a` AS `a` from `other`.`t` */;\n",
        ])
    func inside(_ text: String) {
        for block in [1, 7, 1000] { #expect(Self.traits(text, block: block).commands == []) }
    }

    @Test("K7 what follows the body of a routine is another statement, whatever words the body has")
    func behindBodies() {
        func traits(_ body: String) -> DumpTraits {
            Self.traits(
                "DELIMITER ;;\n/*!50003 CREATE*/ /*!50003 TRIGGER g BEFORE INSERT ON t FOR EACH ROW \(body) */;;\n"
            )
        }
        for body in [
            "SET @a = CASE 1 WHEN 1 THEN 2 END; DROP DATABASE b", "SET @a = IF(1, 2, 3); DROP DATABASE b",
            "SET @a = REPEAT('x', 2); DROP DATABASE b;", "BEGIN SET @a = 1; END; DROP DATABASE b",
            "BEGIN /* x */ SET @a = 1; END; DROP DATABASE b", "BEGIN END; /*!99999 END */ DROP DATABASE b",
            // Whatever is made to look like the beginning or the end of a block.
            "BEGIN END; DROP DATABASE b; BEGIN END", "BEGIN SELECT begin FROM x; END; DROP DATABASE b; END",
            "BEGIN SELECT x.begin; END; DROP DATABASE b; END", "SELECT begin; DROP DATABASE b; END",
            "BEGIN SET @begin = 1; END; DROP DATABASE b; END",
            "BEGIN SELECT 1 AS `BEGIN`; END; DROP DATABASE b; END",
            "IF 1 THEN SET @a = 1; END IF; DROP DATABASE b; END IF", "IF(1); DROP DATABASE b; END IF",
            "one: BEGIN END one; DROP DATABASE b; END one",
            "BEGIN IF CASE WHEN end THEN begin END THEN SELECT 1; END IF; END; DROP DATABASE b; END",
            "BEGIN SELECT CASE WHEN 1 THEN 2 END; END; DROP DATABASE b; SELECT CASE WHEN 1 THEN 2 END",
            "BEGIN XA BEGIN 'x'; END; DROP DATABASE b; END",
            "REPEAT SET @a = 1; UNTIL 1 END REPEAT; DROP DATABASE b; END REPEAT",
            "BEGIN DECLARE EXIT HANDLER FOR NOT FOUND BEGIN END; END; DROP DATABASE b; END",
            "BEGIN DECLARE c CURSOR FOR SELECT begin FROM x; END; DROP DATABASE b; END",
            "WHILE (SELECT do begin FROM x) DO SET @a = 1; END WHILE; DROP DATABASE b; END",
            "BEGIN /*!99999 BEGIN */ SET @a = 1; END; DROP DATABASE b; END",
            "BEGIN END BEGIN; DROP DATABASE b; END",
            "BEGIN SET @a = 1", "BEGIN IF 1 THEN SET @a = 1; END",
        ] { #expect(!traits(body).commands.isEmpty, "\(body)") }
        for body in [
            "BEGIN SET @a = 1; END", "BEGIN SET @a = 1; END ;", "one: BEGIN SET @a = 1; END one",
            "IF 1 THEN SET @a = 1; ELSE SET @a = 2; END IF", "CASE 1 WHEN 1 THEN SET @a = 1; END CASE",
            "REPEAT SET @a = 1; UNTIL 1 END REPEAT", "WHILE 0 DO SET @a = 1; END WHILE -- x\n",
            "BEGIN DECLARE EXIT HANDLER FOR NOT FOUND BEGIN END; SET @a = 1; /* x */ END",
            "FOLLOWS other BEGIN SET @a = 1; END", "PRECEDES other SET @a = 1",
            "BEGIN SELECT end FROM x; END",
            "BEGIN SELECT x.end, x.if, @end, `end`, end + 1 FROM x; END",
            "BEGIN begin: LOOP LEAVE begin; END LOOP begin; END",
            "BEGIN SET @a = CASE WHEN 1 THEN IF(1, 2, 3) ELSE CASE 2 WHEN 3 THEN 4 END END; END",
            "BEGIN CASE WHEN @a THEN BEGIN END; WHEN 2 THEN SET @a = 1; ELSE BEGIN END; END CASE; END",
            "BEGIN IF CASE 1 WHEN 2 THEN 3 END THEN SET @a = 1; ELSEIF 2 THEN BEGIN END; ELSE IF 1 THEN SET @a = 2; END IF; END IF; END",
            "BEGIN DECLARE CONTINUE HANDLER FOR 1062, SQLSTATE VALUE '23000', NOT FOUND, done SET @a = 1; SET @a = 2; END",
            "BEGIN DECLARE x INT DEFAULT 0; DECLARE c CURSOR FOR SELECT 1; DECLARE done CONDITION FOR 1234; END",
            "FOR i IN 1..10 DO SET @a = i; END FOR",
            "BEGIN FOR r IN (SELECT 1 AS do) DO SET @a = r.do; END FOR; END",
            "BEGIN NOT ATOMIC DECLARE x INT; SET x = 1; END",
            "BEGIN XA END 'x'; REPLACE INTO x VALUES (REPEAT('a', 2)); END",
            "BEGIN REPEAT SET @a = 1; UNTIL CASE WHEN 1 THEN 1 END END REPEAT; END", "CALL p(1)", "BEGIN END",
            "BEGIN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'BEGIN; END'; -- END; BEGIN\n END",
        ] { #expect(traits(body).commands == [], "\(body)") }
    }

    @Test("K7 the body of a procedure, function or event begins behind its head, whatever that holds")
    func heads() {
        func commands(_ head: String) -> [DumpTraits.Command] {
            Self.traits("DELIMITER ;;\nCREATE \(head) ;;\nDELIMITER ;\n").commands
        }
        for head in [
            "PROCEDURE `p`(IN begin INT, OUT x VARCHAR(10) CHARSET utf8mb4)\n    COMMENT 'BEGIN' BEGIN SELECT 1; END",
            "FUNCTION `f`(a INT) RETURNS varchar(20) CHARSET utf8mb4 COLLATE utf8mb4_bin\n READS SQL DATA\n DETERMINISTIC\n SQL SECURITY INVOKER\n COMMENT 'x' RETURN IF(a, 'b', 'c')",
            "FUNCTION `f`() RETURNS set('a','b') CHARACTER SET latin1 BEGIN RETURN 'a'; END",
            "FUNCTION `f`() RETURNS enum('a') LANGUAGE SQL NOT DETERMINISTIC NO SQL CASE WHEN 1 THEN RETURN 1; END CASE",
            "FUNCTION `f`() RETURNS TYPE OF t.a BEGIN RETURN 1; END",
            "FUNCTION `f`() RETURNS int(11) unsigned zerofill RETURN CASE 1 WHEN 1 THEN 2 END",
            "EVENT `do` ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01' ON COMPLETION PRESERVE ENABLE COMMENT 'do' DO BEGIN SET @a = 1; END",
            "EVENT e ON SCHEDULE AT '2027-01-01' DISABLE DO DELETE FROM t",
        ] { #expect(commands(head) == [], "\(head)") }
        for head in [
            "PROCEDURE p() SELECT begin FROM x; DROP DATABASE b; END",
            "PROCEDURE p(begin INT) SELECT 1; DROP DATABASE b; END",
            "FUNCTION f() RETURNS INT COMMENT 'x' RETURN begin; DROP DATABASE b; END",
            "EVENT begin ON SCHEDULE EVERY 1 DAY ENABLE DO SET @a = 1; DROP DATABASE b; END",
            "PROCEDURE p() COMMENT 'x' BEGIN END; DROP DATABASE b; BEGIN END",
        ] { #expect(!commands(head).isEmpty, "\(head)") }
    }

    @Test(
        "K7 a byte that may be half of a character ends nothing and hides nothing",
        arguments: ["big5", "cp932", "gbk", "gb18030", "sjis"])
    func halves(set: String) {
        let high = String(decoding: [0xC5, 0xA0] as [UInt8], as: UTF8.self)
        func commands(
            _ before: String,
            _ body: String =
                "SELECT '\(String(decoding: [0xC5, 0xA0] as [UInt8], as: UTF8.self))\\'; DROP DATABASE b; -- '"
        ) -> [DumpTraits.Command] {
            Self.traits(
                "SET @old = @@character_set_client;\n\(before)\nDELIMITER ;;\nCREATE PROCEDURE `p`() \(body) ;;\nDELIMITER ;\n"
            ).commands
        }
        for before in [
            "SET NAMES \(set);", "SET NAMES '\(set)';", "SET character_set_client = \(set);",
            "SET CHARACTER SET \(set);",
            "SET @@session.character_set_client = \(set);",
            "SET character_set_client = \(set); SET @x = @@character_set_client; SET NAMES utf8mb4; SET character_set_client = @x;",
            "SET NAMES \(set); SET NAMES utf8mb4; SET @old = NULL; SET character_set_client = @old;",
        ] {
            #expect(!commands(before).isEmpty, "\(before)")
            #expect(!commands(before, "SELECT `\(high)` FROM x").isEmpty, "\(before)")
            #expect(commands(before, "SELECT '\(high)' FROM x") == [], "\(before)")
        }
        for before in [
            "SET NAMES utf8mb4;", "SET NAMES latin1;",
            "SET character_set_client = \(set); SET character_set_client = @old;",
        ] { #expect(commands(before, "SELECT '\(high)\\'', `\(high)` FROM x") == [], "\(before)") }
    }

    @Test("K7 the database of a column's sequence is taken out, and no other word")
    func sequences() throws {
        let text =
            "CREATE TABLE `t` (`n` int DEFAULT nextval(`shop`.`s`), `m` int DEFAULT (lastval( `it``s`.`s` )), `nextval` int);\n"
        let code = try #require(Self.traits(text).code.first)
        #expect(code.sequences.map(\.name) == ["shop", "it`s"] && code.mentions.isEmpty)
        let bytes = Array(text.utf8)
        #expect(
            code.sequences.map { String(decoding: bytes[$0.bytes], as: UTF8.self) } == [
                "`shop`.", "`it``s`.",
            ])
    }

    @Test("K7 a long list of columns is one of columns")
    func columns() {
        let names = (0..<500).map { "`c\($0)`" }.joined(separator: ", ")
        func traits(_ list: String) -> DumpTraits {
            Self.traits("CREATE TABLE `t` (a INT);\nINSERT INTO `t` (\(list)) VALUES (1);\n")
        }
        #expect(traits(names).commands == [])
        #expect(!traits(names + ") SELECT (`a`").commands.isEmpty)
        #expect(!traits(names + ", f(1)").commands.isEmpty)
    }

    @Test(
        "K7 the database is taken out of the heads of triggers, views, routines and events, however it is written"
    )
    func qualifiers() {
        func kept(_ text: String) -> String {
            let bytes = Array(text.utf8)
            let traits = Self.traits(bytes)
            #expect(traits.commands == [])
            return MySQLTableChoice.pieces(of: [0..<bytes.count], without: traits.omissions).map {
                String(decoding: bytes[$0], as: UTF8.self)
            }.joined()
        }
        let head = "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER "
        let body = " FOR EACH ROW INSERT INTO shop.x VALUES ('shop.y') */;;\n"
        #expect(
            kept(head + "shop.tr BEFORE INSERT ON shop.t" + body)
                == head + "tr BEFORE INSERT ON t" + body)
        #expect(
            kept(head + "`sh``op` . /* shop.tr */ `t.r` AFTER DELETE\nON `shop`.`a b`" + body)
                == head + "  /* shop.tr */ `t.r` AFTER DELETE\nON `a b`" + body)
        #expect(
            kept(head + "/* one */ shop.tr /* two */ BEFORE /* three */ UPDATE # ON\nON shop.t -- x\n" + body)
                == head + "/* one */ tr /* two */ BEFORE /* three */ UPDATE # ON\nON t -- x\n" + body)
        #expect(
            kept("CREATE VIEW `shop`.`v` AS SELECT `shop`.`f`();\n")
                == "CREATE VIEW `v` AS SELECT `shop`.`f`();\n")
        #expect(
            kept("CREATE PROCEDURE shop.p() SELECT * FROM shop.t;\n")
                == "CREATE PROCEDURE p() SELECT * FROM shop.t;\n")
    }

    @Test("accounts belong into globals, and nothing else does")
    func globals() {
        let text = "CREATE USER IF NOT EXISTS `a`@`%`;\nGRANT SELECT ON *.* TO `a`@`%`;\nFLUSH PRIVILEGES;\n"
        #expect(Self.traits(text, globals: true).commands == [])
        #expect(Self.traits(text).commands.count == 2)
        #expect(
            Self.traits("DROP TABLE x;\nINSERT INTO mysql.user VALUES (1);\n", globals: true).commands.count
                == 2)
    }

    @Test(
        "F18 the sandbox line is left out, however it is written",
        arguments: ["/*M!999999\\- ", "/*!999999\\- "], ["\n", " \n", "  \r\n"])
    func sandbox(_ opening: String, _ ending: String) {
        let line = opening + "enable the sandbox mode */" + ending
        for block in [1, 7, 1000] {
            let traits = Self.traits(line + "COMMIT;\n", block: block)
            #expect(traits.isRestricted)
            #expect(traits.omissions == [0..<line.utf8.count])
            #expect(traits.commands == [])
        }
        #expect(!Self.traits("SELECT 1;\n" + line).commands.isEmpty)
    }

    @Test("statements that choose the database are left out, and so is the server's replication state")
    func databases() {
        let text = """
            CREATE DATABASE /*!32312 IF NOT EXISTS*/ `a``b` /*!40100 DEFAULT CHARACTER SET utf8mb4 */;

            USE `a``b`;
            SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'x:1-5';
            COMMIT;

            """
        let traits = Self.traits(text)
        #expect(traits.commands == [])
        let bytes = Array(text.utf8)
        #expect(
            traits.omissions.map { String(decoding: bytes[$0], as: UTF8.self).prefix(12) } == [
                "CREATE DATAB", "USE `a``b`;", "SET @@GLOBAL",
            ])
    }

    @Test(
        "R9 what a dump needs of a server is read: collations, tablespaces, coordinates, time zones, words of functions"
    )
    func needs() {
        let parameters = (0..<20).map { "`p\($0)` varchar(255)" }.joined(separator: ", ")
        let traits = Self.traits(
            """
            CREATE TABLE `t` (`a` text CHARACTER SET latin1 COLLATE latin1_bin, `COLLATE` int, `p` point NOT NULL /*!80003 SRID 4326 */,
              `c` int COMMENT 'COLLATE none_such'
            ) /*!50100 TABLESPACE `their space` */ ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
            DELIMITER ;;
            /*!50106 SET TIME_ZONE= 'Europe/Berlin' */ ;;
            /*!50106 SET TIME_ZONE= 'SYSTEM' */ ;;
            CREATE FUNCTION `loose`(a int) RETURNS int BEGIN RETURN 1; END ;;
            CREATE FUNCTION `strict`(a int) RETURNS int NO SQL BEGIN RETURN 1; END ;;
            CREATE FUNCTION `sure`(a int) RETURNS int DETERMINISTIC RETURN 1 ;;
            CREATE FUNCTION `unsure`(a int) RETURNS int NOT DETERMINISTIC RETURN 1 ;;
            CREATE FUNCTION `wide`(\(parameters)) RETURNS int DETERMINISTIC BEGIN RETURN 1; END ;;
            DELIMITER ;

            """)
        #expect(traits.commands == [])
        #expect(
            traits.needs == [
                .collation("latin1_bin"), .collation("utf8mb4_0900_ai_ci"), .spatialReference(4326),
                .tablespace("their space"), .timeZone("Europe/Berlin"),
            ])
        #expect(traits.code.filter(\.mayChangeData).map(\.name) == ["loose", "unsure"])
    }

    @Test("K7 an engine that shows what lies elsewhere is known behind what only some servers read")
    func hiddenEngine() {
        for words in ["", "/*!99999 x */ ", "/*!99999 COLLATE x */ ", "/*!99999 COLLATE */ "] {
            let traits = Self.traits("CREATE TABLE `t` (`a` int) ENGINE \(words)CONNECT;\n")
            #expect(traits.code.contains { $0.isWindow } || !traits.commands.isEmpty, "\(words)")
        }
    }

    @Test("R10 rows of no column that no server takes are left out, and rows of none that one takes are not")
    func computedRows() {
        let text = """
            CREATE TABLE `t` (`a` int GENERATED ALWAYS AS (1) VIRTUAL);
            INSERT INTO `t` () VALUES ),)),)));
            CREATE TABLE `u` (`a` int);
            INSERT INTO `u` () VALUES (),();
            INSERT INTO `u` VALUES (1);

            """
        let traits = Self.traits(Array(text.utf8), items: true)
        #expect(traits.commands == [])
        let bytes = Array(text.utf8)
        #expect(
            traits.omissions.map { String(decoding: bytes[$0], as: UTF8.self) } == [
                "INSERT INTO `t` () VALUES ),)),)));"
            ])
    }

    @Test("the sections of a dump, its definers and its encoding")
    func sections() throws {
        let bytes = try Samples.bytes("mariadb.sql")
        let traits = Self.traits(bytes, items: true)
        #expect(traits.commands == [])
        #expect(traits.needs == [.definer("root@localhost"), .collation("latin1_swedish_ci")])
        #expect(traits.encoding == "utf8mb4")
        #expect(
            traits.items.map(\.kind) == [
                "preamble", "sequence", "table", "table data", "table", "table data", "table", "table data",
                "view place", "events", "routines", "view", "postamble",
            ])
        #expect(
            traits.items.compactMap(\.table) == ["`empty`", "`empty`", "`m``y;(`", "`m``y;(`", "`t`", "`t`"])
        // Nothing lies between them, and nothing is missing.
        #expect(
            zip(traits.items, traits.items.dropFirst()).allSatisfy {
                $0.bytes.upperBound == $1.bytes.lowerBound
            })
        #expect(
            traits.items.first?.bytes.lowerBound == 0 && traits.items.last?.bytes.upperBound == bytes.count)
        for block in [1, 3, 64, 1000] { #expect(Self.traits(bytes, block: block, items: true) == traits) }
    }

    @Test("a dump without its extents is one with fewer rows")
    func extents() throws {
        let bytes = try Samples.bytes("mariadb.sql")
        let whole = Samples.summary(bytes, by: MySQLScanner(marker: "-- Dump completed"), block: 100)
        #expect(whole.extents.map(\.table) == ["`m``y;(`", "`t`"])
        for extent in whole.extents {
            let text = String(decoding: bytes[extent.bytes], as: UTF8.self)
            #expect(text.hasPrefix("INSERT INTO " + extent.table.text) && text.hasSuffix(";\n"))
        }
        var inspector = MySQLInspector(marker: "-- Dump completed", isGlobals: false, listsItems: true)
        var place = 0
        func feed(_ range: Range<Int>) { Array(bytes[range]).withUnsafeBytes { inspector.observe($0) } }
        for extent in whole.extents {
            feed(place..<extent.bytes.lowerBound)
            inspector.skip(extent.bytes.count)
            place = extent.bytes.upperBound
        }
        feed(place..<bytes.count)
        let rest = inspector.finish()
        #expect(rest.marker == whole.marker && rest.objects == whole.objects && rest.extents == [])
        #expect(rest.tables.map(\.rows) == [0, 0, 0])
        #expect(inspector.traits == Self.traits(bytes, items: true))
    }

    @Test("inserts that follow each other are one extent")
    func joined() {
        let text =
            "SET x=1;\nINSERT INTO a VALUES (1);\nINSERT INTO a VALUES (2);\nINSERT INTO b VALUES (1); INSERT INTO b VALUES (2);\n"
        for block in [1, 5, 1000] {
            let summary = Samples.summary(Array(text.utf8), by: MySQLScanner(marker: "x"), block: block)
            #expect(
                summary.extents == [
                    TableExtent("a", 9..<61), TableExtent("b", 61..<86), TableExtent("b", 87..<113),
                ])
        }
    }

    @Test(
        "dumps of hostile data hold no command",
        arguments: [HostileData.Kind.shop, .hostile, .nontransactional])
    func hostile(_ kind: HostileData.Kind) throws {
        let server = try PrivateMariaDB.shared()
        let name = "inspected_\(kind.rawValue)"
        try HostileData.load(kind, into: server, database: name)
        defer { try? server.dropDatabase(name) }
        let dump = Array(try server.dump(name))
        let traits = Self.traits(dump)
        #expect(traits.commands == [])
        #expect(traits.isRestricted)
    }
}
