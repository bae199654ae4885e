/*
 Navicat Premium Data Transfer

 Source Server         : prod
 Source Server Type    : MariaDB
 Source Schema         : shop

 Date: 30/11/2026 12:00:00
*/

SET NAMES utf8mb4;
SET FOREIGN_KEY_CHECKS = 0;

-- ----------------------------
-- Table structure for customers
-- ----------------------------
DROP TABLE IF EXISTS `customers`;
CREATE TABLE `customers` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(60) NOT NULL,
  `note` text DEFAULT NULL,
  `born` date DEFAULT NULL,
  `photo` blob DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

-- ----------------------------
-- Records of customers
-- ----------------------------
INSERT INTO `customers` VALUES (1, 'Ana Conceição', 'it\'s; a -- "note"\n\\N line two', '1980-02-29', _binary 0x00FF10270D0A1A5C);
INSERT INTO `customers` VALUES (2, 'Łukasz /* no comment */', NULL, NULL, NULL);
INSERT INTO `customers` VALUES (3, '日本 😀', 'DELIMITER ;;\n', '2000-01-01', '');

-- ----------------------------
-- Table structure for log
-- ----------------------------
DROP TABLE IF EXISTS `log`;
CREATE TABLE `log` (
  `what` varchar(100) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

-- ----------------------------
-- Records of log
-- ----------------------------

-- ----------------------------
-- Table structure for orders
-- ----------------------------
DROP TABLE IF EXISTS `orders`;
CREATE TABLE `orders` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `customer` int(11) NOT NULL,
  `total` decimal(10,2) DEFAULT NULL,
  `made` timestamp NULL DEFAULT current_timestamp(),
  PRIMARY KEY (`id`),
  KEY `customer` (`customer`),
  CONSTRAINT `orders_ibfk_1` FOREIGN KEY (`customer`) REFERENCES `customers` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

-- ----------------------------
-- Records of orders
-- ----------------------------
INSERT INTO `orders` VALUES (1, 1, 10.50, '2026-01-01 10:00:00');
INSERT INTO `orders` VALUES (2, 1, -3.25, '2026-06-01 10:00:00');
INSERT INTO `orders` VALUES (3, 3, 0.00, NULL);

-- ----------------------------
-- View structure for totals
-- ----------------------------
DROP VIEW IF EXISTS `totals`;
CREATE ALGORITHM = UNDEFINED SQL SECURITY DEFINER VIEW `totals` AS select `c`.`name` AS `name`,sum(`o`.`total`) AS `total` from (`customers` `c` left join `orders` `o` on((`o`.`customer` = `c`.`id`))) group by `c`.`name`;

-- ----------------------------
-- Procedure structure for tidy
-- ----------------------------
DROP PROCEDURE IF EXISTS `tidy`;
delimiter ;;
CREATE PROCEDURE `tidy`(IN days int)
BEGIN DELETE FROM log WHERE what = 'x;y'; END
;;
delimiter ;

-- ----------------------------
-- Function structure for twice
-- ----------------------------
DROP FUNCTION IF EXISTS `twice`;
delimiter ;;
CREATE FUNCTION `twice`(a int) RETURNS int(11)
    DETERMINISTIC
RETURN a * 2
;;
delimiter ;

-- ----------------------------
-- Triggers structure for table orders
-- ----------------------------
DROP TRIGGER IF EXISTS `ordered`;
delimiter ;;
CREATE TRIGGER `ordered` AFTER INSERT ON `orders` FOR EACH ROW BEGIN INSERT INTO log VALUES (concat('order ', NEW.id)); END
;;
delimiter ;

SET FOREIGN_KEY_CHECKS = 1;
