-- Two tables that a consistent snapshot does not cover, beside one that it does.
CREATE TABLE safe (n INT) ENGINE = InnoDB;
CREATE TABLE `my isam` (n INT) ENGINE = MyISAM;
CREATE TABLE aria (n INT) ENGINE = Aria;
INSERT INTO safe VALUES (1);
INSERT INTO `my isam` VALUES (1), (2);
INSERT INTO aria VALUES (1), (2), (3);
