import ArgumentParser
import Logging

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("The configuration file; else it is looked for.", valueName: "file"))
    var config: String?

    @Flag(name: .long, help: "Print one JSON document on standard output, and nothing else there.")
    var json = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "How much is logged.", valueName: "level"))
    var logLevel: LogLevel?

    @Flag(name: .long, help: "Print nothing when all went well.")
    var quiet = false
}

/// The levels of the log, as swift-log names them.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case trace, debug, info, notice, warning, error, critical

    /// The level as swift-log has it.
    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}
