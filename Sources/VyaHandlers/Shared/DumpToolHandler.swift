package import VyaCore
package import VyaPlugins

/// Serves every dbms that has an external dump tool; what a plugin file cannot declare is its dialect's
/// matter.
package struct DumpToolHandler: Handler {
    /// The facts about the dbms.
    package let plugin: Plugin
    /// The home folder in which tools look for their own files.
    package let home: String?

    /// Makes a handler for a plugin.
    package init(plugin: Plugin, home: String?) {
        self.plugin = plugin
        self.home = home
    }

    /// Plans as the plugin's dialect does; throws `ConfigurationError` for an option that may not be added,
    /// and `SourceError` when the server cannot be asked or nothing is selected.
    package func plan(_ request: PlanRequest, asking probe: any HostProbe) throws -> EntryPlan {
        let context = DumpContext(request: request, plugin: plugin, probe: probe, home: home)
        try context.checkOptions()
        switch plugin.dialect {
        case .postgresql: return try PostgreSQLPlanner(context: context).plan()
        case .mysql: return try MySQLPlanner(context: context).plan()
        case .plain, .sqlite: return try PlainPlanner(context: context).plan()
        }
    }

    /// What the plugin's dialect knows of restoring.
    package var restorer: (any Restorer)? {
        switch plugin.dialect {
        case .postgresql: PostgreSQLRestorer(plugin: plugin, home: home)
        case .mysql: MySQLRestorer(plugin: plugin, home: home)
        case .sqlite: SQLiteRestorer(plugin: plugin, home: home)
        case .plain: PlainRestorer(plugin: plugin, home: home)
        }
    }
}
