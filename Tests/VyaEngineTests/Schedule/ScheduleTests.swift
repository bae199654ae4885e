import Testing
import VyaCore
import VyaEngine
import VyaTestSupport

@Suite("What a schedule follows from", .ownThread)
struct ScheduleTests {
    /// The lines of one drop-in of a unit; none when it has none.
    private func dropIn(_ unit: String, _ facts: ScheduleFacts) throws -> [Substring] {
        let files = try SystemdUnits.dropIns(facts)
        #expect(files.allSatisfy { SystemdUnits.dropInNames.contains($0.name) })
        return files.first { $0.name == unit + ".d/vya-backup.conf" }?.text.split(separator: "\n") ?? []
    }

    @Test("Q1 the units name no path but the program's and the host's own, and no configuration changes them")
    func units() throws {
        let files = SystemdUnits.files(program: "/usr/bin/vya-backup")
        #expect(files.map(\.name) == SystemdUnits.names)
        for line in files.flatMap({ $0.text.split(separator: "\n") }) where !line.hasPrefix("#") {
            let words = line.split { " =".contains($0) }.map { $0.drop { $0 == "-" } }
            for word in words where word.contains("/") {
                #expect(["/usr/bin/vya-backup", "/usr/local"].contains(word), "\(line)")
            }
        }
    }

    @Test("Q1 a configuration adds its hours, its place and its credentials, and nothing where it has none")
    func additions() throws {
        var facts = ScheduleFacts(program: "/usr/bin/vya-backup", hasUploader: true)
        #expect(try SystemdUnits.dropIns(facts) == [])
        facts.configuration = "/srv/a 100% \"b\".json"
        facts.credentials = ["pg.main"]
        facts.mailCredentials = ["smtp"]
        let place = #"Environment="VYA_BACKUP_CONFIG=/srv/a 100%% \"b\".json""#
        let mail: [Substring] = ["LoadCredential=smtp"]
        for (unit, credentials) in [
            ("vya-backup.service", ["LoadCredential=pg.main"] + mail),
            ("vya-backup-drill.service", ["LoadCredential=pg.main"] + mail),
            ("vya-backup-cleanup.service", mail), ("vya-backup-check.service", mail),
            ("vya-backup-failed@.service", mail),
        ] {
            #expect(
                try dropIn(unit, facts).dropFirst() == ["[Service]", Substring(place)] + credentials,
                "\(unit)")
        }
        #expect(try dropIn("vya-backup.timer", facts) == [])
        facts.mailCredentials = ["s m"]
        #expect(throws: ConfigurationError.self) { try SystemdUnits.dropIns(facts) }
    }

    @Test("the cleanup and the drill follow the run, past midnight, and keep its zone")
    func times() throws {
        let late = ScheduledTime(weekdays: [1, 5], hour: 23, minute: 40, timeZone: "America/Sao_Paulo")
        let facts = ScheduleFacts(program: "/usr/bin/vya-backup", time: late, hasUploader: true)
        for (name, time) in [
            ("vya-backup.timer", "Mon,Fri *-*-* 23:40:00 America/Sao_Paulo"),
            ("vya-backup-cleanup.timer", "*-*-* 04:10:00 America/Sao_Paulo"),
            ("vya-backup-drill.timer", "Sun *-*-* 05:10:00 America/Sao_Paulo"),
            ("vya-backup-check.timer", "*-*-* *:25:00"),
        ] {
            let lines = try dropIn(name, facts).dropFirst().map(String.init)
            #expect(lines == ["[Timer]", "OnCalendar=", "OnCalendar=" + time], "\(lines)")
        }
        #expect(late.crontabFields == "40 23 * * 1,5")
    }

    @Test("nothing is cleaned by the clock unless an uploader is declared")
    func cleanup() throws {
        var facts = ScheduleFacts(program: "/usr/bin/vya-backup")
        #expect(!facts.tasks.contains(.cleanup))
        #expect(!Crontab.file(facts).text.contains("cleanup"))
        facts.hasUploader = true
        #expect(facts.tasks == ScheduledTask.allCases)
        #expect(Crontab.file(facts).text.contains("\n0 5 * * *  root  /usr/bin/vya-backup cleanup --quiet\n"))
    }

    @Test("cron's own signs are taken from paths")
    func crontab() {
        let facts = ScheduleFacts(program: "/opt/a b/vya-backup", configuration: "/etc/100%.json")
        #expect(
            Crontab.file(facts).text.contains(
                #"root  '/opt/a b/vya-backup' run --all --quiet --config /etc/100\%.json"#))
    }

    @Test("a change of a single byte of a file is noticed, and so is a mark that fits another text")
    func marks() throws {
        let text = Crontab.file(ScheduleFacts(program: "/usr/bin/vya-backup")).text
        #expect(ScheduledFile.origin(of: text) == .own)
        let bytes = Array(text.utf8)
        let end = try #require(bytes.firstIndex(of: 0x0A))
        for index in bytes.indices where index != end {
            var changed = bytes
            changed[index] = bytes[index] == UInt8(ascii: "#") ? UInt8(ascii: "$") : UInt8(ascii: "#")
            #expect(
                ScheduledFile.origin(of: String(decoding: changed, as: UTF8.self)) != .own, "byte \(index)")
        }
        #expect(ScheduledFile.origin(of: "") == .foreign)
        #expect(ScheduledFile.origin(of: "30 0 * * * root x\n") == .foreign)
    }

    @Test("a difference holds what goes and what comes, in its order, and nothing else")
    func difference() {
        #expect(LineDifference.lines(from: "a\nb\nc\n", to: "a\nx\nc\nd\n") == ["-b", "+x", "+d"])
        #expect(LineDifference.lines(from: "a\n", to: "a\n") == [])
        #expect(LineDifference.lines(from: "", to: "a\u{1b}[1m\n").first == #"+a\u{1b}[1m"#)
    }
}
