/// What the schedule of a host is made from.
package struct ScheduleFacts: Sendable, Equatable {
    /// The program's absolute path.
    package var program: String
    /// The configuration that it is told to read; nil when it looks for one itself.
    package var configuration: String?
    /// When a run begins.
    package var time: ScheduledTime
    /// How long a run may take before it ends itself, in seconds.
    package var deadlineSeconds: Int
    /// What the configuration has the program reach; nil when there is none, so that the units have to fit any.
    package var reach: ScheduleReach?
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
        deadlineSeconds: Int = 43_200, reach: ScheduleReach? = nil, hasUploader: Bool = false,
        credentials: [String] = [],
        mailCredentials: [String] = []
    ) {
        self.program = program
        self.configuration = configuration
        self.time = time
        self.deadlineSeconds = deadlineSeconds
        self.reach = reach
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
