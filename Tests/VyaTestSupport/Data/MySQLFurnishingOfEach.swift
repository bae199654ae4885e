extension MySQLFurnishing {
    /// Kinds of MariaDB's own.
    package static let mariaDB: [String] = [
        "CREATE SEQUENCE counted START WITH 5 INCREMENT BY -2 MINVALUE -100 MAXVALUE 5 CYCLE CACHE 3 COMMENT 'it''s;'; "
            + "SELECT NEXT VALUE FOR counted; CREATE TABLE by_sequence (n int DEFAULT NEXT VALUE FOR tenant.counted)",
        "CREATE TABLE history (n int) WITH SYSTEM VERSIONING; INSERT INTO history VALUES (1); UPDATE history SET n = 2; "
            + "DELETE FROM history",
        "CREATE TABLE history_part (n int) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME "
            + "(PARTITION p0 HISTORY, PARTITION pn CURRENT)",
        "CREATE TABLE period (n int, a date, b date, PERIOD FOR valid (a, b), UNIQUE (n, valid WITHOUT OVERLAPS)); "
            + "INSERT INTO period VALUES (1, '2000-01-01', '2001-01-01')",
        "CREATE TABLE hidden (n int, `inv;isible` int INVISIBLE DEFAULT 7, KEY k (n) IGNORED); INSERT INTO hidden VALUES (1)",
        "CREATE TABLE crashsafe (n int) ENGINE = Aria TRANSACTIONAL = 1 PAGE_CHECKSUM = 1; INSERT INTO crashsafe VALUES (1)",
        "CREATE TABLE shrunk (t text COMPRESSED, i inet6, u uuid); INSERT INTO shrunk VALUES (REPEAT(';', 500), '::1', UUID())",
        """
        DELIMITER //
        CREATE AGGREGATE FUNCTION gathered(x int) RETURNS int BEGIN
          DECLARE s int DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s;
          LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP;
        END //
        """,
        """
        SET sql_mode = ORACLE;
        DELIMITER //
        CREATE PACKAGE packed AS FUNCTION f RETURN int; PROCEDURE p(a varchar2); END //
        CREATE PACKAGE BODY packed AS
          x int := 1;
          FUNCTION f RETURN int AS BEGIN RETURN tenant.gain(); END;
          PROCEDURE p(a varchar2) AS BEGIN NULL; END;
        BEGIN x := 2; END //
        """,
        """
        SET sql_mode = ORACLE;
        DELIMITER //
        CREATE PROCEDURE "ora;cle"(a IN OUT int) AS
          CURSOR c IS SELECT n FROM watched; r c%ROWTYPE; e EXCEPTION;
        BEGIN
          FOR i IN 1..3 LOOP a := a + i; CONTINUE WHEN a = 2; END LOOP;
          <<around>> LOOP EXIT around WHEN 1 = 1; END LOOP;
          IF SQL%ROWCOUNT > 0 THEN NULL; ELSIF 1 THEN GOTO past; END IF;
          <<past>> NULL;
        EXCEPTION WHEN NO_DATA_FOUND THEN NULL; END //
        """,
        """
        SET sql_mode = ORACLE;
        DELIMITER //
        CREATE TRIGGER "tenant"."oracled" BEFORE INSERT ON "tenant"."watched" FOR EACH ROW BEGIN :NEW.n := 1; END //
        """,
        """
        DELIMITER //
        CREATE PROCEDURE immediate() SQL SECURITY INVOKER BEGIN NOT ATOMIC
          EXECUTE IMMEDIATE 'GRANT ALL PRIVILEGES ON *.* TO tenant@localhost';
        END //
        """,
        """
        DELIMITER //
        CREATE PROCEDURE rows_() BEGIN
          DECLARE r ROW TYPE OF watched; DECLARE t TYPE OF watched.n DEFAULT 1; DECLARE w ROW(a int, b text);
          FOR x IN (SELECT n FROM watched) DO SET r = x; END FOR;
          FOR i IN REVERSE 1..3 DO SET t = i; END FOR;
        END //
        """,
        "CREATE OR REPLACE TRIGGER tenant.repeated BEFORE INSERT ON tenant.watched FOR EACH ROW SET @a = 1",
        "CREATE TRIGGER IF NOT EXISTS tenant.unless BEFORE INSERT ON tenant.watched FOR EACH ROW SET @a = 1",
        "CREATE OR REPLACE EVENT tenant.again ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' DO SET @x = 1",
        "CREATE OR REPLACE FUNCTION tenant.anew(a int) RETURNS int RETURN a; "
            + "CREATE FUNCTION IF NOT EXISTS anew2() RETURNS int RETURN 1",
        "CREATE TABLE followed (a int DEFAULT (b + 1), b int DEFAULT 2 CHECK (b <> 3), c varchar(9) CHECK (c <> '\\\\'';')); "
            + "INSERT INTO followed () VALUES ()",
        "CREATE TABLE jsoned (j json, t longtext CHECK (json_valid(t))); INSERT INTO jsoned VALUES ('{\"a\": \";\"}', '[]')",
        "CREATE VIEW sequential AS SELECT seq FROM seq_1_to_10 WHERE seq > 3 ORDER BY seq LIMIT 2",
        "/*M!100100 CREATE PROCEDURE tenant.hinted() SELECT 1 */",
        "CREATE TABLE namesakes (`mysql` int, `x` int, CONSTRAINT `CONSTRAINT` UNIQUE (x)) CHECKSUM = 1 "
            + "COMMENT = 'DEFINER=`root`@`localhost`'",
        "CREATE TABLE dynamic (n int PRIMARY KEY, b blob); INSERT INTO dynamic VALUES (1, COLUMN_CREATE('a;b', 'it''s'))",
    ]

    /// Kinds of MySQL's own.
    package static let mySQL: [String] = [
        "CREATE TABLE hidden (n int, `inv;isible` int INVISIBLE DEFAULT 7, KEY k (n) INVISIBLE); INSERT INTO hidden VALUES (1)",
        "CREATE TABLE unenforced (n int, CONSTRAINT `c;` CHECK (n > 5) NOT ENFORCED); INSERT INTO unenforced VALUES (1)",
        "CREATE TABLE functional (n int, s varchar(20), KEY f ((n + 1)), UNIQUE KEY g ((UPPER(s)), n DESC)); "
            + "INSERT INTO functional VALUES (1, ';')",
        "CREATE TABLE many (j json, KEY m ((CAST(j->'$.a' AS unsigned ARRAY)))); INSERT INTO many VALUES ('{\"a\": [1, 2]}')",
        "CREATE TABLE measured (n int); INSERT INTO measured VALUES (1), (2); ANALYZE TABLE measured UPDATE HISTOGRAM ON n",
        "CREATE TABLE earthly (p point NOT NULL SRID 4326, SPATIAL KEY (p)); "
            + "INSERT INTO earthly VALUES (ST_GeomFromText('POINT(1 2)', 4326))",
        "CREATE TABLE swallowed (n int) ENGINE = BLACKHOLE; "
            + "CREATE TRIGGER swallowed AFTER INSERT ON swallowed FOR EACH ROW SET @a = 1",
        "CREATE TABLE archived (n int) ENGINE = ARCHIVE; INSERT INTO archived VALUES (1)",
        "CREATE TABLE vectors (v vector(3)); INSERT INTO vectors VALUES (STRING_TO_VECTOR('[1,2,3]'))",
        "CREATE TABLE attributed (n int COMMENT '{\"a\": 1}') SECONDARY_ENGINE_ATTRIBUTE '{\"b\": \"it''s;\"}'",
        "CREATE VIEW valued AS SELECT * FROM (VALUES ROW(1, ';'), ROW(2, '''')) AS v (a, `b;`)",
        "CREATE VIEW lateral_one AS SELECT w.n, l.m FROM watched w, LATERAL (SELECT w.n + 1 AS m) l",
        "CREATE VIEW windowed AS SELECT n, ROW_NUMBER() OVER (PARTITION BY n ORDER BY n) AS r FROM watched",
        "CREATE VIEW tabled_json AS SELECT t.a FROM JSON_TABLE('[{\"a\": 1}]', '$[*]' COLUMNS (a int PATH '$.a')) t",
        "CREATE TRIGGER IF NOT EXISTS tenant.unless BEFORE INSERT ON tenant.watched FOR EACH ROW SET @a = 1",
        "CREATE PROCEDURE IF NOT EXISTS tenant.unless() SELECT 1; "
            + "CREATE FUNCTION IF NOT EXISTS tenant.unless() RETURNS int NO SQL RETURN 1",
        "CREATE TABLE extended (n int) AUTOEXTEND_SIZE = 4M; INSERT INTO extended VALUES (1)",
        "CREATE TABLE defaulting (p point DEFAULT (POINT(1, 2)), b blob DEFAULT (';'), n int DEFAULT (1 + 1)); "
            + "INSERT INTO defaulting () VALUES ()",
        "CREATE TABLE copied_from AS SELECT 1 AS n, 'a' AS s; ALTER TABLE copied_from ADD COLUMN later int DEFAULT 5, "
            + "ALGORITHM = INSTANT",
        "CREATE EVENT IF NOT EXISTS tenant.again ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' DISABLE ON REPLICA "
            + "DO SET @x = 1",
    ]

    /// What the superuser made in the tenant's database: code in the name of others, of nobody, and of himself.
    package static let granted: [String] = [
        "CREATE DEFINER = somebody@localhost PROCEDURE tenant.others() INSERT INTO bystander.kept VALUES (3)",
        "CREATE DEFINER = somebody@localhost VIEW tenant.others_view AS SELECT 1 AS n",
        "CREATE TABLE tenant.theirs (n int); CREATE DEFINER = somebody@localhost TRIGGER tenant.theirs BEFORE INSERT ON "
            + "tenant.theirs FOR EACH ROW INSERT INTO bystander.kept VALUES (NEW.n)",
        "CREATE DEFINER = somebody@localhost EVENT tenant.others ON SCHEDULE EVERY 1 SECOND DO "
            + "INSERT INTO bystander.kept VALUES (4)",
        "CREATE DEFINER = somebody@localhost EVENT tenant.disabled ON SCHEDULE EVERY 1 SECOND DISABLE DO "
            + "INSERT INTO bystander.kept VALUES (4)",
        "CREATE SQL SECURITY INVOKER VIEW tenant.beside AS SELECT n FROM bystander.kept",
        "CREATE TABLE tenant.bound (n int, FOREIGN KEY (n) REFERENCES bystander.referred (n)); "
            + "INSERT INTO tenant.bound VALUES (1)",
        "CREATE TABLE tenant.after_all (n int); CREATE TRIGGER tenant.roots BEFORE INSERT ON tenant.after_all FOR EACH ROW "
            + "INSERT INTO bystander.kept VALUES (NEW.n)",
    ]

    /// The same in the name of accounts that are gone, which no restore but a drill takes.
    package static let orphaned: [String] = [
        "CREATE DEFINER = 'gone'@'%' FUNCTION tenant.nobodys() RETURNS int NO SQL SQL SECURITY INVOKER RETURN 1",
        "CREATE DEFINER = `go``ne'\"`@`ho;st` PROCEDURE tenant.marked() SELECT 1",
        "CREATE DEFINER = 'gone'@'%' TRIGGER tenant.gones AFTER INSERT ON tenant.watched FOR EACH ROW SET @a = 1",
    ]
}
