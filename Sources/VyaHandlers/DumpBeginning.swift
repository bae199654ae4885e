/// Tells from its first bytes whose dump a file holds, for files whose name does not say.
package enum DumpBeginning {
    /// The name of the plugin; nil when nothing is recognized.
    package static func dbms(of bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("-- PostgreSQL database") { return "postgresql" }
        let mysql = ["-- MySQL dump", "-- MariaDB dump", "-- vya-backup globals: users", "/*!40101 SET"]
        if mysql.contains(where: text.contains) { return "mysql" }
        if text.hasPrefix("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;") { return "sqlite" }
        return nil
    }
}
