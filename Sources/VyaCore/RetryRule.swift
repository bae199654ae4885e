/// Says that a failure may not happen again, and how often the dump may be tried once more.
package struct RetryRule: Sendable, Equatable {
    /// How many attempts may follow the first.
    package let repetitions: Int
    /// How long to wait before each of them.
    package let pause: Duration

    /// Makes a rule.
    package init(repetitions: Int, pause: Duration = .zero) {
        self.repetitions = repetitions
        self.pause = pause
    }
}
