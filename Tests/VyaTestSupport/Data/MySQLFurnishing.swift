/// What a tenant of MySQL or MariaDB may furnish its database with, one kind an element, in the words of the stock client.
///
/// Code is everywhere where the servers take it. `gain()` and `seize()` are what `HostileMySQLTenant` puts there before.
package enum MySQLFurnishing {
    /// Kinds that both families take.
    package static let common: [String] = [
        // Code that runs when a row comes, in every place and with every way to write its head.
        "CREATE TABLE watched (n int); INSERT INTO watched VALUES (1); "
            + "CREATE TRIGGER plain BEFORE INSERT ON watched FOR EACH ROW SET NEW.n = tenant.gain()",
        "CREATE TABLE qualified (n int); INSERT INTO qualified VALUES (1); "
            + "CREATE TRIGGER tenant.qualified BEFORE INSERT ON tenant.qualified FOR EACH ROW SET NEW.n = tenant.gain()",
        "CREATE TABLE quoted (n int); CREATE TRIGGER `tenant`.`quo``ted` AFTER INSERT ON `tenant`.`quoted` "
            + "FOR EACH ROW INSERT INTO `tenant`.`watched` VALUES (NEW.n)",
        "CREATE TABLE spaced (n int); CREATE /* a */ TRIGGER /*b*/ tenant /* c */ . /* d */ spaced -- e\n"
            + "AFTER UPDATE # f\nON tenant/**/./**/spaced FOR EACH ROW SET @x = tenant.gain()",
        "CREATE TABLE versioned (n int); /*!50003 CREATE TRIGGER tenant.versioned AFTER DELETE ON tenant.versioned "
            + "FOR EACH ROW SET @x = 1 */",
        "CREATE TABLE ordered (n int); CREATE TRIGGER first_one BEFORE INSERT ON ordered FOR EACH ROW SET @a = 1; "
            + "CREATE TRIGGER second_one BEFORE INSERT ON ordered FOR EACH ROW FOLLOWS first_one SET @a = 2; "
            + "CREATE TRIGGER zeroth BEFORE INSERT ON tenant.ordered FOR EACH ROW PRECEDES first_one SET @a = 0",
        "CREATE TABLE tabled (tr int, `on` int, `trigger` int); CREATE TRIGGER `on` BEFORE INSERT ON tabled "
            + "FOR EACH ROW SET NEW.`trigger` = NEW.`on`",
        "CREATE TABLE outside (n int); "
            + "CREATE TRIGGER outside AFTER INSERT ON outside FOR EACH ROW INSERT INTO bystander.kept VALUES (NEW.n)",
        "CREATE TABLE own (n int);\nDELIMITER //\nCREATE DEFINER = CURRENT_USER() TRIGGER tenant.own BEFORE UPDATE ON "
            + "tenant.own FOR EACH ROW BEGIN IF NEW.n > 1 THEN SET NEW.n = tenant.gain(); END IF; END//",
        // Views.
        "CREATE SQL SECURITY INVOKER VIEW invoked AS SELECT tenant.gain() AS n",
        "CREATE SQL SECURITY DEFINER VIEW defined AS SELECT tenant.gain() AS n",
        "CREATE ALGORITHM = TEMPTABLE VIEW tempted AS SELECT 1 AS `a;b`, '\\\\! id' AS `\\! id`, 'it''s' AS `c``d`",
        "CREATE TABLE based (n int); CREATE ALGORITHM = MERGE VIEW tenant.merged AS SELECT n FROM tenant.based "
            + "WHERE n > 0 WITH CASCADED CHECK OPTION; "
            + "CREATE SQL SECURITY INVOKER VIEW narrow AS SELECT n FROM based WHERE n < 9 WITH LOCAL CHECK OPTION",
        "CREATE VIEW inside AS SELECT table_name, table_rows FROM information_schema.tables",
        "CREATE SQL SECURITY INVOKER VIEW zz_first AS SELECT 1 AS n; CREATE SQL SECURITY INVOKER VIEW aa_last AS SELECT zz_first.n FROM zz_first JOIN zz_first z2",
        "CREATE TABLE gone (n int); CREATE VIEW broken AS SELECT n FROM gone; DROP TABLE gone; "
            + "CREATE TABLE gone (n int)",
        "CREATE FUNCTION vya_backup_restore() RETURNS int SQL SECURITY INVOKER RETURN tenant.gain()",
        // Objects that stand in the way of the server's own.
        "CREATE FUNCTION `count`() RETURNS int RETURN tenant.gain(); "
            + "CREATE FUNCTION `concat`(a text) RETURNS text RETURN tenant.gain()",
        "CREATE TABLE `user` (n int); CREATE TABLE `tables` (n int); CREATE VIEW `schemata` AS SELECT tenant.gain() AS n; "
            + "CREATE TABLE `information_schema` (n int); CREATE TABLE `mysql` (n int); CREATE TABLE `dual` (n int)",
        // Events.
        "CREATE EVENT ticking ON SCHEDULE EVERY 1 SECOND DO INSERT INTO bystander.kept VALUES (2)",
        "CREATE EVENT tenant.seizing ON SCHEDULE EVERY 1 SECOND ON COMPLETION PRESERVE DO CALL tenant.seize()",
        "CREATE EVENT sleeping ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' ENDS '2038-01-01 00:00:00' "
            + "DISABLE COMMENT 'it''s; \\\\! id' DO DELETE FROM tenant.watched",
        "CREATE EVENT `enable` ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' ENABLE COMMENT 'DISABLE ENABLE' "
            + "DO SET @x = 'ENABLE'",
        "CREATE EVENT once ON SCHEDULE AT '2037-01-01 00:00:00' ON COMPLETION NOT PRESERVE DO SET @x = tenant.gain()",
        """
        DELIMITER //
        CREATE DEFINER = CURRENT_USER EVENT `bo``dy` ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' DO
        `begin`: BEGIN DECLARE `end` int DEFAULT 0; IF `end` = 0 THEN SET `end` = 1; END IF; LEAVE `begin`; END //
        """,
        // Routines, with every characteristic.
        "CREATE PROCEDURE read_only() READS SQL DATA SQL SECURITY INVOKER COMMENT 'a; b -- c /* d' SELECT 1",
        "CREATE PROCEDURE changing(IN a int, OUT b int, INOUT c text) MODIFIES SQL DATA DETERMINISTIC LANGUAGE SQL "
            + "UPDATE tenant.watched SET n = a",
        "CREATE FUNCTION no_data(a varchar(9) CHARSET utf8mb4) RETURNS varchar(9) CHARSET utf8mb4 NO SQL DETERMINISTIC "
            + "RETURN CONCAT(a, ';')",
        "CREATE FUNCTION contained() RETURNS decimal(10,2) CONTAINS SQL NOT DETERMINISTIC SQL SECURITY DEFINER "
            + "COMMENT 'DEFINER=`root`@`localhost`' RETURN 1.5",
        "CREATE PROCEDURE tenant.granting() SQL SECURITY INVOKER GRANT ALL PRIVILEGES ON *.* TO tenant@localhost",
        """
        DELIMITER //
        CREATE PROCEDURE words() BEGIN
          `end`: LOOP LEAVE `end`; END LOOP `end`;
          `case`: WHILE 0 DO SET @a = 1; END WHILE `case`;
          rounds: REPEAT SET @b = CASE WHEN 1 THEN 2 ELSE 3 END; UNTIL 1 END REPEAT rounds;
          CASE @b WHEN 2 THEN BEGIN END; ELSE SELECT 1; END CASE;
          IF 1 THEN SELECT `end`.`begin` FROM (SELECT 1 AS `begin`) `end`; ELSEIF 2 THEN BEGIN BEGIN END; END; END IF;
        END //
        """,
        """
        DELIMITER //
        CREATE PROCEDURE handlers() BEGIN
          DECLARE found CONDITION FOR SQLSTATE '02000';
          DECLARE pointing CURSOR FOR SELECT n FROM tenant.watched;
          DECLARE EXIT HANDLER FOR found, SQLWARNING BEGIN ROLLBACK; END;
          DECLARE CONTINUE HANDLER FOR 1062 SET @x = 1;
          OPEN pointing; CLOSE pointing; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'END;';
        END //
        """,
        """
        DELIMITER //
        CREATE PROCEDURE prepared() SQL SECURITY INVOKER BEGIN
          SET @sql = 'GRANT ALL PRIVILEGES ON *.* TO tenant@localhost'; PREPARE s FROM @sql; EXECUTE s; DEALLOCATE PREPARE s;
        END //
        """,
        """
        DELIMITER //
        CREATE PROCEDURE comments() BEGIN
          /* END; */ -- END;
          # END
          SELECT 'END; */ -- ', "it's", `x`.`n` AS `--` FROM tenant.watched AS `x`; /*!50003 SELECT 2; */ /*!99999 SELECT 3; */
        END //
        """,
        """
        DELIMITER //
        CREATE PROCEDURE delimiters() BEGIN
          SELECT '
        DELIMITER ;
        \\! id
        system id
        \\. /etc/passwd
        source /etc/passwd
        ';
        END //
        """,
        """
        DELIMITER //
        CREATE PROCEDURE transactions() BEGIN
          START TRANSACTION; SAVEPOINT `begin`; ROLLBACK TO `begin`; COMMIT; SET autocommit = 0; SET SESSION sql_mode = '';
        END //
        """,
        "SET sql_mode = 'ANSI_QUOTES'; CREATE PROCEDURE \"ansi\"() SELECT \"n\" AS \"it's\", 'a\\\\''b' FROM \"tenant\".\"watched\"",
        "SET sql_mode = 'NO_BACKSLASH_ESCAPES'; CREATE PROCEDURE backslashes() SELECT '\\', '\\\\', ';', 'it''s \\'",
        "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'; CREATE TRIGGER \"tenant\".\"modes\" BEFORE DELETE ON "
            + "\"tenant\".\"watched\" FOR EACH ROW SET @\"x\" = '\\'",
        "SET sql_mode = 'PIPES_AS_CONCAT,IGNORE_SPACE,NO_ZERO_DATE'; CREATE FUNCTION `piped` (a text) RETURNS text "
            + "RETURN a || ';' || LENGTH (a)",
        "SET sql_mode = 'ANSI_QUOTES'; CREATE EVENT \"ansi\" ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' "
            + "DO SET @\"a\" = 'x'; CREATE VIEW \"viewed\" AS SELECT 1 AS \"it's\"",
        "SET NAMES latin1; CREATE PROCEDURE latin() SELECT 'e' COLLATE latin1_german1_ci; SET NAMES utf8mb4",
        // What a load evaluates.
        "CREATE TABLE checked (n int, CONSTRAINT `che'cked` CHECK (n > 0 AND CONCAT(n, ';') <> ';;')); INSERT INTO checked VALUES (1)",
        "CREATE TABLE `generated` (n int, m int GENERATED ALWAYS AS (n + 1) STORED, o varchar(20) AS (CONCAT(n, ';')) VIRTUAL, "
            + "KEY (o)); INSERT INTO `generated` (n) VALUES (1)",
        "CREATE TABLE defaulted (a int DEFAULT 5, b varchar(40) DEFAULT (CONCAT('x;', UUID())), c timestamp DEFAULT "
            + "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, d varchar(20) DEFAULT '\\\\! id;''', e text DEFAULT ('t')); "
            + "INSERT INTO defaulted () VALUES ()",
        "CREATE TABLE computed (n json DEFAULT (JSON_OBJECT('a', ';')), m int AS (JSON_LENGTH(n)) VIRTUAL); "
            + "INSERT INTO computed (n) VALUES ('{\"a\": 1}')",
        "CREATE TABLE parent (n int PRIMARY KEY, m int, UNIQUE (m)); CREATE TABLE child (n int, m int, CONSTRAINT `fk``1` "
            + "FOREIGN KEY (n) REFERENCES parent (n) ON DELETE CASCADE ON UPDATE SET NULL, FOREIGN KEY (m) REFERENCES "
            + "tenant.parent (m)); INSERT INTO parent VALUES (1, 2); INSERT INTO child VALUES (1, 2)",
        "CREATE TABLE egg (n int PRIMARY KEY, hen int); CREATE TABLE hen (n int PRIMARY KEY, egg int, FOREIGN KEY (egg) "
            + "REFERENCES egg (n)); ALTER TABLE egg ADD FOREIGN KEY (hen) REFERENCES hen (n)",
        "CREATE TABLE itself (n int PRIMARY KEY, m int, FOREIGN KEY (m) REFERENCES itself (n)); INSERT INTO itself VALUES "
            + "(2, NULL), (1, 2)",
        "SET foreign_key_checks = 0; CREATE TABLE orphan (n int, FOREIGN KEY (n) REFERENCES nowhere (n))",
        // Engines.
        "CREATE TABLE mine (n int PRIMARY KEY) ENGINE = MyISAM DELAY_KEY_WRITE = 1 PACK_KEYS = 1; INSERT INTO mine VALUES (1)",
        "CREATE TABLE listed (n int NOT NULL, s varchar(90) NOT NULL) ENGINE = CSV; INSERT INTO listed VALUES (1, 'a\",\\n\\\\! id')",
        "CREATE TABLE remembered (n int) ENGINE = MEMORY; INSERT INTO remembered VALUES (1)",
        "CREATE TABLE packed (n int AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 7 ROW_FORMAT = REDUNDANT STATS_PERSISTENT = 0 CHECKSUM = 1",
        // Partitions.
        "CREATE TABLE ranged (n int) PARTITION BY RANGE (n * 2) (PARTITION `p;1` VALUES LESS THAN (5) COMMENT 'it is; -- `', "
            + "PARTITION `p``2` VALUES LESS THAN MAXVALUE); INSERT INTO ranged VALUES (1), (9)",
        "CREATE TABLE listed_by (n int, s varchar(9)) PARTITION BY LIST COLUMNS (s) (PARTITION p VALUES IN ('a', ';', '''')); "
            + "INSERT INTO listed_by VALUES (1, '''')",
        "CREATE TABLE hashed (n date) PARTITION BY RANGE (YEAR(n)) SUBPARTITION BY HASH (TO_DAYS(n)) SUBPARTITIONS 2 "
            + "(PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN MAXVALUE)",
        "CREATE TABLE keyed (n int PRIMARY KEY) PARTITION BY LINEAR KEY (n) PARTITIONS 3",
        // Types and keys.
        "CREATE TABLE placed (p point NOT NULL, g geometry, SPATIAL INDEX (p)); INSERT INTO placed VALUES (POINT(1, 2), NULL)",
        "CREATE TABLE searched (t text, FULLTEXT KEY `full;text` (t) COMMENT '\\\\! id'); INSERT INTO searched VALUES ('a b c')",
        "CREATE TABLE typed (a bit(9), b year, c set('a', 'it''s', ';'), d enum('\\\\! id', '--', ''), e decimal(65,30), "
            + "f binary(3), g longblob, h time(6), i float, j double, k bigint unsigned zerofill); "
            + "INSERT INTO typed VALUES (b'101', 2000, 'a,;', '--', 1.5, x'00275c', x'000d0a1a225c27', '1:2:3.000004', 1e-30, 1e300, 5)",
        "CREATE TABLE collated (a varchar(9) CHARACTER SET latin1 COLLATE latin1_german2_ci, b varchar(9) CHARACTER SET utf16, "
            + "c char(9) CHARACTER SET binary, KEY (a DESC), UNIQUE KEY `un'que` (b(2))); INSERT INTO collated VALUES ('é', 'ü', 'x')",
        "CREATE TABLE commented (n int COMMENT 'it''s -- */ \\\\! id\n\\\\! id\n`;') COMMENT 'vya-backup: it''s /*! */ \\\\! id\n;\nuse mysql'",
        "ALTER DATABASE tenant CHARACTER SET latin1 COLLATE latin1_bin",
        // Data that look like something else.
        "CREATE TABLE data (n int AUTO_INCREMENT PRIMARY KEY, s text) CHARACTER SET utf8mb4; INSERT INTO data (s) VALUES "
            + "('\n\\\\! touch GAINED\n'), ('\n\\\\. /etc/passwd\n'), ('\nDELIMITER //\n'), ('\nsystem id\n'), (';\nDROP DATABASE bystander;\n'), "
            + "('\\'\n-- Dump completed on 2030-01-01\n'), ('*/;\n/*!50003 DROP DATABASE bystander */;'), ('\\0\\Z\\r\\n'), "
            + "('/*M!999999\\\\- enable the sandbox mode */'), ('\ntee GAINED\n'), ('\nconnect bystander\nuse bystander\n')",
        "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'; CREATE TABLE zeros (n int AUTO_INCREMENT PRIMARY KEY, "
            + "d date, t datetime); INSERT INTO zeros VALUES (0, '0000-00-00', '2000-02-31')",
        "CREATE TABLE wide (a varchar(3000) CHARACTER SET latin1) ROW_FORMAT = DYNAMIC; INSERT INTO wide VALUES (REPEAT('\\\\''', 1400))",
        "CREATE TABLE empty_one (n int); CREATE TABLE `INSERT INTO` (`VALUES` int); INSERT INTO `INSERT INTO` VALUES (1)",
        "CREATE TEMPORARY TABLE passing (n int); INSERT INTO passing VALUES (tenant.gain())",
        "CREATE VIEW recursive_one AS WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r",
        "CREATE SQL SECURITY INVOKER VIEW vya_backup_restore AS SELECT tenant.gain() AS mark",
        "CREATE TABLE broken_check (n int, CHECK (CONCAT(n, ';') <> ';'''))",
        "CREATE TABLE broken_column (n int, o varchar(20) AS (CONCAT(n, ''';')) VIRTUAL)",
        "CREATE TABLE broken_part (n int) PARTITION BY RANGE (n) (PARTITION p VALUES LESS THAN (5) COMMENT 'it''s')",
        "CREATE TABLE left_one (n int PRIMARY KEY) ENGINE = MyISAM; INSERT INTO left_one VALUES (1); "
            + "CREATE TABLE united (n int PRIMARY KEY) ENGINE = MERGE UNION = (left_one)",
    ]
}
