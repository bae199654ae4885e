import ArgumentParser
import VyaCore

/// The program's version.
enum Version {
    /// Semantic version of this source tree.
    static let number = "0.1.0"
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the program's version.",
        discussion: "Example: vya-backup version")

    @OptionGroup var common: CommonOptions

    func run() {
        Console.standard.print(
            common.json
                ? JSONValue.object([.init("version", .string(Version.number))]).serialized()
                : "vya-backup \(Version.number)")
    }
}
