-- 10,000 tables of one row each.
DELIMITER $$
CREATE PROCEDURE make_tables()
BEGIN
    FOR n IN 1..10000 DO
        EXECUTE IMMEDIATE CONCAT('CREATE TABLE `table ', n, '` (n INT)');
        EXECUTE IMMEDIATE CONCAT('INSERT INTO `table ', n, '` VALUES (', n, ')');
    END FOR;
END $$
DELIMITER ;
CALL make_tables();
DROP PROCEDURE make_tables;
