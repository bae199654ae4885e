import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("Objects of MySQL with what sets the session for them", .ownThread)
struct MySQLCodeSettingsTests {
    private static let dump = """
        -- MariaDB dump
        /*!40101 SET NAMES utf8mb4 */;
        /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
        CREATE TABLE `t` (`n` int);
        /*!50003 SET @saved_sql_mode       = @@sql_mode */ ;
        /*!50003 SET sql_mode              = 'STRICT_TRANS_TABLES' */ ;
        DELIMITER ;;
        /*!50003 CREATE*/ /*!50017 DEFINER=`app`@`%`*/ /*!50003 TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.n = 1; END
        */;;
        DELIMITER ;
        /*!50003 SET sql_mode              = @saved_sql_mode */ ;
        /*!50003 SET @saved_sql_mode       = @@sql_mode */ ;
        /*!50003 SET sql_mode              = '' */ ;
        /*!50003 DROP FUNCTION IF EXISTS `f` */;
        ALTER DATABASE `shop` CHARACTER SET latin1 COLLATE latin1_swedish_ci ;
        /*!50003 SET @saved_cs_client      = @@character_set_client */ ;
        DELIMITER ;;
        CREATE DEFINER=`app`@`%` FUNCTION `f`() RETURNS int(11)
        BEGIN RETURN 1; END
        ;;
        DELIMITER ;
        /*!50003 SET sql_mode              = @saved_sql_mode */ ;
        /*!50003 DROP PROCEDURE IF EXISTS `p` */;
        DELIMITER ;;
        CREATE DEFINER=`app`@`%` PROCEDURE `p`()
        BEGIN SELECT 1; END
        ;;
        DELIMITER ;
        /*!50001 DROP VIEW IF EXISTS `v`*/;
        /*!50001 SET character_set_client      = utf8mb4 */;
        /*!50001 CREATE ALGORITHM=UNDEFINED */
        /*!50013 DEFINER=`app`@`%` SQL SECURITY DEFINER */
        /*!50001 VIEW `v` AS select 1 AS `1` */;
        /*!50001 SET character_set_client      = @saved_cs_client */;
        -- Dump completed
        """

    private func text(_ range: Range<Int>?) -> String {
        String(decoding: Array(Self.dump.utf8)[range ?? 0..<0], as: UTF8.self)
    }

    @Test("K6 an object can be created apart, with its mode and its delimiter, in another name")
    func settings() throws {
        let traits = MySQLInspectorTests.traits(Self.dump)
        #expect(traits.commands == [])
        #expect(traits.code.map(\.kind) == ["trigger", "function", "procedure", "view"])
        #expect(text(traits.preamble).lines.count == 2)
        for code in traits.code {
            let words = text(code.definer)
            #expect(words == "DEFINER=`app`@`%`", "\(code.kind): \(words)")
        }
        let settings = traits.code.map { text($0.setting) }
        #expect(settings[0].begins(with: "/*!50003 SET @saved_sql_mode"))
        #expect(
            settings[0].ends(with: "DELIMITER ;\n/*!50003 SET sql_mode              = @saved_sql_mode */ ;"))
        #expect(settings[1].begins(with: "/*!50003 SET @saved_sql_mode"))
        #expect(settings[1].holds("DROP FUNCTION") && settings[1].ends(with: "= @saved_sql_mode */ ;"))
        #expect(settings[2].begins(with: "\nDELIMITER ;;\n") && settings[2].ends(with: "DELIMITER ;\n"))
        #expect(settings[3].begins(with: "/*!50001 SET") && settings[3].ends(with: "@saved_cs_client */;"))
        #expect(text(traits.code[3].dropping) == "/*!50001 DROP VIEW IF EXISTS `v`*/;")
    }
}
