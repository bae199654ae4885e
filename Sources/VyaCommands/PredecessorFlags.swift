import VyaCore

/// Answers the flags of the Python program with the command that now does the same (CONTRACT §1).
enum PredecessorFlags {
    /// The error for a command line that begins as the Python program's did; nil for every other.
    static func answer(to words: [String]) -> UsageError? {
        guard let first = words.first else { return nil }
        let replacement: String
        switch first {
        case "-b" where words.dropFirst().contains("-d"), "-bd", "-db":
            replacement = "vya-backup run --all --dry-run"
        case "-b": replacement = "vya-backup run --all"
        case "-r":
            let file = words.dropFirst().first.map(ShellWord.quoted) ?? "FILE"
            replacement = "vya-backup restore \(file) --id NUMBER --plan, then without --plan"
        case "-t": replacement = "vya-backup notify test"
        default: return nil
        }
        return UsageError(
            "usage.predecessor", "\(first) was an option of the Python program",
            hints: ["use: \(replacement)"])
    }
}
