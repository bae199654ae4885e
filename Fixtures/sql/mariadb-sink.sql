-- A database with a bit of everything that MariaDB 10.11 has, for dumps that come back as they were.
SET NAMES utf8mb4;
SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES';
CREATE TABLE numbers (
  id int unsigned NOT NULL AUTO_INCREMENT, a tinyint(1), b smallint unsigned zerofill, c mediumint, d bigint DEFAULT -9223372036854775808,
  e decimal(65,30), f double, g bit(7), h year, i boolean NOT NULL DEFAULT true, PRIMARY KEY (id)
) AUTO_INCREMENT = 100 COMMENT 'it''s; "all" `kinds` \\ of numbers';
INSERT INTO numbers (id, a, b, c, e, f, g, h) VALUES
  (0, 1, 7, -8388608, 12345678901234567890123456789012345.123456789012345678901234567890, 1e308, b'1010101', 2155),
  (7, -128, 65535, 8388607, -0.000000000000000000000000000001, -4.9e-324, b'0', 0000);
CREATE TABLE texts (
  id int PRIMARY KEY, a char(10) CHARACTER SET latin1 COLLATE latin1_german2_ci, b varchar(100) CHARACTER SET sjis,
  c tinytext, d text CHARACTER SET utf8mb3 COLLATE utf8mb3_bin, e mediumtext, f longtext CHARACTER SET cp1251,
  g enum('a', 'it''s', '\\', '', 'é'), h set('x', 'y''', '`'), i json DEFAULT '{"a": [1, null, "\\u00e9"]}', j uuid, k inet6, l inet4,
  FULLTEXT KEY words (c, e), KEY beginning (e(10)), KEY hidden_one (a) IGNORED
) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
INSERT INTO texts VALUES
  (1, 'ÄÖ', '表ソ能', 'a\0b\n\r\Z\t\\''"%_', '日本', 'e\u0301 👩‍👧', 'Привет', 'it''s', 'x,y''', DEFAULT, '123e4567-e89b-12d3-a456-426655440000', '2001:db8::1', '10.0.0.1'),
  (2, '', '', '', '', '', '', '', '', '[]', NULL, NULL, NULL), (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE bytes (id int PRIMARY KEY, a binary(5), b varbinary(300), c tinyblob, d blob, e mediumblob, f longblob);
INSERT INTO bytes VALUES (1, 'a', UNHEX('000A0D1A22275C7FFF'), '', NULL, REPEAT('x', 70000), UNHEX(REPEAT('00FF', 500)));
CREATE TABLE times (
  id int PRIMARY KEY, a date, b datetime(6), c timestamp(3) NULL, d time(6), e timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp()
);
INSERT INTO times VALUES (1, '0000-00-00', '9999-12-31 23:59:59.999999', '1970-01-01 12:00:01.001', '-838:59:59', '2024-03-10 02:30:00'),
  (2, '2000-02-31', '0000-00-00', NULL, '00:00:00.000001', '2038-01-19 03:14:07');
CREATE TABLE places (id int PRIMARY KEY, a point NOT NULL, b geometry, c polygon REF_SYSTEM_ID=4326, SPATIAL KEY place (a));
INSERT INTO places VALUES (1, ST_GeomFromText('POINT(1 2)'), ST_GeomFromText('GEOMETRYCOLLECTION(POINT(0 0),LINESTRING(0 0,1 1))'),
  ST_GeomFromText('POLYGON((0 0,0 1,1 1,0 0))', 4326));
CREATE TABLE computed (
  a int PRIMARY KEY, b int GENERATED ALWAYS AS (a * 2) VIRTUAL, c varchar(50) GENERATED ALWAYS AS (CONCAT('n', a)) STORED, d int INVISIBLE DEFAULT 5,
  e int DEFAULT (1 + 1), f varchar(40) DEFAULT (UUID()), CONSTRAINT positive CHECK (a > 0), CONSTRAINT `odd ``check``` CHECK (d <> 7), KEY (b), UNIQUE KEY u (c, d)
);
INSERT INTO computed (a, d, f) VALUES (1, 6, 'x'), (2, DEFAULT, 'y');
CREATE TABLE parents (id int PRIMARY KEY, code varchar(10) UNIQUE, parent int, CONSTRAINT self FOREIGN KEY (parent) REFERENCES parents (id) ON DELETE SET NULL);
CREATE TABLE children (
  id int PRIMARY KEY, parent int, code varchar(10), CONSTRAINT `the ``parent``` FOREIGN KEY (parent) REFERENCES parents (id) ON DELETE CASCADE ON UPDATE NO ACTION,
  FOREIGN KEY (code) REFERENCES parents (code)
);
INSERT INTO parents VALUES (1, 'a', NULL), (2, 'b', 1), (3, 'c', 3); INSERT INTO children VALUES (1, 1, 'a'), (2, NULL, NULL), (3, 2, 'c');
CREATE TABLE ranged (id int, y int) PARTITION BY RANGE (y) SUBPARTITION BY HASH (id) SUBPARTITIONS 2
  (PARTITION old VALUES LESS THAN (2000) COMMENT = 'it''s', PARTITION now VALUES LESS THAN (2030), PARTITION later VALUES LESS THAN MAXVALUE);
CREATE TABLE listed (id int, k int) PARTITION BY LIST (k) (PARTITION a VALUES IN (1, 2), PARTITION rest DEFAULT);
CREATE TABLE keyed (id int PRIMARY KEY, t varchar(20)) PARTITION BY KEY (id) PARTITIONS 3;
INSERT INTO ranged VALUES (1, 1999), (2, 2025), (3, 9999); INSERT INTO listed VALUES (1, 1), (2, 99); INSERT INTO keyed VALUES (1, 'x'), (2, 'y'), (3, 'z');
CREATE TABLE aria (a int PRIMARY KEY, b text) ENGINE=Aria TRANSACTIONAL=0 ROW_FORMAT=PAGE PAGE_CHECKSUM=1;
CREATE TABLE myisam (a int, b text, KEY (a)) ENGINE=MyISAM ROW_FORMAT=DYNAMIC DELAY_KEY_WRITE=1;
CREATE TABLE memory (a int, KEY USING BTREE (a)) ENGINE=MEMORY MAX_ROWS=1000;
CREATE TABLE archive (a int) ENGINE=MyISAM PACK_KEYS=1; CREATE TABLE csv (a int NOT NULL, b varchar(20) NOT NULL) ENGINE=CSV;
CREATE TABLE merged (a int, b text, KEY (a)) ENGINE=MERGE UNION=(myisam) INSERT_METHOD=LAST;
CREATE TABLE dense (a int PRIMARY KEY, b text COMPRESSED, c varchar(100) COMPRESSED) ROW_FORMAT=COMPACT;
CREATE TABLE paged (a int PRIMARY KEY) TRANSACTIONAL=0;
INSERT INTO aria VALUES (1, 'x'); INSERT INTO myisam VALUES (1, 'x'), (2, NULL); INSERT INTO memory VALUES (1), (2);
INSERT INTO csv VALUES (1, 'a,"b"'); INSERT INTO dense VALUES (1, REPEAT('y', 3000), 'z'); INSERT INTO paged VALUES (1);
CREATE TABLE history (id int PRIMARY KEY, v int) WITH SYSTEM VERSIONING;
INSERT INTO history VALUES (1, 1), (2, 2);
CREATE TABLE bitemporal (id int, d1 date, d2 date, PERIOD FOR app (d1, d2), UNIQUE (id, app WITHOUT OVERLAPS));
INSERT INTO bitemporal VALUES (1, '2020-01-01', '2021-01-01');
CREATE TABLE `it's a ``table``; -- \ "` (`c``ol; --` int, `ünï` varchar(10), `key` int, KEY `i``x` (`c``ol; --`));
INSERT INTO `it's a ``table``; -- \ "` VALUES (1, ''');--', 2);
CREATE TABLE empty_one (a int); CREATE TABLE `select` (`from` int); INSERT INTO `select` VALUES (1);
CREATE SEQUENCE counter START WITH 100 INCREMENT BY 10 MINVALUE 5 MAXVALUE 100000 CACHE 20 CYCLE; SELECT NEXTVAL(counter);
CREATE TABLE counted (id int DEFAULT NEXTVAL(counter), x int); INSERT INTO counted (x) VALUES (1), (2);
CREATE VIEW below AS SELECT id, code FROM parents; CREATE VIEW above AS SELECT id FROM below WHERE code <> 'é' WITH CASCADED CHECK OPTION;
CREATE VIEW between_them AS SELECT id FROM above; CREATE VIEW aaa AS SELECT id FROM between_them WITH CASCADED CHECK OPTION;
CREATE ALGORITHM=TEMPTABLE SQL SECURITY INVOKER VIEW `odd ``view``` AS SELECT COUNT(*) AS `n``` FROM children;
DELIMITER //
CREATE FUNCTION twice(a int) RETURNS int DETERMINISTIC NO SQL COMMENT 'it''s' RETURN a * 2//
CREATE FUNCTION greet(name varchar(20) CHARSET latin1) RETURNS varchar(100) CHARSET utf8mb4 DETERMINISTIC
BEGIN DECLARE s varchar(100) DEFAULT ';; -- é'; /* a ; comment */ RETURN CONCAT(s, name, "x//y"); END//
CREATE AGGREGATE FUNCTION plus(x int) RETURNS int BEGIN DECLARE s int DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s;
  LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP; END//
CREATE PROCEDURE fill(IN n int, OUT total int) MODIFIES SQL DATA SQL SECURITY INVOKER
BEGIN DECLARE i int DEFAULT 0; again: WHILE i < n DO SET i = i + 1; ITERATE again; END WHILE; SELECT COUNT(*) INTO total FROM parents; END//
CREATE TRIGGER first_one BEFORE INSERT ON children FOR EACH ROW SET NEW.code = COALESCE(NEW.code, 'a')//
CREATE TRIGGER second_one BEFORE INSERT ON children FOR EACH ROW FOLLOWS first_one BEGIN IF NEW.id < 0 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no; it''s'; END IF; END//
CREATE TRIGGER third_one AFTER DELETE ON children FOR EACH ROW DELETE FROM empty_one//
CREATE EVENT yearly ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' ON COMPLETION PRESERVE COMMENT 'é' DO BEGIN DELETE FROM empty_one; SET @a = 1; END//
CREATE EVENT stopped ON SCHEDULE EVERY '1:30' HOUR_MINUTE DISABLE DO SET @b = 2//
SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES'//
CREATE PROCEDURE ansi() SELECT "a" || '\' || "b" FROM (SELECT 1 AS "a", 2 AS "b") x//
SET sql_mode = 'ORACLE'//
CREATE PACKAGE tools AS FUNCTION one RETURN INT; PROCEDURE two(x INT); END;//
CREATE PACKAGE BODY tools AS FUNCTION one RETURN INT AS BEGIN RETURN 1; END; PROCEDURE two(x INT) AS BEGIN SELECT x; END; END;//
DELIMITER ;
