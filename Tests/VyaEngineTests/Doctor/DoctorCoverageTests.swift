import Testing
import VyaCore
import VyaTestSupport

@testable import VyaEngine

@Suite("What doctor says of coverage and entries", .ownThread)
struct DoctorCoverageTests {
    private func entry(
        _ id: Int = 1, _ names: [ExactName] = [], ignored: [ExactName] = [], host: String? = "db",
        enabled: Bool = true
    ) -> Entry {
        var entry = Entry(id: EntryID(id), dbms: "postgresql", host: host, databases: names)
        (entry.ignored, entry.enabled) = (ignored, enabled)
        return entry
    }

    private func report(
        _ id: Int = 1, databases: [ExactName], planned: [ExactName] = [],
        change: (inout ServerFacts) -> Void = { _ in }
    ) -> EntryReport {
        var server = ServerFacts(version: "15.1", account: "backup", databases: databases)
        change(&server)
        var report = EntryReport(id: EntryID(id), dbms: "postgresql")
        report.server = server
        report.backups = planned.map { BackupReport(database: $0, kind: .dump, outcome: .planned) }
        return report
    }

    private func judge(
        _ entries: [Entry], _ reports: [EntryReport], backups: [KnownBackup] = []
    ) -> [DoctorFinding] {
        CoverageDiagnosis(
            configured: entries, reports: reports, history: BackupHistory(backups: backups),
            now: UpkeepSamples.now
        ).judge()
    }

    private func alarms(_ findings: [DoctorFinding]) -> [String] {
        findings.filter { $0.severity != .ok }.map { "\($0.code) \($0.subject)" }
    }

