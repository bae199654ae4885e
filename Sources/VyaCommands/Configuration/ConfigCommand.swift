import ArgumentParser
import Foundation
import VyaConfig
import VyaCore
import VyaPlugins

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Make, check and show the configuration.",
        discussion: "Example: vya-backup config check --config /etc/vya-backup/config.json",
        subcommands: [Check.self, Show.self, Schema.self, Init.self, Convert.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Read the configuration and name every problem in it.",
            discussion: "Example: vya-backup config check --config /etc/vya-backup/config.json")

        @OptionGroup var common: CommonOptions

        func run() throws {
            let plugins = try LoadedConfiguration.loadPlugins()
            let path = try LoadedConfiguration.locateConfiguration(common)
            do {
                let (configuration, diagnostics) = try ConfigurationReader.read(
                    path: path, knownDbms: plugins.summaries)
                show(diagnostics, of: path)
                if let fault = plugins.faults.first { throw fault.error }
                if !common.json, !common.quiet {
                    Console.standard.print("\(path): valid, \(Quantity.entries(configuration.entries.count))")
                }
            } catch let failure as ConfigurationFailure {
                show(failure.diagnostics, of: path)
                throw ExitCode(failure.exitStatus.rawValue)
            }
        }

        private func show(_ diagnostics: [Diagnostic], of path: String) {
            if common.json {
                Console.standard.print(
                    JSONValue.object([
                        .init("schema", .string("vya-backup.config-check/1")),
                        .init("file", .string(path)),
                        .init("valid", .bool(!diagnostics.contains { $0.severity == .error })),
                        .init("diagnostics", .array(diagnostics.map(\.json))),
                    ]).serialized())
            } else {
                for diagnostic in diagnostics { Console.standard.complain(diagnostic.words) }
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the effective configuration, secrets masked.",
            discussion: "Example: vya-backup config show")

        @OptionGroup var common: CommonOptions

        func run() throws {
            let loaded = try LoadedConfiguration.load(common)
            Console.standard.print(loaded.configuration.masked.serialized())
        }
    }

    struct Schema: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "schema", abstract: "Print the JSON Schema of the configuration.",
            discussion: "Example: vya-backup config schema > vya-backup.schema.json")

        @OptionGroup var common: CommonOptions

        func run() throws {
            Console.standard.print(
                ConfigurationSchema.json(knownDbms: try LoadedConfiguration.loadPlugins().summaries)
                    .serialized())
        }
    }

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Print a commented configuration to start from, or write it to a new file.",
            discussion: "Example: vya-backup config init /etc/vya-backup/config.json")

        @Argument(help: "The file to write; it must not exist. Without it the text is printed.")
        var file: String?

        @OptionGroup var common: CommonOptions

        func run() throws {
            let text = ConfigurationTemplate.json()
            guard let file else { return Console.standard.print(text) }
            try NewFile.write(text, to: file)
            if !common.quiet { Console.standard.complain("wrote \(file)") }
        }
    }

    struct Convert: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "convert",
            abstract: "Print the JSON configuration for a YAML file of the Python program.",
            discussion:
                "Example: vya-backup config convert vya_backupbd.yaml --output /etc/vya-backup/config.json")

        @Argument(help: "The YAML file.")
        var file: String

        @Option(
            name: .long,
            help: ArgumentHelp(
                "Write it to this file, which must not exist, for its owner alone.", valueName: "file"))
        var output: String?

        @OptionGroup var common: CommonOptions

        func run() throws {
            let conversion = try LegacyYAML.convert(path: file)
            for note in conversion.notes { Console.standard.complain(note) }
            guard let output else { return Console.standard.print(conversion.json) }
            try NewFile.write(conversion.json, to: output)
            if !common.quiet { Console.standard.complain("wrote \(output)") }
        }
    }
}
