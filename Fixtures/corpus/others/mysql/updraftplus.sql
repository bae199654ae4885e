# WordPress MySQL database backup
# Created by UpdraftPlus version 1.24.3 (https://updraftplus.com)
# WordPress Version: 6.5
# Backup of: https://shop.example
#
# Generated: Monday 30. November 2026 12:00 UTC
# Hostname: localhost
# Database: `shop`
# --------------------------------------------------------

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40101 SET foreign_key_checks = 0 */;


SET sql_mode = 'NO_ENGINE_SUBSTITUTION';

# --------------------------------------------------------
# Table: `customers`
# --------------------------------------------------------

# Delete any existing table `customers`

DROP TABLE IF EXISTS `customers`;


# Table structure of table `customers`

CREATE TABLE `customers` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(60) NOT NULL,
  `note` text DEFAULT NULL,
  `born` date DEFAULT NULL,
  `photo` blob DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

# Data contents of table `customers`
 
/*!40000 ALTER TABLE `customers` DISABLE KEYS */;
INSERT INTO `customers` VALUES 
 (1, 'Ana Conceição', 'it\'s; a -- "note"\n\\N line two', '1980-02-29', _binary 0x00FF10270D0A1A5C), 
 (2, 'Łukasz /* no comment */', NULL, NULL, NULL), 
 (3, '日本 😀', 'DELIMITER ;;\n', '2000-01-01', '');
# End of data contents of table `customers`
 
/*!40000 ALTER TABLE `customers` ENABLE KEYS */;


# Delete any existing table `log`

DROP TABLE IF EXISTS `log`;


# Table structure of table `log`

CREATE TABLE `log` (
  `what` varchar(100) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

# Data contents of table `log`
 
/*!40000 ALTER TABLE `log` DISABLE KEYS */;
# End of data contents of table `log`
 
/*!40000 ALTER TABLE `log` ENABLE KEYS */;


# Delete any existing table `orders`

DROP TABLE IF EXISTS `orders`;


# Table structure of table `orders`

CREATE TABLE `orders` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `customer` int(11) NOT NULL,
  `total` decimal(10,2) DEFAULT NULL,
  `made` timestamp NULL DEFAULT current_timestamp(),
  PRIMARY KEY (`id`),
  KEY `customer` (`customer`),
  CONSTRAINT `orders_ibfk_1` FOREIGN KEY (`customer`) REFERENCES `customers` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

# Data contents of table `orders`
 
/*!40000 ALTER TABLE `orders` DISABLE KEYS */;
INSERT INTO `orders` VALUES 
 (1, 1, 10.50, '2026-01-01 10:00:00'), 
 (2, 1, -3.25, '2026-06-01 10:00:00'), 
 (3, 3, 0.00, NULL);
# End of data contents of table `orders`
 
/*!40000 ALTER TABLE `orders` ENABLE KEYS */;


# --------------------------------------------------------
# DUMP TRIGGERS
DELIMITER ;;
CREATE TRIGGER `ordered` AFTER INSERT ON `orders` FOR EACH ROW BEGIN INSERT INTO log VALUES (concat('order ', NEW.id)); END;;
DELIMITER ;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
