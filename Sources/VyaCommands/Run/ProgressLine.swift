import Synchronization
import VyaCore

/// One line on a terminal that moves while bytes pass; drawn at most ten times a second, and never from cron.
final class ProgressLine: Sendable {
    private struct State {
        var last: ContinuousClock.Instant?
        var start: ContinuousClock.Instant?
        var what = ""
        var isDrawn = false
    }

    private let state = Mutex(State())
    private let isShown: Bool
    private let clock = ContinuousClock()

    /// Makes a line that heeds `--quiet`.
    init(common: CommonOptions) {
        isShown = Console.standard.showsProgress && !common.quiet
    }

    /// Shows how far the work on something is, in bytes.
    func show(_ what: String, _ bytes: Int, of total: Int) {
        guard isShown else { return }
        let now = clock.now
        let line: String? = state.withLock { state in
            if state.what != what { (state.what, state.start, state.last) = (what, now, nil) }
            if let last = state.last, now - last < .milliseconds(100) { return nil }
            (state.last, state.isDrawn) = (now, true)
            return TerminalLine.progress(
                what.pieces(separatedBy: "/").last.map(String.init) ?? what, bytes: bytes, of: total,
                elapsed: (state.start ?? now).duration(to: now)
            ).said(in: Console.standard.language)
        }
        if let line { Console.standard.redraw(line) }
    }

    /// Takes the line away, before something else is printed.
    func erase() {
        let wasDrawn = state.withLock { state in
            defer { state.isDrawn = false }
            return state.isDrawn
        }
        if wasDrawn { Console.standard.redraw(nil) }
    }
}
