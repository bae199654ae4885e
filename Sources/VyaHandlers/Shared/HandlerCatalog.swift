import Glibc
package import VyaCore
package import VyaPlugins

/// Answers with the handler for a plugin.
package enum HandlerCatalog {
    /// The handler that a plugin asks for.
    ///
    /// `home` is where the tools look for files of their own, such as `~/.my.cnf`.
    package static func handler(for plugin: Plugin, home: String? = accountHome()) -> any Handler {
        switch plugin.handler {
        case .dumpTool: DumpToolHandler(plugin: plugin, home: home)
        case .files: FilesHandler()
        }
    }

    /// The home folder of the account that runs the program; not `$HOME`, which anybody can set.
    package static func accountHome() -> String? {
        var record = passwd()
        var result: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 * 1024)
        guard getpwuid_r(geteuid(), &record, &buffer, buffer.count, &result) == 0, result != nil else {
            return nil
        }
        return String(cString: record.pw_dir)
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
