import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// With the real programs, from Debian's packages prometheus and prometheus-pushgateway.
@Suite("Prometheus", .ownThread)
struct PrometheusTests {
    private func packaged(_ name: String) -> String {
        URL(fileURLWithPath: Repository.fixture("x")).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Packaging/" + name).path
    }

    private func check(_ text: String) throws -> Command.Result {
        var command = Command("promtool", "check", "metrics")
        command.input = Data(text.utf8)
        return try command.run()
    }

    @Test(
        "the text file is whole, readable by all and without fault, and keeps the last success over a bad night"
    )
    func textfile() throws {
        let folder = try TemporaryFolder("metrics")
        let file = folder("vya_backup.prom")
        // What a killed run could have left, and a link that somebody else could have laid.
        try folder.write("precious", to: "precious")
        symlink(folder("precious"), folder(".vya_backup.prom.new"))
        let night = try Night(entries: [], settings: ", \"metrics\": { \"textfile\": \"\(file)\" }")
        try night.configure([night.fakeEntry(1, databases: ["shop", "a\"\\b"])])
        #expect(try night.runAll().status == 0)
        let first = try String(contentsOfFile: file, encoding: .utf8)
        #expect(try check(first).status == 0)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o644)
        #expect(try folder.names() == ["precious", "vya_backup.prom", "vya_backup_copies.prom"])
        let copies = { try String(contentsOfFile: folder("vya_backup_copies.prom"), encoding: .utf8) }
        #expect(try check(copies()).status == 0)
        #expect(try String(contentsOfFile: folder("precious"), encoding: .utf8) == "precious")
        let labels = #"{id_dbms="1",dbms="fake",database="a\"\\b",kind="dump"}"#
        #expect(first.contains("vya_backup_outcome\(labels) 0\n"))
        #expect(try copies().contains("vya_backup_copies\(labels) 1\n"))
        let success = try #require(
            first.split(separator: "\n").first {
                $0.hasPrefix("vya_backup_last_success_timestamp_seconds\(labels)")
            })

