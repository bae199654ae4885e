import ArgumentParser
import VyaCore
import VyaPlugins

struct PluginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins", abstract: "Show and check the declarations of the dbms.",
        discussion: "Example: vya-backup plugins list", subcommands: [List.self, Show.self, Check.self])

    /// Loads the plugins, and says which files declare none.
    private static func load() throws -> PluginCatalog {
        let catalog = try LoadedConfiguration.loadPlugins()
        for fault in catalog.faults {
            Console.standard.complain(fault.error.explanation.about("warning"))
        }
        return catalog
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the dbms that entries can name.",
            discussion: "Example: vya-backup plugins list")

        @OptionGroup var common: CommonOptions

        func run() throws {
            let plugins = try PluginsCommand.load().plugins
            if common.json {
                let documents = plugins.map { plugin in
                    JSONValue.object([
                        .init("name", .string(plugin.name)), .init("title", .string(plugin.title)),
                        .init("aliases", .strings(plugin.aliases)), .init("origin", .string(plugin.origin)),
                    ])
                }
                Console.standard.print(
                    JSONValue.object([
                        .init("schema", .string("vya-backup.plugins/1")), .init("plugins", .array(documents)),
                    ]).serialized())
            } else {
                let rows = plugins.map { [$0.name, $0.title, $0.aliases.joined(separator: ", "), $0.origin] }
                for line in TextTable.lines([["NAME", "TITLE", "ALIASES", "FROM"]] + rows) {
                    Console.standard.print(line)
                }
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print the declaration of one dbms.",
            discussion: "Example: vya-backup plugins show postgresql")

        @Argument(help: "The name or alias of the dbms.")
        var name: String

        @OptionGroup var common: CommonOptions

        func run() throws {
            let catalog = try PluginsCommand.load()
            // What `plugins show NAME > plugins.d/NAME.json` has just made is an empty file of that name.
            let bundled = try PluginCatalog.load(folder: nil)
            guard
                let plugin = catalog.plugin(named: name.lowercased())
                    ?? bundled.plugin(named: name.lowercased())
            else {
                throw UsageError(
                    "plugins.unknown", "there is no plugin named \(name.printable)",
                    hints: ["known: \(catalog.plugins.map(\.name).joined(separator: ", "))"])
            }
            Console.standard.print(plugin.json.serialized())
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Check a plugin file and name every problem in it.",
            discussion: "Example: vya-backup plugins check /etc/vya-backup/plugins.d/redis.json")

        @Argument(help: "The plugin file.")
        var file: String

        @OptionGroup var common: CommonOptions

        func run() throws {
            let problems = try PluginCatalog.check(file: file)
            if common.json {
                Console.standard.print(
                    JSONValue.object([
                        .init("schema", .string("vya-backup.plugin-check/1")), .init("file", .string(file)),
                        .init("valid", .bool(problems.isEmpty)),
                        .init("diagnostics", .strings(problems.map(\.description))),
                    ]).serialized())
            } else {
                for problem in problems { Console.standard.complain(problem.words) }
                if problems.isEmpty, !common.quiet { Console.standard.print("\(file): valid") }
            }
            if !problems.isEmpty { throw ExitCode(ExitStatus.configuration.rawValue) }
        }
    }
}
