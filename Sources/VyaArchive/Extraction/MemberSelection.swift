import VyaCore

/// Which members of an archive are wanted.
struct MemberSelection {
    private let patterns: [(text: ExactName, pattern: PathPattern)]
    private var matched: Set<Int> = []

    /// Reads globs, with or without a `/` at their begin; without any, all members are wanted.
    init(_ globs: [ExactName]) throws(UsageError) {
        var patterns: [(ExactName, PathPattern)] = []
        for glob in globs {
            do {
                patterns.append((glob, try PathPattern(ExactName("/" + glob.text))))
            } catch {
                let explanation = error.explanation
                throw UsageError(
                    "restore.pattern", explanation.message,
                    hints: ["write it as the archive lists its members"])
            }
        }
        self.patterns = patterns
    }

    /// The globs that no member matched so far.
    var unmatched: [ExactName] { patterns.indices.filter { !matched.contains($0) }.map { patterns[$0].text } }

    /// Tells whether a member is wanted: it matches, or lies in a folder that does.
    mutating func takes(_ path: MemberPath, isFolder: Bool) -> Bool {
        if patterns.isEmpty { return true }
        var isWanted = false
        for (index, pattern) in patterns.enumerated() where Self.matches(pattern.pattern, path, isFolder) {
            matched.insert(index)
            isWanted = true
        }
        return isWanted
    }

    private static func matches(_ pattern: PathPattern, _ path: MemberPath, _ isFolder: Bool) -> Bool {
        if pattern.matchesRoot { return true }
        var places = pattern.start
        for (index, name) in path.components.enumerated() {
            let advance = pattern.advance(places, over: name)
            let isLast = index == path.components.count - 1
            if advance.matched || advance.matchedAsFolder && (!isLast || isFolder) { return true }
            if advance.next.isEmpty { return false }
            places = advance.next
        }
        return false
    }
}
