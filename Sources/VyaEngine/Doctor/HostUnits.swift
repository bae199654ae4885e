import VyaCore

/// What the unit files of a host say, as far as `doctor` needs it; systemd.unit(5).
package struct HostUnits: Sendable {
    /// One file: a unit or a drop-in of one.
    package struct File: Sendable {
        /// The path; what decides is its name, and whether it lies in a folder `NAME.d`.
        package let path: String
        package let text: String

        package init(path: String, text: String) {
            (self.path, self.text) = (path, text)
        }
    }

    private struct Unit {
        var path: String
        var values: [String: [String]]
    }

    private var units: [String: Unit] = [:]
    private let wanted: Set<String>
    private let started: Set<String>?

    /// Reads files in the order of their precedence; of several units of one name the first counts.
    ///
    /// `wanted` are the names that lie in folders `….wants` and `….requires`, and so start by themselves. `started` are the
    /// timers that systemd waits for now; nil where it cannot be asked.
    package init(_ files: [File], wanted: Set<String>, started: Set<String>? = nil) {
        (self.wanted, self.started) = (wanted, started)
        func parts(_ file: File) -> (name: String, folder: String) {
            let parts = file.path.pieces(separatedBy: "/").suffix(2).map(String.init)
            return (parts.last ?? "", parts.count > 1 ? parts[0] : "")
        }
        for file in files where !parts(file).folder.ends(with: ".d") && units[parts(file).name] == nil {
            units[parts(file).name] = Unit(path: file.path, values: Self.values(file.text))
        }
        for file in files where parts(file).folder.ends(with: ".d") {
            let name = String(parts(file).folder.dropLast(2))
            guard units[name] != nil else { continue }
            for (key, values) in Self.values(file.text) {
                // An empty value takes back what was said before.
                let old = values.first == "" ? [] : units[name]?.values[key] ?? []
                units[name]?.values[key] = old + values.filter { !$0.isEmpty }
            }
        }
    }

    /// What timers start.
    package var jobs: [ScheduledJob] {
        let timers = Set(units.keys.filter { $0.ends(with: ".timer") && !$0.holds("@.") })
            .union(wanted.filter { $0.ends(with: ".timer") })
        return timers.sorted().flatMap { name -> [ScheduledJob] in
            guard let timer = unit(name) else { return [] }
            let service = timer.values["Unit"]?.last ?? String(name.dropLast(".timer".count)) + ".service"
            let calendar = timer.values["OnCalendar"] ?? []
            let times = calendar.map { CalendarTime.minutesOfDay($0) }
            return (unit(service)?.values["ExecStart"] ?? []).map { command in
                ScheduledJob(
                    place: timer.path, user: unit(service)?.values["User"]?.last, command: Self.bare(command),
                    minutesOfDay: times.contains(nil) ? [] : Set(times.compactMap(\.self).joined()).sorted(),
                    obstacle: obstacle(to: name))
            }
        }
    }

    /// Why a timer never starts anything; nil when it does.
    private func obstacle(to timer: String) -> ScheduledJob.Obstacle? {
        if !wanted.contains(timer) {
            return ScheduledJob.Obstacle(
                "the timer \(timer.printable) is not enabled",
                remedy: "systemctl enable --now \(ShellWord.quoted(timer))")
        }
        guard let started, !started.contains(timer) else { return nil }
        return ScheduledJob.Obstacle(
            "the timer \(timer.printable) is enabled, and has not been started",
            remedy: "systemctl start \(ShellWord.quoted(timer))")
    }

    /// The services that run a program whose command is accepted, and that see a `/tmp` of their own.
    package func privateTemporary(where isMeant: (String) -> Bool) -> [String] {
        units.filter { name, unit in
            let setting = unit.values["PrivateTmp"]?.last?.lowercased() ?? "no"
            return name.ends(with: ".service")
                && ["yes", "true", "on", "1", "disconnected"].contains(setting)
                && (unit.values["ExecStart"] ?? []).contains { isMeant(Self.bare($0)) }
        }.map(\.key).sorted()
    }

    /// The names of services that a function accepts.
    package func services(where isMeant: (String) -> Bool) -> [String] {
        units.keys.filter { $0.ends(with: ".service") && isMeant($0) }.sorted()
    }

    /// A unit, or the template that it is made of.
    private func unit(_ name: String) -> Unit? {
        if let unit = units[name] { return unit }
        guard let at = name.place(of: "@"), let dot = name.lastPlace(of: ".") else { return nil }
        return units[String(name[...at]) + name[dot...]]
    }

    /// A command without the marks in front that change how it is run.
    private static func bare(_ command: String) -> String {
        String(command.dropping(leading: "@", "-", ":", "+", "!", "|"))
    }

    private static func values(_ text: String) -> [String: [String]] {
        var values: [String: [String]] = [:]
        for line in text.replacing(placeholder: "\\\n", with: " ").pieces(separatedBy: "\n") {
            let line = line.dropping(leading: " ", "\t")
            guard let first = line.first, !"#;[".contains(first), let equals = line.place(of: "=") else {
                continue
            }
            func trimmed(_ text: Substring) -> String {
                let start = text.dropping(leading: " ", "\t")
                return String(start.trimming(" ", "\t", "\r"))
            }
            values[trimmed(line[..<equals]), default: []].append(trimmed(line[line.index(after: equals)...]))
        }
        return values
    }
}
