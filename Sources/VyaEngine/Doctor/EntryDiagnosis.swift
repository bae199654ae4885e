package import VyaCore

/// Judges what planning an entry has shown: its tools, its connection, what its account may do.
package struct EntryDiagnosis: Sendable {
    private let report: EntryReport

    /// Prepares a judgement of a plan.
    package init(_ report: EntryReport) {
        self.report = report
    }

    private var subject: Message { "entry \(report.id) \(report.dbms.printable)" }

    package func judge() -> [DoctorFinding] {
        if let error = report.error {
            return [
                finding(
                    error.code, .critical, subject, [error.message] + error.details.prefix(1),
                    reason: "nothing of it is backed up", remedies: error.hints)
            ]
        }
        var findings = report.warnings.map {
            finding(
                "doctor.entry", .warning, subject, [$0], reason: "a restore would lack it",
                remedies: .verbatim(report.grants))
        }
        for backup in report.backups {
            let name: Message =
                backup.kind == .globals
                ? "\(subject) globals" : "\(subject) \(backup.database.text.printable)"
            if let error = backup.error {
                findings.append(
                    finding(
                        error.code, .critical, name, [error.message] + error.details.prefix(1),
                        reason: "it is not backed up", remedies: error.hints))
            }
            if !backup.shortfalls.isEmpty {
                // The statements mend all of them together.
                let words = backup.shortfalls.map { backup.grants.isEmpty ? $0 : $0.withoutStatements }
                findings.append(
                    finding(
                        "doctor.privileges", .critical, name, [words.joined(separator: "; ")],
                        reason: "its backup is incomplete or fails", remedies: .verbatim(backup.grants)))
            }
            for warning in backup.warnings {
                findings.append(
                    finding(
                        "doctor.backup", .warning, name, [warning],
                        reason: "a restore would lack it or need more work",
                        // Where something is lacking, the statements stand there.
                        remedies: backup.shortfalls.isEmpty ? .verbatim(backup.grants) : []))
            }
        }
        if let loan = report.server?.lent {
            let count = loan.takers.count
            let takers = loan.takers.prefix(5).map(\.printable).joined(separator: ", ")
            findings.append(
                finding(
                    "doctor.account-power", .warning, subject,
                    [
                        """
                        the account may \(loan.rights.joined(separator: ", ")) everywhere, and the server runs \
                        functions in a view with the rights of whoever dumps it (accounts that could: \(count), \
                        such as \(takers))
                        """
                    ],
                    reason: "who owns one database could change the others while his is dumped",
                    remedies: loan.remedies))
        }
        if findings.isEmpty { findings.append(DoctorFinding("doctor.entry", .ok, subject, wellness)) }
        return findings
    }

    /// `15.18 as backup, 3 backups by pg_dump (PostgreSQL) 15.18, /usr/lib/…/pg_dump`.
    private var wellness: Message {
        let backups = report.backups.count { $0.kind != .globals }
        var words: Message =
            report.server.map { "server \($0.version.printable) as \($0.account.printable), " } ?? ""
        words += Quantity.backups(backups)
        if let tool = report.backups.first(where: { $0.kind == .dump })?.provenance, let path = tool.toolPath
        {
            let version = tool.toolVersion.map { "\($0.printable)" } ?? ("of no known version" as Message)
            words += " by \(path.printable), \(version)"
        }
        return words
    }

    private func finding(
        _ code: ErrorCode, _ severity: Severity, _ subject: Message, _ sentences: [Message], reason: Message,
        remedies: [Message]
    ) -> DoctorFinding {
        let message = sentences.joined(separator: ": ")
        return DoctorFinding(
            code, severity, subject, remedies.isEmpty ? message : message.withoutStatements, reason: reason,
            remedies: remedies.map(EntryDiagnosis.pasted))
    }

    /// A statement with its semicolon; a hint without `run: ` in front.
    static func pasted(_ remedy: Message) -> Message {
        let english = remedy.description
        let text = english.dropping(prefix: "run: ") ?? english[...]
        let isStatement = ["GRANT ", "ALTER ROLE ", "CREATE USER ", "DO $"].contains { text.begins(with: $0) }
        if isStatement { return text.ends(with: ";") ? "\(text)" : "\(text);" }
        // Where there are words besides the command, they are in the reader's language.
        let isCommand = text.utf8.count < english.utf8.count && remedy.said(in: .portuguese).ends(with: text)
        return isCommand ? "\(text)" : remedy
    }
}
