package import VyaCore

/// What `doctor` came to; the value that its printers are made from.
package struct DoctorReport: Sendable, Equatable {
    /// The schema's name.
    package static let schema = "vya-backup.doctor/1"

    package let host: String
    /// The findings in the order of the areas; the same one is not said twice.
    package let findings: [DoctorFinding]
    package let at: Moment

    package init(host: String, findings: [DoctorFinding], at: Moment) {
        var kept: [DoctorFinding] = []
        for finding in findings where !kept.contains(finding) { kept.append(finding) }
        (self.host, self.findings, self.at) = (host, kept, at)
    }

    /// The worst of all findings.
    package var severity: Severity { findings.map(\.severity).max() ?? .ok }

    /// What is not well, the worst first.
    package var alarms: [DoctorFinding] {
        [Severity.critical, .unknown, .warning].flatMap { severity in
            findings.filter { $0.severity == severity }
        }
    }

    /// The closing line.
    package var summary: Message {
        let counts = [Severity.critical, .unknown, .warning].compactMap { severity -> Message? in
            let count = findings.count { $0.severity == severity }
            return count > 0 ? severity.counted(count) : nil
        }
        let well = findings.count { $0.severity == .ok }
        return
            "doctor on \(host.printable): \((counts + [Severity.ok.counted(well)]).joined(separator: ", "))"
    }

    /// The report as the document that `doctor --json` prints.
    package var json: JSONValue {
        .object([
            .init("schema", .string(DoctorReport.schema)), .init("host", .string(host)),
            .init("examined_at", .string(at.rfc3339)), .init("severity", .string(severity.word)),
            .init("exit_status", .int(Int(severity.rawValue))),
            .init("findings", .array(findings.map(\.json))),
        ])
    }
}
