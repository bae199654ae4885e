/// Collects what an operator must know about an extraction; how much it keeps does not grow with the archive.
final class ExtractionNotes {
    var skipped = Findings.Notes()
    var shortfalls = Findings.Notes()
    var warnings = Findings.Notes()
    private var said: Set<String> = []

    /// Notes something that was left out because nobody asked for it.
    func skip(_ path: MemberPath, _ words: String) {
        skipped.add("\(path.shown): \(words)")
    }

    /// Notes something that was asked for and is missing.
    func lack(_ path: MemberPath, _ words: String) {
        shortfalls.add("\(path.shown): \(words)")
    }

    /// Notes something that came back otherwise.
    func warn(_ shownPath: String, _ words: String) {
        warnings.add("\(shownPath): \(words)")
    }

    /// Notes something that is true of many members, for the first of them.
    func warnOnce(_ words: String, _ shownPath: String) {
        if said.insert(words).inserted { warnings.add("\(words), such as '\(shownPath)'") }
    }
}
