-- One database that holds what dumps of MySQL trip over. It is loaded by the mysql client into an empty database.
SET NAMES utf8mb4;
SET time_zone = '+00:00';

-- Names; identifiers end at the Basic Multilingual Plane.
CREATE TABLE `MixedCase` (`Id` INT PRIMARY KEY, `ORDER` TEXT);
CREATE TABLE `table with space` (`column with space` TEXT);
CREATE TABLE `quo'te"d` (`a'b"c` TEXT);
CREATE TABLE `back``tick` (n INT);
CREATE TABLE `back\slash` (n INT);
CREATE TABLE `--file=x` (n INT);
CREATE TABLE `$(id);|id` (n INT);
CREATE TABLE `snow ☃` (`☃` INT PRIMARY KEY, v TEXT);
CREATE TABLE `VALUES (1),(2);` (n INT);
CREATE TABLE empty_table (n INT);
INSERT INTO `MixedCase` VALUES (1, 'one'), (2, NULL), (3, '');
INSERT INTO `table with space` VALUES ('a value');
INSERT INTO `quo'te"d` VALUES ('it''s "quoted" \\ % $1');
INSERT INTO `back``tick` VALUES (1);
INSERT INTO `back\slash` VALUES (1);
INSERT INTO `--file=x` VALUES (1), (2), (3);
INSERT INTO `$(id);|id` VALUES (1);
INSERT INTO `snow ☃` VALUES (1, '👩‍👩‍👧‍👦'), (2, 'שלום 世界');
INSERT INTO `VALUES (1),(2);` VALUES (1);

-- Text that looks like the dump's own.
CREATE TABLE traps (id INT PRIMARY KEY, v LONGTEXT);
INSERT INTO traps VALUES
    (1, '),('), (2, ');\nINSERT INTO `traps` VALUES (1,\'x\');\n'), (3, '\n-- Dump completed on 2024-01-01  0:00:00\n'),
    (4, '\'),(\''), (5, '\\'), (6, '\\\''), (7, '"'), (8, ''), (9, NULL), (10, '\t\r\n\b\Z'), (11, '/*!50003 x */;'),
    (12, '--'), (13, '#'), (14, 'DELIMITER ;;'), (15, '\\! id\n\\. /etc/passwd\nsystem id'), (16, REPEAT('x', 3000000));

-- Every byte value.
CREATE TABLE bytes (id INT PRIMARY KEY, v VARBINARY(300), fixed BINARY(4), bits BIT(9));
INSERT INTO bytes
    WITH RECURSIVE numbers AS (SELECT 0 AS n UNION ALL SELECT n + 1 FROM numbers WHERE n < 255)
    SELECT n, UNHEX(LPAD(HEX(n), 2, '0')), UNHEX(LPAD(HEX(n), 2, '0')), n FROM numbers;

-- Columns that are computed, numbered, invisible, or of unusual types.
CREATE TABLE computed (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    price DECIMAL(20, 4) NOT NULL,
    rate TINYINT UNSIGNED NOT NULL DEFAULT 19 CHECK (rate <= 100),
    gross DECIMAL(24, 6) AS (price * (100 + rate) / 100) STORED,
    label VARCHAR(60) AS (CONCAT('price ', price)) VIRTUAL,
    feeling ENUM('sad', 'o''k', 'happy ☃'), tags SET('a', 'b''', 'c'),
    doc JSON, place POINT, d DOUBLE, moment TIMESTAMP(6) NULL, span TIME(3), y YEAR,
    said VARCHAR(40) DEFAULT (CONCAT('at ', 1 + 1)), hidden_one INT INVISIBLE DEFAULT 7,
    KEY by_half ((price / 2)), KEY last_first (price DESC)
) AUTO_INCREMENT = 1000;
INSERT INTO computed (price, feeling, tags, doc, place, d, moment, span, y) VALUES
    (10, 'sad', 'a,b''', '{"k": "\\\\ \\""}', POINT(1.5, -2.5), 0.1, '2024-03-31 01:30:00.123456', '-838:59:59', 1901),
    (-0.0001, 'happy ☃', '', '[]', NULL, 1.7976931348623157e308, NULL, '00:00:00.001', 2155);

-- Partitions, views on views, tables that refer to each other.
CREATE TABLE measured (day DATE NOT NULL, v INT)
    PARTITION BY RANGE (YEAR(day))
    (PARTITION old VALUES LESS THAN (2024), PARTITION `São Paulo` VALUES LESS THAN (2025), PARTITION rest VALUES LESS THAN MAXVALUE);
INSERT INTO measured
    WITH RECURSIVE numbers AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM numbers WHERE n < 700)
    SELECT DATE '2023-07-01' + INTERVAL n DAY, n FROM numbers;
CREATE VIEW `view 2` AS SELECT `Id`, `ORDER` FROM `MixedCase`;
CREATE VIEW `view 1` AS SELECT `Id` * 2 AS twice FROM `view 2` WHERE `ORDER` IS NOT NULL;
SET foreign_key_checks = 0;
CREATE TABLE hen (id INT PRIMARY KEY, egg INT, FOREIGN KEY (egg) REFERENCES egg (id));
CREATE TABLE egg (id INT PRIMARY KEY, hen INT, FOREIGN KEY (hen) REFERENCES hen (id));
INSERT INTO hen VALUES (1, 1);
INSERT INTO egg VALUES (1, 1);
SET foreign_key_checks = 1;

-- Triggers, routines, events.
CREATE TABLE journal (id INT AUTO_INCREMENT PRIMARY KEY, what TEXT);
DELIMITER $$
CREATE TRIGGER `note it` AFTER INSERT ON `MixedCase` FOR EACH ROW
BEGIN
    INSERT INTO journal (what) VALUES ('insert; -- $');
END $$
CREATE FUNCTION `ends early`(a INT) RETURNS TEXT CHARSET utf8mb4 DETERMINISTIC
BEGIN
-- Dump completed on 2024-01-01  0:00:00
    RETURN CONCAT(a, ';;', '\n-- Dump completed\n', 'é 🙂');
END $$
CREATE PROCEDURE `do nothing`(INOUT a INT) COMMENT 'it''s nothing' SQL SECURITY INVOKER
BEGIN
    SET a = a + 1;
END $$
CREATE EVENT `every day` ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:30:00' DISABLE COMMENT 'night'
    DO BEGIN DELETE FROM journal; END $$
DELIMITER ;
