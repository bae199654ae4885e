import ArgumentParser
import Logging

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("The configuration file; else it is looked for.", valueName: "file"))
    var config: String?

    @Flag(name: .long, help: "Print one JSON document on standard output, and nothing else there.")
    var json = false

    @Flag(name: .long, help: "Print nothing when all went well.")
    var quiet = false
}

/// The option of the commands that write a log.
struct LogOptions: ParsableArguments {
    /// The levels of the log, as swift-log names them.
    enum Level: String, ExpressibleByArgument, CaseIterable {
        case trace, debug, info, notice, warning, error, critical
    }

    @Option(name: .long, help: ArgumentHelp("How much is logged.", valueName: "level"))
    var logLevel: Level?

    /// The level as swift-log has it; nil when the configuration decides.
    var level: Logger.Level? { logLevel.flatMap { Logger.Level(rawValue: $0.rawValue) } }
}
