import Foundation
import Testing
import VyaCore
import VyaTestSupport

@Suite("Machine formats in any locale", .ownThread)
struct LocaleTests {
    /// Locales whose decimal point is a comma, whose digits or letters are others, and which do not exist; made for the
    /// test, because a server has few.
    private static let locales = ["C", "C.UTF-8", "de_DE.UTF-8", "fa_IR.UTF-8", "tr_TR.UTF-8", "xx_XX"]

    @Test("J17 reports, manifests, state and names of files are the same in every locale")
    func matrix() throws {
        var night = try Night.fake(databases: ["I\u{130}\u{131}i"], mode: ["FD_ROWS": "123456"])
        mkdir(night.folder("locales"), 0o755)
        for locale in Self.locales.filter({ $0.contains("_") && $0.hasSuffix(".UTF-8") }) {
            let name = String(locale.prefix { $0 != "." })
            // Where Debian's sources of locales are missing, the names alone are tried.
            _ = try? Command(
                "/usr/bin/localedef", "--no-archive", "-i", name, "-f", "UTF-8",
                night.folder("locales/\(locale)")
            ).run()
        }
        night.program.environment["LOCPATH"] = night.folder("locales")
        var shapes: [String: [String]] = [:]
        for locale in Self.locales {
            for variable in ["LC_ALL", "LANG", "LC_NUMERIC", "LC_TIME"] {
                night.program.environment[variable] = locale
            }
            let result = try night.run("run", "--all", "--json")
            #expect(result.status == 0, "\(locale): \(result)")
            shapes["run", default: []].append(Self.shape(of: try result.json()))
            shapes["list", default: []].append(
                Self.shape(of: try night.run("list", "--json", "--limit", "1").json()))
            for name in night.artifacts() {
                #expect(name.allSatisfy { $0.isASCII }, "\(name)")
                let path = night.output + "/" + name
                shapes["manifest", default: []].append(Self.shape(of: try Oracle.manifest(of: path)))
                for file in [path, path + ".json"] { unlink(file) }
            }
            shapes["log", default: []].append(Self.withoutNumbers(try night.log()))
            unlink(night.folder("log/" + (try #require(try night.folder.names(in: "log").first))))
        }
        for (document, seen) in shapes {
            #expect(Set(seen).count == 1, "\(document): \(Set(seen))")
        }
        #expect(try night.problems() == [])
    }

    /// A document with every number and everything that looks like a time, a hash or an identifier made equal; a number
    /// that is written in another way shows.
    private static func shape(of json: JSONValue) -> String { withoutNumbers(json.serialized()) }

    private static func withoutNumbers(_ text: String) -> String {
        text.replacing(/[0-9a-f]{16,}|(?:[0-9a-z]+-[0-9a-z]+ ?)+"$/, with: "H")
            .replacing(/"run_id": ".*?"|run=\S+/, with: "R")
            .replacing(/"blocks": ".*?"/, with: "B")
            .replacing(/-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?/, with: "N")
    }
}
