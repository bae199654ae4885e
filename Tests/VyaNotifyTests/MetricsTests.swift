import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaNotify

@Suite("Metrics", .ownThread)
struct MetricsTests {
    private func source(_ database: ExactName, kind: ArtifactKind = .dump) -> BackupSource {
        BackupSource(entry: EntryID(1), dbms: "postgresql", kind: kind, database: database)
    }

    @Test("each source has its sizes, its duration, its outcome and its last success")
    func sources() {
        var before = PastBackup(source: source("faturas"))
        (before.outcome, before.lastSuccess, before.bytes) = (.success, 1_700_000_000, 4711)
        let lines = Metrics.text(Samples.eventful, past: [before]).split(separator: "\n").map(String.init)
        let good = #"{id_dbms="1",dbms="postgresql",database="chatwoot_db",kind="dump"}"#
        let bad = #"{id_dbms="1",dbms="postgresql",database="faturas",kind="dump"}"#
        let partial = #"{id_dbms="3",dbms="files",database="/docker/volumes/**/*",kind="files"}"#
        for line in [
            "vya_backup_last_run_timestamp_seconds \(Samples.now.unixSeconds)",
            "vya_backup_last_run_exit_status 1",
            #"vya_backup_entry_outcome{id_dbms="2",dbms="mysql"} 3"#,
            "vya_backup_last_success_timestamp_seconds\(good) \(Samples.now.unixSeconds)",
            "vya_backup_size_bytes\(good) 12897485", "vya_backup_raw_bytes\(good) 83990937",
            "vya_backup_duration_seconds\(good) 65.4", "vya_backup_outcome\(good) 0",
            // A failure takes nothing away from what was known.
            "vya_backup_outcome\(bad) 3", "vya_backup_last_success_timestamp_seconds\(bad) 1700000000",
            "vya_backup_size_bytes\(bad) 4711", "vya_backup_outcome\(partial) 2",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        #expect(!lines.contains { $0.hasPrefix("vya_backup_last_success_timestamp_seconds\(partial)") })
    }

    @Test("what an entry that could not be planned had before counts as failed")
    func unplanned() {
        var before = PastBackup(
            source: BackupSource(entry: EntryID(2), dbms: "mysql", kind: .dump, database: "dns_db"))
        before.outcome = .success
        let text = Metrics.text(Samples.eventful, past: [before])
        #expect(
            text.contains(#"vya_backup_outcome{id_dbms="2",dbms="mysql",database="dns_db",kind="dump"} 3"#))
    }

    @Test("promtool finds no fault in the text, whatever the databases are called")
    func promtool() throws {
        let names: [ExactName] = [
            "shop", "a\"b", "a\\b", "a\nb", "a\r\nb", "\u{301}", "\"\u{301}", "{x=\"y\"}", "ção",
            "a,b=\"c\" 7",
        ]
        var report = Samples.report(names.map { Samples.dump($0) })
        report.entries.append(
            EntryReport(id: EntryID(9), dbms: "my\"sql", error: Samples.accessDenied))
        let text = Metrics.text(report)
        var command = Command("promtool", "check", "metrics")
        command.input = Data(text.utf8)
        let result = try command.run()
        #expect(result.status == 0, "\(result.errors)\(result.text)\(text)")
        #expect(text.contains(#"database="a\"b""#) && text.contains(#"database="a\\b""#))
        #expect(text.contains(#"database="a\nb""#) && text.contains(#"database="\"\#u{301}""#))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("vya_backup_outcome{") } == names.count)
    }

    @Test("promtool refuses a text whose labels are not escaped, so that it could refuse ours")
    func promtoolRefuses() throws {
        var command = Command("promtool", "check", "metrics")
        command.input = Data("# HELP a x\n# TYPE a gauge\na{b=\"c\"d\"} 1\n".utf8)
        #expect(try command.run().status != 0)
    }

    @Test("a label that cannot stand in a path is written in base64")
    func labels() {
        #expect(Pushgateway.label("job", "vya_backup") == "/job/vya_backup")
        #expect(Pushgateway.label("job", "a/b") == "/job@base64/YS9i")
        #expect(Pushgateway.label("job", "ção?") == "/job@base64/w6fDo28_")
        #expect(Pushgateway.label("instance", "..") == "/instance@base64/Li4=")
        #expect(Pushgateway.label("instance", "") == "/instance@base64/=")
    }
}
