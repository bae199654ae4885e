import ArgumentParser
import Foundation
import VyaConfig
import VyaCore
import VyaNotify

struct NotifyFailedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failed",
        abstract: "Mail that a service has failed; what OnFailure= of the systemd units starts.",
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
        let configuration = try Installation.load(common).configuration
        guard let settings = configuration.email, settings.enabled else {
            throw ConfigurationError(
                "notify.not-configured",
                "nobody was told that \(failure.words): the configuration sends no mail",
                hints: [
                    "add \"email_settings\" with \"enabled\": true; `vya-backup config init` shows an example"
                ])
        }
        let state = try HostHistory.stateFolder()
        var memory = AlarmMemory(in: state)
        let now = Moment.now()
        let mail = AlarmMail.compose(
            verdict: failure.unit, isGood: false, alarms: [failure.alarm], undelivered: memory.undelivered,
            host: HostName.current, settings: settings, now: now, from: "notify failed")
        guard let mail else { return }
        defer { if let problem = memory.save() { Console.standard.complain("vya-backup: " + problem) } }
        try memory.deliver("\(failure.words) (\(now.readable))") {
            try RunNotifier(settings: settings).transport(for: settings).send(MailMessage(mail))
        }
    }
}
