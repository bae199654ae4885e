import ArgumentParser
import VyaConfig
import VyaCore
import VyaNotify

struct NotifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify", abstract: "Try out the notifications.",
        discussion: "Example: vya-backup notify test",
        subcommands: [Test.self])

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Send a real success mail and a real failure mail, marked as tests.",
            discussion: "Example: vya-backup notify test")

        @OptionGroup var common: CommonOptions

        func run() throws {
            let installation = try Installation.load(common)
            guard let settings = installation.configuration.email, settings.enabled else {
                throw ConfigurationError(
                    "notify.not-configured", "the configuration sends no mail",
                    hints: [
                        "add \"email_settings\" with \"enabled\": true; `vya-backup config init` shows an example"
                    ])
            }
            let told: [String]
            do {
                told = try RunNotifier(settings: settings).mailer(for: settings).sendTest(
                    host: HostName.current)
            } catch let error as any ExplainedError {
                Console.standard.complain(error.explanation.description)
                throw ExitCode(ExitStatus.allFailed.rawValue)
            }
            if common.json {
                Console.standard.print(
                    JSONValue.object([
                        .init("schema", .string("vya-backup.notify-test/1")),
                        .init("server", .string("\(settings.host):\(settings.port)")),
                        .init("success_recipients", .strings(settings.successRecipients)),
                        .init("failure_recipients", .strings(settings.failureRecipients)),
                    ]).serialized())
            } else if !common.quiet {
                Console.standard.print(
                    "\(settings.host):\(settings.port) took a success mail and a failure mail for "
                        + told.joined(separator: ", "))
            }
        }
    }
}
