/// How long a notification may take; all in seconds.
struct Deadlines: Sendable {
    /// For finding, reaching and greeting the server, at each attempt.
    var connect = 10.0
    /// For all attempts together, pauses included.
    var total = 60.0
    /// The pauses between attempts; there is one attempt more than pauses.
    var pauses = [2.0, 5.0]
}
