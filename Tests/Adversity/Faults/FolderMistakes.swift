import Foundation
import Synchronization

/// What root may do to a folder of backups by mistake, over and over: move it away and back, or put another in its place.
final class FolderMistakes: Sendable {
    private struct State {
        var turn = 0
        var moves = 0
        var kept = 0
        var findings: [String] = []
    }

    private let tmp: String
    private let state = Mutex(State())

    init(in tmp: String) { self.tmp = tmp }

    /// How often a folder was moved.
    var moves: Int { state.withLock { $0.moves } }
    /// What was found in the way and should not be there.
    var findings: [String] { state.withLock { $0.findings } }

    /// Runs a body while nothing is moved and `out` is where it belongs.
    func pause(_ body: () -> Void) { state.withLock { _ in body() } }

    /// Makes one of the mistakes, and mends it.
    func makeOne() {
        state.withLock { state in
            state.turn += 1
            let (out, away) = (tmp + "/out", tmp + "/away")
            if state.turn.isMultiple(of: 2) {
                exchange(out, tmp + "/spare")
                state.moves += 1
            } else if rename(out, away) == 0 {
                // Long enough for another user to put something of his own there.
                poll(nil, 0, 1)
                while rename(away, out) != 0 { clear(out, &state) }
                state.moves += 1
            }
        }
        // Others come to their turn, too.
        poll(nil, 0, 1)
    }

    /// Takes away what was planted under a name, or made there by a run; nothing of a backup may lie in what was planted.
    private func clear(_ path: String, _ state: inout State) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT != S_IFDIR {
            unlink(path)
        } else if status.st_uid == 0 {
            // A run was faster and made the folder anew: it is root's, and is kept.
            state.kept += 1
            rename(path, tmp + "/kept-\(state.kept)")
        } else if rmdir(path) != 0, errno == ENOTEMPTY {
            state.findings.append("something was written into the folder that nobody planted")
            state.kept += 1
            rename(path, tmp + "/planted-\(state.kept)")
        }
    }

    private func exchange(_ one: String, _ other: String) {
        typealias Rename =
            @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
        // renameat2(2) is declared for GNU sources only; 2 is RENAME_EXCHANGE.
        guard let symbol = dlsym(nil, "renameat2") else { return }
        _ = unsafeBitCast(symbol, to: Rename.self)(AT_FDCWD, one, AT_FDCWD, other, 2)
    }
}
