/// What the program says to operators in other languages than English, by the English template.
///
/// A test holds it to be whole: every literal that the compiler takes for a `Message` has its translation here, with the same
/// gaps, and nothing is here that is no longer said (`Tests/messages.py`).
package enum Catalogue {
    /// The Brazilian Portuguese.
    package static let portuguese: [String: String] = {
        var all: [String: String] = [:]
        for pages in portuguesePages {
            for (english, portuguese) in pages { all[english] = portuguese }
        }
        return all
    }()

    static let portuguesePages: [KeyValuePairs<String, String>] = [
        portugueseArchive, portugueseCatalog, portugueseCommands, portugueseConfig, portugueseCore,
        portugueseEngine, portugueseHandlers, portugueseNotify, portuguesePlugins, portugueseStorage,
        portugueseSystem, portugueseTools,
    ]
}
