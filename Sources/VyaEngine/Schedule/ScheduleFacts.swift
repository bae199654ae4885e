/// What the schedule of a host is made from.
package struct ScheduleFacts: Sendable, Equatable {
    /// The program's absolute path.
    package var program: String
    /// The configuration that it is told to read; nil when it finds it by itself.
    package var configuration: String?
    /// When a run begins.
    package var time: ScheduledTime
    /// True when the configuration declares what takes the backups from this host.
    ///
    /// Without it nothing is cleaned by the clock: `cleanup` would remove what lies nowhere else.
    package var hasUploader: Bool
    /// The credentials that hold passwords of servers and addresses of services.
    package var credentials: [String]
    /// The credentials that mails need.
    package var mailCredentials: [String]

    /// Makes facts; the defaults are those of a host without a configuration.
    package init(
        program: String, configuration: String? = nil, time: ScheduledTime = ScheduledTime(),
        hasUploader: Bool = false, credentials: [String] = [], mailCredentials: [String] = []
    ) {
        self.program = program
        self.configuration = configuration
        self.time = time
        self.hasUploader = hasUploader
        self.credentials = credentials
        self.mailCredentials = mailCredentials
    }

    /// What this host does by the clock.
    package var tasks: [ScheduledTask] { ScheduledTask.allCases.filter { $0 != .cleanup || hasUploader } }

    /// The words that start a command of the program.
    func words(_ command: [String]) -> [String] {
        [program] + command + (configuration.map { ["--config", $0] } ?? [])
    }
}
