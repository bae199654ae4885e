-- Adminer 4.8.1 MySQL 10.11.19-MariaDB-0+deb12u1 dump

SET NAMES utf8;
SET time_zone = '+00:00';
SET foreign_key_checks = 0;
SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO';

DELIMITER ;;

DROP FUNCTION IF EXISTS `twice`;;
CREATE DEFINER=`root`@`localhost` FUNCTION `twice`(a int) RETURNS int(11)
    DETERMINISTIC
RETURN a * 2;;

DROP PROCEDURE IF EXISTS `tidy`;;
CREATE DEFINER=`root`@`localhost` PROCEDURE `tidy`(IN days int)
BEGIN DELETE FROM log WHERE what = 'x;y'; END;;

DELIMITER ;

SET NAMES utf8mb4;

CREATE TABLE `customers` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(60) NOT NULL,
  `note` text DEFAULT NULL,
  `born` date DEFAULT NULL,
  `photo` blob DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

INSERT INTO `customers` (`id`, `name`, `note`, `born`, `photo`) VALUES
(1,	'Ana Conceição',	'it\'s; a -- \"note\"\n\\N line two',	'1980-02-29',	'\0�\'\r\n\Z\\'),
(2,	'Łukasz /* no comment */',	NULL,	NULL,	NULL),
(3,	'日本 😀',	'DELIMITER ;;\n',	'2000-01-01',	'');

CREATE TABLE `log` (
  `what` varchar(100) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;


CREATE TABLE `orders` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `customer` int(11) NOT NULL,
  `total` decimal(10,2) DEFAULT NULL,
  `made` timestamp NULL DEFAULT current_timestamp(),
  PRIMARY KEY (`id`),
  KEY `customer` (`customer`),
  CONSTRAINT `orders_ibfk_1` FOREIGN KEY (`customer`) REFERENCES `customers` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

INSERT INTO `orders` (`id`, `customer`, `total`, `made`) VALUES
(1,	1,	10.50,	'2026-01-01 10:00:00'),
(2,	1,	-3.25,	'2026-06-01 10:00:00'),
(3,	3,	0.00,	NULL);

DELIMITER ;;

CREATE TRIGGER `ordered` AFTER INSERT ON `orders` FOR EACH ROW
BEGIN INSERT INTO log VALUES (concat('order ', NEW.id)); END;;

DELIMITER ;

CREATE TABLE `totals` (`name` varchar(60), `total` decimal(32,2));


DROP TABLE IF EXISTS `totals`;
CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`localhost` SQL SECURITY DEFINER VIEW `totals` AS select `c`.`name` AS `name`,sum(`o`.`total`) AS `total` from (`customers` `c` left join `orders` `o` on(`o`.`customer` = `c`.`id`)) group by `c`.`name`;

-- 2026-11-30 12:51:29
