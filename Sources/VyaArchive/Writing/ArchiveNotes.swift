import Glibc
import VyaCore
import VyaSystem

/// Collects what an operator must know about an archive; how much it keeps does not grow with the tree.
final class ArchiveNotes {
    /// Notes of one sort: the first hundred in the order of the walk, and how many more there were.
    struct Notes {
        static let limit = 100
        private var kept: [(position: Int, line: Message)] = []
        private var more = 0

        var isEmpty: Bool { kept.isEmpty }
        var lines: [Message] { kept.map(\.line) + (more == 0 ? [] : ["and \(more) more"]) }

        mutating func add(at position: Int = 0, _ line: @autoclosure () -> Message) {
            let place = kept.lastIndex { $0.position <= position }.map { $0 + 1 } ?? 0
            if place < Self.limit { kept.insert((position, line()), at: place) } else { more += 1 }
            if kept.count > Self.limit {
                kept.removeLast()
                more += 1
            }
        }
    }

    /// Where in the walk the next note belongs: files are read later than the walk passes them.
    var position = 0
    private(set) var shortfalls = Notes()
    private(set) var warnings = Notes()
    /// The folders of our own that were left out.
    private(set) var ownFolders = Notes()
    /// Sockets seen; they have no contents and come back with their server.
    var skippedSockets = 0

    /// Notes something that the archive lacks.
    func lack(_ path: [UInt8], _ words: Message) {
        shortfalls.add(at: position, "\(Self.shown(path)): \(words)")
    }

    /// Notes something that the archive lacks because a system call failed.
    func lack(_ path: [UInt8], errno code: Int32, _ attempt: Message) {
        lack(path, code == ENOENT ? "it vanished before it was archived" : "\(attempt): \(Self.words(code))")
    }

    /// Notes something that the archive has, but perhaps not as expected.
    func warn(_ path: [UInt8], _ words: Message) {
        warnings.add(at: position, "\(Self.shown(path)): \(words)")
    }

    /// Notes a folder that this program itself writes to.
    func leaveOut(own path: [UInt8]) {
        ownFolders.add(
            at: position,
            "\(Self.shown(path)): it is a folder that vya-backup itself writes to, and what it holds is left out"
        )
    }

    /// The system's words for an `errno`.
    static func words(_ code: Int32) -> Message {
        SystemFailure(code).words
    }

    /// A path for people, escaped, and cut in the middle when no screen could hold it.
    static func shown(_ path: [UInt8]) -> String {
        guard path.count > 1024 else { return String.printable(path) }
        return String.printable(path.prefix(500)) + "…" + String.printable(path.suffix(500))
    }
}
