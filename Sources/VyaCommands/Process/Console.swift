import Glibc
import Synchronization

/// Standard output for results, standard error for people; whole lines at a time.
final class Console: Sendable {
    /// The console of the process.
    static let standard = Console()

    private let state = Mutex(())

    /// True when people watch standard error on a terminal, so that progress may move on it.
    let showsProgress = isatty(STDERR_FILENO) == 1 && Console.terminalIsCapable
    /// True when standard output is a terminal that takes colour.
    let coloursResults = isatty(STDOUT_FILENO) == 1 && Console.wantsColour
    /// True when standard error is a terminal that takes colour.
    let coloursComplaints = isatty(STDERR_FILENO) == 1 && Console.wantsColour

    /// Writes a line of results.
    func print(_ line: String) {
        state.withLock { _ in Console.write(line + "\n", to: STDOUT_FILENO) }
    }

    /// Writes a line for people.
    func complain(_ line: String) {
        state.withLock { _ in Console.write(line + "\n", to: STDERR_FILENO) }
    }

    /// Writes text for people as it is, without a line end.
    func draw(_ text: String) {
        state.withLock { _ in Console.write(text, to: STDERR_FILENO) }
    }

    private static var terminalIsCapable: Bool {
        guard let term = getenv("TERM") else { return false }
        return strcmp(term, "dumb") != 0
    }

    /// See https://no-color.org: set and not empty means no colour.
    private static var wantsColour: Bool {
        let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        return terminalIsCapable && !refused
    }

    /// A reader that has gone away is no failure of the backup, so errors are not looked at.
    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(
                    descriptor, UnsafeRawPointer(UnsafeBufferPointer(rebasing: rest).baseAddress), rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}
