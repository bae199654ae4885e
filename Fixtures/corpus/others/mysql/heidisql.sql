-- --------------------------------------------------------
-- Host:                         127.0.0.1
-- Server version:               10.11.14-MariaDB - Debian 12
-- Server OS:                    debian-linux-gnu
-- HeidiSQL Version:             12.8.0.6908
-- --------------------------------------------------------

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8 */;
/*!50503 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;


-- Dumping database structure for shop
CREATE DATABASE IF NOT EXISTS `shop` /*!40100 DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci */;
USE `shop`;

-- Dumping structure for table shop.customers
CREATE TABLE IF NOT EXISTS `customers` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(60) NOT NULL,
  `note` text DEFAULT NULL,
  `born` date DEFAULT NULL,
  `photo` blob DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

-- Dumping data for table shop.customers: ~3 rows (approximately)
INSERT INTO `customers` (`id`, `name`, `note`, `born`, `photo`) VALUES
	(1, 'Ana Conceição', 'it\'s; a -- "note"\n\\N line two', '1980-02-29', _binary 0x00FF10270D0A1A5C),
	(2, 'Łukasz /* no comment */', NULL, NULL, NULL),
	(3, '日本 😀', 'DELIMITER ;;\n', '2000-01-01', '');

-- Dumping structure for table shop.log
CREATE TABLE IF NOT EXISTS `log` (
  `what` varchar(100) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

-- Dumping data for table shop.log: ~0 rows (approximately)

-- Dumping structure for table shop.orders
CREATE TABLE IF NOT EXISTS `orders` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `customer` int(11) NOT NULL,
  `total` decimal(10,2) DEFAULT NULL,
  `made` timestamp NULL DEFAULT current_timestamp(),
  PRIMARY KEY (`id`),
  KEY `customer` (`customer`),
  CONSTRAINT `orders_ibfk_1` FOREIGN KEY (`customer`) REFERENCES `customers` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

-- Dumping data for table shop.orders: ~3 rows (approximately)
INSERT INTO `orders` (`id`, `customer`, `total`, `made`) VALUES
	(1, 1, 10.50, '2026-01-01 10:00:00'),
	(2, 1, -3.25, '2026-06-01 10:00:00'),
	(3, 3, 0.00, NULL);

-- Dumping structure for procedure shop.tidy
DELIMITER //
CREATE PROCEDURE `tidy`(IN days int)
BEGIN DELETE FROM log WHERE what = 'x;y'; END//
DELIMITER ;

-- Dumping structure for view shop.totals
-- Creating temporary table to overcome VIEW dependency errors
CREATE TABLE `totals` (
	`name` VARCHAR(1) NOT NULL COLLATE 'utf8mb4_general_ci',
	`total` DECIMAL(32,2) NULL
);

-- Dumping structure for function shop.twice
DELIMITER //
CREATE FUNCTION `twice`(a int) RETURNS int(11)
    DETERMINISTIC
RETURN a * 2//
DELIMITER ;

-- Dumping structure for trigger shop.ordered
SET @OLDTMP_SQL_MODE=@@SQL_MODE, SQL_MODE='STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION';
DELIMITER //
CREATE TRIGGER `ordered` AFTER INSERT ON `orders` FOR EACH ROW BEGIN INSERT INTO log VALUES (concat('order ', NEW.id)); END//
DELIMITER ;
SET SQL_MODE=@OLDTMP_SQL_MODE;

-- Removing temporary table and create final VIEW structure
DROP TABLE IF EXISTS `totals`;
CREATE ALGORITHM=UNDEFINED SQL SECURITY DEFINER VIEW `totals` AS select `c`.`name` AS `name`,sum(`o`.`total`) AS `total` from (`customers` `c` left join `orders` `o` on((`o`.`customer` = `c`.`id`))) group by `c`.`name`;

/*!40103 SET TIME_ZONE=IFNULL(@OLD_TIME_ZONE, 'system') */;
/*!40101 SET SQL_MODE=IFNULL(@OLD_SQL_MODE, '') */;
/*!40014 SET FOREIGN_KEY_CHECKS=IFNULL(@OLD_FOREIGN_KEY_CHECKS, 1) */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40111 SET SQL_NOTES=IFNULL(@OLD_SQL_NOTES, 1) */;
