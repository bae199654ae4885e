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

/// Stands for the handler of an entry whose dbms cannot be used: it plans nothing, and says why.
package struct UnusableHandler: Handler {
    private let error: ConfigurationError

    package init(_ error: ConfigurationError) { self.error = error }

    package func plan(_ request: PlanRequest, asking probe: any HostProbe) throws -> EntryPlan { throw error }

    package var restorer: (any Restorer)? { nil }
}

/// Finds who knows a dump.
package enum DumpReaders {
    /// Whose dump it is and what knows it: by the name of its dbms, or else by its first bytes; nil when nobody does.
    package static func find(
        _ dbms: String?, _ beginning: [UInt8], among plugins: PluginCatalog
    ) -> (dbms: String, restorer: any Restorer)? {
        func known(_ plugin: Plugin) -> (dbms: String, restorer: any Restorer)? {
            HandlerCatalog.handler(for: plugin).restorer.map { (dbms ?? plugin.name, $0) }
        }
        if let dbms { return plugins.plugin(named: dbms).flatMap(known) }
        let readers = plugins.plugins.compactMap(known)
        return readers.first { $0.restorer.sign(of: beginning) == .tool }
            ?? readers.first { $0.restorer.sign(of: beginning) != .none }
    }
}
