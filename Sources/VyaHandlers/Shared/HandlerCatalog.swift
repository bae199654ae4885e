package import VyaCore
package import VyaPlugins
import VyaSystem

/// Answers with the handler for a plugin.
package enum HandlerCatalog {
    /// The handler that a plugin asks for.
    ///
    /// `home` is where the tools look for files of their own, such as `~/.my.cnf`; the account's own by default.
    package static func handler(for plugin: Plugin, home: String? = nil) -> any Handler {
        switch plugin.handler {
        case .dumpTool: DumpToolHandler(plugin: plugin, home: home ?? Account.home())
        case .files: FilesHandler()
        }
    }
}

/// Tells from its first bytes whose dump a file holds, for files whose name does not say.
package enum DumpBeginning {
    /// The name of the plugin; nil when nothing is recognized.
    package static func dbms(of bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.holds("-- PostgreSQL database") { return "postgresql" }
        let mysql = ["-- MySQL dump", "-- MariaDB dump", "-- vya-backup globals: users", "/*!40101 SET"]
        if mysql.contains(where: text.contains) { return "mysql" }
        if text.begins(with: "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;") { return "sqlite" }
        return nil
    }
}
