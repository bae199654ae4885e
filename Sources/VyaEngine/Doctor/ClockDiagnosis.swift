package import VyaCore

/// Judges the clock of this host, on which the names of backups, retention and the age of the newest one depend.
package struct ClockDiagnosis: Sendable {
    /// The difference from which on a server's clock counts as another one, in seconds.
    private static let tolerance = 60
    /// Before this program was written, in seconds since 1970: 2026-01-01.
    private static let earliest = 1_767_225_600

    private let now: Int
    private let isSynchronized: Bool?
    private let newestBackup: Int?
    private let servers: [(subject: Message, offset: Int)]

    /// Prepares a judgement; times are in seconds since 1970, offsets are the server's clock less this host's.
    ///
    /// `isSynchronized` is nil when nobody could tell.
    package init(
        now: Int, isSynchronized: Bool?, newestBackup: Int? = nil,
        servers: [(subject: Message, offset: Int)] = []
    ) {
        self.now = now
        self.isSynchronized = isSynchronized
        self.newestBackup = newestBackup
        self.servers = servers
    }

    package func judge() -> [DoctorFinding] {
        let reason: Message = "names, retention and the age of the newest backup all come from it"
        let set: [Message] = ["timedatectl set-ntp true", "timedatectl timesync-status"]
        var findings: [DoctorFinding] = []
        let time = Moment.local(unixSeconds: now).readable
        if now < Self.earliest {
            findings.append(
                DoctorFinding(
                    "doctor.clock-past", .critical, "clock", "it says \(time), which is long ago",
                    reason: reason, remedies: set))
        }
        if let newestBackup, newestBackup > now + 300 {
            findings.append(
                DoctorFinding(
                    "doctor.clock-back", .critical, "clock",
                    """
                    it says \(time), and the newest backup was made at \
                    \(Moment.local(unixSeconds: newestBackup).readable)
                    """,
                    reason: "either was set wrong; nothing is cleaned while backups lie in the future",
                    remedies: set))
        }
        for server in servers where abs(server.offset) > Self.tolerance {
            findings.append(
                DoctorFinding(
                    "doctor.clock-server", .warning, server.subject,
                    server.offset > 0
                        ? "its server's clock is \(Quantity.seconds(Double(abs(server.offset)))) ahead of this host's"
                        : "its server's clock is \(Quantity.seconds(Double(abs(server.offset)))) behind this host's",
                    reason: "one of the two is wrong; a restore to a point in time goes by these clocks",
                    remedies: set))
        }
        if isSynchronized == false {
            findings.append(
                DoctorFinding(
                    "doctor.clock-free", .warning, "clock",
                    "nothing keeps it right: no time service has set it",
                    reason: reason, remedies: set))
        }
        if findings.isEmpty {
            findings.append(DoctorFinding("doctor.clock", .ok, "clock", "it says \(time)"))
        }
        return findings
    }
}
