import Mustache
package import VyaCore

/// Makes the page about the last days of a host's backups: one HTML document that needs nothing but itself.
///
/// It has no script and loads nothing, and its own policy forbids both, so that a name that slipped through the
/// escaping could still do nothing. Nothing in it is secret but the names of databases and folders.
package enum OverviewPage {
    /// The document; `version` is the program's.
    package static func html(
        _ overview: Overview, language: Language, version: String
    ) -> String {
        template.render(OverviewPageView(overview, words: OverviewWording.of(language), version: version))
    }

    private static let template: MustacheTemplate = {
        StrictHTML.registered
        do {
            return try MustacheTemplate(
                string: String(decoding: PackageResources.overview_html_mustache, as: UTF8.self))
        } catch {
            // The file was compiled in, and a test parses it.
            preconditionFailure("the bundled template of the page is malformed: \(error)")
        }
    }()
}
