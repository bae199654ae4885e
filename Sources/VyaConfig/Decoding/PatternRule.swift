import VyaCore

/// Decides which globs an entry may have.
enum PatternRule {
    /// Why a glob is refused; nil when it is taken.
    static func refusal(of pattern: String, isFiles: Bool) -> String? {
        if isFiles {
            guard pattern.hasPrefix("/") else { return "a glob of files begins with \"/\"" }
            guard !pattern.split(separator: "/").contains("..") else {
                return "a glob of files holds no \"..\""
            }
        }
        do {
            _ = try Glob(ExactName(pattern))
            return nil
        } catch {
            return "not a glob: \(error.description)"
        }
    }
}
