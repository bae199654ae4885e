package import Foundation

/// Where the project's own files lie, as seen from a test: `Repository.fixture("sql/shop.sql")`.
package enum Repository {
    /// The project's top folder, without a slash at its end.
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The path of something below `Fixtures`.
    package static func fixture(_ path: String) -> String { root + "/Fixtures/" + path }

    /// The bytes of a file below `Fixtures`.
    package static func contents(ofFixture path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: fixture(path)))
    }
}
