package import VyaCore

/// Says that somebody could not be told; it changes no backup's outcome (contract.md §2).
package struct NotificationError: ExplainedError, Equatable {
    package let explanation: Explanation
    package var exitStatus: ExitStatus { .allFailed }
    /// True when the same attempt may succeed a moment later.
    package let isTransient: Bool

    /// Makes an error of a notification; texts of a server are already printable and hold no secret.
    package init(
        _ code: ErrorCode, _ message: Message, details: [Message] = [], hints: [Message] = [],
        isTransient: Bool = false
    ) {
        explanation = Explanation(code, message, details: details, hints: hints)
        self.isTransient = isTransient
    }
}
