/// An error that an operator can read and a program can tell apart.
package protocol ExplainedError: Error, Sendable, CustomStringConvertible {
    /// What failed and what to do.
    var explanation: Explanation { get }
    /// The status that a command ends with when nothing else was asked for.
    var exitStatus: ExitStatus { get }
}

extension ExplainedError {
    /// The explanation's text.
    package var description: String { explanation.description }
}

/// Says that reading what is to be backed up failed: the tool, the server, a file of the source.
package struct SourceError: ExplainedError, Equatable {
    package let explanation: Explanation
    package var exitStatus: ExitStatus { .allFailed }

    /// Makes an error of the source.
    package init(_ code: ErrorCode, _ message: Message, details: [Message] = [], hints: [Message] = []) {
        explanation = Explanation(code, message, details: details, hints: hints)
    }

    /// Makes an error of the source from an explanation.
    package init(_ explanation: Explanation) {
        self.explanation = explanation
    }
}

/// Says that writing the backup failed: a full disk, a quota, an I/O error of the folder.
package struct DestinationError: ExplainedError, Equatable {
    package let explanation: Explanation
    package var exitStatus: ExitStatus { .allFailed }

    /// Makes an error of the destination.
    package init(_ code: ErrorCode, _ message: Message, details: [Message] = [], hints: [Message] = []) {
        explanation = Explanation(code, message, details: details, hints: hints)
    }
}

/// Says that a folder, configuration, plugin or tool could be changed by somebody who must not.
package struct UnsafeError: ExplainedError, Equatable {
    package let explanation: Explanation
    package var exitStatus: ExitStatus { .unsafeSurroundings }

    /// Makes an error about unsafe surroundings.
    package init(_ code: ErrorCode, _ message: Message, details: [Message] = [], hints: [Message] = []) {
        explanation = Explanation(code, message, details: details, hints: hints)
    }
}

/// Says that the configuration or a plugin file is missing, unreadable or invalid.
package struct ConfigurationError: ExplainedError, Equatable {
    package let explanation: Explanation
    package var exitStatus: ExitStatus { .configuration }

    /// Makes an error of the configuration.
    package init(_ code: ErrorCode, _ message: Message, details: [Message] = [], hints: [Message] = []) {
        explanation = Explanation(code, message, details: details, hints: hints)
    }
}

/// Says that the command line asks for something that does not exist or does not fit together.
package struct UsageError: ExplainedError, Equatable {
    package let explanation: Explanation
    package var exitStatus: ExitStatus { .usage }

    /// Makes an error of usage.
    package init(_ code: ErrorCode, _ message: Message, details: [Message] = [], hints: [Message] = []) {
        explanation = Explanation(code, message, details: details, hints: hints)
    }
}

/// Says that another run holds the lock.
package struct LockedError: ExplainedError, Equatable {
    package let explanation: Explanation
    package var exitStatus: ExitStatus { .locked }

    /// Makes an error that names the holder.
    package init(_ message: Message, hints: [Message] = []) {
        explanation = Explanation("lock.held", message, hints: hints)
    }
}

/// Says that a signal or the run's own deadline stopped the work.
package struct StoppedError: ExplainedError, Equatable {
    /// What stopped the work.
    package let reason: StopReason
    package var exitStatus: ExitStatus { reason.exitStatus }
    package var explanation: Explanation {
        Explanation("run.stopped", "stopped before it was done: \(reason.words)")
    }

    /// Makes an error that names the reason.
    package init(_ reason: StopReason) {
        self.reason = reason
    }
}
