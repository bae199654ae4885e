package import Foundation
import VyaCore

/// Where the project's own files lie, as seen from a test: `Repository.fixture("sql/shop.sql")`.
package enum Repository {
    /// The project's top folder, without a slash at its end.
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The path of something below `Fixtures`.
    package static func fixture(_ path: String) -> String { root + "/Fixtures/" + path }

    /// The statements by which SECURITY.md makes the least account of a dbms.
    package static func leastAccount(of dbms: String) throws -> String {
        let text = try String(contentsOfFile: root + "/SECURITY.md", encoding: .utf8)
        guard let start = text.firstPlace(of: "-- least account: \(dbms)\n"),
            let end = text[start.upperBound...].firstPlace(of: "```")
        else { throw Command.Failure(description: "SECURITY.md names no least account of \(dbms)") }
        return String(text[start.upperBound..<end.lowerBound])
    }

    /// The bytes of a file below `Fixtures`.
    package static func contents(ofFixture path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: fixture(path)))
    }
}