    @Test("a database that no entry selects is told once, with the lines that take it in or leave it out")
    func uncovered() throws {
        let databases: [ExactName] = ["crm", "postgres", "shop"]
        let findings = judge([entry(1, ["shop"])], [report(databases: databases)])
        #expect(alarms(findings) == ["doctor.uncovered entry 1 postgresql"])
        #expect(
            findings.first { $0.code == "doctor.uncovered" }?.remedies == [
                #"in "db_list" of id_dbms 1: "crm""#,
                #"or, to leave out on purpose what may be lost, in "db_ignore": "crm""#,
            ])
    }

    @Test("Q17 thirty databases that no entry selects are one finding, with all of them in its lines")
    func many() throws {
        let names = (1...30).map { ExactName("db\(100 + $0)") }
        let findings = judge([entry(1, ["shop"])], [report(databases: names + ["shop"])])
        #expect(alarms(findings) == ["doctor.uncovered entry 1 postgresql"])
        let finding = try #require(findings.first { $0.code == "doctor.uncovered" })
        #expect(finding.message.contains("no entry backs up 30 databases: db101, db102"))
        #expect(finding.remedies.first?.hasSuffix(#""db129", "db130""#) == true)
    }

    @Test("what another entry of the same server takes, or somebody ignores on purpose, is covered")
    func covered() {
        let databases: [ExactName] = ["crm", "shop", "tmp1"]
        let entries = [entry(1, ["shop"], ignored: ["tmp?"]), entry(2, ["c*"])]
        #expect(
            alarms(judge(entries, [report(1, databases: databases), report(2, databases: databases)])) == [])
        // Only one of them is looked at: the other still covers what it covers.
        #expect(alarms(judge(entries, [report(1, databases: databases)])) == [])
        // An entry that is switched off, or of another server, backs nothing up here.
        for other in [entry(2, ["c*"], enabled: false), entry(2, ["c*"], host: "other")] {
            #expect(
                alarms(judge([entries[0], other], [report(1, databases: databases)]))
                    == ["doctor.uncovered entry 1 postgresql"])
        }
    }

    @Test("ways to write the same local server are one server")
    func sameServer() {
        let entries = [entry(1, ["shop"], host: "localhost"), entry(2, ["crm"], host: "/run/postgresql")]
        #expect(alarms(judge(entries, [report(databases: ["crm", "shop"])])) == [])
    }

    @Test("a glob in db_list that matches nothing is told although others match")
    func emptyGlob() {
        let findings = judge([entry(1, ["shop", "old_*"])], [report(databases: ["shop"], planned: ["shop"])])
        #expect(alarms(findings) == ["doctor.empty-glob entry 1 postgresql"])
    }

    @Test("what was backed up this week and is left out now is told, what is older or ignored is not")
    func shrunk() {
        let plan = [report(databases: ["crm"], planned: ["crm"])]
        let past = UpkeepSamples.nights(1)
        #expect(alarms(judge([entry()], plan, backups: past)) == ["doctor.scope entry 1 postgresql shop"])
        #expect(alarms(judge([entry(ignored: ["shop"])], plan, backups: past)) == [])
        let old = UpkeepSamples.nights(1, age: 8 * UpkeepSamples.day)
        #expect(alarms(judge([entry()], plan, backups: old)) == [])
        #expect(
            alarms(judge([entry()], [report(databases: ["shop"], planned: ["shop"])], backups: past)) == [])
    }

    @Test("tables of users in the server's own databases are told unless an entry takes the database")
    func strays() {
        func stray(_ name: ExactName, _ canBeListed: Bool) -> EntryReport {
            report(databases: ["postgres", "shop"], planned: ["shop"]) {
                $0.strays = [
                    ServerFacts.Stray(database: name, tables: ["public.notes"], canBeListed: canBeListed)
                ]
            }
        }
        #expect(
            alarms(judge([entry(1, ["shop"])], [stray("postgres", true)]))
                == ["doctor.stray entry 1 postgresql postgres"])
        #expect(alarms(judge([entry()], [stray("postgres", true)])) == [])
        #expect(
            alarms(judge([entry()], [stray("template1", false)]))
                == ["doctor.stray entry 1 postgresql template1"])
    }

    @Test("an account that does not see every database is a warning where the entry means every database")
    func blind() throws {
        func plan() -> EntryReport {
            report(databases: ["shop"], planned: ["shop"]) { $0.grantToSeeAll = "GRANT SHOW DATABASES" }
        }
        let all = judge([entry()], [plan()])
        #expect(alarms(all) == ["doctor.blind entry 1 postgresql"])
        #expect(all.first { $0.code == "doctor.blind" }?.remedies == ["GRANT SHOW DATABASES;"])
        #expect(alarms(judge([entry(1, ["shop"])], [plan()])) == [])
    }

    @Test("A19 a shortfall is critical, and its statements stand alone to be pasted")
    func privileges() throws {
        var report = EntryReport(id: EntryID(1), dbms: "mysql")
        var backup = BackupReport(database: "app", kind: .dump, outcome: .planned)
        backup.shortfalls = [
            "missing EVENT: the dump lacks events\(Message.mended(by: "GRANT EVENT ON `app`.* TO `b`@`%`"))",
            "and more",
        ]
        backup.grants = ["GRANT EVENT ON `app`.* TO `b`@`%`"]
        report.backups = [backup]
        let finding = try #require(EntryDiagnosis(report).judge().first)
        #expect(finding.severity == .critical && finding.subject == "entry 1 mysql app")
        #expect(finding.message == "missing EVENT: the dump lacks events; and more")
        #expect(finding.remedies == ["GRANT EVENT ON `app`.* TO `b`@`%`;"])
    }

    @Test("an entry that is well says by which tool and as whom")
    func wellness() {
        var report = report(databases: ["shop"], planned: ["shop"])
        report.backups[0].provenance = Provenance(
            toolName: "pg_dump", toolVersion: "pg_dump (PostgreSQL) 15.4", toolPath: "/usr/bin/pg_dump")
        #expect(
            EntryDiagnosis(report).judge().map(\.message)
                == ["server 15.1 as backup, 1 backup by /usr/bin/pg_dump, pg_dump (PostgreSQL) 15.4"])
    }

    @Test("the text fits 80 columns, and a remedy stays one line; the same finding is not said twice")
    func text() {
        let finding = DoctorFinding(
            "x", .critical, "entry 1", "\(String(repeating: "word ", count: 60))",
            reason: "\(String(repeating: "why ", count: 40))",
            remedies: ["\(String(repeating: "GRANT ", count: 30))"])
        let report = DoctorReport(
            host: "h", findings: [finding, finding, DoctorFinding("y", .ok, "s", "m")],
            at: Moment(unixSeconds: 0))
        let lines = DoctorText().lines(of: report)
        #expect(lines.filter { $0.hasPrefix("  fix: ") }.count == 1)
        #expect(lines.allSatisfy { $0.count <= 80 || $0.hasPrefix("  fix: ") })
        #expect(lines.last == "doctor on h: 1 critical, 1 well")
        #expect(report.severity == .critical && report.json["exit_status"]?.intValue == 2)
    }
}
