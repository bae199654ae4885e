import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Clocks, zones and languages", .ownThread)
struct ClockTests {
    /// The part of an artifact's name that tells its time.
    private func stamp(_ name: String) -> String { String(name.prefix(15)) }

    @Test(
        "C9 a clock that jumps during a run breaks nothing: no deadline, no duration and no name comes from it",
        arguments: [
            "-400d", "+400d",
        ])
    func jump(offset: String) throws {
        let library = try #require(Faketime.library, "the package faketime is missing")
        var night = try Night(entries: [])
        try night.configure([
            night.fakeEntry(
                1, databases: ["first", "second"],
                timeouts: #"{"idle_seconds": 600, "total_seconds": 600}"#)
        ])
        try night.folder.write(
            "FD_MODE=gate\nFD_ONLY_FOR=first\nFD_OUT=\(night.folder("tool"))\n", to: "fakedump-1.mode")
        try night.folder.write("+0", to: "clock")
        night.program.environment.merge([
            "LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": night.folder("clock"), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        ]) { $1 }
        let run = try night.program.start(night.arguments("--all", "--json"))
        defer { Faketime.removeTraces(of: run.process.pid) }
        try waitUntil("the first dump is under way") { access(night.folder("tool.waiting"), F_OK) == 0 }
        try night.folder.write(offset, to: "clock")
        try night.folder.write("", to: "tool.go")
        let result = try run.finish(within: 60)
        #expect(result.status == 0, "\(result)")
        #expect(try night.problems() == [])
        let json = try result.json()
        let begin = try #require(json["started_at"]?.stringValue?.prefix(4))
        let end = try #require(json["finished_at"]?.stringValue?.prefix(4))
        #expect(begin != end, "the clock did not jump: \(json.serialized())")
        let backups = json["entries"]?.arrayValue?.first?["backups"]?.arrayValue ?? []
        for document in [json] + backups {
            let seconds =
                switch document["seconds"] {
                case .double(let number): number
                case .int(let number): Double(number)
                default: -1.0
                }
            #expect((0..<60).contains(seconds), "\(document.serialized())")
        }
        for name in night.artifacts() {
            let started = try #require(
                try Oracle.manifest(of: night.output + "/" + name)["started_at"]?.stringValue)
            #expect(
                stamp(name)
                    == started.prefix(19).replacingOccurrences(of: "-", with: "").replacingOccurrences(
                        of: ":", with: ""
                    ).replacingOccurrences(of: "T", with: "_"))
        }
        // The one that was begun before the jump keeps the time of its beginning.
        let years = Set(night.artifacts().map { String($0.prefix(4)) })
        #expect(years.count == 2, "\(night.artifacts())")
    }

    @Test(
        "C11 names are in the local time that GNU date has, whatever TZ says, and every zone reads them alike"
    )
    func zones() throws {
        var night = try Night.fake()
        let zones = [
            "UTC", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Kiritimati", "No/Such/Zone", "EST5EDT",
            ":", "",
        ]
        for zone in zones {
            night.program.environment["TZ"] = zone
            let before = Set(night.artifacts())
            let result = try night.runAll()
            #expect(result.status == 0, "\(zone): \(result)")
            let name = try #require(night.artifacts().first { !before.contains($0) })
            let started = try #require(
                try Oracle.manifest(of: night.output + "/" + name)["started_at"]?.stringValue)
            var date = Command("/bin/date", "-d", started, "+%Y%m%d_%H%M%S")
            date.environment["TZ"] = zone
            #expect(try date.check().text == stamp(name) + "\n", "\(zone)")
        }
        // Without any data about zones all are UTC.
        night.program.environment["TZ"] = "America/Sao_Paulo"
        night.program.environment["TZDIR"] = "/nonexistent"
        #expect(try night.runAll().status == 0)
        #expect(try night.problems() == [])
        let listings = try (zones + ["Asia/Tokyo"]).map { zone in
            night.program.environment["TZ"] = zone
            return try night.run("list", "--json").text
        }
        #expect(Set(listings).count == 1)
        #expect(
            try JSONValue(parsing: Data(listings[0].utf8))["backups"]?.arrayValue?.count ?? 0 == 9,
            "\(listings[0])")
    }

    @Test("C11 the language of the environment changes no name, no number and no document")
    func languages() throws {
        var night = try Night.fake()
        let library = try #require(Faketime.library, "the package faketime is missing")
        night.program.environment.merge([
            "LD_PRELOAD": library, "FAKETIME": "2026-01-02 03:04:05", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        ]) { $1 }
        var shapes: Set<String> = []
        for language in ["C", "C.UTF-8", "tr_TR.UTF-8", "pt_BR.UTF-8", "ar_SA.UTF-8", "xx_XX.nonsense"] {
            for name in ["LC_ALL", "LANG", "LC_NUMERIC", "LC_TIME"] {
                night.program.environment[name] = language
            }
            let run = try night.program.start(night.arguments("--all", "--json"))
            let result = try run.finish()
            for name in ["faketime_shm_", "sem.faketime_sem_"] {
                unlink("/dev/shm/\(name)\(run.process.pid)")
            }
            #expect(result.status == 0, "\(language): \(result)")
            let backup = try result.json()["entries"]?.arrayValue?.first?["backups"]?.arrayValue?.first
            // All but the number of the attempt and the length of the run.
            let file = backup?["file"]?.stringValue?.replacing(/~\d+/, with: "") ?? "none"
            shapes.insert("\(file) \(backup?["raw_bytes"]?.intValue ?? -1) \(result.errors)")
        }
        #expect(shapes.count == 1, "\(shapes)")
        #expect(shapes.first?.contains("/20260102_030405_fake_1_shop.sql.gz ") == true, "\(shapes)")
        #expect(night.artifacts().count == 6)
        #expect(try night.problems() == [])
    }
}
