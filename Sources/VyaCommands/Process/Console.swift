import Glibc
import Synchronization
import VyaCore
import VyaSystem

/// Standard output for results, standard error for people; whole lines at a time.
final class Console: Sendable {
    /// The console of the process.
    static let standard = Console()

    /// The first error with which results could not be written; 0 when there was none.
    private let state = Mutex<Int32>(0)

    /// Why results were lost; nil when they were written, or when their reader has gone away.
    var lostResults: SystemFailure? { state.withLock { $0 == 0 ? nil : SystemFailure($0) } }

    /// True when people watch standard error on a terminal, so that progress may move on it.
    let showsProgress = isatty(STDERR_FILENO) == 1 && Console.terminalIsCapable
    /// True when standard output is a terminal that takes colour.
    let coloursResults = isatty(STDOUT_FILENO) == 1 && Console.wantsColour
    /// True when standard error is a terminal that takes colour.
    let coloursComplaints = isatty(STDERR_FILENO) == 1 && Console.wantsColour

    /// What is spoken here: the locale's language, until the configuration has named one.
    private let spoken = Mutex(Language.ofLocale { getenv($0).map { String(cString: $0) } })

    var language: Language { spoken.withLock { $0 } }

    /// Speaks another language from now on.
    func speak(_ language: Language) { spoken.withLock { $0 = language } }

    /// Writes a line of results.
    func print(_ line: Message) { print(line.said(in: language)) }

    /// Writes a line for people.
    func complain(_ line: Message) { complain(line.said(in: language)) }

    /// Writes all of an explanation for people.
    func complain(_ explanation: Explanation) { complain(explanation.said(in: language)) }

    /// Writes a line of results that is the same in every language.
    @_disfavoredOverload
    func print(_ line: String) {
        state.withLock { lost in
            let error = Console.write(line + "\n", to: STDOUT_FILENO)
            if lost == 0, error != EPIPE { lost = error }
        }
    }

    /// Writes a line for people that is the same in every language.
    @_disfavoredOverload
    func complain(_ line: String) {
        state.withLock { _ in _ = Console.write(line + "\n", to: STDERR_FILENO) }
    }

    /// Writes a line without waiting for whoever else writes, and perhaps hangs.
    func shout(_ line: String, to descriptor: Int32) { _ = Console.write(line + "\n", to: descriptor) }

    /// Writes text for people as it is, without a line end.
    func draw(_ text: String) {
        state.withLock { _ in _ = Console.write(text, to: STDERR_FILENO) }
    }

    /// Draws a line in the place of the one that moves on the terminal, as much of it as fits; nil takes the line away.
    func redraw(_ line: String?) {
        // The last column stays free, behind which some terminals begin another line.
        let columns = TerminalLine.columns(of: STDERR_FILENO) - 1
        draw("\r\u{1B}[K" + (line.map { TerminalLine.cut($0, columns: columns) } ?? ""))
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

    /// Writes all of a text; returns the error with which that ended, or 0.
    private static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(
                    descriptor, UnsafeRawPointer(UnsafeBufferPointer(rebasing: rest).baseAddress), rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
    }
}
