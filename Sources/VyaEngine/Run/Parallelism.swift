import VyaCore

/// How many jobs run at once: on different servers, and on one.
package struct Parallelism: Sendable, Equatable {
    /// How many servers are worked on at once.
    package let lanes: Int
    /// How many jobs run at once on one server.
    package let jobsPerLane: Int

    /// Divides `--jobs N` over the servers; without it every server has one job at a time, on at most as many
    /// servers as there are cores.
    package init(servers: Int, requested: Int?, cores: Int) {
        let lanes = max(1, min(servers, requested ?? cores))
        self.lanes = lanes
        jobsPerLane = requested.map { max(1, $0 / lanes) } ?? 1
    }

    /// How many jobs may run at once altogether.
    package var total: Int { lanes * jobsPerLane }

    /// Groups registrations by the server that they load; the order of the configuration is kept.
    package static func lanes(of registrations: [Registry.Registration]) -> [[Registry.Registration]] {
        var keys: [String] = []
        var lanes: [String: [Registry.Registration]] = [:]
        for registration in registrations {
            let entry = registration.entry
            let key = entry.host.map { "\($0)|\(entry.port ?? 0)" } ?? "local|\(entry.dbms)"
            if lanes[key] == nil { keys.append(key) }
            lanes[key, default: []].append(registration)
        }
        return keys.compactMap { lanes[$0] }
    }
}
