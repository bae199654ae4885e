import VyaConfig
import VyaCore
import VyaEngine
import VyaPlugins

/// Reads from a configuration what a schedule has to know.
struct HostSchedule {
    private let configuration: Configuration

    init(_ loaded: LoadedConfiguration) { configuration = loaded.configuration }

    /// The facts for units that start a program.
    func facts(program: String) -> ScheduleFacts {
        let settings = configuration.schedule ?? ScheduleSettings()
        let others = configuration.entries.compactMap(\.password) + serviceSecrets
        let mail = configuration.email?.password.map { [$0] } ?? []
        warn(of: others + mail)
        let mailCredentials = HostSchedule.credentials(mail)
        return ScheduleFacts(
            program: program, configuration: isFoundByItself ? nil : configuration.path,
            time: ScheduledTime(
                weekdays: settings.weekdays, hour: settings.hour, minute: settings.minute,
                timeZone: settings.timeZone),
            hasUploader: configuration.declaresUploader,
            credentials: HostSchedule.credentials(others).filter { !mailCredentials.contains($0) },
            mailCredentials: mailCredentials)
    }

    /// True when a service, whose current folder is the root, finds this configuration without being told.
    private var isFoundByItself: Bool {
        (try? ConfigurationReader.locate(explicit: nil, environment: [:], currentFolder: ""))
            == configuration.path
    }

    private var serviceSecrets: [SecretSource] {
        let notifications = configuration.notifications
        return [notifications.heartbeat?.url, notifications.pushgateway?.endpoint.url].compactMap { $0 }
            + notifications.webhooks.flatMap { [$0.endpoint.url] + ($0.token.map { [$0] } ?? []) }
    }

    /// Says which secrets a scheduled run will not find.
    private func warn(of secrets: [SecretSource]) {
        for case .environment(let name) in secrets {
            Console.standard.complain(
                """
                warning: a service has no environment variable \(name.printable), which holds a secret; use \
                {\"credential\": …} or {\"file\": …}
                """)
        }
    }

    private static func credentials(_ secrets: [SecretSource]) -> [String] {
        var names: [String] = []
        for case .credential(let name) in secrets where !names.contains(name) { names.append(name) }
        return names
    }
}