        try night.folder.write("FD_MODE=full1\n", to: "fakedump-1.mode")
        #expect(try night.runAll().status == 2)
        let second = try String(contentsOfFile: file, encoding: .utf8)
        #expect(second.contains("vya_backup_last_run_exit_status 2\n"))
        #expect(second.contains("vya_backup_outcome\(labels) 3\n"))
        // At first it is the end of the run, later that of the backup, as the catalog has it.
        let kept = try #require(
            second.split(separator: "\n").first {
                $0.hasPrefix("vya_backup_last_success_timestamp_seconds\(labels)")
            })
        let times = [success, kept].compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        #expect(times.count == 2 && (times.first ?? 0) - (times.last ?? 0) < 60)

        // A database that is no longer there is told of no more; a run of one database leaves the others.
        try night.folder.write("", to: "fakedump-1.mode")
        #expect(try night.run("run", "--id", "1", "--database", "shop").status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("vya_backup_outcome\(labels) 3\n"))
        let tool = night.folder("fakedump-1")
        try night.configure([
            """
            { "id_dbms": 1, "dbms": "fake", "db_list": ["shop"], "tools": { "fakedump": "\(tool)" } }
            """
        ])
        #expect(try night.runAll().status == 0)
        #expect(!(try String(contentsOfFile: file, encoding: .utf8).contains(labels)))
    }

    @Test(
        "a real Pushgateway and a real Prometheus hold what a run pushed, and the packaged alert fires on a failure"
    )
    func pushed() throws {
        let gateway = try PrometheusServer.pushgateway()
        let prometheus = try PrometheusServer.scraping(
            gateway, rules: packaged("prometheus/vya-backup.rules.yml"))
        let night = try Night(
            entries: [],
            settings: """
                , "prometheus_settings": { "enabled": true, "url": "127.0.0.1:\(gateway.port)", "job_name": "nightly/backup",
                                           "timeout": 30 }
                """)
        try night.configure([
            night.fakeEntry(
                7, databases: ["shop", "ção\"\\x"], mode: ["FD_MODE": "full1", "FD_ONLY_FOR": "shop"])
        ])
        let result = try night.runAll()
        #expect(result.status == 1, "\(result)")
        #expect(!result.errors.contains("not pushed"), "\(result)")
        #expect(try gateway.metrics().contains("vya_backup_last_run_exit_status{"))
        try waitUntil("Prometheus has scraped", within: 60) {
            try prometheus.query(
                #"vya_backup_outcome{job="nightly/backup",database="shop",id_dbms="7"} == 3"#) != ""
        }
        #expect(try prometheus.query(#"vya_backup_outcome{database="ção\"\\x"} == 0"#) != "")
        try waitUntil("the alert fires", within: 60) {
            try prometheus.query(#"ALERTS{alertname="VyaBackupRunFailed",alertstate="firing"}"#) != ""
        }
        #expect(
            try prometheus.query(
                #"vya_backup_copies{job="nightly/backup",part="copies",database="shop"} == 0"#) != "")
        // The next run takes the place of all that.
        try night.folder.write("", to: "fakedump-7.mode")
        #expect(try night.runAll().status == 0)
        try waitUntil("the alert has gone", within: 60) {
            try prometheus.query(#"vya_backup_outcome{database="shop"} == 0"#) != ""
                && prometheus.query(#"ALERTS{alertname="VyaBackupRunFailed",alertstate="firing"}"#) == ""
        }
    }

    @Test(
        "promtool finds the packaged rules good, and each fires on the night that it is for and on no other")
    func rules() throws {
        let rules = packaged("prometheus/vya-backup.rules.yml")
        let checked = try Command("promtool", "check", "rules", rules).run()
        #expect(checked.status == 0, "\(checked.errors)\(checked.text)")
        let folder = try TemporaryFolder("rules")
        let text = try String(
            contentsOfFile: Repository.fixture("prometheus/rules-test.yml"), encoding: .utf8)
        let file = try folder.write(text.replacingOccurrences(of: "RULES", with: rules), to: "test.yml")
        let tested = try Command("promtool", "test", "rules", file).run()
        #expect(tested.status == 0, "\(tested.errors)\(tested.text)")
    }

    @Test("the packaged dashboard and rules ask for no metric that a run does not give")
    func dashboard() throws {
        let board = try Data(contentsOf: URL(fileURLWithPath: packaged("grafana/vya-backup.json")))
        let panels = try #require(try JSONValue(parsing: board)["panels"]?.arrayValue)
        #expect(panels.count >= 6)
        let expressions = panels.flatMap { $0["targets"]?.arrayValue ?? [] }.compactMap {
            $0["expr"]?.stringValue
        }
        let rules = try String(contentsOfFile: packaged("prometheus/vya-backup.rules.yml"), encoding: .utf8)
        let folder = try TemporaryFolder("metrics")
        let night = try Night(
            entries: [], settings: ", \"metrics\": { \"textfile\": \"\(folder("x.prom"))\" }")
        try night.configure([night.fakeEntry(1, databases: ["shop"])])
        #expect(try night.runAll().status == 0)
        #expect(try night.run("check").status == 0)
        let text = try ["x.prom", "x_copies.prom", "x_check.prom"].map {
            try String(contentsOfFile: folder($0), encoding: .utf8)
        }.joined()
        let given = Set(
            text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map {
                String($0.split(separator: " ")[2])
            })
        #expect(given.count == 12)
        let asked = Set(
            (expressions + [rules]).flatMap { $0.matches(of: /vya_backup_[a-z_]+/).map { String($0.output) } }
        )
        #expect(asked.isSubset(of: given), "\(asked.subtracting(given))")
        #expect(!expressions.isEmpty && expressions.allSatisfy { $0.contains("vya_backup_") })
    }
}
