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
