/// Steps that come out together, whatever becomes of others: when one fails, that is named, and the next part is begun.
package struct RestorePart: Sendable {
    /// What is done, in order; the first step is done wholly or not at all.
    package let steps: [RestoreStep]
    /// Takes the first step back when one behind it fails.
    package let undo: RestoreStep?
    /// Where in an error's line the words of a statement begin, which may hold the hash of a password.
    package let quoteMark: String?

    /// Makes a part of steps.
    package init(_ steps: [RestoreStep], undo: RestoreStep? = nil, quoteMark: String? = nil) {
        self.steps = steps
        self.undo = undo
        self.quoteMark = quoteMark
    }
}
