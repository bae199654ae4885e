// It is from the headers of libcurl that this module has its `timespec`.
import CCurl
import Glibc

/// How long a notification may take; all in seconds.
struct NotificationTimeouts: Sendable {
    /// For finding, reaching and greeting the server, at each attempt.
    var connect = 10.0
    /// For all attempts together, pauses included.
    var total = 60.0
    /// The pauses between attempts; there is one attempt more than pauses.
    var pauses = [2.0, 5.0]

    /// Waits, whatever signals come.
    static func pause(seconds: Double) {
        var wanted = timespec()
        wanted.tv_sec = Int(seconds)
        wanted.tv_nsec = Int(seconds.truncatingRemainder(dividingBy: 1) * 1_000_000_000)
        var left = timespec()
        while nanosleep(&wanted, &left) == -1 && errno == EINTR { wanted = left }
    }
}
