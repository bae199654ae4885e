package import VyaCore

/// Chromium without a window and without a network, driven by `Fixtures/browser/look.py`.
package struct Browser {
    /// One look at the page: so wide, in this scheme, into this file.
    package struct Shot {
        package let name: String
        package let width: Int
        /// `light`, `dark` or `print`.
        package let scheme: String
        package let file: String

        /// Describes a look.
        package init(_ name: String, width: Int, scheme: String, file: String) {
            (self.name, self.width, self.scheme, self.file) = (name, width, scheme, file)
        }
    }

    /// Opens a page and answers with what it did: its requests, its messages, and by name how each shot looks.
    package static func look(at page: String, _ shots: [Shot], pdf: String? = nil) throws -> JSONValue {
        let words = shots.flatMap { ["--shot", "\($0.name)=\($0.width):\($0.scheme)=\($0.file)"] }
        let result = try Command(
            "/usr/bin/timeout",
            ["--kill-after=10", "240", "/usr/bin/python3", Repository.fixture("browser/look.py"), page]
                + words
                + (pdf.map { ["--pdf", $0] } ?? [])
        ).check()
        return try JSONValue(parsing: result.output)
    }
}
