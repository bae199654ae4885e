import VyaConfig
import VyaCore
import VyaEngine
import VyaPlugins

/// Reads from a configuration what a schedule has to know.
struct HostSchedule {
    private let loaded: LoadedConfiguration
    private var configuration: Configuration { loaded.configuration }

    init(_ loaded: LoadedConfiguration) { self.loaded = loaded }

    /// The facts for units that start a program.
    func facts(program: String) -> ScheduleFacts {
        let settings = configuration.schedule ?? ScheduleSettings()
        let entries = configuration.entries.compactMap(\.password)
        let services = serviceSecrets
        let mail = configuration.email?.password.map { [$0] } ?? []
        warn(of: entries + services + mail)
        return ScheduleFacts(
            program: program, configuration: configuration.path,
            time: ScheduledTime(
                weekdays: settings.weekdays, hour: settings.hour, minute: settings.minute,
                timeZone: settings.timeZone),
            deadlineSeconds: configuration.runDeadlineSeconds,
            reach: reach(secrets: entries + services + mail),
            hasUploader: configuration.uploader.watches != nil || configuration.uploader.confirmation != nil
                || configuration.uploadFolder != nil,
            credentials: HostSchedule.credentials(entries + services).filter {
                !HostSchedule.credentials(mail).contains($0)
            },
            mailCredentials: HostSchedule.credentials(mail))
    }

    private var serviceSecrets: [SecretSource] {
        let notifications = configuration.notifications
        return [notifications.heartbeat?.url, notifications.pushgateway?.endpoint.url].compactMap { $0 }
            + notifications.webhooks.flatMap { [$0.endpoint.url] + ($0.token.map { [$0] } ?? []) }
    }

    private func reach(secrets: [SecretSource]) -> ScheduleReach {
        var reach = ScheduleReach(writes: loaded.folders + [configuration.log.folder])
        reach.givesToGroup = configuration.group != nil
        if let file = configuration.notifications.metricsFile {
            reach.writesOfOthers.append(HostSchedule.folder(of: file))
        }
        for entry in configuration.entries {
            add(entry, to: &reach)
        }
        for secret in secrets {
            switch secret {
            case .file(let path): reach.reads.append(path)
            case .command: reach.runsOwnPrograms = true
            case .literal, .environment, .credential: break
            }
        }
        switch configuration.uploader.confirmation {
        case .command: reach.runsOwnPrograms = true
        case .log(let path, _): reach.reads.append(path)
        case nil: break
        }
        reach.reads += [configuration.path] + (configuration.email?.caFile.map { [$0] } ?? [])
        return reach
    }

    private func add(_ entry: Entry, to reach: inout ScheduleReach) {
        guard let plugin = loaded.plugins.plugin(named: entry.dbms) else { return }
        let patterns = entry.databases.map(\.text)
        switch plugin.handler {
        case .files: reach.reads += patterns.map(ScheduleReach.beginning)
        case .dumpTool where plugin.databases?.origin == .files:
            // SQLite may have to make files beside a database, even to read it.
            reach.writesOfOthers += patterns.map { pattern in
                let beginning = ScheduleReach.beginning(ofPattern: pattern)
                return beginning == pattern ? HostSchedule.folder(of: pattern) : beginning
            }
        case .dumpTool: break
        }
        reach.reads += ([entry.host, entry.tls.caFile].compactMap { $0 } + entry.tools.values.sorted())
            .filter { $0.begins(with: "/") }
        // Whoever names a tool outright may have put anything there; and so may who declares a dbms.
        if !entry.tools.isEmpty || plugin.origin.begins(with: "/") { reach.runsOwnPrograms = true }
    }

    /// Says which secrets a scheduled run will not find.
    private func warn(of secrets: [SecretSource]) {
        for case .environment(let name) in secrets {
            Console.standard.complain(
                "warning: a service has no environment variable \(name.printable), which holds a secret;"
                    + " use {\"credential\": …} or {\"file\": …}")
        }
    }

    private static func credentials(_ secrets: [SecretSource]) -> [String] {
        var names: [String] = []
        for case .credential(let name) in secrets where !names.contains(name) { names.append(name) }
        return names
    }

    private static func folder(of path: String) -> String {
        "/" + path.pieces(separatedBy: "/").dropLast().joined(separator: "/")
    }
}
