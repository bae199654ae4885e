import ArgumentParser
import VyaConfig
import VyaCore
import VyaNotify

struct NotifyTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract:
            "Send a real success mail and a real failure mail, marked as tests, and a failure to every webhook.",
        discussion: "Example: vya-backup notify test")

    @OptionGroup var common: CommonOptions

    func run() throws {
        let configuration = try Installation.load(common).configuration
        let email = configuration.email.flatMap { $0.enabled ? $0 : nil }
        guard email != nil || !configuration.telling.webhooks.isEmpty else {
            throw ConfigurationError(
                "notify.not-configured", "the configuration sends no mail and names no webhook",
                hints: [
                    "add \"email_settings\" with \"enabled\": true; `vya-backup config init` shows an example"
                ])
        }
        var took: [String] = []
        var tried = 0
        func attempt(_ send: () throws -> String) {
            tried += 1
            do { took.append(try send()) } catch {
                let explanation = Explanation.of(error)
                Console.standard.complain(explanation.description)
            }
        }
        if let email {
            attempt {
                let told = try RunNotifier(settings: email).mailer(for: email).sendTest(
                    host: HostName.current)
                return "\(email.host):\(email.port) took a success mail and a failure mail for "
                    + told.joined(separator: ", ")
            }
        }
        var webhooks: [String] = []
        for settings in configuration.telling.webhooks {
            attempt {
                let webhook = try WebServices(telling: configuration.telling).webhook(settings)
                try webhook.sendTest(host: HostName.current, language: configuration.language)
                webhooks.append(settings.name)
                return "the webhook \(webhook.place) took a failure"
            }
        }
        show(took, email, webhooks, isWhole: took.count == tried)
        guard took.count == tried else {
            throw ExitCode((took.isEmpty ? ExitStatus.allFailed : .someFailed).rawValue)
        }
    }

    private func show(_ took: [String], _ email: EmailSettings?, _ webhooks: [String], isWhole: Bool) {
        if common.json {
            guard isWhole else { return }
            Console.standard.print(
                JSONValue.object([
                    .init("schema", .string("vya-backup.notify-test/1")),
                    .init("server", .optional(email.map { "\($0.host):\($0.port)" })),
                    .init("success_recipients", .strings(email?.successRecipients ?? [])),
                    .init("failure_recipients", .strings(email?.failureRecipients ?? [])),
                    .init("webhooks", .strings(webhooks)),
                ]).serialized())
        } else if !common.quiet {
            for line in took { Console.standard.print(line) }
        }
    }
}
