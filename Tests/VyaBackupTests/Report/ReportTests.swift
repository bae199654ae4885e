import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("report on a host", .ownThread)
struct ReportTests {
    /// A host with an entry whose names are meant to break out of a page, and one that fails.
    private func night() throws -> Night {
        let night = try Night(entries: [], settings: #", "language": "en""#)
        try night.configure([
            night.fakeEntry(1, databases: ["shop", #"<script>alert("x")</script>"#]),
            night.fakeEntry(2, databases: ["broken"], mode: ["FD_MODE": "full1"]),
        ])
        return night
    }

    private func mode(_ path: String) throws -> String {
        try Command("/usr/bin/stat", "-c", "%a", path).check().text.trimmingCharacters(in: .newlines)
    }

    @Test("the page is written whole, private, again and again, and in the place of the old one")
    func page() throws {
        let night = try night()
        let page = night.folder("page.html")
        // Before the first backup there is a page, too.
        let first = try night.run("report", "--html", page)
        #expect(first.status == 0 && first.text == page + "\n", "\(first)")
        let before = try String(contentsOfFile: page, encoding: .utf8)
        #expect(before.contains("Needs action"))
        #expect(try night.runAll().status == 1)
        chmod(page, 0o644)
        #expect(try night.run("report", "--html", page, "--quiet").text.isEmpty)
        let after = try String(contentsOfFile: page, encoding: .utf8)
        #expect(after.hasSuffix("</html>\n") && after != before)
        #expect(after.contains("shop") && after.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"))
        #expect(!after.contains("<script"))
        #expect(try mode(page) == "600")
        // A browser sees nothing in it that wants to run or to be fetched.
        let look = try Browser.look(at: page, [])
        #expect(
            look["requests"]?.arrayValue == [] && look["messages"]?.arrayValue == [], "\(look.serialized())")
        #expect(try !night.folder.names().contains { $0.hasPrefix(".vya-") })
    }

    @Test(
        "E4 a link under the page's name is neither followed nor replaced, and no folder of backups gets a page"
    )
    func link() throws {
        let night = try night()
        #expect(try night.runAll().status == 1)
        try night.folder.write("precious", to: "target")
        symlink(night.folder("target"), night.folder("page.html"))
        let refused = try night.run("report", "--html", night.folder("page.html"))
        #expect(refused.status == 5 && refused.errors.contains("not a regular file"), "\(refused)")
        #expect(try String(contentsOfFile: night.folder("target"), encoding: .utf8) == "precious")
        let inside = try night.run("report", "--html", night.output + "/page.html")
        #expect(inside.status == 64 && inside.errors.contains("hint: "), "\(inside)")
        #expect(!FileManager.default.fileExists(atPath: night.output + "/page.html"))
        mkdir(night.folder("open"), 0o777)
        chmod(night.folder("open"), 0o777)
        let open = try night.run("report", "--html", night.folder("open/page.html"))
        #expect(open.status == 5, "\(open)")
        let nowhere = try night.run("report", "--html", night.folder("nowhere/page.html"))
        #expect(nowhere.status == 2 && !nowhere.errors.isEmpty, "\(nowhere)")
    }

    @Test("the text is readable at 80 columns without colour, and says what is not well")
    func text() throws {
        let night = try night()
        #expect(try night.runAll().status == 1)
        let report = try night.run("report")
        #expect(report.status == 0, "\(report)")
        for line in report.text.split(separator: "\n") where !line.contains(night.folder.path) {
            #expect(line.count <= 80, "\(line)")
        }
        #expect(!report.text.contains("\u{1b}"))
        #expect(report.text.contains("CRITICAL 2 fake broken"), "\(report)")
        #expect(report.text.contains("1 fake shop"), "\(report)")
    }

    @Test("the JSON document and --id tell of the entries that were asked for alone")
    func selection() throws {
        let night = try night()
        #expect(try night.runAll().status == 1)
        let all = try night.run("report", "--json").json()
        #expect(all["schema"]?.stringValue == "vya-backup.report/1")
        #expect(all["sources"]?.arrayValue?.count == 3)
        #expect(all["days"]?.arrayValue?.last?["failed"]?.intValue == 1)
        #expect(all["days"]?.arrayValue?.last?["made"]?.intValue == 2)
        let one = try night.run("report", "--json", "--id", "1").json()
        #expect(one["level"]?.stringValue == "good", "\(one.serialized())")
        #expect(one["sources"]?.arrayValue?.count == 2)
        #expect(one["days"]?.arrayValue?.last?["failed"]?.intValue == 0)
        #expect(try night.run("report", "--id", "9").status == 3)
    }

    /// The page of a host where much has happened, which Tests/VyaNotifyTests keeps.
    private static let golden = Repository.root + "/Tests/VyaNotifyTests/Golden/"

    @Test(
        "Q14 a browser without a network shows the page and the mail in light, dark and print, wide and on a phone",
        arguments: [
            "overview.pt-BR.html", "overview.en.html", "eventful.pt-BR.html", "eventful.en.html",
        ])
    func browser(name: String) throws {
        let folder = try TemporaryFolder("browser")
        let shots = ["light", "dark", "print"].flatMap { scheme in
            [1280, 375].map { width in
                Browser.Shot(
                    "\(scheme) \(width)", width: width, scheme: scheme, file: folder("\(scheme)-\(width).png")
                )
            }
        }
        let look = try Browser.look(at: Self.golden + name, shots, pdf: folder("page.pdf"))
        #expect(look["loaded"]?.intValue == 1)
        #expect(look["requests"]?.arrayValue == [], "\(look.serialized())")
        #expect(look["messages"]?.arrayValue == [], "\(look.serialized())")
        for shot in shots {
            let seen = try #require(look["shots"]?[shot.name])
            #expect(
                (seen["page"]?.intValue ?? .max) <= shot.width,
                "\(shot.name) scrolls sideways: \(seen.serialized())")
            #expect(seen["clipped"]?.arrayValue == [], "\(shot.name): \(seen.serialized())")
            #expect(try contrast(seen) >= 4.5, "\(shot.name): \(seen.serialized())")
            // The page drew something: a picture of one colour alone would be far smaller.
            #expect(try Data(contentsOf: URL(fileURLWithPath: shot.file)).count > 20_000, "\(shot.name)")
        }
        let light = look["shots"]?["light 1280"]?["background"]?.stringValue
        #expect(light != nil && light != look["shots"]?["dark 1280"]?["background"]?.stringValue)
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: folder("page.pdf"))).starts(with: Data("%PDF-".utf8)))
    }

    @Test("the looks at a page find what it asks for, what it says, what is too wide and what is too faint")
    func control() throws {
        let folder = try TemporaryFolder("browser")
        let page = try folder.write(
            """
            <!DOCTYPE html><title>x</title><link rel="icon" href="data:,">
            <body style="background: white"><p style="color: #999; width: 700px">faint</p>
            <p style="width: 90px; overflow: hidden; white-space: nowrap">cut off at its own box</p>
            <img src="http://127.0.0.1:9/picture.png" alt=""><script>console.log("said")</script>
            """, to: "bad.html")
        let look = try Browser.look(
            at: page, [Browser.Shot("a", width: 400, scheme: "light", file: folder("a.png"))])
        #expect(
            look["requests"]?.arrayValue?.compactMap(\.stringValue) == ["http://127.0.0.1:9/picture.png"])
        #expect(look["messages"]?.arrayValue?.compactMap(\.stringValue).contains("said") ?? false)
        let seen = try #require(look["shots"]?["a"])
        #expect((seen["page"]?.intValue ?? 0) > 400)
        #expect(seen["clipped"]?.arrayValue?.isEmpty == false)
        #expect(try contrast(seen) < 3)
    }

    private func contrast(_ seen: JSONValue) throws -> Double {
        switch seen["contrast"] {
        case .int(let number): Double(number)
        case .double(let number): number
        default: throw Command.Failure(description: "no contrast in \(seen.serialized())")
        }
    }
}
