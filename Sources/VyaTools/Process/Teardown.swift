import Glibc

/// How a tool is ended: signals to its whole process group, each with the time that it may take to work.
///
/// The last step is always SIGKILL (traps.md T1). When the run is asked to stop a second time, all patience ends.
package struct Teardown: Sendable, Equatable {
    /// One signal, and how long to wait for the tool's end before the next.
    package struct Step: Sendable, Equatable {
        /// The signal's number.
        package let signal: Int32
        /// How long to wait.
        package let patience: Duration

        package init(_ signal: Int32, patience: Duration) {
            self.signal = signal
            self.patience = patience
        }
    }

    /// The steps, SIGKILL last.
    package let steps: [Step]

    /// Makes a teardown; SIGKILL is added to the steps.
    ///
    /// Its patience bounds the wait for a process that not even SIGKILL ends, one that hangs inside the kernel.
    package init(_ steps: [Step]) {
        self.steps = steps + [Step(SIGKILL, patience: .seconds(10))]
    }

    /// SIGTERM, ten seconds, SIGKILL.
    package static let standard = Teardown([Step(SIGTERM, patience: .seconds(10))])
}
