import VyaCore
import Mustache

/// The templates of `Templates/`, which are part of the program.
struct MailTemplates: Sendable {
    private let textTemplate: MustacheTemplate
    private let htmlTemplate: MustacheTemplate

    /// The templates, parsed when the first mail is made.
    static let bundled: MailTemplates = {
        do {
            return try MailTemplates()
        } catch {
            // The files were compiled in, and a test parses them.
            preconditionFailure("a bundled mail template is malformed: \(error)")
        }
    }()

    private init() throws {
        StrictHTML.registered
        textTemplate = try MustacheTemplate(
            string: String(decoding: PackageResources.run_txt_mustache, as: UTF8.self))
        htmlTemplate = try MustacheTemplate(
            string: String(decoding: PackageResources.run_html_mustache, as: UTF8.self))
    }

    func text(_ view: RunMailView) -> String { textTemplate.render(view) }

    func html(_ view: RunMailView) -> String { htmlTemplate.render(view) }
}

/// Escapes scalar by scalar; the library's own escaping goes by grapheme cluster, and so lets `<` through when a
/// combining mark follows it.
struct StrictHTML: MustacheContentType {
    /// Makes it known to the library under the name that the templates give; once, because its register has no lock.
    static let registered: Void = MustacheContentTypes.register(StrictHTML(), named: "STRICT_HTML")

    func escapeText(_ text: String) -> String { Self.escaped(text) }

    /// Text as it stands between tags and in quoted attributes.
    static func escaped(_ text: String) -> String {
        text.escaping(["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"])
    }
}
