import Testing
import VyaTestSupport

@Suite("What a dry run shows", .ownThread)
struct PlanTests {
    @Test("an entry's folder stands once, before its files, and the last line says what would fail")
    func folders() throws {
        var night = try Night(entries: [])
        let lost = #"{ "id_dbms": 2, "dbms": "sqlite", "db_list": ["/nowhere/x.db"] }"#
        try night.configure([night.fakeEntry(1, databases: ["shop", "stock"])])
        let whole = try night.run("run", "--all", "--dry-run").text.split(separator: "\n").map(String.init)
        #expect(whole.first == "entry 1 fake: 2 backups")
        #expect(
            whole.filter { $0.contains(night.output) && !$0.contains("command:") } == [
                "  folder: \(night.output)"
            ])
        let files = whole.filter { $0.hasPrefix("    file: ") }
        #expect(
            files.count == 2 && files.allSatisfy { !$0.contains("/") && $0.hasSuffix(".sql.gz") }, "\(files)")
        #expect(whole.last == "2 backups would be made; nothing was changed, nothing was sent")

        try night.configure([night.fakeEntry(1, databases: ["shop"]), lost])
        let half = try night.run("run", "--all", "--dry-run")
        #expect(half.status == 1)
        #expect(
            half.text.split(separator: "\n").last
                == "1 backup would be made, 1 would fail; nothing was changed, nothing was sent")
        night.program.environment["LC_ALL"] = "pt_BR.UTF-8"
        let portuguese = try night.run("run", "--all", "--dry-run")
        #expect(
            portuguese.text.contains("1 backup seria feito, 1 falharia; nada foi alterado, nada foi enviado"))
        #expect(portuguese.text.contains("\n  pasta: \(night.output)\n"))
    }
}
