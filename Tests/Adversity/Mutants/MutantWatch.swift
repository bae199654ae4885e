import Foundation
import Synchronization
import VyaTestSupport

/// Keeps an eye on a sweep over mutants: one that hangs ends the test process, and says which it was.
///
/// A mutant that crashes the process leaves the file `mutant` of the watch's folder in /tmp behind, with the seed and the
/// number; `VYA_ADVERSITY_SEED` and the number make the same bytes again.
final class MutantWatch: Sendable {
    private struct State {
        var mutant: (number: Int, since: ContinuousClock.Instant)?
        var isOver = false
    }

    private let sweep: String
    private let patience: Duration
    private let folder: TemporaryFolder
    private let file: Int32
    private let state = Mutex(State())

    /// Begins to watch; `seconds` is how long one mutant may take on a busy machine.
    init(_ sweep: String, seconds: Int = 60) throws {
        self.sweep = sweep
        patience = .seconds(seconds)
        folder = try TemporaryFolder("mutant")
        file = open(folder("mutant"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw POSIXError(.EIO) }
        print("adversity: \(sweep): seed \(Adversity.seed), mutants begin")
        // Now and not at the end, which a crash would keep from coming.
        fflush(nil)
        Thread.detachNewThread { [weak self] in while self?.look() == true { poll(nil, 0, 500) } }
    }

    deinit { close(file) }

    /// Tries mutants one after the other, and answers with what `attempt` found wrong, each with the number of its mutant.
    func sweep(_ count: Int, _ attempt: (Int) throws -> [String]) rethrows -> [String] {
        defer { state.withLock { $0 = State(isOver: true) } }
        var wrong: [String] = []
        for number in 0..<count {
            let line = "\(sweep), seed \(Adversity.seed), mutant \(number)        \n"
            line.withCString { _ = pwrite(file, $0, line.utf8.count, 0) }
            state.withLock { $0.mutant = (number, .now) }
            wrong += try attempt(number).map { "mutant \(number): \($0)" }
        }
        return wrong
    }

    private func look() -> Bool {
        let state = state.withLock { $0 }
        if let mutant = state.mutant, ContinuousClock.now - mutant.since > patience {
            // Nothing can end a loop in this process but its end.
            fatalError("\(sweep): seed \(Adversity.seed), mutant \(mutant.number) hangs")
        }
        return !state.isOver
    }
}
