import ArgumentParser
import Foundation
import VyaConfig
import VyaCore
import VyaNotify

struct NotifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify", abstract: "Try out the notifications.",
        discussion: "Example: vya-backup notify test",
        subcommands: [NotifyTestCommand.self, NotifyDrillCommand.self, NotifyFailedCommand.self])
}

struct NotifyTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract:
            "Send a real success mail and a real failure mail, marked as tests, and a failure to every webhook.",
        discussion: "Example: vya-backup notify test")

    @OptionGroup var common: CommonOptions

    func run() throws {
        let configuration = try LoadedConfiguration.load(common).configuration
        if !configuration.notificationFaults.isEmpty {
            throw ConfigurationFailure(
                path: configuration.path, diagnostics: configuration.notificationFaults)
        }
        let email = configuration.email.flatMap { $0.enabled ? $0 : nil }
        guard email != nil || !configuration.notifications.webhooks.isEmpty else {
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
                Console.standard.complain(explanation)
            }
        }
        if let email {
            attempt {
                let told = try RunMailer(settings: email).mailer(for: email).sendTest(
                    host: HostName.current)
                return "\(email.host):\(email.port) took a success mail and a failure mail for "
                    + told.joined(separator: ", ")
            }
        }
        var webhooks: [String] = []
        for settings in configuration.notifications.webhooks {
            attempt {
                let webhook = try WebServices(notifications: configuration.notifications).webhook(settings)
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

struct NotifyFailedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failed",
        abstract: "Tell that a service has failed; what OnFailure= of the systemd units starts.",
        discussion: """
            A run and a check tell of what they find themselves. This tells of what they cannot: that they were killed, \
            hung, or never began. What systemd says of the service is in the variables MONITOR_….

            Example: vya-backup notify failed vya-backup-drill
            """)

    @Argument(help: "The service, without its ending.")
    var unit: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        let failure = ServiceFailure(unit: unit, environment: ProcessInfo.processInfo.environment)
        guard !failure.wasTold else {
            if !common.quiet { Console.standard.print("\(unit.printable) has told of this itself") }
            return
        }
        let channels = try AlarmChannels(try LoadedConfiguration.load(common).configuration)
        var memory = AlarmMemory(in: try HostHistory.stateFolder())
        let alarm = Alarm(
            verdict: failure.unit, isGood: false, findings: [failure.finding],
            undelivered: memory.undelivered,
            host: HostName.current, now: Moment.now(), from: "notify failed")
        let wasHeard = channels.tell(alarm, as: failure.words, &memory)
        if let problem = memory.save() { Console.standard.complain("vya-backup: \(problem)") }
        guard wasHeard else {
            throw SourceError("notify.undelivered", "nobody was told that \(failure.words)")
        }
    }
}

struct NotifyDrillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Make dumps fail on purpose, and see that the alarms arrive.",
        discussion: """
            A dump that is cut off, one that hangs, one with a wrong exit status and, for root, one that fills a small \
            disk go through the real pipeline in a temporary folder. Each must end as it should, and its alarm, marked as \
            a test, must be handed over to every mail server and webhook that hears of failures.

            Example: vya-backup notify drill
            """)

    @OptionGroup var common: CommonOptions

    func run() throws {
        let loaded = try LoadedConfiguration.load(common)
        let channels = try AlarmChannels(loaded.configuration, ofDrill: true)
        let results = try AlarmDrill(channels: channels).play()
        let good = results.filter { $0.isAsExpected && $0.wasHeard }
        let status: ExitStatus =
            good.count == results.count ? .success : good.isEmpty ? .allFailed : .someFailed
        show(results, status)
        if status != .success { throw ExitCode(status.rawValue) }
    }

    private func show(_ results: [AlarmDrillResult], _ status: ExitStatus) {
        if common.json {
            Console.standard.print(
                JSONValue.object([
                    .init("schema", .string("vya-backup.notify-drill/1")),
                    .init("exit_status", .int(Int(status.rawValue))),
                    .init("cases", .array(results.map(\.json))),
                ]).serialized())
            return
        }
        guard !common.quiet || status != .success else { return }
        for line in results.flatMap(lines) { Console.standard.print(line) }
        Console.standard.print(
            status == .success
                ? "every failure was noticed, and every alarm was handed over; see that they arrived"
                : "the drill failed")
    }

    private func lines(_ result: AlarmDrillResult) -> [Message] {
        if let skipped = result.skipped { return ["\(result.name): left out: \(skipped)"] }
        var lines: [Message] = [
            result.isAsExpected ? "\(result.name): as expected" : "\(result.name): NOT AS EXPECTED",
            "  expected: \(result.expected)", "  came:     \(result.came)",
        ]
        if let error = result.error { lines.append("            \(error.message)") }
        if result.alarms.isEmpty { lines.append("  alarm:    NONE") }
        for alarm in result.alarms {
            lines.append(
                alarm.failure == nil
                    ? "  alarm:    \(alarm.place): handed over" : "  alarm:    \(alarm.place): NOT DELIVERED")
            if let failure = alarm.failure {
                lines += ([failure.message] + failure.details).map { "            \($0)" }
                lines += failure.hints.map { "            hint: \($0)" }
            }
        }
        return lines
    }
}
