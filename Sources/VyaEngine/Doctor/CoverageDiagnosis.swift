package import VyaCore

/// Judges what is backed up against what is there, and against what was backed up until lately.
package struct CoverageDiagnosis: Sendable {
    /// For so long after its last backup a source that the plan leaves out is talked about, in seconds.
    private static let memory = 7 * 86_400

    private let configured: [Entry]
    private let reports: [EntryReport]
    private let history: BackupHistory
    private let now: Int

    /// Prepares a judgement: `configured` are all entries, `reports` the plans of those that are looked at.
    package init(configured: [Entry], reports: [EntryReport], history: BackupHistory, now: Int) {
        self.configured = configured
        self.reports = reports
        self.history = history
        self.now = now
    }

    package func judge() -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        var seen: Set<String> = []
        for report in reports {
            guard let entry = configured.first(where: { $0.id == report.id }) else { continue }
            findings += shrunk(report, entry)
            guard let server = report.server else { continue }
            findings += emptyGlobs(entry, server) + strays(entry, server) + blindness(entry, server)
            // Entries of one server are about the same databases.
            if seen.insert(Self.server(of: entry)).inserted { findings += uncovered(entry) }
        }
        return findings
    }

    private func subject(_ entry: Entry) -> Message { "entry \(entry.id) \(entry.dbms.printable)" }

    // MARK: What no entry backs up

    private func uncovered(_ entry: Entry) -> [DoctorFinding] {
        let key = Self.server(of: entry)
        let entries = configured.filter { $0.enabled && Self.server(of: $0) == key }
        let visible = reports.filter { report in entries.contains { $0.id == report.id } }
            .compactMap(\.server).flatMap(\.databases)
        var names: [ExactName] = []
        // What comes with every PostgreSQL counts only when somebody has put tables into it; see `strays`.
        for name in visible where !names.contains(name) && name != "postgres" { names.append(name) }
        let left = names.filter { name in
            !entries.contains { Self.selects($0, name) || Self.matches($0.ignored, name) }
        }
        guard !left.isEmpty else {
            return [
                DoctorFinding(
                    "doctor.coverage", .ok, subject(entry),
                    "every database of its server is backed up or ignored")
            ]
        }
        let missing = left.sorted()
        let list = missing.map(\.text.printable).joined(separator: ", ")
        let quoted = missing.map { JSONValue.string($0.text).serialized() }.joined(separator: ", ")
        return [
            DoctorFinding(
                "doctor.uncovered", .warning, subject(entry),
                missing.count == 1
                    ? "no entry backs up the database \(list)"
                    : "no entry backs up \(missing.count) databases: \(list)",
                reason: missing.count == 1
                    ? "nobody has said that it may be lost" : "nobody has said that they may be lost",
                remedies: [
                    "in \"db_list\" of id_dbms \(entry.id): \(quoted)",
                    "or, to leave out on purpose what may be lost, in \"db_ignore\": \(quoted)",
                ])
        ]
    }

    // MARK: What the lists say

    private func emptyGlobs(_ entry: Entry, _ server: ServerFacts) -> [DoctorFinding] {
        entry.databases.filter { pattern in
            guard let glob = try? Glob(pattern), !glob.isLiteral else { return false }
            return !server.databases.contains { $0 == pattern || glob.matches(name: Array($0.text.utf8)) }
        }.map { pattern in
            DoctorFinding(
                "doctor.empty-glob", .warning, subject(entry),
                "\(pattern.text.printable) in db_list matches no database that the account sees",
                reason: "what it was written for is not backed up",
                remedies: ["correct it, or take it out of \"db_list\" of id_dbms \(entry.id)"])
        }
    }

    private func strays(_ entry: Entry, _ server: ServerFacts) -> [DoctorFinding] {
        let key = Self.server(of: entry)
        let entries = configured.filter { $0.enabled && Self.server(of: $0) == key }
        return server.strays.filter { stray in
            !stray.canBeListed || !entries.contains { Self.selects($0, stray.database) }
        }.map { stray in
            let names = stray.tables.prefix(5).map(\.printable).joined(separator: ", ")
            let more: Message = stray.tables.count > 5 ? " and \(stray.tables.count - 5) more" : ""
            let name = stray.database.text
            return DoctorFinding(
                "doctor.stray", .warning, "\(subject(entry)) \(name.printable)",
                "somebody has made tables in this database of the server's own: \(names)\(more)",
                reason: "no entry backs it up, so they are lost with the server",
                remedies: stray.canBeListed
                    ? ["in \"db_list\" of id_dbms \(entry.id): \(JSONValue.string(name).serialized())"]
                    : name == "mysql"
                        ? stray.tables.map { "RENAME TABLE `mysql`.\($0) TO `another_database`.\($0);" }
                        : ["vya-backup run --id \(entry.id) --database \(ShellWord.quoted(name))"])
        }
    }

    /// An entry that means every database, and whose account does not see every one.
    private func blindness(_ entry: Entry, _ server: ServerFacts) -> [DoctorFinding] {
        guard let grant = server.grantToSeeAll else { return [] }
        let meansAll =
            entry.databases.isEmpty || entry.databases.contains { (try? Glob($0))?.isLiteral == false }
        return [
            DoctorFinding(
                "doctor.blind", meansAll ? .warning : .ok, subject(entry),
                "the account may not see every database of the server"
                    + (meansAll ? "" : "; whether all are backed up cannot be told"),
                reason: meansAll ? "what it does not see is not backed up, and nobody is told" : "",
                remedies: meansAll ? ["\(grant);"] : [])
        ]
    }

    // MARK: What has gone

    private func shrunk(_ report: EntryReport, _ entry: Entry) -> [DoctorFinding] {
        guard report.error == nil else { return [] }
        let planned = Set(
            report.backups.map {
                BackupSource(entry: report.id, dbms: report.dbms, kind: $0.kind, database: $0.database)
            })
        return history.bySource.filter { source, backups in
            source.entry == report.id && !planned.contains(source)
                && !Self.matches(entry.ignored, source.database)
                && backups.first.map { now - $0.finishedAt <= Self.memory } ?? false
        }.keys.sorted().map { source in
            let name = source.kind == .globals ? "globals" : source.database.text.printable
            return DoctorFinding(
                "doctor.scope", .warning, "entry \(source.entry) \(source.dbms.printable) \(name)",
                "it was backed up until lately, and the next run leaves it out",
                reason: "it was dropped, renamed, hidden from the account or taken out of the configuration",
                remedies: ["vya-backup run --id \(entry.id) --dry-run"])
        }
    }

    // MARK: How

    /// Entries with the same answer speak of one server, as far as their addresses tell.
    private static func server(of entry: Entry) -> String {
        let kinds = ["postgres": "postgresql", "pgsql": "postgresql", "mariadb": "mysql"]
        let kind = kinds[entry.dbms] ?? entry.dbms
        let host = entry.isLocal ? "local" : entry.host?.lowercased() ?? "local"
        return "\(kind) \(host) \(entry.port ?? (kind == "mysql" ? 3306 : 5432))"
    }

    private static func selects(_ entry: Entry, _ name: ExactName) -> Bool {
        Glob.selection(of: entry.databases, without: entry.ignored)(name)
    }

    private static func matches(_ patterns: [ExactName], _ name: ExactName) -> Bool {
        Glob.matcher(patterns)(name)
    }
}
